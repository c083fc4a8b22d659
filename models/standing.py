"""How much and how lately products and creators were carried, by the pairs known."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.entities import Entities, Facts
from models.exam import Training


@dataclass(frozen=True)
class Standing:
    """Per product and per creator of a training: `pairs` on a log scale, and, where pairs have
    times, `idle` (time since the last one, on a log scale).
    """

    training: Training
    facts: Mapping[str, Facts]

    @classmethod
    def of(cls, training: Training) -> "Standing":
        at = training.pairs["at"].to_numpy(np.float64)
        sides = (training.products, training.creators)
        return cls(
            training,
            {
                entities.kind: _facts(rows, at, len(entities))
                for entities, rows in zip(sides, training.cells, strict=True)
            },
        )

    def told(self, entities: Entities) -> Facts:
        """The facts of entities, known or new; a newcomer has no pairs and no last time."""
        rows = self.training.side(entities.kind).places(entities.ids)
        return {
            name: np.append(values, 0.0 if name == "pairs" else np.nan)[rows]
            for name, values in self.facts[entities.kind].items()
        }


def _facts(rows: NDArray[np.int64], at: NDArray[np.float64], count: int) -> Facts:
    found = {"pairs": np.log1p(np.bincount(rows, minlength=count))}
    if np.isfinite(at).any():
        last = np.full(count, -np.inf)
        np.maximum.at(last, rows, np.nan_to_num(at, nan=-np.inf))
        idle = np.log1p(np.nanmax(at) - last)
        found["idle"] = np.where(np.isfinite(idle), idle, np.nan)
    return found
