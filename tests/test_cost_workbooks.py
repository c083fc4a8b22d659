"""Workbooks of costs are read as guardedly as those that are loaded: plain values, or a refusal."""

import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from data.edit_files import read_rows
from data.edit_rows import EditError
from pages.components.downloads import workbook as ours
from tests.workbooks import MAIN, packed, parts, written

HEADER = ["product_id", "valid_from", "unit_cost", "sample_cost"]
ROW = ["p1", "2026-04-01", 5.1, 2]


def read(path: Path) -> pd.DataFrame:
    return read_rows(path.name, path.read_bytes())


def test_values_come_as_they_stand(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", {"Costs": [HEADER, ROW, [None] * 4, ["p2", None, 0.3]]})
    rows = read(path)
    assert rows.index.tolist() == [2, 4]
    assert rows.loc[2].tolist() == ["p1", "2026-04-01", "5.1", "2"]
    assert rows.loc[4, ["valid_from", "sample_cost"]].isna().all()


def test_a_formula_is_refused_and_not_taken_for_unknown(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Costs")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW[:2])
        sheet.write_formula(1, 2, "=2*2.5", None, 5)
    with pytest.raises(EditError, match=r"formulas in sheet Costs, the first in C2.*as values"):
        read(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """64 MB of blanks in a sheet, which pack to 64 kB; a sheet that was read would be too."""
    members = parts("<row r='1'/>" + " " * (1 << 26))
    with pytest.raises(EditError, match="zip bomb"):
        read(packed(tmp_path / "a.xlsx", members, level=9))


@pytest.mark.parametrize(
    ("part", "told"),
    [("xl/vbaProject.bin", "macros"), ("xl/externalLinks/externalLink1.xml", "other workbooks")],
)
def test_macros_and_links_are_refused(tmp_path: Path, part: str, told: str) -> None:
    path = written(tmp_path / "a.xlsx", {"Costs": [HEADER, ROW]})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(part, f'<a xmlns="{MAIN}"/>')
    with pytest.raises(EditError, match=told):
        read(path)


def test_rows_of_a_second_sheet_are_not_left_out(tmp_path: Path) -> None:
    more = {"Costs": [HEADER, ROW], "Fees": [["valid_from"], ["2026-04-01"]]}
    with pytest.raises(EditError, match=r"more sheets.*\(Fees\)"):
        read(written(tmp_path / "a.xlsx", more))
    same = {"May": [HEADER, ROW], "June": [HEADER, ["p2", "2026-06-01", 1, 1]]}
    with pytest.raises(EditError, match=r"rows in 2 sheets \(May, June\)"):
        read(written(tmp_path / "b.xlsx", same))


def test_our_own_workbook_may_have_its_other_sheets() -> None:
    rows = read_rows("a.xlsx", ours({"Product costs": pd.DataFrame([ROW], columns=HEADER)}, {}, []))
    assert rows.loc[2, "product_id"] == "p1"


@pytest.mark.parametrize(
    ("cell", "told"),
    [(1729460752303423001, "'1.73e.18' is a number cell"), ("#N/A", "'#N/A' is an error")],
)
def test_a_cell_whose_value_is_lost_is_named(tmp_path: Path, cell: object, told: str) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Costs")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 1, ROW[1:])
        sheet.write(1, 0, cell)
    content = buffer.getvalue()
    if isinstance(cell, str):
        content = as_error(content, tmp_path)
    with pytest.raises(EditError, match=rf"^Row 2, product_id: {told}"):
        read_rows("a.xlsx", content)


def as_error(content: bytes, folder: Path) -> bytes:
    """The workbook with the text in A2 made the error #N/A."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    before, _, rest = members[name].partition(b'<c r="A2"')
    after = rest.partition(b"</c>")[2]
    members[name] = before + b'<c r="A2" t="e"><v>#N/A</v></c>' + after
    return packed(folder / "error.xlsx", members).read_bytes()
