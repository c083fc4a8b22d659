"""How many fields a row of a report has, and columns that a header names twice."""

from dataclasses import replace
from pathlib import Path

import pytest

from data.sources.exports.all_orders import ALL_ORDERS
from data.sources.exports.layout import layout
from data.sources.exports.table import pieces
from data.sources.files import find
from tests.order_files import ORDER, counts, dry_run, write


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
