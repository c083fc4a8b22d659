"""Days that people enter stand for the same local day wherever clocks change."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data.cells import CellError
from data.edits import Saved
from data.local_days import Calendar
from data.store import Store
from tests import tiny
from tests.entered import SENT, edits, samples, session

# Clocks skip midnight in São Paulo, Santiago and Beirut; Apia left out 30 December 2011; St. John's
# went back at one past midnight, so that midnight came twice.
ZONES = ("America/Los_Angeles", "America/Sao_Paulo", "America/Santiago", "Asia/Beirut")
ZONES += ("America/St_Johns", "Atlantic/Azores", "Pacific/Apia", "Asia/Kathmandu", "Etc/UTC")
LEFT_OUT = ("Pacific/Apia", date(2011, 12, 30))


@given(st.sampled_from(ZONES), st.dates(date(2010, 1, 1), date(2026, 12, 31)))
def test_a_day_comes_back_as_the_same_local_day(time_zone: str, day: date) -> None:
    calendar = Calendar(time_zone)
    assume((time_zone, day) != LEFT_OUT)
    assert calendar.read(day.isoformat()) == day
    assert calendar.day(calendar.instant(day)) == day
    assert calendar.day(calendar.instant(day) - timedelta(microseconds=1)) < day


def test_midnight_follows_the_clocks() -> None:
    pacific = Calendar("America/Los_Angeles")
    # clocks go forward on 8 March 2026 and back on 1 November
    instants = [pacific.instant(date(2026, *day)) for day in ((3, 8), (3, 9), (11, 1), (11, 2))]
    assert [at.hour for at in instants] == [8, 7, 7, 8]
    assert Calendar("America/Sao_Paulo").instant(date(2018, 11, 4)) == datetime(2018, 11, 4, 3)
    with pytest.raises(CellError, match="left out of the calendar"):
        Calendar(LEFT_OUT[0]).read(LEFT_OUT[1])


@pytest.mark.parametrize("time_zone", ["America/Los_Angeles", "America/Santiago", "Asia/Beirut"])
def test_days_around_a_change_of_clocks_come_back_through_the_warehouse(
    tmp_path: Path, time_zone: str
) -> None:
    tables = tiny.frames()
    tables["market"]["time_zone"] = time_zone
    store = tiny.build(Store(tmp_path / "tiny"), tables)
    around = [date(2025, 3, 7), date(2025, 9, 4), date(2025, 10, 24)]
    days = [first + timedelta(days=n) for first in around for n in range(5)]
    rows = [{**SENT, "shipped_on": day, "received_on": day} for day in days]
    edits(store).save_samples(samples(*rows))
    found = session(store).frame("from samples order by shipped_on")
    for column in ("shipped_on", "received_on"):
        assert [at.date() for at in found[column]] == days
    assert edits(store).save_samples(samples(*rows)) == Saved(0, len(days))
