"""What the collaborations of a panel added, with all that is known about how sure it is."""

from dataclasses import dataclass

import numpy as np

from models.causal.cohort.adjusted import Adjusted, adjusted
from models.causal.cohort.band import STATED, Band
from models.causal.cohort.carried import Carried, carried
from models.causal.cohort.guides import Pairs, Taught, like
from models.causal.cohort.lags import MEMORY
from models.causal.cohort.nuisance import Told, told
from models.causal.cohort.pairs import Effects, Shape, ran, shape
from models.causal.cohort.panel import Ints, Panel
from models.causal.cohort.randomised import Randomised, carried_over, lacking, randomised
from models.causal.cohort.risk import HORIZON, Risk, risk_sets, starts, window_sums
from models.causal.cohort.spillover import Spillover, has_siblings, spillover
from models.causal.effect import Estimate

FEWEST = 30
"""Collaborations below which chance among them is larger than anything an interval tells."""
LEAST_OVERLAP, LEAST_ESS = 0.9, 100.0
LEAST_SEEN = 0.5
LEAST_SHARE = 0.5
"""Of what a collaboration carries in all: who was alone for less teaches little of the whole."""


class NotEstimableError(ValueError):
    """The panel does not tell what its collaborations added; says what is missing."""


@dataclass(frozen=True)
class Cohort:
    """All that was estimated of a panel: `total` is what `n` collaborations added, of whom `deal`
    were read one by one, some perhaps from a drawn list, and all others, who started beside
    another creator, are taken to add as much as their like, so that the total `grows` by that
    factor; `on_products` is what `deal` added without what siblings lost to them; `attributed` net
    GMV of all, major units, is what their links claimed in the same days. `randomised` is what
    drawn lists say, on which all of it `rests_on_lists` where they say it well enough; or what
    `lists_lack` to say anything, empty where there are none.
    """

    total: Estimate
    n: int
    grows: float
    on_products: Estimate
    deal: Ints
    seen: Carried
    shape: Shape
    pairs: Effects
    risk: Risk
    told: Told
    observed: Adjusted
    band: Band
    spillover: Spillover
    randomised: Randomised | None
    rests_on_lists: bool
    attributed: float
    lists_lack: str


def estimated(panel: Panel, seed: int = 0) -> Cohort:
    """Raises NotEstimableError."""
    risk = _risk(panel)
    first = _pass(panel, risk, panel.daily["net_gmv"], seed)
    taken = spillover(panel, first.deal, first.pairs, first.seen.share)
    if not taken.is_sure:
        return _cohort(panel, first, risk, taken, first.total)
    again = _pass(panel, risk, taken.restored(panel), seed)
    return _cohort(panel, again, risk, taken, _less_siblings(panel, again, taken))


@dataclass(frozen=True)
class _Pass:
    """One reading of an outcome."""

    told: Told
    observed: Adjusted
    listed: Randomised | None
    rests_on_lists: bool
    deal: Ints
    seen: Carried
    shape: Shape
    total: Estimate
    pairs: Effects


def _pass(panel: Panel, risk: Risk, outcome: np.ndarray, seed: int) -> _Pass:
    known = told(panel, risk, outcome, seed)
    observed = adjusted(panel, risk, known)
    listed = randomised(panel, known.baseline, outcome)
    if listed is not None:
        deal = np.union1d(observed.deal, listed.deal)
        seen = carried(panel, known.baseline.running, deal)
        form = shape(seen)
        total = carried_over(listed, deal, form)
        part = float(form.mean[np.isin(deal, observed.deal)].sum() / form.mean.sum())
        if _is_sharper(total, Band.of(observed, risk, known), part):
            return _Pass(known, observed, listed, True, deal, seen, form, total, ran(total, form))
    seen = carried(panel, known.baseline.running, observed.deal)
    form, total = shape(seen), observed.total
    return _Pass(known, observed, listed, False, observed.deal, seen, form, total, ran(total, form))


def _is_sharper(by_lists: Estimate, band: Band, part: float) -> bool:
    """Whether the interval of what lists say of all is no wider than the one that allows for a
    hidden reason of STATED strength, which is of a `part` of all. What either finds has no say:
    choosing by that misleads.
    """
    low, high = band.at(STATED)
    return (by_lists.high - by_lists.low) * part <= high - low


def _less_siblings(panel: Panel, found: _Pass, taken: Spillover) -> Estimate:
    """What is left for the shops once their other products' losses are off. These are measured in
    money, on other products: were the gains thought larger, the share lost would be the smaller,
    so that the errors of both add up.
    """
    own = found.shape.mean
    losing = float(own @ has_siblings(panel)[panel.deals.product[found.deal]] / own.sum())
    keeps = 1 - taken.share.estimate * losing
    lost = found.total.estimate * losing * taken.share.standard_error
    error = np.hypot(found.total.standard_error, lost)
    return Estimate.normal(found.total.estimate * keeps, float(error))


def _cohort(panel: Panel, found: _Pass, risk: Risk, taken: Spillover, of_deal: Estimate) -> Cohort:
    every = all_started(panel)
    others = np.setdiff1d(every, found.deal)
    grows = 1 + _beside(panel, found, others)
    total = of_deal.times(grows)
    credited = panel.deals.credited[every]
    claimed = float(found.seen.attributed.sum()) * grows
    band = Band.of(found.observed, risk, found.told)
    if not found.rests_on_lists and found.total.estimate:
        band = Band(total, band.unit * total.estimate / found.total.estimate)
    return Cohort(
        total,
        len(found.deal) + len(others),
        grows,
        found.total,
        found.deal,
        found.seen,
        found.shape,
        found.pairs,
        risk,
        found.told,
        found.observed,
        band,
        taken,
        found.listed,
        found.rests_on_lists,
        claimed if np.isnan(credited).any() else float(credited.sum()),
        lacking(panel),
    )


def all_started(panel: Panel) -> Ints:
    """Rows of all collaborations with MEMORY days before their start and HORIZON after."""
    started = panel.deals.started
    return np.flatnonzero((started >= MEMORY) & (started + HORIZON <= panel.days))


def _beside(panel: Panel, found: _Pass, others: Ints) -> float:
    """How much as much others are expected to add: as they are credited, or else by what was known
    of the pairs before.
    """
    if not len(others):
        return 0.0
    running, deals = found.told.baseline.running, panel.deals
    beside, alone = deals.credited[others].sum(), deals.credited[found.deal].sum()
    if alone > 0 and np.isfinite(beside):
        return float(beside / alone)
    own, of_others = (Pairs.started(deals, rows) for rows in (found.deal, others))
    seen, told = found.seen, found.shape
    orders = seen.orders.found / seen.share if told.is_told else told.mean / seen.unit
    doubt = seen.orders.doubt / seen.share**2 if told.is_told else np.zeros(len(orders))
    is_long = seen.share > LEAST_SHARE
    long = Pairs.started(deals, found.deal[is_long])
    taught = Taught(long, orders[is_long], doubt[is_long])
    return like(panel, running, taught, own, of_others)


def _seen(panel: Panel, rows: Ints) -> float:
    """Share of the collaborations whose product had traffic of its own in the MEMORY days before:
    momentum of views and clicks is what creators choose for most.
    """
    traffic = panel.daily["organic_impressions"] + panel.daily["organic_clicks"]
    product, day = panel.deals.product[rows], panel.deals.started[rows]
    return float(np.mean(window_sums(traffic, product, day - MEMORY, day) > 0))


def _risk(panel: Panel) -> Risk:
    """Those of a drawn list speak for themselves, unless there are few others."""
    every = starts(panel)
    chosen = every[~panel.deals.is_random[every]]
    rows = chosen if len(chosen) >= FEWEST else every
    if len(rows) < FEWEST:
        raise NotEstimableError(
            f"{len(rows)} collaborations started with {MEMORY} days of the panel before and "
            f"{HORIZON} after, on products that no other started with about then; {FEWEST} are "
            "needed"
        )
    if (seen := _seen(panel, rows)) < LEAST_SEEN:
        raise NotEstimableError(
            f"of only {seen:.0%} of the products that started organic impressions or clicks are on "
            "record before; without them nobody sees what creators choose for"
        )
    return compared_on(panel, rows)


def compared_on(panel: Panel, rows: Ints) -> Risk:
    """Those compared on the days of the collaborations `rows`. Raises NotEstimableError."""
    risk = risk_sets(panel, rows)
    compared = len(np.unique(risk.product[risk.compared]))
    if compared < FEWEST:
        raise NotEstimableError(
            f"{compared} products were without a creator then, to be compared with; {FEWEST} are "
            "needed"
        )
    return risk
