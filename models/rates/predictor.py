"""The one interface of everything that gives rows a probability, and the simplest of them."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Chances: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Events:
    """Per row how often the event `happened` in how many `trials`, as clicks in impressions."""

    happened: Chances
    trials: Chances

    @classmethod
    def once(cls, happened: NDArray[np.bool_]) -> "Events":
        """One trial a row."""
        return cls(happened.astype(np.float64), np.ones(len(happened)))

    def take(self, rows: NDArray[np.int64]) -> "Events":
        return Events(self.happened[rows], self.trials[rows])

    def beside(self, other: "Events") -> "Events":
        """The rows of both, these first."""
        return Events(
            np.concatenate([self.happened, other.happened]),
            np.concatenate([self.trials, other.trials]),
        )

    @property
    def rate(self) -> float:
        return float(self.happened.sum() / max(self.trials.sum(), 1e-12))

    def weighted(self) -> tuple[NDArray[np.int64], NDArray[np.bool_], Chances]:
        """Rows, outcomes and weights that say the same: each row once for what happened and once
        for what did not, so that a learner of single outcomes honours the counts.
        """
        rows = np.arange(len(self.trials))
        weights = np.concatenate([self.happened, self.trials - self.happened])
        is_told = weights > 0
        outcome = np.repeat([True, False], len(rows))
        return np.tile(rows, 2)[is_told], outcome[is_told], weights[is_told]


class Predictor(ABC):
    """Rows of a table in, the probability of each row's event out, at the true rate."""

    name: ClassVar[str]

    @abstractmethod
    def fit(self, rows: pd.DataFrame, events: Events) -> Self:
        """Learns from rows and what happened in them."""

    @abstractmethod
    def chances(self, rows: pd.DataFrame) -> Chances:
        """The probability per row."""


class KeptPredictor(Predictor):
    """A predictor that can be written down without a pickle and read again, to the same bits."""

    @abstractmethod
    def document(self) -> dict[str, Any]:
        """What JSON can hold of it."""

    @abstractmethod
    def arrays(self) -> dict[str, NDArray[Any]]:
        """The rest."""

    @classmethod
    @abstractmethod
    def restored(cls, document: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The predictor that was written down so."""


class BaseRate(KeptPredictor):
    """Every row gets the rate of all."""

    name: ClassVar[str] = "base-rate"

    def fit(self, rows: pd.DataFrame, events: Events) -> Self:
        self._rate = events.rate
        return self

    def chances(self, rows: pd.DataFrame) -> Chances:
        return np.full(len(rows), self._rate)

    def document(self) -> dict[str, Any]:
        return {"rate": self._rate}

    def arrays(self) -> dict[str, NDArray[Any]]:
        return {}

    @classmethod
    def restored(cls, document: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Self:
        found = cls()
        found._rate = document["rate"]
        return found
