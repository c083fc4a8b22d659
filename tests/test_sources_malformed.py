"""Damaged files of every format end in a clear report, with every row accounted for.

The law: what a plain count of the file's records finds is what the report says was used, repeated,
rejected or set aside; or the whole source is refused with a reason that names the file.
"""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.sources import Options, Report, inspect, text
from data.sources.chunk import Chunk
from data.sources.ledger import RowsLostError
from data.store import Store
from tests.small_sources import FORMATS, write

Mend = Callable[[str, st.DataObject], str | bytes]
TABLES = ["contract", "live_sellers", "brand_creators", "complete_journey"]
EVENTS = ["ga4", "segment"]
QUICK = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


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
    return _cell(content, data, data.draw(st.sampled_from(["2026-02-30", "31/31/2018 9:00", "0"])))


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


COUNTABLE: list[Mend] = [
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
CLEARLY_REPORTED: list[Mend] = [
    cut,
    utf16_cut,
    latin1,
    nul_bytes,
    quote_never_closed,
    empty,
]


def _report(folder: Path, name: str, *, is_loaded: bool = False) -> Report:
    options = Options("damaged", time_zone="UTC", currency="EUR", merchant="Shop M")
    if name in ("live_sellers", "brand_creators", "complete_journey"):
        options = Options("damaged")
    plan = inspect([folder], options)
    report = plan.report
    if report.is_loadable and is_loaded:
        assert plan.load_into(Store(folder.parent / "store")).files == report.files
    return report


def _records(path: Path) -> int:
    """Records of a CSV file below its header, counted without the reader under test."""
    raw = path.read_bytes()
    content = raw.decode("utf-16" if raw[:2] == b"\xff\xfe" else "utf-8-sig", "replace")
    delimiter = max(",;\t", key=content.splitlines()[0].count)
    return (
        sum(1 for row in csv.reader(io.StringIO(content, newline=""), delimiter=delimiter) if row)
        - 1
    )


def _obeys(report: Report, folder: Path, records: Callable[[Path], int]) -> None:
    """The law; a refusal must say why."""
    for file in report.files:
        fates = file.used + file.repeated + file.rejected + file.unused
        assert file.read == fates == records(folder / file.name), file
    assert all(p.file and p.reason and p.remedy for p in report.problems)
    if report.refused:
        assert len(report.refused) > 20
    else:
        assert report.files


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("damage", COUNTABLE, ids=lambda damage: damage.__name__)
@QUICK
@given(data=st.data())
def test_every_row_of_a_damaged_table_is_accounted_for(
    name: str, damage: Mend, data: st.DataObject
) -> None:
    with TemporaryDirectory() as scratch:
        folder = write(Path(scratch) / "files", FORMATS[name])
        victim = folder / data.draw(st.sampled_from(sorted(FORMATS[name])))
        damaged = damage(victim.read_text(encoding="utf-8"), data)
        victim.write_bytes(damaged if isinstance(damaged, bytes) else damaged.encode("utf-8"))
        _obeys(_report(folder, name, is_loaded=data.draw(st.integers(0, 5)) == 0), folder, _records)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("damage", CLEARLY_REPORTED, ids=lambda damage: damage.__name__)
@QUICK
@given(data=st.data())
def test_a_broken_table_is_clearly_reported(name: str, damage: Mend, data: st.DataObject) -> None:
    with TemporaryDirectory() as scratch:
        folder = write(Path(scratch) / "files", FORMATS[name])
        victim = folder / data.draw(st.sampled_from(sorted(FORMATS[name])))
        damaged = damage(victim.read_text(encoding="utf-8"), data)
        victim.write_bytes(damaged if isinstance(damaged, bytes) else damaged.encode("utf-8"))
        report = _report(folder, name, is_loaded=data.draw(st.integers(0, 5)) == 0)
        said = {file.name: file for file in report.files}
        for file in report.files:
            assert file.read == file.used + file.repeated + file.rejected + file.unused
        left = dict(report.left_alone)
        assert victim.name in said or victim.name in left or report.refused


def json_cut(content: str, data: st.DataObject) -> str:
    return content[: data.draw(st.integers(1, len(content) - 1))]


def json_array(content: str, data: st.DataObject) -> str:
    return json.dumps([json.loads(line) for line in content.splitlines()], indent=1)


def json_garbage(content: str, data: st.DataObject) -> str:
    lines = content.splitlines(keepends=True)
    lines.insert(data.draw(st.integers(0, len(lines))), data.draw(st.sampled_from(
        ["{oops\n", "[1, 2]\n", "null\n", '"text"\n', '{"a": 1e999999999}\n', '"\\ud800"\n', "{}\n"]
    )))  # fmt: skip
    return "".join(lines)


def json_repeated(content: str, data: st.DataObject) -> str:
    lines = content.splitlines(keepends=True)
    return content + "".join(data.draw(st.lists(st.sampled_from(lines), max_size=5)))


def json_shuffled(content: str, data: st.DataObject) -> str:
    return "".join(data.draw(st.permutations(content.splitlines(keepends=True))))


def json_value(content: str, data: st.DataObject) -> str:
    """One value, anywhere in a record, becomes something else."""
    records = [json.loads(line) for line in content.splitlines()]
    target = data.draw(st.sampled_from(records))
    while True:
        key = data.draw(st.sampled_from(sorted(target)))
        inner = target[key]
        inner = inner[0] if isinstance(inner, list) and inner else inner
        if not isinstance(inner, dict) or data.draw(st.booleans()):
            break
        target = inner
    target[key] = data.draw(
        st.sampled_from([None, "", -1, "abc", 10**30, 0.001, [], {}, True, "7301234567890123457"])
        | st.text(max_size=8)
    )
    return "".join(json.dumps(record, ensure_ascii=True) + "\n" for record in records)


JSON_DAMAGE: list[Mend] = [
    json_array,
    json_garbage,
    json_repeated,
    json_shuffled,
    json_value,
    blank_rows,
    windows_lines,
    byte_order_mark,
]


def _json_records(path: Path) -> int:
    content = path.read_text(encoding="utf-8-sig")
    if content.startswith("["):
        return len(json.loads(content))
    return sum(1 for line in content.splitlines() if line.strip())


@pytest.mark.parametrize("name", EVENTS)
@pytest.mark.parametrize("damage", JSON_DAMAGE, ids=lambda damage: damage.__name__)
@settings(QUICK, max_examples=20)
@given(data=st.data())
def test_every_record_of_damaged_events_is_accounted_for(
    name: str, damage: Mend, data: st.DataObject
) -> None:
    with TemporaryDirectory() as scratch:
        folder = write(Path(scratch) / "files", FORMATS[name])
        victim = folder / next(iter(FORMATS[name]))
        damaged = damage(victim.read_text(encoding="utf-8"), data)
        victim.write_bytes(damaged if isinstance(damaged, bytes) else damaged.encode("utf-8"))
        _obeys(
            _report(folder, name, is_loaded=data.draw(st.integers(0, 5)) == 0),
            folder,
            _json_records,
        )


@pytest.mark.parametrize("name", EVENTS)
@pytest.mark.parametrize("shape", ["lines", "array"])
@QUICK
@given(data=st.data())
def test_events_cut_anywhere_are_clearly_reported(
    name: str, shape: str, data: st.DataObject
) -> None:
    with TemporaryDirectory() as scratch:
        folder = write(Path(scratch) / "files", FORMATS[name])
        victim = folder / next(iter(FORMATS[name]))
        content = victim.read_text(encoding="utf-8")
        content = json_array(content, data) if shape == "array" else content
        victim.write_text(json_cut(content, data), encoding="utf-8")
        report = _report(folder, name, is_loaded=data.draw(st.integers(0, 5)) == 0)
        is_whole_line = shape == "lines" and victim.read_text(encoding="utf-8")[-1] in "\n}"
        assert report.refused or report.rejected or is_whole_line


def test_a_reader_that_drops_a_row_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The law above must fail when the reader loses a row; else it tests nothing."""
    whole = text.chunks

    def losing(path: Path):
        for chunk in whole(path):
            yield Chunk(chunk.table.slice(1), chunk.rows[1:], chunk.broken)

    monkeypatch.setattr(text, "chunks", losing)
    folder = write(tmp_path / "files", FORMATS["contract"])
    with pytest.raises(AssertionError, match="FileReport"):
        _obeys(_report(folder, "contract"), folder, _records)


def test_an_adapter_that_drops_a_row_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.sources.sieve.Sieve.reject_unknown", _drop_unknown)
    folder = write(tmp_path / "files", FORMATS["brand_creators"])
    with pytest.raises(RowsLostError, match=r"pairs\.csv: 4 rows read, 3 accounted for"):
        _report(folder, "brand_creators")


def _drop_unknown(sieve, column, values, known) -> None:
    sieve.frame = sieve.frame[values.isin(set(known))]
