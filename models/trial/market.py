"""One simulated market, estimated from its tables and held against its truth."""

from dataclasses import dataclass

import numpy as np

from data.market.economy import Economy
from data.market.economy import Panel as Drawn
from data.market.oracle import oracle, pair_effect
from data.market.panel import Draw
from models.causal.cohort.band import STRENGTHS
from models.causal.cohort.effect import Cohort, estimated
from models.causal.cohort.pairs import Effects
from models.causal.cohort.panel import Floats, Ints, Panel
from models.causal.effect import LEVEL, Estimate
from models.trial.pairs import Market, Matches, outcomes_held
from models.trial.peers import difference_in_differences, oracle_half_width
from models.trial.simulated import shown

SHOWN = 20
TOP = 0.1
TEACHES, MISSES = 0.4, 0.7
"""Shares of the starts, by day: earlier ones teach outcomes, later ones tell how far they are
missed, the last ones judge."""

Figures = dict[str, float]


def judged(scenario: str, seed: int) -> Figures:
    """A market's figures by name, sums in dollars and shares of pairs."""
    draw = Draw.of(scenario, seed, Economy())
    drawn = draw.panel()
    panel = shown(drawn)
    found = estimated(panel, seed)
    market = Market(panel, found)
    matches = market.asker().matches(SHOWN, (1 - LEVEL) / 2)
    truth = Truth.of(drawn, found.deal)
    of_all = Truth.of(drawn, np.flatnonzero(panel.deals.started >= 0))
    figures = _cohort(panel, found, truth, of_all) | _pairs(found, truth)
    adds = pair_effect(draw, matches.product, matches.creator)
    figures |= _shown(matches, np.asarray(adds, np.float64))
    held = outcomes_held(market.first_days, TEACHES, MISSES, (1 - LEVEL) / 2)
    figures |= {"outcomes_covered": held}
    if not (drawn.scenario.sees_truth or drawn.scenario.is_misspecified):
        told = oracle(drawn, draw)
        figures["oracle_half"] = oracle_half_width(panel, found.risk, told, found.told)
    return figures


@dataclass(frozen=True)
class Truth:
    """Expected extra net GMV per collaboration: of the product and of its whole family; `baseline`
    what the product would have sold.
    """

    own: Floats
    family: Floats
    baseline: Floats

    @classmethod
    def of(cls, drawn: Drawn, deal: Ints) -> "Truth":
        told = drawn.truth
        parts = (told.effect, told.effect_on_category, told.baseline)
        return cls(*(np.asarray(part[deal], np.float64) for part in parts))


def _cohort(panel: Panel, found: Cohort, truth: Truth, of_all: Truth) -> Figures:
    """Sums over all collaborations, but where the names say of whom; `truth` is of those that were
    read one by one.
    """
    total, observed = float(of_all.family.sum()), np.isin(found.deal, found.observed.deal)
    of_observed = float(truth.own[observed].sum())
    figures = {
        "truth": total,
        "baseline": float(of_all.baseline.sum()),
        "estimate": found.total.estimate,
        **_held("", found.total, total),
        "half": (found.total.high - found.total.low) / 2,
        "naive": found.attributed,
        "did": found.grows * difference_in_differences(panel, found.deal),
        "aipw": found.observed.total.estimate,
        "aipw_truth": of_observed,
    }
    for strength in STRENGTHS:
        low, high = found.band.at(strength)
        figures[f"band_{strength}"] = float(
            low <= (of_observed if found.rests_on_lists else total) <= high
        )
    if found.randomised is not None:
        own = float(truth.own[np.isin(found.deal, found.randomised.deal)].sum())
        figures |= {"randomised": found.randomised.total.estimate, "randomised_truth": own}
        figures |= _held("randomised_", found.randomised.total, own)
    return figures


def _held(name: str, span: Estimate, truth: float) -> Figures:
    return {
        f"{name}covered": float(span.low <= truth <= span.high),
        f"{name}excludes_0": float(span.is_apart),
    }


def _pairs(found: Cohort, truth: Truth) -> Figures:
    """Of the collaborations that ran."""
    pairs = found.pairs
    reach = found.seen.clicks.usual
    return {
        "pairs_covered": _covered(pairs, truth.own),
        "top": _top(pairs.estimate, truth.own),
        "top_naive": _top(found.seen.attributed, truth.own),
        "top_reach": _top(reach, truth.own),
    }


def _covered(pairs: Effects | Matches, truth: Floats) -> float:
    return float(np.mean((pairs.low <= truth) & (truth <= pairs.high)))


def _top(by: Floats, truth: Floats) -> float:
    """Of what the best tenth of pairs adds, the share that the tenth chosen so does."""
    count = max(int(TOP * len(truth)), 1)
    best = np.sort(truth)[-count:].sum()
    return float(truth[np.argsort(-by, kind="stable")[:count]].sum() / best) if best else np.nan


def _shown(matches: Matches, truth: Floats) -> Figures:
    return {
        "shown_truth": float(truth.sum()),
        "shown": float(matches.estimate.sum()),
        "shown_covered": _covered(matches, truth),
        "shown_above_0": float(np.mean(matches.low > 0)),
    }
