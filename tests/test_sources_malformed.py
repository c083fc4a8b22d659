"""Damaged files of every format end in a clear report, with every row accounted for.

The law: what a plain count of the file's records finds is what the report says was used, repeated,
rejected or set aside; or the whole source is refused with a reason that names the file.
"""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.sources import Options, RefusedError, Report, inspect, text
from data.sources.chunk import Chunk
from data.sources.ledger import RowsLostError
from data.store import Store
from tests.damaged_events import JSON_DAMAGE, json_array, json_cut
from tests.damaged_tables import CLEARLY_REPORTED, COUNTABLE, Damage
from tests.small_sources import FORMATS, loaded, write

TABLES = ["contract", "live_sellers", "brand_creators", "complete_journey"]
EVENTS = ["ga4", "segment"]
QUICK = settings(
    max_examples=4,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _report(folder: Path, name: str, *, is_tried: bool = False) -> Report:
    """What loading a folder says; a dry run before it, where one is tried, must say the same."""
    options = Options("damaged", time_zone="UTC", currency="EUR", merchant="Shop M")
    if name in ("live_sellers", "brand_creators", "complete_journey"):
        options = Options("damaged")
    plan, store = inspect([folder], options), Store(folder.parent / "store")
    try:
        report = plan.load_into(store)
        _says_what_the_file_says(folder / "order_lines.csv", report, store)
    except RefusedError as error:
        report = error.report
    if is_tried:
        tried = inspect([folder], replace(options, market="tried")).report
        assert (tried.files, tried.refused) == (report.files, report.refused)
    return report


def _says_what_the_file_says(path: Path, report: Report, store: Store) -> None:
    """Loaded order lines stand in the file with that money, whatever happened to the file."""
    if not path.exists() or not any(table.table == "order_lines" for table in report.tables):
        return
    content, delimiter = _content(path)
    rows = csv.DictReader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    said = {(row["order_id"], row["payment"]) for row in rows}
    lines = loaded(store, "order_lines")
    assert set(zip(lines["order_id"], lines["payment"].astype(str), strict=True)) <= said


def _content(path: Path) -> tuple[str, str]:
    """A file's text and delimiter, found without the reader under test."""
    raw = path.read_bytes()
    content = raw.decode("utf-16" if raw[:2] == b"\xff\xfe" else "utf-8-sig", "replace")
    return content, max(",;\t", key=content.splitlines()[0].count)


def _records(path: Path) -> int:
    """Records of a CSV file below its header."""
    content, delimiter = _content(path)
    rows = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
    return sum(1 for row in rows if row) - 1


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
    name: str, damage: Damage, data: st.DataObject
) -> None:
    with TemporaryDirectory() as scratch:
        folder = write(Path(scratch) / "files", FORMATS[name])
        victim = folder / data.draw(st.sampled_from(sorted(FORMATS[name])))
        damaged = damage(victim.read_text(encoding="utf-8"), data)
        victim.write_bytes(damaged if isinstance(damaged, bytes) else damaged.encode("utf-8"))
        _obeys(_report(folder, name, is_tried=data.draw(st.integers(0, 5)) == 0), folder, _records)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("damage", CLEARLY_REPORTED, ids=lambda damage: damage.__name__)
@QUICK
@given(data=st.data())
def test_a_broken_table_is_clearly_reported(name: str, damage: Damage, data: st.DataObject) -> None:
    with TemporaryDirectory() as scratch:
        folder = write(Path(scratch) / "files", FORMATS[name])
        victim = folder / data.draw(st.sampled_from(sorted(FORMATS[name])))
        damaged = damage(victim.read_text(encoding="utf-8"), data)
        victim.write_bytes(damaged if isinstance(damaged, bytes) else damaged.encode("utf-8"))
        report = _report(folder, name, is_tried=data.draw(st.integers(0, 5)) == 0)
        said = {file.name: file for file in report.files}
        for file in report.files:
            assert file.read == file.used + file.repeated + file.rejected + file.unused
        left = dict(report.left_alone)
        assert victim.name in said or victim.name in left or report.refused


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
    name: str, damage: Damage, data: st.DataObject
) -> None:
    with TemporaryDirectory() as scratch:
        folder = write(Path(scratch) / "files", FORMATS[name])
        victim = folder / next(iter(FORMATS[name]))
        damaged = damage(victim.read_text(encoding="utf-8"), data)
        victim.write_bytes(damaged if isinstance(damaged, bytes) else damaged.encode("utf-8"))
        _obeys(
            _report(folder, name, is_tried=data.draw(st.integers(0, 5)) == 0),
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
        report = _report(folder, name, is_tried=data.draw(st.integers(0, 5)) == 0)
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
