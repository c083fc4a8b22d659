"""CSV in blocks says what reading row by row says, however a file is written."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.sources import text, text_blocks
from data.sources.chunk import Broken, UnreadableError
from data.sources.text_blocks import Block

HEADER = "Order ID,Title,Amount\n"
CELLS = st.one_of(
    st.sampled_from(
        ["", '"', '""', '"a"', '"a,b"', '"say ""hi"""', '"a\nb"', 'a"b', '"a"b', " x "]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters=",\r\n"), max_size=5),
)
LINES = st.lists(CELLS, min_size=0, max_size=5).map(",".join)
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\r\n\r\n"])
BODY = st.lists(st.tuples(LINES, ENDS), max_size=12).map(lambda all: "".join(a + b for a, b in all))


def in_blocks(path: Path, rows: int = 3) -> list[tuple[int, list[str]]]:
    found = []
    for part in text_blocks.blocks(path, 1, rows):
        if isinstance(part, Block):
            cells = zip(*(column.to_pylist() for column in part.table.columns), strict=True)
            found += zip(part.rows.tolist(), map(list, cells), strict=True)
        else:
            found.append((part[0], said(part[1])))
    return found


def said(fields: list[str] | Broken) -> list[str]:
    return ["broken", fields.reason] if isinstance(fields, Broken) else fields


def row_by_row(path: Path) -> list[tuple[int, list[str]]]:
    return [(row, said(fields)) for row, fields in text.rows(path) if row > 1]


def outcome(read, path: Path) -> object:
    try:
        return read(path)
    except UnreadableError as error:
        return str(error)


@settings(max_examples=400)
@given(body=BODY, spoilt=st.sampled_from([b"", b"\xff\n", b"\0,b,c\n", b'1,"open']))
def test_blocks_say_what_rows_say(tmp_path_factory, body: str, spoilt: bytes) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes((HEADER + body).encode() + spoilt)
    assert outcome(in_blocks, path) == outcome(row_by_row, path)


@settings(max_examples=100)
@given(rows=st.lists(st.tuples(st.integers(1, 99), st.text("a ", max_size=3)), min_size=1))
def test_blocks_of_any_size_say_the_same(tmp_path_factory, rows) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_text(HEADER + "".join(f'{n},"{title}","1,{n}"\n' for n, title in rows))
    text_blocks.BYTES_A_ROW = 7
    try:
        assert in_blocks(path, 1) == row_by_row(path)
    finally:
        text_blocks.BYTES_A_ROW = 200


@pytest.mark.parametrize("ending", ["\n", "\r\n", ""])
def test_a_plain_file_comes_in_one_block(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "\ufeff" + HEADER + '1,"a ""b"", c",2' + (ending or "\n") + "3,d,4" + ending, newline=""
    )
    parts = [p for p in text_blocks.blocks(path, 1, 50) if isinstance(p, Block)]
    assert [part.table.to_pylist() for part in parts] == [
        [{"0": "1", "1": 'a "b", c', "2": "2"}, {"0": "3", "1": "d", "2": "4"}]
    ]
    assert parts[0].rows.tolist() == [2, 3]
