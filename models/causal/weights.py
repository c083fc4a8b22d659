"""Weights of controls and of periods, by which a treated unit's past is met.

Synthetic difference-in-differences (Arkhangelsky, Athey, Hirshberg, Imbens and Wager 2021) weighs
both, synthetic control (Abadie, Diamond and Hainmueller 2010) the controls alone, and
difference-in-differences nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls

from models.causal.block import Block
from models.causal.effect import Floats

SMALL = 1e-6
"""A pull to equal weights that only decides among weights which fit alike."""


@dataclass(frozen=True)
class Weights:
    """Of the controls and of the periods before; each at least 0, with the sum 1, but that periods
    weigh 0 where levels are compared.
    """

    units: Floats
    periods: Floats

    def gap(self, block: Block) -> Floats:
        """The treated less the weighted controls, by period."""
        controls = block.outcomes[: len(block.controls)]
        return np.asarray(block.treated_mean - self.units @ controls)


def did(block: Block) -> Weights:
    """All alike."""
    return Weights(_even(len(block.controls)), _even(block.before))


def sc(block: Block) -> Weights:
    """Controls whose mean is nearest to the treated before, in levels."""
    pull = SMALL * _noise(block)
    units = nearest(block.unaffected.T, block.treated_mean[: block.before], pull)
    return Weights(units, np.zeros(block.before))


def sdid(block: Block) -> Weights:
    """Controls that move as the treated did before, drawn to equal weights by the noise in first
    differences; periods in which the controls were nearest to what they are after.
    """
    noise, after = _noise(block), block.outcomes.shape[1] - block.before
    before, quiet = block.treated_mean[: block.before], block.unaffected
    later = block.outcomes[: len(block.controls), block.before :].mean(axis=1)
    pull = (len(block.treated) * after) ** 0.25 * noise
    units = nearest(_centred(quiet.T), _centred(before), pull)
    return Weights(units, nearest(_centred(quiet), _centred(later), SMALL * noise))


METHODS: dict[str, Callable[[Block], Weights]] = {"sdid": sdid, "sc": sc, "did": did}


def nearest(parts: Floats, whole: Floats, pull: float) -> Floats:
    """Weights of at least 0 with the sum 1 that bring the parts (a column each) nearest to the
    whole, less so as `pull` asks for equal ones.

    As the weights sum to 1, the misfit is the length of (parts - whole) @ weights. That grows with
    the weights' scale alone, so a row that asks for a sum of 1 changes none of their proportions.
    """
    rows, count = parts.shape
    misfit = np.vstack([parts - whole[:, None], np.sqrt(rows) * pull * np.eye(count)])
    size = float(np.abs(misfit).max()) or 1.0
    system = np.vstack([misfit / size, np.ones(count)])
    found, _ = nnls(system, np.append(np.zeros(len(misfit)), 1.0), maxiter=30 * count)
    return np.asarray(found / found.sum())


def _even(count: int) -> Floats:
    return np.full(count, 1 / count)


def _noise(block: Block) -> float:
    steps = np.diff(block.unaffected, axis=1)
    return float(steps.std(ddof=1)) if steps.size > 1 else 0.0


def _centred(values: Floats) -> Floats:
    return np.asarray(values - values.mean(axis=0))
