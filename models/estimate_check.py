"""Do first estimates hold? Pairs that started after a day, against what was expected then."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy.stats import t

from data.warehouse import Session
from models.estimate import WINDOW_DAYS
from models.first_days import first_days
from models.outcomes import Expected, conversions, outcomes
from models.priors import ALL, FEWEST_STARTS, Priors, priors
from models.records import creator_records
from models.reliability import LEVEL, wilson

HELD_OUT_DAYS = 56
BINS = 8


@dataclass(frozen=True)
class Checked:
    """Estimates of `known_on` against the `pairs` that started up to `last_start_on`.

    `orders` and `conversion`: a row per bin of like expectations with `expected`, `observed`, its
    95 % interval `low`, `high`, and `n` (pairs, or clicks). `inside`: share of pairs whose orders
    fell into their 80 % interval.
    """

    known_on: date
    last_start_on: date
    pairs: int
    inside: float
    orders: pd.DataFrame
    conversion: pd.DataFrame


def checked_estimates(
    session: Session, last_day: date, currency: str, fewest_shops: int = 1
) -> Checked | None:
    """Expectations of 84 days ago held against the 28 days of each pair begun in the 56 after; of
    its product, the organic orders of the 28 days before its start are known as well.

    None where too few starts were known then, or have come since, from enough shops.
    """
    late = late_estimates(session, last_day, currency, fewest_shops)
    if late is None:
        return None
    pairs, expected = late.pairs, late.expected
    is_inside = pairs["sku_orders"].between(expected["orders_low"], expected["orders_high"])
    return Checked(
        late.known_on,
        last_day - timedelta(WINDOW_DAYS - 1),
        len(pairs),
        float(is_inside.mean()),
        _orders_by_bin(expected["orders"], pairs["sku_orders"].astype(float)),
        _conversion_by_bin(late.known, pairs, late.record),
    )


@dataclass(frozen=True)
class Late:
    """The `pairs` that started after `known_on`, a row each: with the `record` that their creators
    had then, and what was `expected` by the priors `known` then (see models/outcomes.py).
    """

    known_on: date
    known: Priors
    pairs: pd.DataFrame
    record: pd.DataFrame
    expected: pd.DataFrame


def late_estimates(
    session: Session, last_day: date, currency: str, fewest_shops: int = 1
) -> Late | None:
    """Of the pairs begun in the HELD_OUT_DAYS before the last whole 28 days; none where too few
    starts were known before, or have come since, from enough shops.
    """
    known_on = last_day - timedelta(WINDOW_DAYS - 1 + HELD_OUT_DAYS)
    known = priors(session, known_on, currency, fewest_shops)
    started = first_days(session, last_day, currency)
    late = started[started["started_on"] > pd.Timestamp(known_on)].reset_index(drop=True)
    is_thin = len(late) < FEWEST_STARTS or late["merchant_id"].nunique() < fewest_shops
    if known is None or is_thin:
        return None
    record = _records_of(session, known, late, known_on, currency)
    return Late(known_on, known, late, record, _expected(known, late, record))


def _records_of(
    session: Session, known: Priors, late: pd.DataFrame, known_on: date, currency: str
) -> pd.DataFrame:
    """What was known of each pair's creator on the day, a row per pair."""
    record = creator_records(session, known, known_on, currency)
    return record.reindex(late["creator_id"], fill_value=0.0).reset_index(drop=True)


def _expected(known: Priors, late: pd.DataFrame, record: pd.DataFrame) -> pd.DataFrame:
    """Orders and net GMV of each pair as they would have been estimated, with 80 % intervals; an
    order is worth what its product's price says, for what it was worth later nobody knew.
    """
    begun = late.assign(is_begun=True, rank=np.nan, own_orders=np.nan)
    return outcomes(Expected.of(begun, record, known), known)


def _bins(expected: pd.Series) -> pd.Series:
    """Bins of equal size by rank."""
    return pd.qcut(expected.rank(method="first"), min(BINS, len(expected)), labels=False)


def _orders_by_bin(expected: pd.Series, observed: pd.Series) -> pd.DataFrame:
    groups = pd.DataFrame({"expected": expected, "observed": observed}).groupby(_bins(expected))
    found = groups.mean().assign(n=groups.size())
    half = t.ppf(0.5 + LEVEL / 2, found["n"] - 1) * groups["observed"].sem()
    low = (found["observed"] - half).clip(lower=0)
    return found.assign(low=low, high=found["observed"] + half).reset_index(drop=True)


def _conversion_by_bin(known: Priors, late: pd.DataFrame, record: pd.DataFrame) -> pd.DataFrame:
    """Orders per click of pairs with clicks; Wilson's interval takes clicks for independent."""
    prior = late["category"].map(known.conversion).fillna(known.conversion[ALL])
    frame = late[["clicks", "converted_clicks"]].astype(float)
    frame = frame.assign(expected=conversions(record, known, prior)["conversion"])
    frame = frame[frame["clicks"] > 0].dropna()
    if len(frame) < BINS:
        return pd.DataFrame(columns=["expected", "observed", "low", "high", "n"])
    frame["weighted"] = frame["expected"] * frame["clicks"]
    sums = frame.groupby(_bins(frame["expected"])).sum()
    spans = [
        wilson(int(hits), int(n))
        for hits, n in zip(sums["converted_clicks"], sums["clicks"], strict=True)
    ]
    return pd.DataFrame(
        {
            "expected": sums["weighted"] / sums["clicks"],
            "observed": sums["converted_clicks"] / sums["clicks"],
            "low": [low for low, _ in spans],
            "high": [high for _, high in spans],
            "n": np.asarray(sums["clicks"], int),
        }
    ).reset_index(drop=True)
