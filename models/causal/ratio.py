"""Ratios of sums with studentised bootstrap intervals, which keep their word for rare events."""

from collections.abc import Sequence

import numpy as np

from models.causal.effect import LEVEL, Estimate, Floats

DRAWS = 1000
CELLS = 4_000_000
"""Weights drawn at once, which bounds the memory."""


def ratios(pairs: Sequence[tuple[Floats, Floats]], seed: int = 0) -> list[Estimate]:
    """Σ above ÷ Σ below of each pair, over the same independent rows, by the bootstrap-t (Efron and
    Tibshirani 1993, chapter 12) with Poisson weights. Each must differ from row to row.
    """
    columns = np.hstack([_columns(above, below) for above, below in pairs])
    rows = len(columns)
    whole = _found(np.ones((1, rows)) @ columns)[:, :, 0]
    rng, at_once = np.random.default_rng(seed), max(CELLS // rows, 1)
    drawn = [
        _found(rng.poisson(1.0, (min(at_once, DRAWS - start), rows)).astype(np.float64) @ columns)
        for start in range(0, DRAWS, at_once)
    ]
    return [
        _studentised(*whole[number], *np.hstack([part[number] for part in drawn]))
        for number in range(len(pairs))
    ]


def _columns(above: Floats, below: Floats) -> Floats:
    return np.column_stack([above, below, above**2, above * below, below**2])


def _found(sums: Floats) -> Floats:
    """Pairs × (ratio, error) × draws, of draws × sums; the error by the delta method is the root of
    Σ (above - ratio × below)², over Σ below.
    """
    above, below, squares, products, own = sums.reshape(len(sums), -1, 5).T
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = above / below
        spread = squares - 2 * ratio * products + ratio**2 * own
        error = np.sqrt(np.maximum(spread, 0)) / below
    return np.stack([ratio, error], axis=1)


def _studentised(ratio: float, error: float, again: Floats, errors: Floats) -> Estimate:
    with np.errstate(divide="ignore", invalid="ignore"):
        told = (again - ratio) / errors
    told = told[np.isfinite(told)]
    low, high = np.quantile(told, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2])
    return Estimate(
        *(float(ratio), float(error), float(ratio - high * error), float(ratio - low * error)),
        LEVEL,
    )
