"""Damaged exports of every format end in a clear report, with every row accounted for.

Every damage that other sources are tried with, on every format; and two formats in one file.
"""

import csv
import io
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.sources import Options, RefusedError, Report, inspect
from data.store import Store
from tests.damaged_tables import CLEARLY_REPORTED, COUNTABLE, Damage, preamble
from tests.order_files import CREDIT, ORDER, write
from tests.test_reported import ADS, CREATORS, KALODATA, LIVE_NEW, LIVE_OLD, VIDEOS

WITH_PREAMBLE = ("live_v1", "live_v2")
"""Damage may take their header apart from what stands above it, so rows cannot be told plainly."""

QUICK = settings(
    max_examples=2,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SAID = {
    "time_zone": "America/New_York",
    "currency": "USD",
    "merchant": "glow",
    "dates": "month-first",
    "decimals": "point",
    "rates": "percent",
}


def plain(row: dict[str, str]) -> str:
    """A report of three lines, each of another order."""
    out = io.StringIO()
    rows = [row | {"Order ID": row["Order ID"][:-1] + str(n)} for n in range(3)]
    writer = csv.DictWriter(out, list(row), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


FORMATS = {
    "all_orders": plain(ORDER),
    "affiliate_orders": plain(CREDIT),
    "creator_data": CREATORS,
    "video_data": VIDEOS,
    "live_v1": LIVE_OLD,
    "live_v2": LIVE_NEW,
    "gmv_max": ADS,
    "kalodata": KALODATA,
}


def records(path: Path) -> int:
    """Records below the header, found without the reader under test."""
    raw = path.read_bytes()
    content = raw.decode("utf-16" if raw[:2] == b"\xff\xfe" else "utf-8-sig", "replace")
    head = content.splitlines()[:5]
    delimiter = max(",;\t", key=lambda mark: sum(line.count(mark) for line in head))
    rows = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
    return sum(1 for row in rows if any(cell.strip() for cell in row)) - 1


def load(folder: Path, content: str | bytes) -> tuple[Path, Report]:
    path = folder / "export.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    window = {
        "first_day": date(2026, 5, 1),
        "last_day": date(2026, 5, 31),
    }
    plan = inspect([path], Options("damaged", **SAID, **window))
    try:
        return path, plan.load_into(Store(folder / "store"))
    except RefusedError as error:
        return path, error.report


def obeys(path: Path, report: Report, *, is_countable: bool) -> None:
    """All rows have a fate, each refusal a reason; a refused load has left nothing behind."""
    for file in report.files:
        assert file.read == file.used + file.repeated + file.rejected + file.unused
        assert not is_countable or file.read == records(path), file
    assert all(p.file and p.reason and p.remedy for p in report.problems)
    assert bool(report.refused) or bool(report.files)
    if report.refused:
        assert len(report.refused) > 20
        assert not (path.parent / "store").exists()


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("damage", [*COUNTABLE, *CLEARLY_REPORTED], ids=lambda d: d.__name__)
@QUICK
@given(data=st.data())
def test_every_row_of_a_damaged_export_is_accounted_for(
    name: str, damage: Damage, data: st.DataObject
) -> None:
    with TemporaryDirectory() as scratch:
        path, report = load(Path(scratch), damage(FORMATS[name], data))
        is_plain = damage is not preamble and name not in WITH_PREAMBLE
        obeys(path, report, is_countable=damage in COUNTABLE and is_plain)


@pytest.mark.parametrize("first", FORMATS)
@settings(QUICK, max_examples=4)
@given(second=st.sampled_from(sorted(FORMATS)))
def test_two_formats_in_one_file_are_read_as_the_first(first: str, second: str) -> None:
    with TemporaryDirectory() as scratch:
        path, report = load(Path(scratch), FORMATS[first] + FORMATS[second])
        obeys(path, report, is_countable=False)


PERSON = {
    "Recipient": "Nur'ain Zyx",
    "Phone #": "0912.345.678",
    "Zipcode": "90210",
    "Detail Address": "12 O'Zyxell Street, Flat Zyxdorf",
}
SHOWN = ("Zyx", "0912", "90210", "Flat")


def told(store: Path) -> str:
    """All that the files of a store say, those packed in Parquet too."""
    packed = [pq.read_table(path).to_pandas().to_csv() for path in store.rglob("*.parquet")]
    files = [path for path in store.rglob("*") if path.is_file()]
    return "".join([*packed, *(path.read_bytes().decode("latin-1") for path in files)])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("package", ["115000000000000001", ""], ids=["whole", "blank at the end"])
@pytest.mark.parametrize("last", ["Product Category", "Package ID"])
@pytest.mark.parametrize("trailing", ["", ","], ids=["bare", "separators at the ends"])
def test_an_unquoted_comma_brings_no_address_into_the_store(
    tmp_path: Path, encoding: str, package: str, last: str, trailing: str
) -> None:
    """The third of three rows has one field more; the other two are loaded."""
    order = {name: cell for name, cell in ORDER.items() if name not in PERSON}
    tail = [name for name in ("Product Category", "Package ID") if name != last] + [last]
    names = [*(name for name in order if name not in tail), *PERSON, *tail]
    rows = [order | PERSON | {"Package ID": package, "Order ID": f"{n:018}"} for n in (1, 2, 3)]
    path = write(tmp_path / "export.csv", [{name: row[name] for name in names} for row in rows])
    quoted, bare = f'"{PERSON["Detail Address"]}"', PERSON["Detail Address"]
    lines = path.read_text().splitlines()
    lines[-1] = lines[-1].replace(quoted, bare)
    _, report = load(tmp_path, "\n".join(line + trailing for line in lines).encode(encoding))
    (file,) = report.files
    assert (file.used, file.rejected) == (2, 1)
    assert "fields where the header has" in report.problems[0].reason
    assert not [shown for shown in SHOWN if shown in told(tmp_path / "store")]
