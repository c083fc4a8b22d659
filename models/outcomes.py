"""What pairs may bring, by draws: the creator's factor, the pair's own, the new share, chance."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import beta, norm

from models.priors import Priors
from models.records import credibility

DRAWS = 2000
DRAWS_OF_PAIRS = 1000
SEED = 11
TAIL = 0.1
"""Intervals are 80 %: a tenth on each side."""
REACH = float(norm.ppf(1 - TAIL))
Floats = NDArray[np.float64]
Span = tuple[float, float, float]


@dataclass(frozen=True)
class Total:
    """What several pairs bring together: low, mean and high; money in minor units."""

    extra: Span
    orders: Span


def outcomes(record: pd.DataFrame, usual: Floats, value: pd.Series, known: Priors) -> pd.DataFrame:
    """A row per pair: means, and 80 % intervals `low`, `high`, with a prefix where they are not of
    the estimate; `value` of an order in minor units. The same luck befalls every pair, so that rows
    compare without noise.
    """
    rng = np.random.default_rng(SEED)
    rate = _rates(record, usual, known, rng, 1)
    share = _new_share(known, rng)
    orders, worth = rng.poisson(rate), value.to_numpy()[:, None]
    mean, _ = credibility(record["sku_orders"], record["usual"], record["starts"], known)
    columns = {"attributed": usual * mean * value, "orders": usual * mean}
    columns |= {"estimate": columns["attributed"] * known.new_share}
    columns |= {"new_share": known.new_share, "new_share_low": np.quantile(share, TAIL)}
    columns |= {"new_share_high": np.quantile(share, 1 - TAIL)}
    columns |= {"extra_orders": columns["orders"] * known.new_share}
    columns |= {"extra_orders_error": (rate * share).std(axis=1)}
    drawn = {"": rate * worth * share, "outcome_": orders * worth, "orders_": orders}
    drawn["attributed_"] = rate * worth
    for name, draws in drawn.items():
        low, high = np.quantile(draws, [TAIL, 1 - TAIL], axis=1)
        columns |= {f"{name}low": low, f"{name}high": high}
    return pd.DataFrame(columns, index=record.index)


def together(
    record: pd.DataFrame,
    usual: Floats,
    value: pd.Series,
    known: Priors,
    times: Floats | None = None,
) -> Total:
    """The sum over pairs, each with its own luck; the new share they have in common. A pair counts
    so many `times`, once unless said: minus once where it is given up.
    """
    weight = np.ones(len(record)) if times is None else times
    rng = np.random.default_rng(SEED)
    rate = _rates(record, usual, known, rng, len(record))
    share, orders = _new_share(known, rng), rng.poisson(rate)
    mean, _ = credibility(record["sku_orders"], record["usual"], record["starts"], known)
    extra = float((weight * usual * mean * value).sum() * known.new_share)
    worth = weight @ (rate * value.to_numpy()[:, None])
    return Total(
        _span(worth * share, extra),
        _span(weight @ orders, float((weight * usual * mean).sum())),
    )


def drawn(
    record: pd.DataFrame,
    usual: Floats,
    value: pd.Series,
    known: Priors,
    creators: NDArray[np.int64],
) -> Floats:
    """Extra net GMV, pair x draw, in minor units: each pair its own luck, each creator (`creators`
    numbers them) one factor for all its pairs, and the new share in common; so that sums over any
    pairs may be drawn. DRAWS_OF_PAIRS draws.
    """
    rng, size = np.random.default_rng(SEED), DRAWS_OF_PAIRS
    mean, variance = credibility(record["sku_orders"], record["usual"], record["starts"], known)
    shape = (mean**2 / variance).groupby(creators).first().to_numpy()[:, None]
    factor = (rng.gamma(shape, 1 / shape, (len(shape), size)))[creators]
    pairs = rng.gamma(1 / known.pair_spread, known.pair_spread, (len(record), size))
    expected = (usual * mean * value).to_numpy()[:, None]
    return np.asarray(expected * factor * pairs * _new_share(known, rng)[:size], np.float64)


def _span(draws: Floats, mean: float) -> Span:
    low, high = np.quantile(draws, [TAIL, 1 - TAIL])
    return float(low), mean, float(high)


def _rates(
    record: pd.DataFrame, usual: Floats, known: Priors, rng: np.random.Generator, rows: int
) -> Floats:
    """Expected orders, pair x draw; `rows` of luck: one for all, or one for each."""
    mean, variance = credibility(record["sku_orders"], record["usual"], record["starts"], known)
    shape = (mean**2 / variance).to_numpy()[:, None]
    creators = rng.gamma(shape, 1 / shape, (len(record), DRAWS)) * mean.to_numpy()[:, None]
    pairs = rng.gamma(1 / known.pair_spread, known.pair_spread, (rows, DRAWS))
    return np.asarray(usual[:, None] * creators * pairs, np.float64)


def _new_share(known: Priors, rng: np.random.Generator) -> Floats:
    return np.clip(known.new_share + known.new_share_error * rng.standard_normal(DRAWS), 0, None)


def conversions(record: pd.DataFrame, known: Priors, prior: pd.Series) -> pd.DataFrame:
    """Beta posterior of each pair's orders per click around its category's conversion; not a number
    where that is none.
    """
    yes = prior * known.clicks_per_prior + record["converted_clicks"]
    no = (1 - prior) * known.clicks_per_prior + record["clicks"] - record["converted_clicks"]
    return pd.DataFrame(
        {
            "conversion": yes / (yes + no),
            "conversion_low": beta.ppf(TAIL, yes, no),
            "conversion_high": beta.ppf(1 - TAIL, yes, no),
        },
        index=record.index,
    )
