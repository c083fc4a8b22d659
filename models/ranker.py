"""What a pair's signals say together: a linear model and trees, learned from past questions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from models.rates.boosting import BoostingConfig, Forest
from models.recommender import Arrays

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Lessons:
    """Rows of candidates, question after question: their signals by `names`, and which of them
    were right. `sizes` counts each question's rows.
    """

    names: tuple[str, ...]
    rows: Matrix
    is_right: NDArray[np.bool_]
    sizes: NDArray[np.int64]

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        """All of them; a signal that some lack is unknown there."""
        names = tuple(dict.fromkeys(name for part in parts for name in part.names))
        return cls(
            names,
            np.vstack([aligned(part.rows, part.names, names) for part in parts]),
            np.concatenate([part.is_right for part in parts]),
            np.concatenate([part.sizes for part in parts]),
        )

    @property
    def weights(self) -> Matrix:
        """Every question counts as much, however many candidates were right in it."""
        question = np.repeat(np.arange(len(self.sizes)), self.sizes)
        right = np.bincount(question, self.is_right, minlength=len(self.sizes))
        weights = 1 / np.maximum(right, 1)[question]
        return np.asarray(weights / weights.mean())


def aligned(rows: Matrix, names: Sequence[str], wanted: Sequence[str]) -> Matrix:
    """The columns `wanted` of rows with `names`, empty where a name is missing."""
    if tuple(names) == tuple(wanted):
        return rows
    place = {name: column for column, name in enumerate(names)}
    empty = np.full(len(rows), np.nan)
    return np.column_stack([rows[:, place[n]] if n in place else empty for n in wanted])


@dataclass(frozen=True)
class Ranker:
    """The sum of a logistic regression on signals standardised by `mean` and `scale`, and of a
    LambdaRank forest, each divided by its deviation so that both have a say.
    """

    names: tuple[str, ...]
    mean: Matrix
    scale: Matrix
    weights: Matrix
    forest: Forest
    forest_scale: float

    @classmethod
    def fitted(cls, lessons: Lessons, config: BoostingConfig, ridge: float) -> Self:
        """`ridge`: penalty of the linear model per row."""
        known = np.maximum(np.isfinite(lessons.rows).sum(axis=0), 1)
        mean = np.nansum(lessons.rows, axis=0) / known
        scale = np.sqrt(np.nansum((lessons.rows - mean) ** 2, axis=0) / known) + 1e-9
        standard = np.nan_to_num((lessons.rows - mean) / scale)
        linear = LogisticRegression(C=1 / (ridge * len(standard)), max_iter=500)
        linear.fit(standard, lessons.is_right, sample_weight=lessons.weights)
        weights = linear.coef_[0]
        forest = Forest.fitted(lessons.rows, lessons.is_right, lessons.sizes, config)
        return cls(
            lessons.names,
            mean,
            scale,
            weights / max((standard @ weights).std(), 1e-9),
            forest,
            max(forest.scores(lessons.rows).std(), 1e-9),
        )

    def only(self, *, has_linear: bool, has_trees: bool) -> Self:
        """The same ranker, where a half that is not wanted says 0 of everybody."""
        return replace(
            self,
            weights=self.weights if has_linear else np.zeros_like(self.weights),
            forest_scale=self.forest_scale if has_trees else np.inf,
        )

    def linear(self, rows: Matrix) -> Matrix:
        """The logistic regression alone, up to a constant."""
        return np.asarray(self._standard(rows) @ self.weights)

    def scores(self, rows: Matrix) -> Matrix:
        """One number per row, higher is better; comparable within a question."""
        return self.linear(rows) + self.forest.scores(rows) / self.forest_scale

    def contributions(self, rows: Matrix) -> Matrix:
        """Rows × (signals + 1): what each signal adds to the score, the last column what all rows
        have in common; they add up to `scores`.
        """
        told = self.forest.contributions(rows) / self.forest_scale
        told[:, :-1] += self._standard(rows) * self.weights
        return told

    def _standard(self, rows: Matrix) -> Matrix:
        """Signals by their deviations from the usual, where unknown at the usual."""
        return np.nan_to_num((rows - self.mean) / self.scale)

    def arrays(self) -> Arrays:
        return {
            "names": np.array(self.names, np.str_),
            "mean": self.mean,
            "scale": self.scale,
            "weights": self.weights,
            "forest": self.forest.texts(),
            "forest_scale": np.array(self.forest_scale),
        }

    @classmethod
    def restored(cls, arrays: Arrays) -> Self:
        return cls(
            tuple(arrays["names"].tolist()),
            arrays["mean"],
            arrays["scale"],
            arrays["weights"],
            Forest.of(arrays["forest"]),
            float(arrays["forest_scale"]),
        )
