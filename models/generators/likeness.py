"""Likeness learned from who worked with whom: which features of both sides go together."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import softmax

from models.encoding import unit_rows
from models.entities import GIVEN, Block, Entities
from models.ranking import Scores
from models.recommender import Arrays, Recommender
from models.trial import Rehearsals, Training

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class LikenessConfig:
    """`ridge`: penalty of the learned part; `whitening`: share of the mean variance added to every
    direction; `rounds` of the optimiser; `start`: weight of each plain cosine before learning.
    """

    ridge: float = 0.01
    whitening: float = 0.04
    rounds: int = 30
    start: float = 3.0


class Likeness(Recommender):
    """Softmax over all creators, for each product, of a weighted sum of cosines in whitened blocks
    plus a bilinear form between both sides; convex, so that there is one answer.

    Both sides are centred apart, for products and creators differ as wholes in ways that say
    nothing of a match; rows that are shares are compared by their roots (Hellinger 1909). The loss
    is that of a multinomial logit (McFadden 1974), every product weighing the same.
    """

    name: ClassVar[str] = "likeness"

    def __init__(self, **config: Any) -> None:
        self.config = LikenessConfig(**config)

    @classmethod
    def lacks(cls, training: Training) -> str | None:
        return None if _given(training) else "vectors given with both sides"

    def _learn(self, training: Training, rehearsals: Rehearsals) -> None:
        self._views: dict[str, Matrix] = {}
        for name in _given(training):
            self._whiten(name, training.products.blocks[name], training.creators.blocks[name])
        product, creator = training.cells
        asked, row = np.unique(product, return_inverse=True)
        known, column = np.unique(creator, return_inverse=True)
        wanted = np.zeros((len(asked), len(known)), np.float32)
        wanted[row, column] = 1
        left = self._turned(training.products.take(asked))
        right = self._turned(training.creators.take(known))
        self._fit(left, right, wanted / wanted.sum(axis=1, keepdims=True))

    def _whiten(self, name: str, products: Block, creators: Block) -> None:
        sides = [_rooted(block) for block in (products, creators)]
        for kind, side in zip(("product", "creator"), sides, strict=True):
            self._views[f"{kind} mean/{name}"] = side.mean(axis=0)
        pooled = np.vstack([side - side.mean(axis=0) for side in sides]).astype(np.float64)
        variance, directions = np.linalg.eigh(pooled.T @ pooled / max(len(pooled), 1))
        floor = self.config.whitening * max(variance.mean(), 1e-12)
        scale = np.sqrt(np.maximum(variance, 0) + floor)
        self._views[f"axes/{name}"] = (directions / scale).astype(np.float32)

    def _turned(self, entities: Entities) -> list[Matrix]:
        """A whitened unit row per entity and block."""
        names = [key.removeprefix("axes/") for key in self._views if key.startswith("axes/")]
        return [self._view(entities, name) for name in names]

    def _view(self, entities: Entities, name: str) -> Matrix:
        axes = self._views[f"axes/{name}"]
        if name not in entities.blocks:
            return np.zeros((len(entities), axes.shape[1]), np.float32)
        rows = _rooted(entities.blocks[name])
        turned = (rows - self._views[f"{entities.kind} mean/{name}"]) @ axes
        lengths = np.linalg.norm(turned, axis=1, keepdims=True)
        is_told = rows.any(axis=1, keepdims=True)
        return np.where(is_told, turned / np.maximum(lengths, 1e-12), 0).astype(np.float32)

    def _fit(self, left: list[Matrix], right: list[Matrix], wanted: Matrix) -> None:
        """Minimises the cross entropy of `wanted`, rows of which sum to 1."""
        cosines = np.stack([one @ other.T for one, other in zip(left, right, strict=True)])
        one, other = np.hstack(left), np.hstack(right)
        count, shape = len(cosines), (one.shape[1], other.shape[1])
        ridge = self.config.ridge

        def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            form = values[count:].reshape(shape).astype(np.float32)
            scores = np.tensordot(values[:count].astype(np.float32), cosines, 1)
            scores += (one @ form) @ other.T
            chances = softmax(scores, axis=1)
            told = -(wanted * np.log(chances + 1e-12)).sum() / len(wanted)
            pull = (chances - wanted) / len(wanted)
            slope = np.concatenate(
                [np.tensordot(cosines, pull, 2), (one.T @ (pull @ other)).ravel()]
            ).astype(np.float64)
            slope[count:] += ridge * values[count:]
            return float(told + ridge / 2 * (values[count:] ** 2).sum()), slope

        start = np.concatenate([np.full(count, self.config.start), np.zeros(np.prod(shape))])
        options = {"maxiter": self.config.rounds}
        found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
        self._weights = found[:count].astype(np.float32)
        self._form = found[count:].reshape(shape).astype(np.float32)

    def scores(self, products: Entities, creators: Entities) -> Scores:
        """Log odds of each creator, up to a constant of the product."""
        left, right = self._turned(products), self._turned(creators)
        plain = [w * (a @ b.T) for w, a, b in zip(self._weights, left, right, strict=True)]
        learned = (np.hstack(left) @ self._form) @ np.hstack(right).T
        return np.asarray(sum(plain, learned), np.float32)

    def signals(self, queries: Entities, candidates: Entities) -> dict[str, Scores]:
        """The log odds, and the cosine in each whitened block."""
        names = [key.removeprefix("axes/") for key in self._views if key.startswith("axes/")]
        sides = zip(self._turned(queries), self._turned(candidates), strict=True)
        cosines = {f"{self.name} {n}": a @ b.T for n, (a, b) in zip(names, sides, strict=True)}
        return {self.name: self.ratings(queries, candidates)} | cosines

    def arrays(self) -> Arrays:
        return {**self._views, "weights": self._weights, "form": self._form}

    def _restore(self, arrays: Arrays) -> None:
        self._weights, self._form = arrays["weights"], arrays["form"]
        self._views = {n: a for n, a in arrays.items() if n not in ("weights", "form")}


def _given(training: Training) -> list[str]:
    both = set(training.products.blocks) & set(training.creators.blocks)
    return sorted(name for name in both if name.startswith(GIVEN))


def _rooted(block: Block) -> Matrix:
    """Unit rows; of shares (nothing negative, sums of 1) the roots, which are unit rows too."""
    dense = block.toarray()
    totals = dense.sum(axis=1)
    is_shares = dense.min(initial=0) >= 0 and np.allclose(totals[totals > 0], 1, atol=0.01)
    return np.sqrt(dense) if is_shares else unit_rows(block).toarray()
