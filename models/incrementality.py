"""What a market's collaborations added, and which share of creators' credited sales is new.

The market's own cohort (models/causal/cohort), estimated once; of a shop, a product or a creator it
is taken to be the same but for the spread of such parts (models/heterogeneity.py).
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
from models.causal.table import TableError
from models.estimate import FEWEST_OWN, WINDOW_DAYS
from models.heterogeneity import Heterogeneity, heterogeneity
from models.priors import Priors
from models.question import sql

FEWEST_ORDERS = 10
"""Credited orders below which chance among them is more than an interval tells."""
UNTOLD = Heterogeneity()
ROW = (
    *("n", "orders", "first_start", "last_start", "window_days"),
    *("attributed", "extra", "low", "high", "grade", "reason"),
)


@dataclass(frozen=True)
class Incrementality:
    """The `effect` of collaborations that started `first_day` to `last_day`, as graded; the `share`
    of what creators are credited with that is new; the `weeks` around their starts; by how much
    shares of parts `differ`; and how many starts were `alone`, read one by one, all others being
    taken to add as much as their like. Where nothing can be told the effect says why, and the share
    is unknown.
    """

    effect: CohortEffect
    share: Estimate
    first_day: date | None = None
    last_day: date | None = None
    weeks: tuple[Week, ...] = ()
    differ: Heterogeneity = UNTOLD
    alone: int = 0

    @property
    def is_known(self) -> bool:
        return bool(np.isfinite(self.share.estimate))

    @property
    def of_part(self) -> Estimate:
        """The new share of a shop, product or creator: the market's, give or take by how much
        these differ.
        """
        error = float(np.hypot(self.share.standard_error, self.differ.spread))
        return Estimate.normal(self.share.estimate, error)


def incrementality(
    session: Session, last_day: date, currency: str, fewest_shops: int = 1
) -> Incrementality:
    """Of the half year up to `last_day`, as the session sees it; of at least `fewest_shops`."""
    try:
        panel = market_panel(session, currency, last_day - timedelta(DAYS - 1), last_day)
        if _shops(panel) < fewest_shops:
            raise NotEstimableError(f"collaborations of fewer than {fewest_shops} shops are known")
        found = estimated(_without_lists_of_few(panel, fewest_shops))
    except NotEstimableError as error:
        return Incrementality(not_estimable(str(error)), Estimate.unknown())
    except TableError:
        contradiction = "the market's days, products and collaborations contradict each other"
        return Incrementality(not_estimable(contradiction), Estimate.unknown())
    effect = verdict(found)
    if effect.grade is Grade.none or not effect.attributed > 0:
        return Incrementality(effect, Estimate.unknown())
    from_day = last_day - timedelta(panel.days - 1)
    started = panel.deals.started[all_started(panel)]
    return Incrementality(
        effect,
        effect.incrementality,
        from_day + timedelta(int(started.min())),
        from_day + timedelta(int(started.max())),
        event_study(panel, found.risk, found.told),
        heterogeneity(panel, found),
        len(found.deal),
    )


def _without_lists_of_few(panel: Panel, fewest_shops: int) -> Panel:
    """Drawn lists of fewer shops would tell what their tests found."""
    shops = len(np.unique(panel.shop[panel.lots.product]))
    if shops >= fewest_shops:
        return panel
    nothing = panel.lots.take(np.zeros(len(panel.lots.product), bool))
    return replace(panel, lots=nothing, alike=0)


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
        new_share_error=found.of_part.standard_error,
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
    doubt = found.of_part.standard_error * credited
    return Estimate.normal(share.estimate * credited, float(np.hypot(chance, doubt)))


def graded(found: Incrementality, starts: pd.DataFrame) -> tuple[str | None, str]:
    """The grade of a part's extra GMV, earned by its own starts, and why; none below FEWEST_ORDERS.
    No part was tested by itself, so that none is better than adjusted.
    """
    n, orders = len(starts), int(starts["orders"].sum())
    own = f"starts of its own n = {n:,}, {orders:,} credited orders in the 28 days from each"
    if orders < FEWEST_ORDERS:
        return None, f"not estimable: {own}; {FEWEST_ORDERS} orders are needed"
    share = f"; the market's new share, from {found.effect.n:,} starts"
    if n < FEWEST_OWN:
        return str(Grade.weak), f"prior only: {own}{share}"
    return str(Grade.adjusted), f"adjusted: {own}{share}"


def added_by(found: Incrementality, starts: pd.DataFrame, key: str) -> pd.DataFrame:
    """A row per value of the column `key`, most credited first, with ROW: `n` starts from
    `first_start` to `last_start` with `window_days` each, `orders` and `attributed` net GMV of
    these, what of it is new, `extra`, with `low` and `high`, not a number where that is unknown,
    and the row's own `grade` with its `reason`.
    """
    rows = [{key: value, **_row(found, part)} for value, part in starts.groupby(key)]
    frame = pd.DataFrame(rows, columns=[key, *ROW])
    return frame.sort_values("attributed", ascending=False, ignore_index=True)


def _row(found: Incrementality, part: pd.DataFrame) -> dict[str, object]:
    extra = added(found, part)
    grade, reason = graded(found, part)
    return {
        "n": len(part),
        "orders": part["orders"].sum(),
        "first_start": part["started_on"].min(),
        "last_start": part["started_on"].max(),
        "window_days": WINDOW_DAYS,
        "attributed": part["net_gmv"].sum(),
        "extra": extra.estimate,
        "low": extra.low,
        "high": extra.high,
        "grade": grade,
        "reason": reason,
    }
