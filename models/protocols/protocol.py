"""What a protocol is, and what comes out of one."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import pandas as pd
import pyarrow as pa

from models.evaluation import fitted
from models.methods import METHODS, seeded
from models.metrics import MEDIAN_RANK, summary
from models.protocols.folder import FolderFormatError
from models.protocols.opaque import Opaque
from models.ranking import NONE, Ranking
from models.trial import Trial

LISTED = 1000
"""Candidates per query of which predictions tell."""


class UnknownProtocolError(ValueError):
    """No protocol, or no method, of that name."""


@dataclass(frozen=True)
class Outcome:
    """`errors` are standard errors of the metrics over folds, or over queries where there is one
    fold; `predictions` gives tables to write one below the other.
    """

    metrics: Mapping[str, float]
    errors: Mapping[str, float]
    n: int
    predictions: Callable[[], Iterator[pa.Table]]


class Protocol(ABC):
    """How a folder is read, what is asked of a method, and by which figures it is judged."""

    name: ClassVar[str]
    metrics: ClassVar[tuple[str, ...]]
    methods: ClassVar[Sequence[str]]

    @abstractmethod
    def run(self, folder: Path, method: str, seed: int, dataset: str | None) -> Outcome:
        """One method; `dataset` chooses among several in a folder. Raises FolderFormatError."""


@dataclass(frozen=True)
class Held:
    """What a folder holds: trials with ids that mean nothing, and the names behind them."""

    trials: Callable[[], Iterator[Trial]]
    products: Opaque
    creators: Opaque

    def names(self, kind: str) -> Opaque:
        return self.products if kind == "product" else self.creators


class RankingProtocol(Protocol):
    """Candidates are ranked for every query; figures are means over the queries."""

    methods = tuple(METHODS)

    @abstractmethod
    def read(self, folder: Path, seed: int, dataset: str | None) -> Held:
        """The folder's trials. Raises FolderFormatError."""

    def run(self, folder: Path, method: str, seed: int, dataset: str | None) -> Outcome:
        held = self.read(folder, seed, dataset)
        queries, answers = [], []
        for number, trial in enumerate(held.trials()):
            if trial.training.pairs.empty or trial.positives.empty:
                continue
            model = fitted(method, trial.training, seeded(seed), trial.rehearsals)
            answer = model.answer(trial, LISTED)
            queries.append(trial.found(answer, self.metrics).assign(round=number))
            answers.append(_named(answer, trial, held))
        found = pd.concat(queries) if queries else pd.DataFrame()
        if found.empty:
            raise FolderFormatError(
                f"{folder} holds nothing to find: {self.name} needs pairs to learn from and others "
                "to find, of which both sides are known"
            )
        return Outcome(
            summary(found, self.metrics),
            _errors(found, self.metrics),
            len(found),
            lambda: (part for answer in answers for part in _tables(answer)),
        )


def _errors(queries: pd.DataFrame, metrics: Sequence[str]) -> dict[str, float]:
    means = [name for name in metrics if name != MEDIAN_RANK]
    many = queries["round"].nunique() > 1
    parts = queries.groupby("round")[means].mean() if many else queries[means]
    return {name: float(parts[name].sem()) for name in means}


def _named(answer: Ranking, trial: Trial, held: Held) -> Ranking:
    queries = held.names(trial.queries.kind).shown(answer.queries)
    candidates = held.names(trial.candidates.kind).shown(answer.candidates)
    return Ranking(queries, candidates, answer.places, answer.scores)


def _tables(answer: Ranking, at_once: int = 1000) -> Iterator[pa.Table]:
    """The answer as rows of query_id, candidate_id, rank, score; so many queries at once."""
    names = pa.array(answer.candidates.tolist(), pa.string())
    for start in range(0, len(answer.queries), at_once):
        places = answer.places[start : start + at_once]
        row, column = np.nonzero(places != NONE)
        queries = pa.array(answer.queries[start : start + at_once].tolist(), pa.string())
        yield pa.table(
            {
                "query_id": queries.take(pa.array(row)),
                "candidate_id": names.take(pa.array(places[row, column])),
                "rank": pa.array((column + 1).astype(np.int32)),
                "score": pa.array(answer.scores[start : start + at_once][row, column]),
            }
        )
