"""What is held out to judge a model: later time where pairs have dates, else whole products.

Held-out time is the honest question ("who will start next?"); random pairs would let a model see
the future. Without dates every product that is held out is new to the model, as in
`brand-cold-start`, and only creators without a pair in training are candidates: the others would
be told by having worked before (benchmarks.md).
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

SHORTEST, LONGEST = 28, 56
ENOUGH_PAIRS = 200
"""Held-out pairs below which the window grows from 28 towards 56 days."""


@dataclass(frozen=True)
class Split:
    """Pairs to learn from, products to rank creators for, and the pairs to find.

    `candidates` are the creators to rank, None for all; `cut_off` is the first held-out day of a
    split by time, None where `queries` are held out whole.
    """

    train: pd.DataFrame
    test: pd.DataFrame
    queries: tuple[str, ...]
    cut_off: date | None = None
    candidates: tuple[str, ...] | None = None


@dataclass(frozen=True)
class HeldOut:
    """The days, both included, in which held-out pairs start."""

    first_day: date
    last_day: date

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    @property
    def before(self) -> "HeldOut":
        """As many days just before."""
        return HeldOut(self.first_day - timedelta(self.days), self.first_day - timedelta(1))


def held_out_days(pairs: pd.DataFrame, last_day: date) -> HeldOut | None:
    """The last 28 days up to `last_day`, or up to 56 where too few pairs start in them.

    None where fewer than half of the pairs have a date or none starts in the window.
    """
    started = pairs["started_on"]
    if started.isna().mean() > 0.5:
        return None
    ages = (pd.Timestamp(last_day) - started).dt.days
    ages = ages[ages >= 0].sort_values()
    if ages.empty or ages.iloc[0] >= LONGEST:
        return None
    enough = int(ages.iloc[min(ENOUGH_PAIRS, len(ages)) - 1]) + 1
    days = int(np.clip(enough, SHORTEST, LONGEST))
    return HeldOut(last_day - timedelta(days - 1), last_day)


def by_time(known: pd.DataFrame, later: pd.DataFrame, window: HeldOut) -> Split:
    """Pairs known before the window, and those among `later` that start in it and are new."""
    is_in = later["started_on"].between(
        pd.Timestamp(window.first_day), pd.Timestamp(window.last_day)
    )
    test = later[is_in]
    return Split(known, test, tuple(sorted(test["product_id"].unique())), window.first_day)


def by_product(
    pairs: pd.DataFrame, fold_of: pd.Series, fold: object, creator_ids: np.ndarray
) -> Split:
    """Holds out the products of one fold; candidates are creators without a pair in the rest.

    `fold_of`: fold by product id; a product without one is left to training.
    """
    queries = tuple(sorted(fold_of.index[fold_of == fold]))
    is_test = pairs["product_id"].isin(queries)
    train, test = pairs[~is_test], pairs[is_test]
    candidates = creator_ids[~np.isin(creator_ids, train["creator_id"].to_numpy(np.str_))]
    kept = test[test["creator_id"].isin(candidates)]
    return Split(train, kept, queries, None, tuple(candidates))


def random_folds(product_ids: pd.Series, count: int, seed: int) -> pd.Series:
    """Every product's fold, of nearly equal sizes, in an order that only the seed decides."""
    ids = np.sort(product_ids.unique().astype(np.str_))
    order = np.random.default_rng(seed).permutation(len(ids))
    return pd.Series(order % count, index=ids)
