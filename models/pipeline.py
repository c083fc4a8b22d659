"""The pipeline that the product uses: generators propose, and what rehearsals taught decides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.board import Board, suited
from models.entities import Block, Entities
from models.exam import Exam, Rehearsals, Training
from models.generators.known import GENERATORS, PARTS
from models.kinds import KINDS, kind_of
from models.pool import Pool
from models.ranker import Lessons, Ranker, aligned
from models.ranking import Scores
from models.rates.boosting import BoostingConfig
from models.recommender import Arrays, Recommender, cells, chunks

PIPELINE = "pipeline"
RANKER = "ranker"
LINEAR, TREES = "linear", "trees"
BASE, IN_MEAN = "base", " in the mean"


@dataclass(frozen=True)
class PipelineConfig:
    """Where `models/kinds.py` says nothing else of the kind of data.

    `members`: the generators that propose, each its best `depth` in lessons and its best `reach`,
    where that is more, for a list; beside them its best `newcomers` (see Board); `has_fit`: whether
    the ranker also learns from how products and creators fit (models/fit.py); `rehearsals`: how
    many past exams are learned from, with at most `questions` each; `ridge`: see Ranker; `trees`
    and `leaves` of its forest, the mean of `seeds`; `pull`: weight of the generators' plain mean,
    which learns nothing and so cannot learn what holds in rehearsals alone; `voices`: the halves of
    the ranker that have a say; `tellers`, `is_ordered`: see Board.
    """

    members: tuple[str, ...] = tuple(GENERATORS)
    tellers: tuple[str, ...] = ()
    is_ordered: bool = False
    depth: int = 40
    reach: int = 0
    newcomers: int = 0
    has_fit: bool = False
    rehearsals: int = 3
    questions: int = 3000
    ridge: float = 1e-5
    trees: int = 80
    leaves: int = 7
    learning_rate: float = 0.08
    seeds: int = 1
    pull: float = 0.5
    voices: tuple[str, ...] = (LINEAR, TREES)
    seed: int = 0

    @property
    def forest(self) -> BoostingConfig:
        return BoostingConfig(
            self.trees, self.learning_rate, self.leaves, seeds=self.seeds, seed=self.seed
        )


def settled(training: Training, **given: Any) -> PipelineConfig:
    """The settings for such data, but for those given."""
    return PipelineConfig(**(KINDS[kind_of(training)] | given))


class Pipeline(Recommender):
    """Every candidate that a generator proposes is ranked by all that they say of it."""

    name: ClassVar[str] = PIPELINE
    breadth = 8
    settings: ClassVar[type] = PipelineConfig

    def __init__(self, **config: Any) -> None:
        super().__init__(**config)
        self._given = config

    def _learn(self, training: Training, rehearsals: Rehearsals) -> None:
        self.config = config = settled(training, **self._given)
        exams = islice(rehearsals(), config.rehearsals)
        lessons = [lesson for exam in exams for lesson in self._lessons(exam)]
        self._ranker = self._taught(Lessons.joined(lessons)) if lessons else None
        self._board = self._fitted(training)

    def _taught(self, lessons: Lessons) -> Ranker:
        ranker = Ranker.fitted(lessons, self.config.forest, self.config.ridge)
        return ranker.only(
            has_linear=LINEAR in self.config.voices, has_trees=TREES in self.config.voices
        )

    def _fitted(self, training: Training) -> Board:
        return self._telling(Board.fitted(training, self.config.members, self.config.has_fit))

    def _telling(self, board: Board) -> Board:
        config = self.config
        return replace(
            board,
            tellers=config.tellers,
            is_ordered=config.is_ordered,
            newcomers=config.newcomers,
        )

    def _lessons(self, exam: Exam) -> Iterator[Lessons]:
        """What the generators would have said then of those who were right, and of the others."""
        board = self._fitted(exam.training)
        right = cells(exam.positives, exam.queries, exam.candidates)
        left_out = cells(exam.exclude, exam.queries, exam.candidates)
        for rows in chunks(self._asked(right), len(exam.candidates)):
            queries = exam.queries.take(rows)
            pool = board.pool(queries, exam.candidates, left_out[rows], self.config.depth)
            is_right = (right[rows].toarray() != 0)[pool.query, pool.candidate]
            has_any = np.bincount(pool.query, is_right, minlength=len(rows)) > 0
            kept = has_any[pool.query]
            if kept.any():
                sizes = np.bincount(pool.query[kept], minlength=len(rows))
                yield Lessons(pool.names, pool.signals[kept], is_right[kept], sizes[sizes > 0])

    def _asked(self, right: Block) -> np.ndarray:
        """Rows of queries with a right answer, at most so many as are to be learned from."""
        asked = np.flatnonzero(np.diff(right.indptr))
        if len(asked) <= self.config.questions:
            return asked
        rng = np.random.default_rng(self.config.seed)
        return np.sort(rng.choice(asked, self.config.questions, replace=False))

    def rated(self, queries: Entities, candidates: Entities, left_out: Block) -> Scores:
        """The proposed by their score; below them all others, as the generators have them."""
        pool = self.proposals(queries, candidates, left_out)
        found = pool.blend.copy()
        if self._ranker is not None:
            rows = aligned(pool.signals, pool.names, self._ranker.names)
            told = self._ranker.scores(rows) + self.config.pull * pool.blended
            lowest = np.full(len(queries), np.inf)
            np.minimum.at(lowest, pool.query, told)
            found += (
                np.where(np.isfinite(lowest), lowest, 0)[:, None]
                - found.max(axis=1, keepdims=True)
                - 1
            )
            found[pool.query, pool.candidate] = told
        found[left_out.nonzero()] = -np.inf
        return found.astype(np.float32)

    @property
    def generators(self) -> Mapping[str, Recommender]:
        """All that say something, by name."""
        return self._board.members

    @property
    def members(self) -> tuple[str, ...]:
        """The generators that propose."""
        return self._board.proposers

    def proposals(
        self, queries: Entities, candidates: Entities, left_out: Block, is_wide: bool = False
    ) -> Pool:
        """What the generators say of those they propose; of everybody in a wide pool."""
        near = self.config.depth
        return self._board.pool(
            queries, candidates, left_out, self.reach, is_wide=is_wide, near=near
        )

    @property
    def reach(self) -> int:
        """How many each generator proposes for a list."""
        return max(self.config.reach, self.config.depth)

    def parts(self, pool: Pool) -> pd.DataFrame:
        """What each signal adds to a row's score, each generator through the plain mean, and BASE,
        which a query's rows have in common; the columns add up to the score.
        """
        names = [f"{name}{IN_MEAN}" for name in self.members]
        told = pd.DataFrame(pool.blended_by(), columns=names)
        told[BASE] = pool.blended - told.sum(axis=1)
        if self._ranker is None:
            return told
        rows = aligned(pool.signals, pool.names, self._ranker.names)
        learned = pd.DataFrame(
            self._ranker.contributions(rows), columns=[*self._ranker.names, BASE]
        )
        return learned.add(self.config.pull * told, fill_value=0)

    def ratings(self, queries: Entities, candidates: Entities) -> Scores:
        return self.rated(
            queries, candidates, cells(self.training.pairs.iloc[:0], queries, candidates)
        )

    def scores(self, products: Entities, creators: Entities) -> Scores:
        """As the question is who should carry a product."""
        return self.ratings(products, creators)

    def arrays(self) -> Arrays:
        ranker = {} if self._ranker is None else self._ranker.arrays()
        return {f"{RANKER}/{name}": held for name, held in ranker.items()} | {
            f"{member}/{name}": held
            for member, model in self._board.members.items()
            for name, held in model.arrays().items()
        }

    def _restore(self, arrays: Arrays) -> None:
        parts: dict[str, dict[str, NDArray[Any]]] = {}
        for name, held in arrays.items():
            member, _, part = name.partition("/")
            parts.setdefault(member, {})[part] = held
        ranker = parts.pop(RANKER, None)
        self._ranker = None if ranker is None else Ranker.restored(ranker)
        members = {
            name: PARTS[name].restored({}, parts.get(name, {}), self.training)
            for name in suited(self.training, self.config.members)
        }
        self._board = self._telling(Board.of(self.training, members, self.config.has_fit))
