"""Blocks of features made comparable: centred, whitened where they are vectors, of unit length."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.encoding import unit_rows
from models.entities import GIVEN, Block, Entities
from models.recommender import Arrays

Matrix = NDArray[np.float32]
MEAN, AXES = "mean", "axes"
SMALLEST_SHARE = 1e-3


@dataclass(frozen=True)
class Views:
    """Per given block the mean of each side that has it, and, where both have it, the axes that
    whiten it. Both sides are centred apart, for products and creators differ as wholes in ways that
    say nothing of a match; rows that are shares are compared by their roots (Hellinger 1909).
    """

    means: Mapping[str, Matrix]
    axes: Mapping[str, Matrix]

    @classmethod
    def learned(cls, products: Entities, creators: Entities, whitening: float) -> "Views":
        """`whitening`: share of the mean variance added to every direction."""
        means: dict[str, Matrix] = {}
        axes: dict[str, Matrix] = {}
        names = sorted(name for name in {*products.blocks, *creators.blocks} if _is_given(name))
        for name in names:
            sides = [s for s in (products, creators) if name in s.blocks and len(s)]
            rooted = {side.kind: _rooted(side.blocks[name]) for side in sides}
            means |= {f"{kind}/{name}": rows.mean(axis=0) for kind, rows in rooted.items()}
            if len(rooted) == 2:
                centred = [rows - rows.mean(axis=0) for rows in rooted.values()]
                axes[name] = _whitened(np.vstack(centred), whitening)
        return cls(means, axes)

    @property
    def shared(self) -> list[str]:
        """The blocks that both sides have."""
        return list(self.axes)

    def apart(self, kind: str) -> list[str]:
        """The blocks that a side has alone."""
        own = [name.partition("/")[2] for name in self.means if name.startswith(f"{kind}/")]
        return [name for name in own if name not in self.axes]

    def of(self, entities: Entities, name: str) -> Matrix:
        """A unit row per entity; zero where nothing is told."""
        axes = self.axes.get(name)
        mean = self.means.get(f"{entities.kind}/{name}")
        if name not in entities.blocks or mean is None:
            width = 0 if axes is None else axes.shape[1]
            return np.zeros((len(entities), width), np.float32)
        rows = _rooted(entities.blocks[name])
        turned = rows - mean if axes is None else (rows - mean) @ axes
        return np.where(rows.any(axis=1, keepdims=True), unit(turned), 0).astype(np.float32)

    def arrays(self) -> Arrays:
        means = {f"{MEAN}/{name}": held for name, held in self.means.items()}
        return means | {f"{AXES}/{name}": held for name, held in self.axes.items()}

    @classmethod
    def restored(cls, arrays: Arrays) -> "Views":
        """The views among other arrays."""
        parts = [(*name.partition("/")[::2], held) for name, held in arrays.items()]
        means, axes = (
            {name: held for part, name, held in parts if part == which} for which in (MEAN, AXES)
        )
        return cls(means, axes)


def _is_given(name: str) -> bool:
    return name.startswith(GIVEN)


def _whitened(pooled: Matrix, whitening: float) -> Matrix:
    exact = pooled.astype(np.float64)
    variance, directions = np.linalg.eigh(exact.T @ exact / max(len(exact), 1))
    floor = whitening * max(variance.mean(), 1e-12)
    return (directions / np.sqrt(np.maximum(variance, 0) + floor)).astype(np.float32)


def _rooted(block: Block) -> Matrix:
    """Unit rows; of shares (nothing negative, sums of 1) the roots, which are unit rows too."""
    return np.sqrt(block.toarray()) if _is_shares(block) else unit_rows(block).toarray()


def _is_shares(block: Block) -> bool:
    totals = np.asarray(block.sum(axis=1)).ravel()
    is_positive = block.data.min(initial=0) >= 0
    return bool(is_positive and np.allclose(totals[totals > 0], 1, atol=0.01))


def with_logs(entities: Entities) -> Entities:
    """Beside every given block of shares their logarithms, in which small shares count too."""
    logs = {
        f"{name} log": (block / SMALLEST_SHARE).log1p()
        for name, block in entities.blocks.items()
        if _is_given(name) and _is_shares(block)
    }
    return Entities(entities.kind, entities.ids, {**entities.blocks, **logs})


def leading(rows: Matrix, count: int) -> Matrix:
    """Columns that span the rows best: right singular vectors."""
    _, _, directions = np.linalg.svd(rows, full_matrices=False)
    return np.asarray(directions[:count].T, np.float32)


def unit(rows: NDArray[Any]) -> Matrix:
    """Rows of length 1; empty ones stay empty."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), np.float32)
