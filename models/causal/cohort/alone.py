"""What the collaborations of drawn lists added, where of all others nothing can be told.

A coin made like of those offered and those held back: organic traffic, which tells what creators
choose for, is not needed. What products were expected to sell only spares chance.
"""

import numpy as np

from models.causal.cohort.carried import carried_by
from models.causal.cohort.effect import NotEstimableError, compared_on
from models.causal.cohort.lags import MEMORY
from models.causal.cohort.nuisance import told
from models.causal.cohort.panel import Floats, Ints, Panel
from models.causal.cohort.randomised import Randomised, lacking, randomised
from models.causal.cohort.risk import HORIZON, ends, window_sums
from models.causal.cohort.verdict import CohortEffect, drawn, not_estimable, sentence, values
from models.causal.effect import Estimate, Grade

ASSUMPTIONS = (
    "chance alone decided who was offered a creator, and an offer sells only by a start",
    "other products of the shop lose nothing",
)


def lists_alone(panel: Panel, why: str, seed: int = 0) -> tuple[CohortEffect, Randomised | None]:
    """The effect on the lists' own collaborations, and that of the lists; `why` says what is
    missing to tell of all. Not estimable where lists lack something too.
    """
    if lacks := lacking(panel):
        return not_estimable(f"{why}; {lacks}"), None
    try:
        listed = _listed(panel, seed)
    except NotEstimableError as error:
        return not_estimable(f"{why}; nor is that of drawn lists: {error}"), None
    if listed is None:
        return not_estimable(why), None
    attributed = float(_attributed(panel, listed.deal).sum())
    share = listed.total.times(1 / attributed) if attributed > 0 else Estimate.unknown()
    reason = f"{drawn(listed)}; it is of these alone, for of all it is not estimable: {why}"
    n = len(listed.deal)
    words = sentence(f"{n:,} collaborations of drawn lists added", listed.total, share)
    about = (n, Grade.randomised, reason, ASSUMPTIONS, words)
    return CohortEffect(*values(listed.total), *about, attributed, share, {}), listed


def _listed(panel: Panel, seed: int) -> Randomised | None:
    """Raises NotEstimableError."""
    rows = panel.lots.deal[panel.lots.is_offered & (panel.lots.deal >= 0)]
    started = panel.deals.started[rows]
    rows = rows[(started >= MEMORY) & (started + HORIZON <= panel.days)]
    if not len(rows):
        return None
    outcome = panel.daily["net_gmv"]
    known = told(panel, compared_on(panel, np.unique(rows)), outcome, seed)
    return randomised(panel, known.baseline, outcome)


def _attributed(panel: Panel, deal: Ints) -> Floats:
    """Net GMV that links claim of each in HORIZON days, a product's until another starts with it,
    where each creator's own is not told.
    """
    deals, end = panel.deals, ends(panel, deal)
    if np.isfinite(deals.credited[deal]).all():
        return deals.credited[deal]
    claims = panel.daily["attributed_net_gmv"]
    seen = window_sums(claims, deals.product[deal], deals.started[deal], end)
    return np.asarray(seen / carried_by(panel, deal, end))
