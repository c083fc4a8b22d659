"""How much products' sales differ in 28 days, what the days before tell of it, who is alike."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.warehouse import Session
from models.causal.effect import Floats
from models.question import sql

DAYS = 28
WINDOWS = 4
"""Windows of 28 days looked back on; each but the oldest has the one before it beside."""
FEWEST = 30
"""Units whose own spread is told; of fewer one large one decides."""
LOOK_BACK = 182
WINDOWS_OF = {"product": "product_windows", "creator": "creator_windows"}


@dataclass(frozen=True)
class Spread:
    """Of what a unit has in 28 days, over `units` of `shops` in WINDOWS - 1 windows: `mean`,
    `deviation`, the correlation with the window before, and the intra-cluster correlation by what
    units may be drawn together by. Money in minor units.
    """

    mean: float
    deviation: float
    lag_correlation: float
    icc: Mapping[str, float]
    units: int
    shops: int

    @property
    def is_enough(self) -> bool:
        """Whether so many units tell how the like of them spread."""
        return self.units >= FEWEST

    def scaled_to(self, mean: float) -> "Spread":
        """The same relative spread around another mean."""
        ratio = mean / self.mean if self.mean > 0 else float("nan")
        return replace(self, mean=mean, deviation=self.deviation * ratio)


@dataclass(frozen=True)
class Funnel:
    """Of `asked` creators so many `started` within 28 days, over `shops`."""

    asked: int
    started: int
    shops: int

    @property
    def share(self) -> float:
        """Mean of the beta posterior under a flat prior."""
        return (1 + self.started) / (2 + self.asked)


@dataclass(frozen=True)
class Asked:
    """Whose spread: of `product` totals, or of what a `creator` is credited with at a shop, in one
    measure and currency, up to a day; of one shop, or of all that the session sees.
    """

    of: str
    metric: str
    currency: str
    last_day: date
    merchant_id: str | None = None


def spread(session: Session, asked: Asked, fewest_shops: int = 1) -> Spread | None:
    """None with fewer than two units, or where they are of fewer than `fewest_shops` shops."""
    named = {"last_day": asked.last_day, "currency": asked.currency, "windows": WINDOWS}
    rows = session.frame(sql(WINDOWS_OF[asked.of]), **named, merchant_id=asked.merchant_id)
    deals = session.frame(sql("recent_pairs"), last_day=asked.last_day, days=LOOK_BACK)
    found = spread_of(rows, deals, asked.metric)
    return found if found is not None and found.shops >= fewest_shops else None


def spread_of(rows: pd.DataFrame, deals: pd.DataFrame, metric: str) -> Spread | None:
    """`rows`: `unit_id`, `merchant_id`, `category`, `place` (0 = the last window) and the metric;
    `deals`: `product_id`, `creator_id`. None where fewer than two units are known.
    """
    table = rows.pivot_table(index="unit_id", columns="place", values=metric, fill_value=0.0)
    if len(table) < 2:
        return None
    of = rows.drop_duplicates("unit_id").set_index("unit_id").loc[table.index]
    values = table.to_numpy(np.float64)
    now, before = values[:, :-1], values[:, 1:]
    places = table.index.get_indexer(pd.Index(deals["product_id"]))
    known = places >= 0
    by_creator = pd.factorize(deals["creator_id"][known])[0]
    icc = {
        "category": _mean_icc(now, pd.factorize(of["category"])[0]),
        "shop": _mean_icc(now, pd.factorize(of["merchant_id"])[0]),
        "creator": _mean_icc(now[places[known]], by_creator),
        "product": 1.0,
        "unit": 0.0,
    }
    return Spread(
        float(now.mean()),
        float(np.sqrt(now.var(axis=0, ddof=1).mean())),
        _lag_correlation(now, before),
        icc,
        len(table),
        int(of["merchant_id"].nunique()),
    )


def funnel(session: Session, last_day: date, step: str, fewest_shops: int = 1) -> Funnel | None:
    """What became of creators who were `invited` or `sampled` in the half year that has 28 days
    after it; None where nobody was, or by too few shops.
    """
    asked = {"last_day": last_day, "days": LOOK_BACK, "step": step}
    found = Funnel(*session.rows(sql("asked_and_started"), **asked)[0])
    return found if found.asked and found.shops >= fewest_shops else None


def _lag_correlation(now: Floats, before: Floats) -> float:
    """Pooled over windows, each around its own mean; 0 where nothing varies."""
    one, two = now - now.mean(axis=0), before - before.mean(axis=0)
    scale = np.sqrt((one**2).sum() * (two**2).sum())
    return float((one * two).sum() / scale) if scale > 0 else 0.0


def _mean_icc(values: Floats, cluster: NDArray[np.int64]) -> float:
    """Over windows; never below 0."""
    if not len(values):
        return 0.0
    return max(float(np.mean([intraclass(column, cluster) for column in values.T])), 0.0)


def intraclass(values: Floats, cluster: NDArray[np.int64]) -> float:
    """Intra-cluster correlation by the analysis of variance (Donner 1986); 0 where all clusters
    have one unit or nothing varies.
    """
    count = np.bincount(cluster).astype(np.float64)
    n, groups = count.sum(), len(count)
    if groups < 2 or n <= groups:
        return 0.0
    means = np.bincount(cluster, values) / count
    between = float((count * (means - values.mean()) ** 2).sum() / (groups - 1))
    within = float(((values - means[cluster]) ** 2).sum() / (n - groups))
    size = (n - (count**2).sum() / n) / (groups - 1)
    scale = between + (size - 1) * within
    return (between - within) / scale if scale > 0 else 0.0
