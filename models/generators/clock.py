"""When things are taken: which come early, which late, and which are of the same time."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import cg

from models.entities import Entities
from models.exam import Rehearsals, Training
from models.generators.histories import Histories, unordered
from models.generators.known_pairs import among_known, packed, unpacked
from models.ranking import Scores
from models.recommender import Arrays, Recommender

Values = NDArray[np.float32]


@dataclass(frozen=True)
class ClockConfig:
    """`ridge`: pull of every product's time towards 0; `prior`: histories' worth of the usual share
    in a product's share of last places.
    """

    ridge: float = 3.0
    prior: float = 3.0


class Clock(Recommender):
    """A time per product, such that whatever follows a thing is one later than it, by least squares
    (HodgeRank, Jiang et al. 2011): a clock for histories that know only an order.
    """

    name: ClassVar[str] = "clock"
    settings: ClassVar[type] = ClockConfig

    @classmethod
    def lacks(cls, training: Training) -> str | None:
        return unordered(training)

    def _learn(self, training: Training, rehearsals: Rehearsals) -> None:
        histories = Histories.of(training)
        self._last = histories.taken(0)
        self._time = _times(histories, self.config.ridge)
        count = np.bincount(histories.product, minlength=histories.shape[1])
        ended = np.bincount(histories.product[histories.steps_back == 0], minlength=len(count))
        usual = ended.sum() / max(count.sum(), 1)
        prior = self.config.prior
        self._ends = ((ended + usual * prior) / (count + prior)).astype(np.float32)

    def scores(self, products: Entities, creators: Entities) -> Scores:
        """How much later a product's time is than that of the last thing taken."""
        return among_known(
            self.training,
            products,
            creators,
            lambda rows: self._time[None, :] - (self._last[rows] @ self._time)[:, None],
        )

    def signals(self, queries: Entities, candidates: Entities) -> dict[str, Scores]:
        """Beside that the product's own time, and the share of its pairs that are somebody's last:
        what is new has many.
        """
        facts = {f"{self.name} time": self._time, f"{self.name} ends": self._ends}
        is_product = queries.kind == "product"
        own = self.training.products.places((queries if is_product else candidates).ids)
        shape = (len(queries), len(candidates))
        found = {self.name: self.ratings(queries, candidates)}
        for name, values in facts.items():
            told = np.where(own >= 0, values[own], 0).astype(np.float32)
            found[name] = np.broadcast_to(told[:, None] if is_product else told, shape)
        return found

    def arrays(self) -> Arrays:
        return {**packed(last=self._last), "time": self._time, "ends": self._ends}

    def _restore(self, arrays: Arrays) -> None:
        self._last = unpacked(arrays, "last")
        self._time, self._ends = arrays["time"], arrays["ends"]


def _times(histories: Histories, ridge: float) -> Values:
    """Least squares over the steps of all histories: the Laplacian of who follows whom."""
    steps = histories.followed(0.0, 0.0)
    size = steps.shape[0]
    both = sparse.csr_array(steps + steps.T)
    laplacian = sparse.diags_array(np.asarray(both.sum(axis=1)).ravel() + ridge) - both
    later = np.asarray(steps.sum(axis=0)).ravel() - np.asarray(steps.sum(axis=1)).ravel()
    found, _ = cg(laplacian, later.astype(np.float64), rtol=1e-4, maxiter=300)
    return np.asarray(found, np.float32).reshape(size)
