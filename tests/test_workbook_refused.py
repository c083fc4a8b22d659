"""A workbook that could trick, exhaust or mislead the reader is refused in one clear sentence."""

import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from data.sources import inspect, workbook, workbook_safety, workbook_scan
from data.sources.chunk import UnreadableError
from data.sources.files import find
from data.sources.options import Options
from tests.places import ROOT
from tests.workbooks import packed, parts, shared, written

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
SHEET = "xl/worksheets/sheet1.xml"
ELSEWHERE = parts(ONE)["_rels/.rels"].replace("workbook", "book2")
MEGABYTE = 1 << 20


def _refused(path: Path, reason: str) -> str:
    with pytest.raises(UnreadableError, match=reason) as caught:
        list(workbook.rows(path))
    assert str(caught.value).startswith(f"{path.name}: ")
    return str(caught.value)


def test_the_smallest_workbook_is_read(tmp_path: Path) -> None:
    """Guards the tests below: what they refuse is what they add to this one."""
    assert list(workbook.rows(packed(tmp_path / "a.xlsx", parts(ONE)))) == [(1, ["1"])]


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"xl/vbaProject.bin": b"x"}, "holds macros"),
        ({"xl/macrosheets/sheet1.xml": "<a/>"}, "holds macros"),
        ({"xl/externalLinks/externalLink1.xml": "<a/>"}, "takes values from other workbooks"),
        ({"XL/Worksheets/Sheet1.xml": "<a/>"}, "holds a part twice"),
        ({"xl\\worksheets\\sheet1.xml": "<a/>"}, "holds a part twice"),
        ({"xl/styles.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}, "defines XML entities"),
        ({SHEET: "<!DOCTYPE a><worksheet/>"}, "defines XML entities"),
        ({SHEET: '<?xml version="1.0" encoding="GBK"?><a/>'}, "is not written in UTF-8"),
        ({SHEET: "<worksheet/>".encode("utf-16")}, "is not written in UTF-8"),
        ({SHEET: "<worksheet><sheetData><row"}, "is cut or damaged"),
        ({"_rels/.rels": ELSEWHERE}, "is no XLSX workbook"),
        ({"xl/_rels/workbook.xml.rels": "<a/>"}, "lacks its sheet Orders"),
        ({"xl/sharedStrings.xml": "<sst><si>" + "a" * (20 * MEGABYTE)}, "a zip bomb"),
        ({f"xl/media/{n}": "" for n in range(10_001)}, "has 10,00. parts, more than 10,000"),
        ({"../../evil.xml": "<a/>", SHEET: "<worksheet/>"}, "has no visible sheet with anything"),
    ],
)  # fmt: skip
def test_a_package_with_tricks_is_refused(
    tmp_path: Path, members: dict[str, str | bytes], reason: str
) -> None:
    path = packed(tmp_path / "a.xlsx", {**parts(ONE), **members})
    _refused(path, reason)
    assert os.listdir(tmp_path) == ["a.xlsx"]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ('<row r="1048577"><c r="A1048577"><v>1</v></c></row>', "more than 1,048,576 rows"),
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "or 16,384 columns"),
        ('<row r="1"><c r="A0"><v>1</v></c></row>', "which is no place"),
        ('<row r="1"><c r="AAAAAAA1"><v>1</v></c></row>', "which is no place"),
        ('<row r="-1"><c><v>1</v></c></row>', "a row numbered '-1'"),
        (ONE + '<row r="9"><c r="XFD1048576"><v>1</v></c></row>', r"XFD1048576 .* GB of memory"),
        ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "names a text that is not in it"),
        ('<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c></row>', "error #SPILL! in A1"),
    ],
)
def test_a_sheet_beyond_a_spreadsheet_is_refused(tmp_path: Path, rows: str, reason: str) -> None:
    _refused(packed(tmp_path / "a.xlsx", parts(rows)), reason)


def test_one_long_text_in_many_cells_is_refused(tmp_path: Path) -> None:
    """A few kilobytes that would unpack to 6 GB of text."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 200_001))
    members = parts(cells) | {"xl/sharedStrings.xml": shared(["a" * 32_000])}
    _refused(packed(tmp_path / "a.xlsx", members), r"would take 6\.. GB of memory, more than 1\.6")


def test_too_many_texts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_scan, "TEXTS", 3)
    members = parts(ONE) | {"xl/sharedStrings.xml": shared(["a"] * 4)}
    _refused(packed(tmp_path / "a.xlsx", members), "more than 3 texts")


def test_formulas_are_counted_and_the_first_is_named(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Sums")
        sheet.write(0, 0, "total")
        sheet.write_formula("C2", "=1+1", None, 2)
        sheet.write_formula("A3", "=C2", None, 2)
    said = _refused(tmp_path / "a.xlsx", "has 2 formulas in sheet Sums, the first in C2")
    assert "paste it as values" in said


def test_formulas_of_a_sheet_that_is_not_read_do_no_harm(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    for cell in ("A1", "A2"):
        book.create_sheet("Data")[cell] = "x"
    book["Data"]["A2"] = "y"
    book.save(tmp_path / "a.xlsx")
    assert list(workbook.rows(tmp_path / "a.xlsx")) == [(1, ["x"]), (2, ["y"])]


def _with_declared_size(path: Path, size: int, crc: int) -> Path:
    """The sheet's entry of the zip's directory says another size and checksum."""
    content = bytearray(path.read_bytes())
    at = content.rfind(SHEET.encode()) - 46
    assert content[at : at + 4] == b"PK\x01\x02"
    content[at + 16 : at + 20] = struct.pack("<I", crc)
    content[at + 24 : at + 28] = struct.pack("<I", size)
    path.write_bytes(content)
    return path


def test_a_size_that_lies_is_found_while_unpacking(tmp_path: Path) -> None:
    """Even where the checksum is that of the part that is declared, as zipfile would read it."""
    members = parts(ONE * 1000)
    path = packed(tmp_path / "a.xlsx", members)
    declared = members[SHEET].encode()[:100]
    _refused(_with_declared_size(path, 100, zlib.crc32(declared)), "more than it declares")
    _refused(_with_declared_size(path, 1 << 31, 0), "unpacks to more than 1 GB in one sheet")
    _refused(_with_declared_size(path, 90_000, 0), "is cut or damaged")


def test_a_workbook_cut_anywhere_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", {"A": [["id", "n"], ["1", 2]]})
    whole = path.read_bytes()
    for size in range(1, len(whole), 97):
        path.write_bytes(whole[:size])
        _refused(path, "is cut or damaged|is no XLSX workbook")


@settings(max_examples=150)
@given(data=st.data())
def test_a_workbook_with_changed_bytes_is_read_or_refused(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = packed(tmp_path_factory.mktemp("x") / "a.xlsx", parts(ONE))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    try:
        rows = list(workbook.rows(path))
    except UnreadableError:
        return
    assert rows == [(1, ["1"])]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (workbook_safety.OLE + bytes(600), "is an old .xls workbook"),
        (workbook_safety.OLE + bytes(600) + workbook_safety.LOCKED, "is locked with a password"),
        (b"<html><table>", "is no XLSX workbook, whatever its name says"),
        (b"id,n\n1,2\n", "is no XLSX workbook, whatever its name says"),
    ],
)
def test_another_kind_of_file_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    _refused(tmp_path / "a.xlsx", reason)


@pytest.mark.parametrize(
    "name", ["a.xlsm", "a.xls", "a.xlsb", "a.ods", "a.numbers", "a.zip", "a.gz", "a.pdf"]
)
def test_files_people_have_instead_are_told_what_to_do(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    good, [(found, why)] = find([tmp_path])
    assert (good, found) == ([], name)
    assert "; " in why
    assert any(word in why for word in (".xlsx", "unpack"))


def test_a_refused_workbook_refuses_the_load(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", parts(ONE) | {"xl/vbaProject.bin": b"x"})
    assert inspect([path], Options("own")).refused.startswith("a.xlsx: holds macros; ")


def test_a_workbook_replaced_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", {"A": [["id"], ["1"], ["2"]]})
    (file,), _ = find([path])
    rows = file.rows()
    assert next(rows) == (1, ["id"])
    written(path, {"A": [["id"], ["1"], ["2"], ["3"]]})
    with pytest.raises(UnreadableError, match="changed while it was read"):
        list(rows)


STATUS = Path("/proc/self/status")
MEASURE = """
import sys
from pathlib import Path
from data.sources.files import SourceFile

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM")))

before = peak()
rows = sum(1 for _ in SourceFile(Path(sys.argv[1]), "big.xlsx", "xlsx").rows())
print(rows, (peak() - before) // 1024)
"""


@pytest.mark.skipif(not STATUS.exists(), reason="only Linux tells the peak of one process")
def test_memory_stays_below_what_was_reckoned(tmp_path: Path) -> None:
    """The reckoning that refuses too large a sheet must not be too small, nor far too large."""
    path = tmp_path / "big.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(15_000):
            for column in range(30):
                sheet.write(row, column, row if column % 2 else f"text {row} {column}")
    command = [sys.executable, "-c", MEASURE, path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    rows, megabytes = map(int, done.stdout.split())
    reckoned = workbook._chosen(path).scan.memory / MEGABYTE
    assert rows == 15_000
    assert reckoned / 2 < megabytes < reckoned + 20
