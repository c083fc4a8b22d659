"""Forecasts of the past: what was foretold of products on earlier days, and what came.

On each day only what lies before it is known: earlier days teach how the 28 days after follow from
a product's traffic and sales before (Poisson regression), the latest complete ones how far that
misses (split conformal, models/causal/cohort/outcome.py).
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy.stats import t

from data.warehouse import Session
from models.causal.cohort.effect import NotEstimableError
from models.causal.cohort.lags import MEMORY, Running, lags, running_totals
from models.causal.cohort.market import DAYS, market_panel
from models.causal.cohort.outcome import outcomes
from models.causal.cohort.panel import Floats, Ints, Panel
from models.causal.cohort.risk import HORIZON
from models.reliability import LEVEL

FREEZES = 3
STEP = 14
BINS = 10
FEWEST = 100
"""Products below which deciles tell nothing."""


@dataclass(frozen=True)
class Backtest:
    """Net GMV of `n` products × freezes, major units, in the 28 days after each of `frozen_on`.

    `deciles`: a row per tenth by what was foretold: `expected`, `observed` on average with its 95 %
    interval `low`, `high`, and `n`. `inside`: the share that fell into their 90 % interval. Errors
    are sums of shops' absolute misses ÷ what they sold, ours and that of "same as the last 28
    days": what a single product sells in four weeks is mostly chance.
    """

    frozen_on: tuple[date, ...]
    deciles: pd.DataFrame
    inside: float
    error: float
    naive_error: float
    bias: float
    n: int


def backtest(
    session: Session, last_day: date, currency: str, fewest_shops: int = 1
) -> Backtest | str:
    """Of the half year up to `last_day`, as the session sees it; or a text that says why not."""
    first_day = last_day - timedelta(DAYS - 1)
    try:
        panel = market_panel(session, currency, first_day, last_day)
    except NotEstimableError as error:
        return str(error)
    if len(np.unique(panel.shop)) < fewest_shops:
        return f"products of fewer than {fewest_shops} shops are known"
    found = judged(panel)
    if isinstance(found, str):
        return found
    days, rows = found
    return _told(tuple(first_day + timedelta(int(day)) for day in days), rows)


def judged(panel: Panel) -> tuple[Ints, pd.DataFrame] | str:
    """The freeze days of a panel, and a row per product and freeze: `day, shop, expected, low`,
    `high, observed, before`; a product counts from its first traffic on.
    """
    known, last = _first_seen(panel), panel.days - HORIZON
    days = last - HORIZON * np.arange(FREEZES)[::-1]
    taught = np.array([(known < day - 2 * HORIZON).sum() for day in days])
    days = days[(days - 2 * HORIZON >= MEMORY) & (taught >= FEWEST)]
    if not len(days):
        return (
            f"on no day {FEWEST} products had been known for {2 * HORIZON} days, with {MEMORY} "
            f"days of the data before these and {HORIZON} after"
        )
    return days, pd.concat(_frozen(panel, known, int(day)) for day in days)


def _as_of(panel: Panel, day: int) -> Running:
    """What had been seen by the beginning of the day; it has a column, but nothing in it."""
    before = {name: values[:, : day + 1].copy() for name, values in panel.daily.items()}
    for values in before.values():
        values[:, day] = 0
    return Running.of(replace(panel, daily=before))


def _first_seen(panel: Panel) -> Ints:
    """The first day of each product with traffic or sales."""
    lives = panel.daily["impressions"] + panel.daily["clicks"] + panel.daily["orders"] > 0
    return np.where(lives.any(axis=1), lives.argmax(axis=1), panel.days)


def _frozen(panel: Panel, known: Ints, day: int) -> pd.DataFrame:
    """What was foretold on the day of all products seen before it, and what came."""
    running, sold = _as_of(panel, day), running_totals(panel.daily["net_gmv"])
    latest = day - HORIZON
    learned = np.arange(latest - HORIZON, MEMORY - 1, -STEP)
    at = [
        (product, when) for when in (*learned, latest) for product in np.flatnonzero(known < when)
    ]
    product, when = np.array(at, np.int64).reshape(-1, 2).T
    guides = lags(panel, running, product, when)
    came = running.window("net_gmv", product, when, when + HORIZON).clip(0)
    found = outcomes(guides, came, panel.category[product], when < latest)
    now = np.flatnonzero(known < day)
    today = np.full(len(now), day)
    asked = lags(panel, running, now, today)
    low, high = found.interval(asked, panel.category[now])
    return pd.DataFrame(
        {
            "day": day,
            "shop": panel.shop[now],
            "expected": found.usual(asked),
            "low": low,
            "high": high,
            "observed": sold[now, day + HORIZON] - sold[now, day],
            "before": running.window("net_gmv", now, today - HORIZON, today),
        }
    )


def _told(frozen_on: tuple[date, ...], rows: pd.DataFrame) -> Backtest:
    observed = rows["observed"]
    shops = rows.groupby(["day", "shop"])[["expected", "before", "observed"]].sum()

    def missed(by: str) -> float:
        return float((shops[by] - shops["observed"]).abs().sum() / shops["observed"].abs().sum())

    return Backtest(
        frozen_on,
        _deciles(rows),
        float(((rows["low"] <= observed) & (observed <= rows["high"])).mean()),
        missed("expected"),
        missed("before"),
        float(rows["expected"].sum() / observed.sum()) - 1,
        len(rows),
    )


def _deciles(rows: pd.DataFrame) -> pd.DataFrame:
    by = pd.qcut(rows["expected"].rank(method="first"), BINS, labels=False)
    groups = rows[["expected", "observed"]].groupby(by)
    found = groups.mean().assign(n=groups.size())
    half: Floats = t.ppf(0.5 + LEVEL / 2, found["n"] - 1) * groups["observed"].sem()
    low = (found["observed"] - half).clip(lower=0)
    return found.assign(low=low, high=found["observed"] + half).reset_index(drop=True)
