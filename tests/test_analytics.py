"""Periods, the split of a change, the expected band: by hand and by law."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.decomposition import funnel_parts
from analytics.expected import expected_band
from analytics.period import Period

SUNDAY = date(2026, 11, 22)
POSITIVE = st.floats(1, 1e9)


@pytest.mark.parametrize(
    ("preset", "last_day", "first", "last"),
    [
        ("28 d", SUNDAY, date(2026, 10, 26), SUNDAY),
        ("Week", SUNDAY, date(2026, 11, 16), SUNDAY),
        ("Week", date(2026, 11, 25), date(2026, 11, 16), SUNDAY),
        ("Month", date(2026, 11, 30), date(2026, 11, 1), date(2026, 11, 30)),
        ("Month", date(2026, 11, 29), date(2026, 10, 1), date(2026, 10, 31)),
        ("Month", date(2027, 1, 5), date(2026, 12, 1), date(2026, 12, 31)),
        ("Quarter", date(2026, 11, 29), date(2026, 7, 1), date(2026, 9, 30)),
        ("Quarter", date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
        ("Quarter", date(2027, 2, 1), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_presets_are_the_last_complete_ones(
    preset: str, last_day: date, first: date, last: date
) -> None:
    assert Period.of_preset(preset, last_day) == Period(first, last)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_the_previous_period_touches_and_is_as_long(first: date, days: int) -> None:
    period = Period(first, first + timedelta(days))
    assert period.previous.days == period.days
    assert period.previous.last_day + timedelta(1) == period.first_day


def test_a_period_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Period(SUNDAY, SUNDAY - timedelta(1))


def totals(impressions: float, clicks: float, orders: float, gmv: float) -> pd.Series:
    return pd.Series({"impressions": impressions, "clicks": clicks, "orders": orders, "gmv": gmv})


@given(st.tuples(*[POSITIVE] * 4), st.tuples(*[POSITIVE] * 4))
def test_the_parts_of_a_change_sum_to_it(
    present: tuple[float, float, float, float], past: tuple[float, float, float, float]
) -> None:
    now, before = totals(*present), totals(*past)
    parts = funnel_parts(now, before)
    assert [part.factor for part in parts] == [
        "impressions",
        "clicks / impressions",
        "orders / clicks",
        "gmv / orders",
    ]
    change = now["gmv"] - before["gmv"]
    assert sum(part.change for part in parts) == pytest.approx(
        change, abs=1e-7 * (now["gmv"] + before["gmv"])
    )


def test_a_factor_that_stayed_moved_nothing() -> None:
    parts = funnel_parts(totals(2000, 40, 4, 200), totals(1000, 20, 2, 100))
    assert [round(part.change, 9) for part in parts] == [100, 0, 0, 0]


def test_without_traffic_the_change_is_orders_times_value() -> None:
    parts = funnel_parts(totals(0, 0, 4, 200), totals(0, 0, 2, 100))
    assert [part.factor for part in parts] == ["orders", "gmv / orders"]
    assert funnel_parts(totals(0, 0, 0, 0), totals(0, 0, 2, 100)) == []


def test_a_steady_week_expects_itself() -> None:
    days = pd.date_range("2026-01-05", periods=70)
    values = pd.Series(np.where(days.day_of_week < 5, 100.0, 300.0), index=days)
    band = expected_band(values, days[56])
    assert len(band) == 14
    np.testing.assert_allclose(band["expected"], values[days[56] :], rtol=1e-12)
    np.testing.assert_allclose(band["low"], band["high"], rtol=1e-9)


def test_the_band_holds_four_days_in_five() -> None:
    """Four thousand days of noise, seed 5: an 80 % band covers 80 % of new days."""
    noise = np.random.default_rng(5)
    days = pd.date_range("2026-01-05", periods=63)
    covered = []
    for _ in range(600):
        values = pd.Series(1000 * np.exp(0.3 * noise.standard_normal(63)), index=days)
        band = expected_band(values, days[56])
        new = values[days[56] :]
        covered += list((band["low"] <= new) & (new <= band["high"]))
    assert np.mean(covered) == pytest.approx(0.8, abs=0.02)


def test_the_period_itself_never_feeds_the_band() -> None:
    days = pd.date_range("2026-01-05", periods=70)
    values = pd.Series(np.arange(70.0), index=days)
    tampered = values.where(days < days[56], 1e9)
    pd.testing.assert_frame_equal(
        expected_band(values, days[56]), expected_band(tampered, days[56])
    )


def test_a_campaign_day_spoils_no_weekday() -> None:
    days = pd.date_range("2026-01-05", periods=70)
    values = pd.Series(100.0, index=days).where(days != days[30], 5_000.0)
    band = expected_band(values, days[56], pd.DatetimeIndex([days[30]]))
    np.testing.assert_allclose(band["expected"], 100.0)


def test_little_history_gives_no_band() -> None:
    days = pd.date_range("2026-01-05", periods=28)
    band = expected_band(pd.Series(1.0, index=days), days[21])
    assert band["expected"].isna().all()
