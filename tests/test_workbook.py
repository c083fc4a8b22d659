"""Workbooks are read as the text a spreadsheet shows, and no cell changes unseen."""

import csv
import io
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.sources import Options, inspect, workbook
from data.sources.chunk import UnreadableError
from data.sources.files import find
from data.sources.table_rows import UNREADABLE, is_unreadable
from data.store import Store
from tests.small_sources import CONTRACT, loaded
from tests.workbooks import packed, parts, shared, written


def _rows(path: Path) -> list[tuple[int, list[str | None]]]:
    return list(workbook.rows(path))


def test_cells_are_text_as_exact_as_the_file_has_them(tmp_path: Path) -> None:
    cells = [
        "  Serum, 30 ml ",
        "007",
        "576461234567890123",
        "=SUM(A1)",
        12.0,
        2**53 - 1,
        19.989999999999998,
        0.1,
        -0.0000001,
        True,
        date(2026, 2, 1),
        datetime(2026, 2, 1, 13, 5),
    ]
    assert _rows(written(tmp_path / "a.xlsx", {"A": [cells]})) == [
        (
            1,
            [
                "Serum, 30 ml",
                "007",
                "576461234567890123",
                "=SUM(A1)",
                "12",
                "9007199254740991",
                "19.99",
                "0.1",
                "-0.0000001",
                "true",
                "2026-02-01",
                "2026-02-01 13:05:00",
            ],
        )
    ]


def test_formats_of_openpyxl_are_understood(tmp_path: Path) -> None:
    """Percent is a fraction; a currency, or colour in brackets, is no day; durations are hours."""
    book = openpyxl.Workbook()
    formats = {
        "0.0%": 0.125,
        "[Red]#,##0.00 €": 5,
        "[h]:mm": 1.25,
        "d. mmm yy": 46054,
        "hh:mm": 0.5,
    }
    for column, (form, value) in enumerate(formats.items(), 1):
        book.active.cell(1, column, value).number_format = form
    book.save(tmp_path / "a.xlsx")
    expected = ["0.125", "5", "30:00:00", "2026-02-01", "12:00:00"]
    assert _rows(tmp_path / "a.xlsx") == [(1, expected)]


def test_days_since_1904_are_understood(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["A1"] = date(2026, 2, 1)
    book.save(tmp_path / "a.xlsx")
    assert _rows(tmp_path / "a.xlsx") == [(1, ["2026-02-01"])]


@pytest.mark.parametrize("number", [2**53, 576461234567890123, -(10**18), 1e300])
def test_a_number_that_was_rounded_is_marked(tmp_path: Path, number: float) -> None:
    [(_, [id_, whole])] = _rows(written(tmp_path / "a.xlsx", {"A": [[number, 5]]}))
    assert is_unreadable(id_)
    assert whole == "5"


def test_error_cells_are_marked_where_they_stand(tmp_path: Path) -> None:
    rows = (
        '<row r="3"><c r="B3" t="inlineStr"><is><t>a</t></is></c><c r="C3" t="e"><v>#N/A</v></c>'
        '</row><row r="5"><c r="B5" t="e"><v>#DIV/0!</v></c><c r="C5"><v>2</v></c></row>'
    )
    path = packed(tmp_path / "a.xlsx", parts(rows))
    assert _rows(path) == [(3, ["a", f"{UNREADABLE}#N/A"]), (5, [f"{UNREADABLE}#DIV/0!", "2"])]


def test_cells_without_an_address_follow_each_other(tmp_path: Path) -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c t='e'><v>#REF!</v></c></row>"
    path = packed(tmp_path / "a.xlsx", parts(rows))
    assert _rows(path) == [(1, ["1", "2"]), (2, [None, f"{UNREADABLE}#REF!"])]


def test_prefixed_xml_is_read(tmp_path: Path) -> None:
    members = parts('<row r="1">\n<c r="A1" t="s">\n<v>1</v></c><c r="B1"><v>2</v>\n</c></row>')
    sheet = members["xl/worksheets/sheet1.xml"]
    prefixed = sheet.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    members["xl/worksheets/sheet1.xml"] = prefixed.replace("xmlns=", "xmlns:x=")
    members["xl/sharedStrings.xml"] = shared(["no", "Größe 🌿"])
    assert _rows(packed(tmp_path / "a.xlsx", members)) == [(1, ["Größe 🌿", "2"])]


def test_blank_rows_are_left_out_and_numbers_kept(tmp_path: Path) -> None:
    rows = [["Report"], [], ["", None, " "], ["id", "title", None], ["1", None, "x"]]
    expected = [
        (1, ["Report", None, None]),
        (4, ["id", "title", None]),
        (5, ["1", None, "x"]),
    ]
    assert _rows(written(tmp_path / "a.xlsx", {"A": rows})) == expected


def test_the_visible_sheet_with_most_cells_is_read(tmp_path: Path) -> None:
    sheets = {"Notes": [["a"]], "Empty": [], "Data": [["b", "c"]], "Hidden": [["d"] * 9]}
    path = written(tmp_path / "a.xlsx", sheets, Hidden=True)
    assert workbook.sheet(path) == "Data"
    assert _rows(path) == [(1, ["b", "c"])]


def test_a_workbook_is_looked_at_again_once_it_changes(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", {"Old": [["a"]]})
    assert workbook.sheet(path) == "Old"
    written(path, {"Another": [["a", "b"]]})
    assert workbook.sheet(path) == "Another"


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40)
_CELLS = st.one_of(
    st.none(),
    _TEXTS.map(str.strip).filter(bool),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.decimals(-(10**6), 10**6, places=4).map(float),
    st.dates(date(1901, 1, 1), date(2199, 12, 31)),
)


def _said(cell: object) -> str | None:
    """A cell as text, told without the reader."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.4f}".rstrip("0").rstrip(".").replace("-0", "0", cell == 0)
    return None if cell is None else str(cell)


@settings(max_examples=60)
@given(st.lists(st.lists(_CELLS, min_size=3, max_size=3), min_size=1, max_size=8))
def test_what_is_written_is_read(rows: list[list[object]]) -> None:
    with TemporaryDirectory() as scratch:
        path = written(Path(scratch) / "a.xlsx", {"A": [["x"] * 3, *rows]})
        expected = [(n, [_said(cell) for cell in row]) for n, row in enumerate(rows, 2)]
        assert _rows(path)[1:] == [(n, row) for n, row in expected if any(row)]


def _contract(folder: Path) -> Path:
    folder.mkdir()
    for name, content in CONTRACT.items():
        rows = list(csv.reader(io.StringIO(content)))
        written(folder / name.replace(".csv", ".xlsx"), {"Export": rows})
    return folder


def test_workbooks_load_as_the_same_tables_in_csv_do(tmp_path: Path) -> None:
    plan = inspect(
        [_contract(tmp_path / "files")], Options("own", "UTC", time_zone="UTC", currency="EUR")
    )
    assert {(file.name, file.used) for file in plan.report.files} == {
        ("merchants.xlsx", 2),
        ("products.xlsx", 2),
        ("order_lines.xlsx", 4),
    }
    store = Store(tmp_path / "own")
    plan.load_into(store)
    lines = loaded(store, "order_lines")
    assert sorted(lines["order_id"])[:2] == ["576461234567890123", "o2"]
    assert lines["payment"].sum() == 2598 + 1199 + 1500 + 500


def test_rows_beside_the_table_and_headers_again_are_kept_as_broken(tmp_path: Path) -> None:
    rows = [["id", "n"], ["1", "2"], ["1"], ["id", "n"], ["1", "2", None, "note"], ["3", 4]]
    (file,), _ = find([written(tmp_path / "a.xlsx", {"A": rows})])
    (chunk,) = file.chunks()
    assert file.columns == ("id", "n")
    assert chunk.table.to_pydict() == {"id": ["1", "1", "3"], "n": ["2", None, "4"]}
    assert list(chunk.rows) == [2, 3, 6]
    assert [(b.row, b.reason) for b in chunk.broken] == [
        (4, "repeats the header"),
        (5, "has 4 fields where the header has 2"),
    ]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([[], ["id", "n"]], "row 1 is no header: it is blank"),
        ([["id", None, "n"]], "a column has no name"),
        ([["id", "n", "id"]], "names column id twice"),
        ([[" "]], "a column has no name"),
    ],
)
def test_a_header_that_names_nothing_is_refused(
    tmp_path: Path, rows: list[list[str]], reason: str
) -> None:
    with pytest.raises(UnreadableError, match=reason):
        workbook.columns(written(tmp_path / "a.xlsx", {"A": rows}))
