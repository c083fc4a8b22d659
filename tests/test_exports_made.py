"""When people say that a report was made: on which clocks, and what cannot be."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data.sources import RefusedError
from data.sources.exports import clock
from data.sources.said import options
from tests.order_files import ORDER, after, write


def as_of(written: str) -> datetime:
    said = options("mine", None, {"as_of": [written]}).as_of
    assert said is not None
    return said


@pytest.mark.parametrize("written", ["2026-05-31", "2026-05-31T23:00", "2026-05-31T23:00-04:00"])
def test_a_report_was_made_on_the_markets_clocks(tmp_path: Path, written: str) -> None:
    """Pending at 18:06 in New York, cancelled that evening: in UTC it is June by then."""
    pending = write(tmp_path / "1.csv", [ORDER | {"Order Status": "Pending"}])
    evening = {"Created Time": "05/31/2026 21:00:00", "Paid Time": "05/31/2026 21:01:00"}
    ended = ORDER | {"Order Status": "Canceled", "Cancelled Time": "05/31/2026 20:30:00"}
    later = write(tmp_path / "2.csv", [ended, ORDER | evening | {"Order ID": "57646075230342300"}])
    after(tmp_path, [pending])
    market = after(tmp_path, [later], as_of=as_of(written))
    asked = "select status from order_lines where order_id = $order"
    assert market.rows(asked, order=ORDER["Order ID"]) == [("cancelled",)]


@pytest.mark.parametrize("written", ["2026-05-31T17:00", "2020-01-01"])
def test_no_report_is_older_than_what_it_tells(tmp_path: Path, written: str) -> None:
    with pytest.raises(RefusedError, match=r"a\.csv: was not made .* is before a time in it"):
        after(tmp_path, [write(tmp_path / "a.csv", [ORDER])], as_of=as_of(written))


def test_no_report_was_made_in_time_to_come(tmp_path: Path) -> None:
    today = clock.now()
    path = write(tmp_path / "a.csv", [ORDER])
    with pytest.raises(RefusedError, match="that is to come"):
        after(tmp_path, [path], as_of=today + timedelta(days=3))
    after(tmp_path, [path], as_of=as_of(f"{today:%Y-%m-%d}"))


def test_a_day_means_its_end() -> None:
    assert as_of("2026-05-31") > datetime(2026, 5, 31, 23, 59)
