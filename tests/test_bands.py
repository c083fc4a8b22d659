"""Intervals, durations and ranges of days as reports write them."""

from datetime import date

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.sources.exports.bands import bands
from data.sources.exports.hints import Hints
from data.sources.exports.spans import days_between, durations


@pytest.mark.parametrize(
    ("said", "low", "value", "high"),
    [
        ("$10K-$50K", 10_000, None, 50_000),
        ("$1.5K - $2.5K", 1_500, None, 2_500),
        ("<1000", 0, None, 1_000),
        ("1M+", 1_000_000, None, None),
        ("> RM 5,000", 5_000, None, None),
        ("10.5K", 10_450, None, 10_550),
        ("2M", 1_500_000, None, 2_500_000),
        ("RM1,200.50", None, 1200.5, None),
        ("5 kr", None, 5, None),
    ],
)
def test_bands_stay_intervals(
    said: str, low: float | None, value: float | None, high: float | None
) -> None:
    read = bands(pa.array([said]), Hints())
    found = [None if pd.isna(one[0]) else one[0] for one in (read.low, read.value, read.high)]
    assert found == [low, value, high]
    assert not read.is_bad[0]


@pytest.mark.parametrize("said", ["a lot", "5K-1K", "K", "1-2-3", "<", "+"])
def test_what_is_no_band_is_bad(said: str) -> None:
    assert bands(pa.array([said]), Hints()).is_bad[0]


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_band_of_two_ends_is_those_ends(one: int, other: int) -> None:
    low, high = sorted((one, other))
    read = bands(pa.array([f"${low:,}-${high:,}"]), Hints())
    assert (read.low[0], read.high[0], read.sign[0].as_py()) == (low, high, "$")


@given(st.integers(0, 10**6))
def test_a_duration_is_read_back_in_either_form(seconds: int) -> None:
    hours, rest = divmod(seconds, 3600)
    ways = [f"{hours:02}:{rest // 60:02}:{rest % 60:02}", f"{hours}h {rest // 60}min {rest % 60}s"]
    assert durations(pa.array([*ways, str(seconds)])).values.tolist() == [seconds] * 3


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("Date range: 2026-05-01 ~ 2026-05-31", (date(2026, 5, 1), date(2026, 5, 31))),
        ("05/01/2026 - 05/31/2026", (date(2026, 5, 1), date(2026, 5, 31))),
        ("13/05/2026 - 02/06/2026", (date(2026, 5, 13), date(2026, 6, 2))),
        ("05/01/2026 - 05/02/2026", None),
        ("2026-05-31 ~ 2026-05-01", None),
        ("2026-05-01", None),
    ],
)
def test_days_are_read_only_where_they_can_be_read_one_way(
    said: str, days: tuple[date, date] | None
) -> None:
    assert days_between(said) == days
