"""Likeness learned from who worked with whom: which features of both sides go together."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import softmax

from models.entities import GIVEN, Entities
from models.exam import Rehearsals, Training
from models.generators.views import Matrix, Views, leading, unit, with_logs
from models.ranking import Scores
from models.recommender import Arrays, FeatureTerms, Recommender

CROWD = 5
MOST_KNOWN = 2000
OWN = "own/"


@dataclass(frozen=True)
class LikenessConfig:
    """`ridge`: penalty of the learned part; `whitening`: share of the mean variance added to every
    direction; `rounds` of the optimiser; `start`: weight of each plain cosine before learning.
    `both_ways`: weight of the question which product suits a creator; `own_axes`: how many leading
    directions of a block that one side alone has take part; `has_logs`: see `with_logs`.
    """

    ridge: float = 0.01
    whitening: float = 0.04
    rounds: int = 30
    start: float = 3.0
    both_ways: float = 0.0
    own_axes: int = 0
    has_logs: bool = False


class Likeness(Recommender):
    """Softmax over all creators, for each product, of a weighted sum of cosines in whitened blocks
    plus a bilinear form between both sides; convex, so that there is one answer.

    The loss is that of a multinomial logit (McFadden 1974), every product weighing the same.
    """

    name: ClassVar[str] = "likeness"
    settings: ClassVar[type] = LikenessConfig

    @classmethod
    def lacks(cls, training: Training) -> str | None:
        has_vectors = any(name.startswith(GIVEN) for name in training.shared)
        return None if has_vectors else "vectors given with both sides"

    def _learn(self, training: Training, rehearsals: Rehearsals) -> None:
        products, creators = (self._told(side) for side in (training.products, training.creators))
        self._views = Views.learned(products, creators, self.config.whitening)
        product, creator = training.cells
        asked, row = np.unique(product, return_inverse=True)
        known, column = np.unique(creator, return_inverse=True)
        wanted = np.zeros((len(asked), len(known)), np.float32)
        wanted[row, column] = 1
        carried, carrying = training.products.take(asked), training.creators.take(known)
        self._own = self._own_axes(carried) | self._own_axes(carrying)
        cosines = zip(self._turned(carried), self._turned(carrying), strict=True)
        plain = np.stack([one @ other.T for one, other in cosines])
        self._fit(plain, self._wide(carried), self._wide(carrying), wanted)

    def _told(self, entities: Entities) -> Entities:
        return with_logs(entities) if self.config.has_logs else entities

    def _turned(self, entities: Entities) -> list[Matrix]:
        told = self._told(entities)
        return [self._views.of(told, name) for name in self._views.shared]

    def _own_axes(self, entities: Entities) -> dict[str, Matrix]:
        """Leading directions of what this side alone has, by kind and block."""
        if not self.config.own_axes:
            return {}
        return {
            f"{entities.kind}/{name}": leading(self._views.of(entities, name), self.config.own_axes)
            for name in self._views.apart(entities.kind)
        }

    def _wide(self, entities: Entities) -> Matrix:
        """What the bilinear form sees of a side: the shared blocks, and the axes of its own."""
        return np.hstack([rows for _, rows in self._seen(entities)])

    def _seen(self, entities: Entities) -> list[tuple[str, Matrix]]:
        """The blocks of a side, side by side in the form."""
        own = [
            (block, unit(self._views.of(entities, block) @ axes))
            for (kind, _, block), axes in ((n.partition("/"), a) for n, a in self._own.items())
            if kind == entities.kind
        ]
        return [*zip(self._views.shared, self._turned(entities), strict=True), *own]

    def _fit(self, cosines: Matrix, one: Matrix, other: Matrix, wanted: Matrix) -> None:
        """Minimises the cross entropy of `wanted`, 1 for pairs and 0 for all others."""
        count, shape = len(cosines), (one.shape[1], other.shape[1])
        ridge, both_ways = self.config.ridge, self.config.both_ways

        def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            form = values[count:].reshape(shape).astype(np.float32)
            scores = np.tensordot(values[:count].astype(np.float32), cosines, 1)
            scores += (one @ form) @ other.T
            told, pull = _cross_entropy(scores, wanted, 1)
            if both_ways:
                back, push = _cross_entropy(scores, wanted, 0)
                told, pull = told + both_ways * back, pull + both_ways * push
            slope = np.concatenate(
                [np.tensordot(cosines, pull, 2), (one.T @ (pull @ other)).ravel()]
            ).astype(np.float64)
            slope[count:] += ridge * values[count:]
            return told + ridge / 2 * float((values[count:] ** 2).sum()), slope

        start = np.concatenate([np.full(count, self.config.start), np.zeros(np.prod(shape))])
        options = {"maxiter": self.config.rounds}
        found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
        self._weights = found[:count].astype(np.float32)
        self._form = found[count:].reshape(shape).astype(np.float32)

    def scores(self, products: Entities, creators: Entities) -> Scores:
        """Log odds of each creator, up to a constant of the product."""
        left, right = self._turned(products), self._turned(creators)
        plain = [w * (a @ b.T) for w, a, b in zip(self._weights, left, right, strict=True)]
        learned = (self._wide(products) @ self._form) @ self._wide(creators).T
        return np.asarray(sum(plain, learned), np.float32)

    def by_features(self, products: Entities, creators: Entities) -> FeatureTerms:
        """The cosine of a shared block is a term of it on both sides; the bilinear form has one for
        every two blocks.
        """
        cosines = zip(self._turned(products), self._turned(creators), strict=True)
        plain = {
            name: weight * (one @ other.T)
            for name, weight, (one, other) in zip(
                self._views.shared, self._weights, cosines, strict=True
            )
        }
        terms: dict[tuple[str, str], Scores] = {}
        row = 0
        for one, left in self._seen(products):
            column = 0
            for other, right in self._seen(creators):
                form = self._form[row : row + left.shape[1], column : column + right.shape[1]]
                learned = (left @ form) @ right.T
                terms[one, other] = learned + plain[one] if one == other in plain else learned
                column += right.shape[1]
            row += left.shape[1]
        return terms

    def signals(self, queries: Entities, candidates: Entities) -> dict[str, Scores]:
        """The log odds; less what the candidate reaches with whomever it fits best, so that those
        who fit everybody stand back (CSLS, Conneau et al. 2018); the share of known queries that
        it fits less; and the cosine in each whitened block.
        """
        own = self.ratings(queries, candidates)
        others = self._of_known(queries.kind, candidates)
        crowd = np.sort(others, axis=0)[-CROWD:].mean(axis=0)
        beaten = [
            np.searchsorted(np.sort(column), own[:, place]) for place, column in enumerate(others.T)
        ]
        sides = zip(self._turned(queries), self._turned(candidates), strict=True)
        cosines = {
            f"{self.name} {name}": one @ other.T
            for name, (one, other) in zip(self._views.shared, sides, strict=True)
        }
        return {
            self.name: own,
            f"{self.name} beyond the crowd": own - crowd / 2,
            f"{self.name} above known": (np.column_stack(beaten) / len(others)).astype(np.float32),
        } | cosines

    def _of_known(self, kind: str, candidates: Entities) -> Scores:
        """The log odds of known queries of a kind, at most so many."""
        known = self.training.side(kind)
        rows = np.linspace(0, len(known) - 1, min(len(known), MOST_KNOWN)).astype(np.int64)
        return self.ratings(known.take(rows), candidates)

    def arrays(self) -> Arrays:
        own = {f"{OWN}{name}": axes for name, axes in self._own.items()}
        return {**self._views.arrays(), **own, "weights": self._weights, "form": self._form}

    def _restore(self, arrays: Arrays) -> None:
        self._weights, self._form = arrays["weights"], arrays["form"]
        self._views = Views.restored(arrays)
        self._own = {
            name.removeprefix(OWN): axes for name, axes in arrays.items() if name.startswith(OWN)
        }


def _cross_entropy(scores: Matrix, wanted: Matrix, axis: int) -> tuple[float, Matrix]:
    """Of the softmax along an axis, the mean over the other one; and its slope by the scores."""
    count = scores.shape[1 - axis]
    target = wanted / np.maximum(wanted.sum(axis=axis, keepdims=True), 1)
    chances = softmax(scores, axis=axis)
    return float(-(target * np.log(chances + 1e-12)).sum() / count), (chances - target) / count
