"""What a market's collaborations added, and which share of creators' credited sales is new.

The market's own cohort (models/causal/cohort), estimated once; of a shop, a product or a creator it
is taken to be the same but for HETEROGENEITY.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.causal.cohort.effect import NotEstimableError, all_started, estimated
from models.causal.cohort.market import DAYS, market_panel
from models.causal.cohort.panel import Panel
from models.causal.cohort.study import Week, event_study
from models.causal.cohort.verdict import CohortEffect, not_estimable, verdict
from models.causal.effect import Estimate, Grade
from models.priors import Priors
from models.question import sql

HETEROGENEITY = 0.15
"""Standard deviation of the new share between shops, creators or categories: five simulated markets
whose truth is known differ by so much, and intervals with it hold what they promise there."""
FEWEST_ORDERS = 10
"""Credited orders below which chance among them is more than an interval tells."""


@dataclass(frozen=True)
class Incrementality:
    """The `effect` of collaborations that started `first_day` to `last_day`, as graded; the `share`
    of what creators are credited with that is new; and the `weeks` around their starts. Where
    nothing can be told the effect says why, and the share is unknown.
    """

    effect: CohortEffect
    share: Estimate
    first_day: date | None = None
    last_day: date | None = None
    weeks: tuple[Week, ...] = ()

    @property
    def is_known(self) -> bool:
        return bool(np.isfinite(self.share.estimate))


def incrementality(
    session: Session, last_day: date, currency: str, fewest_shops: int = 1
) -> Incrementality:
    """Of the half year up to `last_day`, as the session sees it; of at least `fewest_shops`."""
    from_day = last_day - timedelta(DAYS - 1)
    try:
        panel = market_panel(session, currency, from_day, last_day)
        if _shops(panel) < fewest_shops:
            raise NotEstimableError(f"collaborations of fewer than {fewest_shops} shops are known")
        found = estimated(panel)
    except NotEstimableError as error:
        return Incrementality(not_estimable(str(error)), Estimate.unknown())
    effect, credited = verdict(found), float(panel.deals.credited[found.deal].sum())
    if effect.grade is Grade.none or credited <= 0:
        return Incrementality(effect, Estimate.unknown())
    started = panel.deals.started[all_started(panel)]
    return Incrementality(
        effect,
        found.on_products.times(1 / credited),
        from_day + timedelta(int(started.min())),
        from_day + timedelta(int(started.max())),
        event_study(panel, found.risk, found.told),
    )


def _shops(panel: Panel) -> int:
    """With collaborations that started; at least one, for where none did other words tell it."""
    return max(len(np.unique(panel.shop[panel.deals.product[all_started(panel)]])), 1)


def informed(known: Priors, found: Incrementality) -> Priors:
    """The priors with the market's own new share, where it could be estimated."""
    if not found.is_known:
        return known
    return replace(
        known,
        new_share=max(found.share.estimate, 0.0),
        new_share_error=_share_error(found.share),
        new_share_grade=str(found.effect.grade),
    )


def credited_starts(
    session: Session, first_day: date, last_day: date, currency: str
) -> pd.DataFrame:
    """A row per pair that started from `first_day` on and has 28 days until `last_day`: ids,
    `started_on`, `orders`, `net_gmv` credited and `net_gmv_squared`, minor units.
    """
    asked = {"from_day": first_day, "last_day": last_day, "currency": currency}
    return session.frame(sql("credited_starts"), **asked)


def added(found: Incrementality, starts: pd.DataFrame) -> Estimate:
    """What these collaborations added, minor units: the new share of what they are credited with,
    give or take chance in their orders, doubt about the share, and by how much shares differ.
    Unknown below FEWEST_ORDERS.
    """
    if starts["orders"].sum() < FEWEST_ORDERS:
        return Estimate.unknown()
    credited, share = float(starts["net_gmv"].sum()), found.share
    chance = share.estimate * np.sqrt(float(starts["net_gmv_squared"].sum()))
    doubt = _share_error(share) * credited
    return Estimate.normal(share.estimate * credited, float(np.hypot(chance, doubt)))


def _share_error(share: Estimate) -> float:
    """Of a part's new share: that of the market's, and by how much parts differ."""
    return float(np.hypot(share.standard_error, HETEROGENEITY))


def added_by(found: Incrementality, starts: pd.DataFrame, key: str) -> pd.DataFrame:
    """A row per value of the column `key`, most credited first: `n` starts, `orders`, `attributed`
    net GMV, and what of it is new: `extra`, `low`, `high`; not a number where that is unknown.
    """
    rows = []
    for value, part in starts.groupby(key):
        extra = added(found, part)
        figures = {"extra": extra.estimate, "low": extra.low, "high": extra.high}
        sums = {"orders": part["orders"].sum(), "attributed": part["net_gmv"].sum()}
        rows.append({key: value, "n": len(part), **sums, **figures})
    columns = [key, "n", "orders", "attributed", "extra", "low", "high"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values("attributed", ascending=False, ignore_index=True)
