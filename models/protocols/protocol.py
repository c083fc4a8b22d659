"""What a protocol is, and what comes out of one."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import pyarrow as pa

from models.evaluation import judged
from models.exam import Exam
from models.methods import METHODS, seeded
from models.metrics import MEDIAN_RANK, summary
from models.protocols.folder import FolderFormatError
from models.protocols.opaque import Opaque
from models.ranking import NONE, Ranking

LISTED = 1000
"""Candidates per query of which predictions tell."""


class UnknownProtocolError(ValueError):
    """No protocol, or no method, of that name."""


@dataclass(frozen=True)
class Outcome:
    """`errors` are standard errors of the metrics over folds, or over queries where there is one
    fold; `predictions` gives tables to write one below the other; `notes` say what a reader of the
    figures must know besides, by name.
    """

    metrics: Mapping[str, float]
    errors: Mapping[str, float]
    n: int
    predictions: Callable[[], Iterator[pa.Table]]
    notes: Mapping[str, Any] = field(default_factory=dict)


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
    """What a folder holds: exams with ids that mean nothing, and the names behind them; `notes`
    as in Outcome. Until `close`, exams may read on.
    """

    exams: Callable[[], Iterator[Exam]]
    products: Opaque
    creators: Opaque
    notes: Mapping[str, Any] = field(default_factory=dict)
    close: Callable[[], None] = lambda: None

    def names(self, kind: str) -> Opaque:
        return self.products if kind == "product" else self.creators


@dataclass(frozen=True)
class Figures:
    """Metrics, their standard errors and notes, as in Outcome."""

    metrics: Mapping[str, float]
    errors: Mapping[str, float]
    notes: Mapping[str, Any] = field(default_factory=dict)


class RankingProtocol(Protocol):
    """Candidates are ranked for every query, `depth` of them or all; figures are means over the
    queries.
    """

    methods = tuple(METHODS)
    depth: ClassVar[int | None] = LISTED

    @abstractmethod
    def read(self, folder: Path, seed: int, dataset: str | None) -> Held:
        """The folder's exams. Raises FolderFormatError."""

    def run(self, folder: Path, method: str, seed: int, dataset: str | None) -> Outcome:
        with closing(self.read(folder, seed, dataset)) as held:
            rounds = [
                self._round(exam, held, method, seed)
                for exam in held.exams()
                if not (exam.training.pairs.empty or exam.positives.empty)
            ]
        parts = [part.assign(round=number) for number, (part, _) in enumerate(rounds)]
        found = pd.concat(parts) if parts else pd.DataFrame()
        if found.empty:
            raise FolderFormatError(
                f"{folder} holds nothing to find: {self.name} needs pairs to learn from and others "
                "to find, of which both sides are known"
            )
        told = self.figures(found)
        return Outcome(
            told.metrics,
            told.errors,
            len(found),
            lambda: (table for _, answer in rounds for table in _tables(answer)),
            {**held.notes, **told.notes},
        )

    def _round(
        self, exam: Exam, held: Held, method: str, seed: int
    ) -> tuple[pd.DataFrame, Ranking]:
        """What one exam found, and the answer under the names behind the ids."""
        heard: dict[str, Ranking] = {}
        found = judged(
            exam,
            [method],
            self.metrics,
            k=self.depth,
            configs=seeded(seed),
            on_answer=heard.__setitem__,
        )
        return found, _named(heard[method].first(LISTED), exam, held)

    def figures(self, found: pd.DataFrame) -> Figures:
        """The metrics of `Exam.found` of all rounds; errors over rounds if there are several."""
        if found["round"].nunique() == 1:
            return over_queries(found, self.metrics)
        parts = found.groupby("round")[_means(self.metrics)].mean()
        return Figures(summary(found, self.metrics), parts.sem().to_dict())


def over_queries(found: pd.DataFrame, metrics: Sequence[str]) -> Figures:
    """The metrics of `Exam.found` with standard errors over its queries."""
    return Figures(summary(found, metrics), found[_means(metrics)].sem().to_dict())


def _means(metrics: Sequence[str]) -> list[str]:
    return [name for name in metrics if name != MEDIAN_RANK]


def _named(answer: Ranking, exam: Exam, held: Held) -> Ranking:
    queries = held.names(exam.queries.kind).shown(answer.queries)
    candidates = held.names(exam.candidates.kind).shown(answer.candidates)
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
