"""Files and cells that people fill in: read as they were meant, or told what is wrong."""

import io
from datetime import date, datetime

import pandas as pd
import pytest

from analytics.costs import cost_rows, fee_rows, flat_fee_rows, sample_rows
from data import cells
from data.edit_files import read_rows
from data.edit_rows import EditError
from data.edits import Edits
from data.scope import Scope
from data.warehouse import Warehouse
from pages.components.cost_kinds import KINDS, in_major, in_percent, of_pairs
from pages.components.costs import templates
from tests.entered import build, costs

ALDER = Scope.of_merchants("a")


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A market that nothing here changes."""
    return Warehouse.snapshot(build(tmp_path_factory.mktemp("store")))


def edits(warehouse: Warehouse) -> Edits:
    return Edits(warehouse.store, warehouse.session(ALDER), "a", by="a")


CSV = "product_id;title;valid_from;unit_cost;sample_cost\np1;=Serum;2026-04-01;5.10;\n\np2;;;;\n"


def test_a_csv_is_read_with_the_numbers_of_its_rows() -> None:
    rows = read_rows("costs.CSV", ("\ufeff" + CSV).encode())
    assert list(rows.index) == [2, 4]
    assert rows.loc[2, "unit_cost"] == "5.10"


def test_a_text_that_our_files_escape_is_read_as_it_was() -> None:
    rows = read_rows("x.csv", b"creator,title\n'@glow,'quoted'\n")
    assert rows.loc[2].tolist() == ["@glow", "'quoted'"]


def test_a_workbook_is_read_like_the_grid(untouched: Warehouse) -> None:
    buffer = io.BytesIO()
    costs(("p1", datetime(2026, 4, 1), 5.1, None)).to_excel(buffer, index=False)
    rows = read_rows("costs.xlsx", buffer.getvalue())
    assert list(rows.index) == [2]
    assert cells.day(rows.loc[2, "valid_from"]) == date(2026, 4, 1)
    with pytest.raises(EditError, match="Row 2, product_id: 'p9'"):
        edits(untouched).save_costs(rows.assign(product_id="p9"))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_template_saved_as_it_is_changes_nothing(
    untouched: Warehouse, kind: str, ending: str
) -> None:
    asking = untouched.session(ALDER)
    rows = {
        "Product costs": lambda: in_major(cost_rows(asking, "a"), "unit_cost", "sample_cost"),
        "Platform fee": lambda: in_percent(fee_rows(asking, "a")),
        "Flat fees": lambda: in_major(flat_fee_rows(asking, "a"), "flat_fee"),
        "Samples": lambda: of_pairs(sample_rows(asking, "a")),
    }[kind]()
    file = templates(KINDS[kind], rows)[ending]()
    saved = KINDS[kind].save(edits(untouched), read_rows(f"costs.{ending}", file), ())
    assert saved.rows == 0
    held = {"Product costs": 2, "Platform fee": 1, "Flat fees": 1, "Samples": 1}
    assert saved.unchanged == held[kind]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("costs.pdf", b"%PDF", "neither CSV nor XLSX"),
        ("costs.xlsx", b"not a zip", "is no XLSX workbook"),
        ("costs.csv", b"\xff\xfe\x00", "not UTF-8"),
        ("costs.csv", b"product_id,valid_from\np1\n", "Row 2, columns: has 1 fields"),
        ("costs.csv", b'product_id\n"p1\n', "quotes"),
        ("costs.csv", b"product_id\n", "no row below"),
        ("costs.csv", b"", "no row below"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name: str, content: bytes, told: str) -> None:
    with pytest.raises(EditError, match=told):
        read_rows(name, content)


@pytest.mark.parametrize(
    ("written", "share"), [("6", 0.06), (6.0, 0.06), ("6 %", 0.06), ("0.5%", 0.005), (100, 1.0)]
)
def test_a_percentage_is_a_share(written: object, share: float) -> None:
    assert cells.percent(written) == share


@pytest.mark.parametrize("written", [None, "", -1, 101, "six", float("nan")])
def test_no_percentage_is_told(written: object) -> None:
    with pytest.raises(cells.CellError):
        cells.percent(written)


@pytest.mark.parametrize("written", [None, "", pd.NaT, float("nan")])
def test_no_day_is_told(written: object) -> None:
    with pytest.raises(cells.CellError, match="is empty"):
        cells.day(written)


def test_a_float_stands_for_what_was_typed() -> None:
    assert cells.amount(0.1 + 0.2 - 0.2, "USD") == 10
    assert cells.amount(19.99, "USD") == 1999
    assert cells.amount(1999, "JPY") == 1999
    with pytest.raises(cells.CellError, match="decimals"):
        cells.amount(1.5, "JPY")
