"""A cohort's effect in figures, grade and words."""

from dataclasses import dataclass

import numpy as np

from models.causal.cohort.band import STATED, STRENGTHS
from models.causal.cohort.effect import LEAST_ESS, LEAST_OVERLAP, Cohort
from models.causal.cohort.randomised import Randomised
from models.causal.cohort.risk import HORIZON
from models.causal.effect import Effect, Estimate, Grade, shown


@dataclass(frozen=True)
class CohortEffect(Effect):
    """Extra net GMV, in the panel's money, that `n` collaborations brought in the 28 days from
    their starts; `attributed`, what their links claim of the same days, of which the extra is
    `incrementality`; `bands`, the interval by strength of a hidden factor, where no coin decided.
    """

    attributed: float
    incrementality: Estimate
    bands: dict[int, tuple[float, float]]


def not_estimable(why: str) -> CohortEffect:
    """Says what is missing."""
    nothing = Estimate.unknown()
    words = (0, Grade.none, why, (), f"Not estimable: {why}.")
    return CohortEffect(*values(nothing), *words, np.nan, nothing, {})


def verdict(found: Cohort) -> CohortEffect:
    """Of what was estimated; without figures where too few products are like those that started."""
    grade, reason = _grade(found)
    if grade is Grade.none:
        return not_estimable(reason)
    attributed = found.attributed
    share = found.total.times(1 / attributed) if attributed > 0 else Estimate.unknown()
    bands = {} if found.rests_on_lists else {k: found.band.at(k) for k in STRENGTHS}
    what = f"{found.n:,} collaborations added"
    words = (found.n, grade, reason, _assumptions(found), sentence(what, found.total, share))
    return CohortEffect(*values(found.total), *words, attributed, share, bands)


def values(figure: Estimate) -> tuple[float, float, float, float, float]:
    """As the first fields of an Effect."""
    return figure.estimate, figure.standard_error, figure.low, figure.high, figure.level


def _grade(found: Cohort) -> tuple[Grade, str]:
    """A rests on drawn lists alone; B on like products, told with its hidden-bias band."""
    if found.randomised is not None and found.rests_on_lists:
        return Grade.randomised, drawn(found.randomised)
    seen = found.observed
    if seen.overlap < LEAST_OVERLAP:
        return Grade.none, f"only {seen.overlap:.0%} of those that started have their like"
    if seen.ess < LEAST_ESS:
        return Grade.none, (
            f"those compared are worth {seen.ess:,.0f} products, fewer than {LEAST_ESS:,.0f}"
        )
    low, high = found.band.at(STATED)
    return Grade.adjusted, (
        f"compared with {seen.ess:,.0f} products' worth of like ones on the same days; a hidden "
        f"reason {STATED} times as strong as momentum would make it {shown(low)} to {shown(high)}"
        f"{_aside(found)}"
    )


def drawn(listed: Randomised) -> str:
    return (
        f"of {listed.offered + listed.held:,} offers a coin held back {listed.held:,} and made "
        f"{listed.offered:,}, of which {len(listed.deal):,} came to a start"
    )


def _aside(found: Cohort) -> str:
    """What lists say that are too small to rest on, or why they say nothing."""
    if found.randomised is None:
        return f"; {found.lists_lack}" if found.lists_lack else ""
    of_them = found.randomised.total
    return (
        f"; {drawn(found.randomised)} and added {shown(of_them.estimate)} ({of_them.span}), too "
        "unsure to rest on"
    )


def sentence(what: str, total: Estimate, share: Estimate) -> str:
    """What was added by whom, beside what is attributed to them."""
    new = f"; of 100 attributed, {max(100 * share.estimate, 0):.0f} are new"
    added = f"{what} {shown(total.estimate)} in {HORIZON} days each {total.verdict}"
    return f"{added}{new if np.isfinite(share.estimate) else ''}."


def _assumptions(found: Cohort) -> tuple[str, ...]:
    chance = (
        "who starts, of products that sold and grew alike, is chance"
        if not found.rests_on_lists
        else "what creators carried beside the list is worth as much as on it"
    )
    taken = found.spillover.share.estimate
    siblings = (
        f"what the shop's like products lost is off: {taken:.0%} of what creators sold"
        if found.spillover.is_sure
        else "other products of the shop lose nothing"
    )
    parts = [chance, "a product's organic impressions do not depend on its creators", siblings]
    if (beside := found.n - len(found.deal)) > 0:
        parts.append(f"the {beside:,} who started beside another creator add as much as their like")
    return tuple(parts)
