"""One launch against a weighted mean of others, with placebos for a standard error.

The method's weights come from `weights.py`. A placebo is a control, or a draw of as many as are
treated, in the place of the treated (Arkhangelsky et al. 2021, algorithm 4).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.causal.block import Block
from models.causal.effect import Effect, Estimate, Floats, Grade, shown
from models.causal.weights import METHODS, Weights

PLACEBOS = 200
SEED = 0
FEWEST_CONTROLS = 10
POOR, CLOSE = 2.0, 1e-6
"""Times the usual misfit of placebos from which on the controls are no stand-in for the treated
(Abadie 2021: one that cannot be fitted before is not to be compared after); and rounding."""
ASSUMPTIONS = {
    "sdid": "without treatment the treated would have kept their distance to the weighted controls",
    "sc": "without treatment the treated would have stayed where the weighted controls are",
    "did": "without treatment the treated would have changed as the mean control did",
}
ALWAYS = (
    "the treatment changes nothing in the controls and nothing before it starts",
    "the treated vary as much as controls do, which is where the interval comes from",
)


@dataclass(frozen=True)
class Contrast:
    """The `effect` per treated unit and period; `p_value`: the rank of its distance from 0 among
    the placebos'; `gap`: treated less weighted controls by period; `misfit`: the gap's root mean
    square before, once the level that it is measured from is taken off.
    """

    effect: Effect
    p_value: float
    placebos: int
    weights: Weights
    gap: Floats
    misfit: float


def contrast(block: Block, method: str) -> Contrast:
    """The effect on the treated by `sdid`, `sc` or `did`."""
    weights = METHODS[method](block)
    estimate, misfit = _estimate(block, weights), _misfit(block, weights)
    placebos = [block.placebo(units) for units in _placebos(block)]
    told = [(placebo, METHODS[method](placebo)) for placebo in placebos]
    tried = np.array([_estimate(*one) for one in told])
    error = float(tried.std()) if len(tried) else np.nan
    farther = np.sum(np.abs(tried) >= abs(estimate))
    p_value = float(1 + farther) / (1 + len(tried)) if len(tried) else np.nan
    usual = float(np.median([_misfit(*one) for one in told])) if told else np.nan
    effect = _effect(block, method, Estimate.normal(estimate, error), (misfit, usual))
    return Contrast(effect, p_value, len(tried), weights, weights.gap(block), misfit)


def _estimate(block: Block, weights: Weights) -> float:
    gap = weights.gap(block)
    return float(gap[block.before :].mean() - weights.periods @ gap[: block.before])


def _misfit(block: Block, weights: Weights) -> float:
    before = weights.gap(block)[: block.before]
    return float(np.sqrt(np.mean((before - weights.periods @ before) ** 2)))


def _placebos(block: Block) -> list[NDArray[np.int64]]:
    """Every control once where one unit is treated and they are not too many, else draws; none
    where no control would be left.
    """
    count, size = len(block.controls), len(block.treated)
    if count <= size:
        return []
    if size == 1 and count <= PLACEBOS:
        return [np.array([unit]) for unit in range(count)]
    rng = np.random.default_rng(SEED)
    return [rng.choice(count, size, replace=False) for _ in range(PLACEBOS)]


def _effect(block: Block, method: str, found: Estimate, misfit: tuple[float, float]) -> Effect:
    """`misfit`: its own, and what is usual of placebos."""
    controls, size = len(block.controls), len(block.treated)
    who = f"'{block.treated[0]}'" if size == 1 else f"the {size:,} treated units"
    side = "below" if found.estimate < 0 else "above"
    grade, reason = Grade.adjusted, f"compared with {controls:,} controls, not randomised"
    if controls < max(FEWEST_CONTROLS, 2 * size):
        grade = Grade.weak
        reason = (
            f"{controls:,} controls for {size:,} treated: too few to tell how far chance reaches"
        )
    elif misfit[0] > POOR * misfit[1] + CLOSE:
        grade = Grade.weak
        reason = (
            f"before it the controls missed the treated by {shown(misfit[0])} per period, and each "
            f"other by {shown(misfit[1])}: they are no stand-in for it"
        )
    return Effect(
        **vars(found),
        n=controls + size,
        grade=grade,
        reason=reason,
        assumptions=(ASSUMPTIONS[method], *ALWAYS),
        sentence=f"From {block.periods[block.before]} on {who} lay {shown(abs(found.estimate))} "
        f"per period {side} what the controls lead to expect {found.verdict}; it is the "
        f"treatment's effect if {ASSUMPTIONS[method]}.",
    )
