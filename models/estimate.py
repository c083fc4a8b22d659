"""Estimates of a pair's 28 days: what it would be credited with, and what of that is new.

Credited orders: gamma-Poisson, creator shrunk to category shrunk to all (Bühlmann credibility);
conversion: beta-binomial. The new share is the market's own, as `models/incrementality.py`
estimates it, or else a contrast of before and after, which is not causal (`models/priors.py`).
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from data.money import exponent
from data.warehouse import Session
from models.conversion_uplift import conversion_uplift
from models.outcome_intervals import Conformal
from models.outcomes import REACH, Expected, Floats, Total, conversions, drawn, outcomes, together
from models.placed import Product, placed
from models.priors import ALL, FEWEST_STARTS, Priors
from models.records import Known

WINDOW_DAYS = 28
LIKE = 1.5
"""Times a price up to which another is like it."""
FEWEST_OWN = 3
"""Complete starts of one's own from which on an estimate is more than the market's prior."""
COLUMNS = (
    "product_id", "creator_id",
    "estimate", "low", "high", "outcome_low", "outcome_high",
    "attributed", "attributed_low", "attributed_high",
    "new_share", "new_share_low", "new_share_high",
    "orders", "orders_low", "orders_high", "conversion", "conversion_low", "conversion_high",
    "baseline_conversion", "conversion_uplift", "conversion_uplift_low", "conversion_uplift_high",
    "extra_clicks", "n", "grade", "reason", "window_days", "currency",
)  # fmt: skip


def not_estimable(pairs: pd.DataFrame, why: str) -> pd.DataFrame:
    """The same columns for pairs of `product_id, creator_id`, empty, with the reason."""
    frame = pairs[["product_id", "creator_id"]].reindex(columns=list(COLUMNS))
    return frame.assign(reason=f"not estimable: {why}")


def pair_estimates(
    session: Session,
    known: Known,
    products: Sequence[Product],
    creator_ids: Sequence[str],
    last_day: date,
    *,
    held: Conformal | None = None,
) -> pd.DataFrame:
    """One row per product and creator, in COLUMNS; money in minor units of the products' currency.

    `estimate, low, high`: extra net GMV; `attributed`, `outcome_*`: net GMV that would be credited,
    on average and as it falls, by intervals that `held` lately, else by draws; `n`: the creator's
    complete starts that it stands on. Raises ValueError where products are of several currencies,
    or a new one is among others.
    """
    pairs, record = placed(session, known, products, creator_ids, last_day)
    prior = known.priors
    expected = Expected.of(pairs, record, prior)
    found = outcomes(expected, prior)
    if held is not None:
        spans = held.interval(found["attributed"], pairs["category"], expected.doubt(prior))
        found = found.assign(**spans)
    conversion = pairs["category"].map(prior.conversion).fillna(prior.conversion[ALL])
    frame = pairs.join(found).join(conversions(record, prior, conversion))
    frame = frame.join(_uplift(frame))
    frame["n"] = record["starts"]
    frame["grade"], frame["reason"] = _graded(prior, frame["n"])
    frame["window_days"], frame["currency"] = WINDOW_DAYS, products[0].currency
    return _within_prices(frame, prior)


def _within_prices(frame: pd.DataFrame, known: Priors) -> pd.DataFrame:
    """COLUMNS, empty for products at a price like none that a creator ever carried."""
    low, high = known.prices
    price = frame["price"].astype(float)
    is_beyond = (price < low / LIKE) | (price > high * LIKE)
    if not is_beyond.any():
        return frame[list(COLUMNS)]
    unit = 10 ** exponent(frame["currency"].iloc[0])
    why = f"creators here have carried products from {low / unit:,.2f} to {high / unit:,.2f} alone"
    parts = [frame.loc[~is_beyond, list(COLUMNS)], not_estimable(frame[is_beyond], why)]
    return pd.concat([part for part in parts if len(part)]).sort_index()


def total_estimate(
    session: Session,
    known: Known,
    product: Product,
    creator_ids: Sequence[str],
    last_day: date,
) -> Total:
    """What creators together would bring one product, were they not to take from each other."""
    pairs, record = placed(session, known, [product], creator_ids, last_day)
    prior = known.priors
    return together(Expected.of(pairs, record, prior), prior)


def pair_draws(
    session: Session,
    known: Known,
    products: Sequence[Product],
    creator_ids: Sequence[str],
    last_day: date,
) -> tuple[pd.DataFrame, Floats]:
    """The pairs of `pair_estimates`, `product_id` and `creator_id` in its order, and pair × draw of
    their extra net GMV, minor units; what befalls a creator, or all, befalls them together.
    """
    pairs, record = placed(session, known, products, creator_ids, last_day)
    prior = known.priors
    expected = Expected.of(pairs, record, prior)
    creators = pd.factorize(pairs["creator_id"])[0]
    return pairs[["product_id", "creator_id"]], drawn(expected, prior, creators)


def exchange_estimate(
    session: Session,
    known: Known,
    product: Product,
    given_up: Sequence[str],
    last_day: date,
    *,
    taken: Sequence[str],
) -> Total:
    """What creators given up would bring a product, less what those bring who are taken instead."""
    pairs, record = placed(session, known, [product], [*given_up, *taken], last_day)
    prior, times = known.priors, np.repeat([1.0, -1.0], [len(given_up), len(taken)])
    expected = Expected.of(pairs, record, prior)
    return together(expected, prior, times)


def _uplift(frame: pd.DataFrame) -> pd.DataFrame:
    """Of each product's conversion, with 80 % intervals like all of a pair's."""
    half = (frame["conversion_high"] - frame["conversion_low"]) / 2
    known = {
        "orders": frame["organic_sku_orders_before"],
        "conversion": frame["baseline_conversion"],
        "clicks": frame["clicks"],
        "extra_orders": frame["extra_orders"],
        "extra_orders_error": frame["extra_orders_error"],
        "pair_conversion": frame["conversion"],
        "pair_conversion_error": half / REACH,
    }
    return conversion_uplift(known, REACH)


def _graded(known: Priors, starts: pd.Series) -> tuple[pd.Series | None, pd.Series | str]:
    """The grade and why; none where nothing tells what is new, though credit can be expected. No
    pair was tested by itself, so that none is better than adjusted.
    """
    if np.isnan(known.new_share):
        return (
            None,
            f"not estimable: fewer than {FEWEST_STARTS} starts had the product to themselves",
        )
    own = starts.astype(int).astype(str) + " of them this creator's"
    sold = f"sales from the first 28 days of {known.starts:,} pairs, " + own
    if known.new_share_grade == "C":
        return pd.Series("C", starts.index), "prior only, not causal: " + sold
    is_own = starts >= FEWEST_OWN
    new = "; the new share from products like theirs without a creator"
    word = pd.Series(np.where(is_own, "adjusted: ", "prior only: "), starts.index)
    grade = pd.Series(np.where(is_own, "B", "C"), starts.index)
    return grade, word + sold + new
