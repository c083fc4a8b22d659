"""What the collaborations of a panel added, with all that is known about how sure it is."""

from dataclasses import dataclass

import numpy as np

from models.causal.cohort.adjusted import Adjusted, adjusted
from models.causal.cohort.band import Band
from models.causal.cohort.carried import Carried, carried
from models.causal.cohort.lags import MEMORY
from models.causal.cohort.nuisance import Told, told
from models.causal.cohort.pairs import Effects, Shape, ran, shape
from models.causal.cohort.panel import Ints, Panel
from models.causal.cohort.randomised import Randomised, carried_over, randomised
from models.causal.cohort.risk import HORIZON, Risk, risk_sets, starts
from models.causal.cohort.spillover import Spillover, has_siblings, spillover
from models.causal.effect import Estimate

FEWEST = 30
"""Collaborations below which chance among them is larger than anything an interval tells."""
LEAST_OVERLAP, LEAST_ESS = 0.9, 100.0


class NotEstimableError(ValueError):
    """The panel does not tell what its collaborations added; says what is missing."""


@dataclass(frozen=True)
class Cohort:
    """All that was estimated of a panel: `total` is what the collaborations `deal` added, of whom
    some may stand on a drawn list; `on_products` the same without what siblings lost to them.
    """

    total: Estimate
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

    @property
    def attributed(self) -> float:
        """Net GMV, major units, that their links claimed in the same days."""
        return float(self.seen.attributed.sum())


def estimated(panel: Panel, seed: int = 0) -> Cohort:
    """Raises NotEstimableError."""
    risk = _risk(panel)
    first = _pass(panel, risk, panel.daily["net_gmv"], seed)
    taken = spillover(panel, first.deal, first.pairs)
    if not taken.is_sure:
        return _cohort(first, risk, taken, first.total)
    again = _pass(panel, risk, taken.restored(panel), seed)
    return _cohort(again, risk, taken, _less_siblings(panel, again, taken))


@dataclass(frozen=True)
class _Pass:
    """One reading of an outcome."""

    told: Told
    observed: Adjusted
    listed: Randomised | None
    deal: Ints
    seen: Carried
    shape: Shape
    total: Estimate
    pairs: Effects


def _pass(panel: Panel, risk: Risk, outcome: np.ndarray, seed: int) -> _Pass:
    known = told(panel, risk, outcome, seed)
    observed = adjusted(panel, risk, known)
    listed = randomised(panel, known.baseline, outcome)
    deal = observed.deal if listed is None else np.union1d(observed.deal, listed.deal)
    seen = carried(panel, known.baseline.running, deal)
    form = shape(seen)
    total = observed.total if listed is None else carried_over(listed, deal, form)
    return _Pass(known, observed, listed, deal, seen, form, total, ran(total, form))


def _less_siblings(panel: Panel, found: _Pass, taken: Spillover) -> Estimate:
    """What is left for the shops once their other products' losses are off."""
    own = found.shape.mean
    losing = float(own @ has_siblings(panel)[panel.deals.product[found.deal]] / own.sum())
    keeps = 1 - taken.share.estimate * losing
    error = np.hypot(
        found.total.standard_error * keeps,
        found.total.estimate * losing * taken.share.standard_error,
    )
    return Estimate.normal(found.total.estimate * keeps, float(error))


def _cohort(found: _Pass, risk: Risk, taken: Spillover, total: Estimate) -> Cohort:
    band = Band.of(found.observed, risk, found.told)
    if found.listed is None and found.total.estimate:
        band = Band(total, band.unit * total.estimate / found.total.estimate)
    return Cohort(
        total,
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
    )


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
    risk = risk_sets(panel, rows)
    compared = len(np.unique(risk.product[risk.compared]))
    if compared < FEWEST:
        raise NotEstimableError(
            f"{compared} products were without a creator then, to be compared with; {FEWEST} are "
            "needed"
        )
    return risk
