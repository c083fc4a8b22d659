"""How many fields a row of a report has, and columns that a header names twice."""

from dataclasses import replace
from pathlib import Path

import pytest

from data.sources.exports.all_orders import ALL_ORDERS
from data.sources.exports.layout import layout
from data.sources.exports.table import pieces
from data.sources.files import find
from data.sources.plan import RefusedError
from tests.order_files import CREDIT, ORDER, counts, dry_run, loaded, write


def test_separators_behind_every_row_but_the_header_are_none_of_it(tmp_path: Path) -> None:
    rows = [ORDER | {"Order ID": f"57646075230342300{n}"} for n in range(3)]
    path = write(tmp_path / "a.csv", rows)
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], *(line + "," for line in lines[1:])]))
    assert counts(dry_run(path)) == (3, 3, 0, 0, 0)
    path.write_text("\n".join([lines[0], lines[1], lines[2] + ","]))
    assert counts(dry_run(path)) == (2, 1, 0, 1, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_rows_are_as_wide_as_the_layout_says_in_blocks_and_one_by_one(
    tmp_path: Path, encoding: str
) -> None:
    lines = write(tmp_path / "a.csv", [ORDER, ORDER]).read_text().splitlines()
    path = tmp_path / "b.csv"
    path.write_text("".join(f"{line},\n" for line in lines), encoding=encoding)
    (file,), _ = find([path])
    found = layout(file, ALL_ORDERS, {})
    assert (len(found.header), found.width) == (21, 22)
    for width, good, broken in ((22, 2, 0), (21, 0, 2)):
        every = list(pieces(file, replace(found, width=width)))
        assert sum(len(piece.rows) for piece in every) == good
        assert sum(len(piece.broken) for piece in every) == broken


def refusal(path: Path, name: str, *cells: str, encoding: str = "utf-8") -> str | None:
    """What becomes of orders beside whose columns stands another one."""
    lines = write(path, [ORDER] * len(cells)).read_text().splitlines()
    added = zip(lines, [name, *cells], strict=True)
    path.write_text("\n".join(f"{line},{cell}" for line, cell in added), encoding=encoding)
    return dry_run(path).refused


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_column_named_twice_counts_if_both_say_the_same(tmp_path: Path, encoding: str) -> None:
    path, name = tmp_path / "a.csv", "sku subtotal  after discount"
    assert refusal(path, name, "20.00", " 20.00 ", encoding=encoding) is None
    assert refusal(path, name, "20.00", "19.00", encoding=encoding) == (
        "a.csv: names column 'SKU Subtotal After Discount' twice, as field 12 and as field 22, and "
        "row 3 holds two values there; rename or remove one of the two columns"
    )
    assert "row 2" in str(refusal(path, name, "", "20.00", encoding=encoding))


def test_columns_that_no_format_knows_may_share_a_name(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.csv", "Note,Note", "1,2", "3,4") is None


def test_two_reports_in_one_file_are_parted_by_people(tmp_path: Path) -> None:
    """April without refunds above May: its rows stand under columns of their own."""
    april = {h: cell for h, cell in ORDER.items() if h != "Order Refund Amount"}
    path = write(tmp_path / "a.csv", [ORDER], above=[list(april), list(april.values())])
    with pytest.raises(RefusedError, match="names its columns in row 1 and again, otherwise, in r"):
        loaded(tmp_path, path)


def test_tabs_behind_ids_separate_nothing_though_commas_do_not_agree(tmp_path: Path) -> None:
    rows = [
        {h: cell + "\t" if "ID" in h else cell for h, cell in row.items()}
        for row in (ORDER | {"Order ID": f"57646075230342300{n}"} for n in range(4))
    ]
    path = write(tmp_path / "a.csv", rows)
    lines = path.read_text().splitlines()
    lines[2:4] = [line.replace("Night serum", "Night, serum") for line in lines[2:4]]
    path.write_text("\n".join(lines))
    report, _ = loaded(tmp_path, path)
    assert counts(report) == (4, 2, 0, 2, 0)


@pytest.mark.parametrize("column", ["Order ID", "SKU ID"])
def test_a_name_is_no_id(tmp_path: Path, column: str) -> None:
    path = write(
        tmp_path / "a.csv", [ORDER | {"Order ID": "5764"}, ORDER | {column: "Zelda Quarz"}]
    )
    report, _ = loaded(tmp_path, path)
    assert counts(report) == (2, 1, 0, 1, 0)
    raw = b"".join(file.read_bytes() for file in (tmp_path / "mine").rglob("*") if file.is_file())
    assert b"Zelda" not in raw


def test_a_handle_with_unseen_characters_is_the_same_creator(tmp_path: Path) -> None:
    row = CREDIT | {"Creator Username": "Glow\u200bQueen\u00a0"}
    _, market = loaded(tmp_path, write(tmp_path / "a.csv", [row]))
    assert market.rows("select creator_id from order_lines") == [("glowqueen",)]
