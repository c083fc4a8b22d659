"""Ways to make probabilities mean what they say: none, isotonic, beta; learned from counts."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.isotonic import IsotonicRegression

from models.rates.predictor import Chances, Events
from models.rates.scores import SMALLEST


class Calibrator(ABC):
    """Probabilities in, probabilities at the rate at which it happened out; order is kept."""

    name: ClassVar[str]

    @abstractmethod
    def fit(self, events: Events, chances: Chances) -> Self:
        """Learns from what happened in rows that the model had not seen."""

    @abstractmethod
    def apply(self, chances: Chances) -> Chances:
        """The calibrated probability per row."""

    @abstractmethod
    def arrays(self) -> dict[str, NDArray[Any]]:
        """What was learned."""

    @classmethod
    @abstractmethod
    def restored(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The calibrator of these arrays."""


class Uncalibrated(Calibrator):
    """As the model says."""

    name: ClassVar[str] = "none"

    def fit(self, events: Events, chances: Chances) -> Self:
        return self

    def apply(self, chances: Chances) -> Chances:
        return chances

    def arrays(self) -> dict[str, NDArray[Any]]:
        return {}

    @classmethod
    def restored(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        return cls()


class Isotonic(Calibrator):
    """The rising steps nearest to what happened (Zadrozny and Elkan 2002)."""

    name: ClassVar[str] = "isotonic"

    def fit(self, events: Events, chances: Chances) -> Self:
        model = IsotonicRegression(y_min=SMALLEST, y_max=1 - SMALLEST, out_of_bounds="clip")
        model.fit(chances, events.happened / events.trials, sample_weight=events.trials)
        self._said, self._meant = model.X_thresholds_, model.y_thresholds_
        return self

    def apply(self, chances: Chances) -> Chances:
        return np.interp(chances, self._said, self._meant)

    def arrays(self) -> dict[str, NDArray[Any]]:
        return {"said": self._said, "meant": self._meant}

    @classmethod
    def restored(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        found = cls()
        found._said, found._meant = arrays["said"], arrays["meant"]
        return found


class Beta(Calibrator):
    """Log odds = a log p - b log(1 - p) + c with a, b of at least 0 (Kull, Silva Filho and Flach
    2017).
    """

    name: ClassVar[str] = "beta"

    def fit(self, events: Events, chances: Chances) -> Self:
        sides, share = _sides(chances), events.happened / max(events.trials.sum(), 1e-12)
        trials = events.trials / max(events.trials.sum(), 1e-12)

        def loss(curve: Chances) -> tuple[float, Chances]:
            odds = sides @ curve
            gap = trials * expit(odds) - share
            return float(trials @ np.logaddexp(0, odds) - share @ odds), sides.T @ gap

        bounds = [(0, None), (0, None), (None, None)]
        start = np.array([1.0, 1.0, 0.0])
        self._curve = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x
        return self

    def apply(self, chances: Chances) -> Chances:
        return np.asarray(expit(_sides(chances) @ self._curve))

    def arrays(self) -> dict[str, NDArray[Any]]:
        return {"curve": self._curve}

    @classmethod
    def restored(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        found = cls()
        found._curve = arrays["curve"]
        return found


def _sides(chances: Chances) -> Chances:
    sure = np.clip(chances, SMALLEST, 1 - SMALLEST)
    return np.column_stack([np.log(sure), -np.log1p(-sure), np.ones(len(sure))])


CALIBRATORS: dict[str, type[Calibrator]] = {
    calibrator.name: calibrator for calibrator in (Uncalibrated, Isotonic, Beta)
}
