"""What pairs may bring: the creator's factor, the pair's own, choice, the new share, chance."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import beta, norm

from models.choice import KNOWING
from models.luck import Luck, Rows, log_normal
from models.placed import order_values
from models.priors import Priors
from models.records import credibility

DRAWS = 2000
DRAWS_OF_PAIRS = 1000
SEED = 11
TAIL = 0.1
"""Intervals are 80 %: a tenth on each side."""
REACH = float(norm.ppf(1 - TAIL))
LADDER = (np.arange(40) + 0.5) / 40
"""Quantiles that stand for a whole distribution."""
CHANCES = 25
"""Draws of orders at each of them."""
Floats = NDArray[np.float64]
Span = tuple[float, float, float]


@dataclass(frozen=True)
class Total:
    """What several pairs bring together: low, mean and high; money in minor units."""

    extra: Span
    orders: Span


@dataclass(frozen=True)
class Expected:
    """What is expected of pairs, in the order of `index`: `orders` before choice has its say, with
    the luck of `rows` around that, see there; `value` of an order in minor units.
    """

    index: pd.Index
    orders: Floats
    rows: Rows
    value: Floats

    @classmethod
    def of(cls, pairs: pd.DataFrame, record: pd.DataFrame, known: Priors) -> "Expected":
        """Of pairs as models/placed.py has them, and beside each the record of its creator. What a
        pair brought in its own first 28 days, where they are over, counts too (gamma-Poisson).
        """
        mean, variance = credibility(record["sku_orders"], record["usual"], record["starts"], known)
        usual = known.usual.orders(pairs) * mean.to_numpy(float)
        own = pairs["own_orders"].to_numpy(float)
        believed = 1 / known.pair_spread
        is_told = np.isfinite(own)
        factor = np.where(is_told, (own + believed) / (usual + believed), 1.0)
        spread = np.where(is_told, 1 / (own + believed), known.pair_spread)
        rows = Rows(
            (mean**2 / variance).to_numpy(float),
            pairs["rank"].to_numpy(float),
            pairs["is_begun"].to_numpy(bool),
            spread,
        )
        return cls(
            pairs.index,
            usual * factor,
            rows,
            order_values(pairs, known).to_numpy(float),
        )

    def chosen(self, known: Priors) -> Floats:
        """Which part of them an untried pair brings on average; all of those that began."""
        return np.where(self.rows.is_begun, 1.0, known.choice.mean(self.rows.rank))

    def doubt(self, known: Priors) -> Floats:
        """Pair × how much choice may have known: what is expected then, as a multiple of what is
        expected on average; ones where the pair began.
        """
        factor = known.choice.factor(self.rows.rank, KNOWING)
        relative = factor / factor.mean(axis=1, keepdims=True)
        return np.where(self.rows.is_begun[:, None], 1.0, relative)


def outcomes(expected: Expected, known: Priors) -> pd.DataFrame:
    """A row per pair: means, and 80 % intervals `low`, `high`, with a prefix where they are not of
    the estimate; money in minor units. The same luck befalls every pair, so that rows compare
    without noise.
    """
    orders = expected.orders * expected.chosen(known)
    attributed = orders * expected.value
    own, new = _luck(expected, known, LADDER), _luck(expected, known, LADDER, is_new=True)
    rates, extra = expected.orders[:, None] * own, expected.orders[:, None] * new
    rng = np.random.default_rng(SEED)
    came = rng.poisson(np.repeat(rates, CHANCES, axis=1))
    columns: dict[str, Floats | float] = {
        "attributed": attributed,
        "orders": orders,
        "estimate": attributed * known.new_share,
        "new_share": known.new_share,
        "new_share_low": max(known.new_share - REACH * known.new_share_error, 0.0),
        "new_share_high": known.new_share + REACH * known.new_share_error,
        "extra_orders": orders * known.new_share,
        "extra_orders_error": extra.std(axis=1),
    }
    worth = expected.value[:, None]
    drawn = {"": extra * worth, "outcome_": came * worth, "orders_": came}
    drawn["attributed_"] = rates * worth
    for name, draws in drawn.items():
        low, high = np.quantile(draws, [TAIL, 1 - TAIL], axis=1)
        columns |= {f"{name}low": low, f"{name}high": high}
    return pd.DataFrame(columns, index=expected.index)


def extra_spans(expected: Expected, known: Priors, tail: float = TAIL) -> tuple[Floats, Floats]:
    """Ends of what is new of each pair, minor units, with `tail` on either side."""
    scale = (expected.orders * expected.value)[:, None]
    low, high = (scale * _luck(expected, known, np.array([tail, 1 - tail]), is_new=True)).T
    return low, high


def _luck(expected: Expected, known: Priors, at: Floats, *, is_new: bool = False) -> Floats:
    share = (known.new_share, known.new_share_error) if is_new else (1.0, 0.0)
    return Luck(known.choice, *share).quantiles(expected.rows, at)


def together(expected: Expected, known: Priors, times: Floats | None = None) -> Total:
    """The sum over pairs, each with its own luck; the new share, and what choice knows, they have
    in common. A pair counts so many `times`, once unless said: minus once where it is given up.
    """
    weight = np.ones(len(expected.orders)) if times is None else times
    rng = np.random.default_rng(SEED)
    rate = _rates(expected, known, rng, np.arange(len(weight)), DRAWS)
    share, orders = _new_share(known, rng, DRAWS), rng.poisson(rate)
    mean = weight * expected.orders * expected.chosen(known)
    worth = weight @ (rate * expected.value[:, None])
    return Total(
        _span(worth * share, float(mean @ expected.value * known.new_share)),
        _span(weight @ orders, float(mean.sum())),
    )


def drawn(expected: Expected, known: Priors, creators: NDArray[np.int64]) -> Floats:
    """Extra net GMV, pair × draw, in minor units: each pair its own luck, each creator (`creators`
    numbers them) one factor for all its pairs, and the new share and what choice knows in common;
    so that sums over any pairs may be drawn. DRAWS_OF_PAIRS draws.
    """
    rng, size = np.random.default_rng(SEED), DRAWS_OF_PAIRS
    rate = _rates(expected, known, rng, creators, size)
    return rate * expected.value[:, None] * _new_share(known, rng, size)


def _span(draws: Floats, mean: float) -> Span:
    low, high = np.quantile(draws, [TAIL, 1 - TAIL])
    return float(low), mean, float(high)


def _rates(
    expected: Expected,
    known: Priors,
    rng: np.random.Generator,
    creators: NDArray[np.int64],
    size: int,
) -> Floats:
    """Orders that a pair brings on average, pair × draw; pairs of one creator share its factor."""
    rows = expected.rows
    shape = rows.shape[np.unique(creators, return_index=True)[1]][:, None]
    factor = rng.gamma(shape, 1 / shape, (len(shape), size))[creators]
    own = log_normal(rows.spread[:, None], rng.standard_normal((len(creators), size)))
    behind = known.choice.factor(rows.rank, rng.random(size))
    chosen = np.where(rows.is_begun[:, None], 1.0, behind)
    return np.asarray(expected.orders[:, None] * factor * own * chosen, np.float64)


def _new_share(known: Priors, rng: np.random.Generator, size: int) -> Floats:
    return np.clip(known.new_share + known.new_share_error * rng.standard_normal(size), 0, None)


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
