"""Ways in which files of tables get damaged: each takes a file's text and gives a damaged one."""

import csv
import io
from collections.abc import Callable

from hypothesis import strategies as st

Damage = Callable[[str, st.DataObject], str | bytes]


def _rows(content: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content)))


def _text(rows: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _cell(content: str, data: st.DataObject, value: str) -> str:
    rows = _rows(content)
    row = data.draw(st.integers(1, len(rows) - 1))
    rows[row][data.draw(st.integers(0, len(rows[row]) - 1))] = value
    return _text(rows)


def cut(content: str, data: st.DataObject) -> bytes:
    raw = content.encode()
    return raw[: data.draw(st.integers(1, len(raw) - 1))]


def cut_between_rows(content: str, data: st.DataObject) -> str:
    lines = content.splitlines(keepends=True)
    return "".join(lines[: data.draw(st.integers(1, len(lines)))])


def columns_shuffled(content: str, data: st.DataObject) -> str:
    rows = _rows(content)
    order = data.draw(st.permutations(range(len(rows[0]))))
    return _text([[row[place] for place in order] for row in rows])


def columns_shifted(content: str, data: st.DataObject) -> str:
    rows = _rows(content)
    row = data.draw(st.integers(1, len(rows) - 1))
    rows[row] = ["", *rows[row][:-1]]
    return _text(rows)


def column_missing(content: str, data: st.DataObject) -> str:
    rows = _rows(content)
    gone = data.draw(st.integers(0, len(rows[0]) - 1))
    return _text([row[:gone] + row[gone + 1 :] for row in rows])


def column_twice(content: str, data: st.DataObject) -> str:
    return _text([[*row, row[0]] for row in _rows(content)])


def cell_missing(content: str, data: st.DataObject) -> str:
    rows = _rows(content)
    rows[data.draw(st.integers(1, len(rows) - 1))].pop()
    return _text(rows)


def cell_too_many(content: str, data: st.DataObject) -> str:
    rows = _rows(content)
    rows[data.draw(st.integers(1, len(rows) - 1))].append("x")
    return _text(rows)


def header_doubled(content: str, data: st.DataObject) -> str:
    rows = _rows(content)
    rows.insert(data.draw(st.integers(1, len(rows))), rows[0])
    return _text(rows)


def header_missing(content: str, data: st.DataObject) -> str:
    return _text(_rows(content)[1:])


def preamble(content: str, data: st.DataObject) -> str:
    return "Export of 2026-04-01\n\n" + content


def text_in_numbers(content: str, data: st.DataObject) -> str:
    return _cell(content, data, data.draw(st.sampled_from(["abc", "1,5", "RM1,200.50", "15%"])))


def bad_date(content: str, data: st.DataObject) -> str:
    return _cell(
        content,
        data,
        data.draw(
            st.sampled_from(["2026-02-30", "31/31/2018 9:00", "0", "-1", "0000-01-01T00:00:00Z"])
        ),
    )


def negative(content: str, data: st.DataObject) -> str:
    return _cell(
        content, data, data.draw(st.sampled_from(["-1", "-0.01", "-99999999999999999999"]))
    )


def not_a_number(content: str, data: st.DataObject) -> str:
    return _cell(content, data, data.draw(st.sampled_from(["NaN", "inf", "1e400", "", "null"])))


def long_id(content: str, data: st.DataObject) -> str:
    return _cell(content, data, "7301234567890123457")


def emoji(content: str, data: st.DataObject) -> str:
    return _cell(content, data, "🧴 Crème \u202e \u200b '; drop table x --")


def any_text(content: str, data: st.DataObject) -> str:
    return _cell(content, data, data.draw(st.text(max_size=20)).replace("\0", "").strip("\r\n"))


def rows_repeated(content: str, data: st.DataObject) -> str:
    rows = _rows(content)
    again = data.draw(st.lists(st.sampled_from(rows[1:]), min_size=1, max_size=5))
    return _text(rows + again)


def rows_contradicting(content: str, data: st.DataObject) -> str:
    rows = _rows(content)
    again = list(data.draw(st.sampled_from(rows[1:])))
    again[-1] += "1"
    return _text([*rows, again])


def rows_shuffled(content: str, data: st.DataObject) -> str:
    rows = _rows(content)
    return _text([rows[0], *data.draw(st.permutations(rows[1:]))])


def blank_rows(content: str, data: st.DataObject) -> str:
    return content.replace("\n", "\n\n")


def windows_lines(content: str, data: st.DataObject) -> str:
    return content.replace("\n", "\r\n")


def trailing_separators(content: str, data: st.DataObject) -> str:
    return _text([[*row, ""] for row in _rows(content)])


def semicolons(content: str, data: st.DataObject) -> str:
    return _text(_rows(content), ";")


def tabs(content: str, data: st.DataObject) -> str:
    return _text(_rows(content), "\t")


def byte_order_mark(content: str, data: st.DataObject) -> bytes:
    return content.encode("utf-8-sig")


def utf16(content: str, data: st.DataObject) -> bytes:
    return content.encode("utf-16")


def utf16_cut(content: str, data: st.DataObject) -> bytes:
    return content.encode("utf-16")[:-1]


def latin1(content: str, data: st.DataObject) -> bytes:
    return content.replace("1", "é", 1).encode("latin-1", "replace")


def nul_bytes(content: str, data: st.DataObject) -> bytes:
    return content.encode().replace(b"1", b"\0")


def quote_never_closed(content: str, data: st.DataObject) -> str:
    lines = content.splitlines(keepends=True)
    row = data.draw(st.integers(1, len(lines) - 1))
    return "".join([*lines[:row], '"', *lines[row:]])


def empty(content: str, data: st.DataObject) -> str:
    return ""


COUNTABLE: list[Damage] = [
    cut_between_rows,
    columns_shuffled,
    columns_shifted,
    column_missing,
    column_twice,
    cell_missing,
    cell_too_many,
    header_doubled,
    header_missing,
    preamble,
    text_in_numbers,
    bad_date,
    negative,
    not_a_number,
    long_id,
    emoji,
    any_text,
    rows_repeated,
    rows_contradicting,
    rows_shuffled,
    blank_rows,
    windows_lines,
    trailing_separators,
    semicolons,
    tabs,
    byte_order_mark,
    utf16,
]
CLEARLY_REPORTED: list[Damage] = [
    cut,
    utf16_cut,
    latin1,
    nul_bytes,
    quote_never_closed,
    empty,
]
