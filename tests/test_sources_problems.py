"""What a report says of a value, a row or a file that cannot be: where, why, and what to do."""

from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from rich.console import Console

from data.check import ContractError, checked
from data.contract import TABLES, UNDATED
from data.scope import Scope
from data.sources import Options, Plan, inspect
from data.sources.ledger import MONEY, Ledger
from data.sources.show import show
from data.store import Store
from data.warehouse import Warehouse
from tests import tiny
from tests.small_sources import CONTRACT, FORMATS, write

CODE = "give an ISO 4217 code in capitals, such as USD"
MINOR = "give a whole number of minor units: 1250 for 12.50"
COUNT = "give a whole number such as 3"


def _plan(folder: Path, files: dict[str, str], **said: Any) -> Plan:
    asked = {"time_zone": "Europe/Berlin", "currency": "EUR"} | said
    return inspect([write(folder, files)], Options("own", **asked))


@pytest.mark.parametrize(
    ("file", "old", "new", "remedy"),
    [
        ("order_lines.csv", ",EUR,refunded", ",XXQ,refunded", CODE),
        ("order_lines.csv", ",EUR,refunded", ",eur,refunded", CODE),
        ("order_lines.csv", ",EUR,refunded", ",,refunded", CODE),
        ("order_lines.csv", "m2,o4,", ",o4,", "give an id as text, with every digit"),
        ("merchants.csv", ",Other,", ",,", "give text: shop name"),
    ],
)
def test_a_remedy_says_what_the_column_wants(
    tmp_path: Path, file: str, old: str, new: str, remedy: str
) -> None:
    files = CONTRACT | {file: CONTRACT[file].replace(old, new)}
    (problem,) = _plan(tmp_path, files).report.problems
    assert problem.remedy == remedy


@pytest.mark.parametrize(
    ("file", "column", "change", "remedy"),
    [
        ("order_lines.csv", "payment", (",2598,", ",1000000000001,"), MINOR),
        ("order_lines.csv", "payment", (",2598,", ",577993456789010000,"), MINOR),
        ("products.csv", "price", (",1299,", ",577993456789010000,"), MINOR),
        ("order_lines.csv", "quantity", (",2,false,", ",1000000001,false,"), COUNT),
        ("events.csv", "n", (",4\n", ",1000000001\n"), COUNT),
    ],
)
def test_a_number_that_slipped_into_a_column_is_refused(
    tmp_path: Path, file: str, column: str, change: tuple[str, str], remedy: str
) -> None:
    files = CONTRACT | {"events.csv": "event_id,event_at,kind,n\ne1,2026-03-01T00:00:00Z,view,4\n"}
    files[file] = files[file].replace(*change)
    (problem,) = _plan(tmp_path, files).report.problems
    value, most = change[1].strip(",\n").partition(",")[0], 10**12 if remedy == MINOR else 10**9
    assert (problem.file, problem.row, problem.column) == (file, 2, column)
    assert problem.reason == f"{value} is above {most}, so a column may be shifted"
    assert problem.remedy == remedy


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("segment", '"price": 19.0', '"price": 9999999999.0', "price times quantity is too large"),
        ("segment", '"quantity": 2', '"quantity": 1000000000', "price times quantity is too large"),
        ("complete_journey", ",25.05,", ",2500000000.01,", "no amount in whole cents"),
        ("complete_journey", ",12000,", ",1000000001,", "no count: '1000000001'"),
        ("live_sellers", ",529,", ",1000000001,", "no count: '1000000001'"),
    ],
)
def test_other_formats_refuse_it_too(
    tmp_path: Path, name: str, old: str, new: str, reason: str
) -> None:
    folder = write(tmp_path, FORMATS[name], lambda text: text.replace(old, new))
    said = {"merchant": "m", "currency": "USD", "time_zone": "UTC"} if name == "segment" else {}
    report = inspect([folder], Options("own", **said)).report
    assert report.is_loadable
    assert any(problem.reason.startswith(reason) for problem in report.problems)


def test_the_lake_takes_no_such_number(tmp_path: Path) -> None:
    rows = pd.DataFrame([tiny.line("o1", "p1", "d1", 10**12 + 1)])
    with pytest.raises(ContractError, match=r"order_lines\.payment in row 0 is above 10{12}"):
        checked(TABLES["order_lines"], rows)


def test_the_largest_amounts_load_and_add_up(tmp_path: Path) -> None:
    most = CONTRACT["order_lines.csv"].replace(",2598,", f",{10**12},").replace(",1,", f",{10**9},")
    store = Store(tmp_path / "own")
    report = _plan(tmp_path / "files", CONTRACT | {"order_lines.csv": most}).load_into(store)
    assert report.tables[2].sums["payment"] == {"EUR": 10**12 + 1199 + 1500 + 500}
    session = Warehouse.snapshot(store).session(Scope.everything())
    assert session.rows("select sum(gmv) from daily")[0][0] == 10**12 + 1199 + 1500 + 500


def test_sums_of_a_report_do_not_wrap() -> None:
    """Twenty amounts of 2**62 are more than 64 bits hold."""
    ledger = Ledger()
    columns = {name: [2**62] * 20 for name in MONEY["order_lines"]}
    others = {"currency": ["USD"] * 20, "created_at": [UNDATED] * 20}
    ledger.count("order_lines", pa.table(others | columns))
    (table,) = ledger.table_reports()
    assert table.sums["payment"] == {"USD": 20 * 2**62}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "own,Own,Mars/Base,USD,14,false",
            "column time_zone: 'Mars/Base' is no known time_zone; "
            "give an IANA time zone, such as Asia/Bangkok",
        ),
        ("own,Own,UTC,usd,14,false", f"column currency: 'usd' is no known currency; {CODE}"),
    ],
)
def test_a_refused_market_row_is_told_before_options_are_asked_for(
    tmp_path: Path, row: str, said: str
) -> None:
    head = "market_id,title,time_zone,currency,refund_lag_days,is_sampled_lines\n"
    files = CONTRACT | {"market.csv": f"{head}{row}\n"}
    report = _plan(tmp_path, files, time_zone=None, currency=None).report
    assert report.refused == f"market.csv, row 2, {said}"
    assert [(problem.file, problem.row) for problem in report.problems] == [("market.csv", 2)]
    assert not report.questions
    assert _plan(tmp_path, files).report.is_loadable, "options stand in for the row"


@pytest.mark.parametrize("content", ["", CONTRACT["order_lines.csv"].partition("\n")[0] + "\n"])
def test_a_file_of_a_table_without_a_row_is_a_problem(tmp_path: Path, content: str) -> None:
    files = CONTRACT | {"order_lines.csv": content, "notes.csv": ""}
    plan = _plan(tmp_path / "files", files)
    for report in (plan.report, plan.load_into(Store(tmp_path / "own"))):
        (problem,) = report.problems
        assert (problem.file, problem.row) == ("order_lines.csv", None)
        assert problem.reason == "has no row"
        assert report.problem_counts == (("order_lines.csv, whole file: has no row", 1),)
        assert report.rejected == 0
    shown = Console(record=True, width=200, file=StringIO())
    show(report, shown, is_dry_run=False)
    assert "e.g. order_lines.csv: has no row. Remedy: export it again" in shown.export_text()
