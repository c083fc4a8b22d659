"""What is held out: days at the end, or whole products; and that nothing of it leaks."""

from datetime import date

import numpy as np
import pandas as pd

from models.splits import by_product, by_time, held_out_days, random_folds

LAST_DAY = date(2026, 3, 31)


def started(*days: str) -> pd.DataFrame:
    """One pair per day, of products p0, p1, … with creator c."""
    ids = [f"p{number}" for number in range(len(days))]
    return pd.DataFrame(
        {"product_id": ids, "creator_id": "c", "started_on": pd.to_datetime(list(days))}
    )


def many(per_day: int) -> pd.DataFrame:
    days = pd.date_range("2025-12-01", "2026-03-31").strftime("%Y-%m-%d")
    return started(*[day for day in days for _ in range(per_day)])


def test_the_window_is_28_days_where_they_hold_pairs_enough() -> None:
    window = held_out_days(many(per_day=10), LAST_DAY)
    assert window is not None
    assert (window.first_day, window.last_day) == (date(2026, 3, 4), LAST_DAY)
    assert window.before.last_day == date(2026, 3, 3)
    assert window.before.first_day == date(2026, 2, 4)


def test_the_window_grows_to_56_days_and_no_further() -> None:
    grown = held_out_days(many(per_day=5), LAST_DAY)
    assert grown is not None
    assert (grown.last_day - grown.first_day).days + 1 == 40, "40 days hold 200 pairs"
    longest = held_out_days(many(per_day=1), LAST_DAY)
    assert longest is not None
    assert (longest.last_day - longest.first_day).days + 1 == 56


def test_no_window_without_dates_or_after_a_long_silence() -> None:
    undated = started("2026-03-30", "2026-03-30", "2026-03-30")
    undated.loc[:1, "started_on"] = pd.NaT
    assert held_out_days(undated, LAST_DAY) is None
    assert held_out_days(started("2026-01-30"), LAST_DAY) is None


def test_a_split_by_time_tests_on_what_starts_within_the_window() -> None:
    everything = started("2026-02-01", "2026-03-04", "2026-03-31", "2026-04-01")
    window = held_out_days(many(per_day=10), LAST_DAY)
    assert window is not None
    split = by_time(everything.iloc[:1], everything, window)
    assert split.test["product_id"].tolist() == ["p1", "p2"]
    assert split.queries == ("p1", "p2")
    assert split.cut_off == date(2026, 3, 4)


def test_held_out_products_and_their_creators_are_new_to_training() -> None:
    pairs = pd.DataFrame(
        [("p0", "c0"), ("p0", "c1"), ("p1", "c1"), ("p1", "c2"), ("p2", "c3")],
        columns=["product_id", "creator_id"],
    )
    folds = pd.Series({"p0": 0, "p1": 1, "p2": 1})
    split = by_product(pairs, folds, 0, np.array(["c0", "c1", "c2", "c3", "c4"]))
    assert split.queries == ("p0",)
    assert split.candidates == ("c0", "c4"), "c1, c2 and c3 have a pair in training"
    assert split.test.to_numpy().tolist() == [["p0", "c0"]]
    assert "p0" not in set(split.train["product_id"])


def test_folds_depend_on_the_seed_and_not_on_the_order_of_rows() -> None:
    ids = pd.Series([f"p{number}" for number in range(23)])
    folds = random_folds(ids, 5, seed=1)
    assert folds.equals(random_folds(ids[::-1], 5, seed=1))
    assert not folds.equals(random_folds(ids, 5, seed=2))
    assert set(folds.value_counts()) == {4, 5}
