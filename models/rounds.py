"""A market's exams: each learns from a part and asks for the next; the last ones are the test."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.evaluation import exam
from models.evidence import Evidence, evidence, last_complete_day
from models.exam import Exam, Rehearsals
from models.splits import HeldOut, by_product, by_time, held_out_days, random_folds

FOLDS = 5
REPEATS = 2
"""Times that a rehearsal folds its products anew."""
WINDOWS = 3
"""Exams by time: as many windows back, for older ones say less of today."""


class NothingToLearnError(ValueError):
    """The market has no pair of product and creator, or too few to hold any out."""


@dataclass(frozen=True)
class Exams:
    """`tests` judge methods; `rehearsals` makes such exams of all that is known, the tests among
    them, for the model that serves. `window` holds the days of a test by time.
    """

    tests: tuple[Exam, ...]
    rehearsals: Rehearsals
    window: HeldOut | None = None

    def told(self) -> dict[str, Any]:
        """By time: first held-out days; by product: the number of folds."""
        pairs = sum(len(test.positives) for test in self.tests)
        if self.window is None:
            return {"by": "product", "folds": len(self.tests), "pairs": pairs}
        return {
            "by": "time",
            "validation_from": str(self.window.before.first_day),
            "test_from": str(self.window.first_day),
            "days": self.window.days,
            "pairs": pairs,
        }


def examined(session: Session, seed: int) -> tuple[Evidence, Exams | None]:
    """All that is known of a market, and its exams, if it has pairs enough to hold some out.
    Raises NothingToLearnError.
    """
    known = evidence(session)
    if known.pairs.empty:
        raise NothingToLearnError(
            f"market '{session.version.rpartition('-')[0]}' links no creator to any product; "
            "load collaborations, or orders that name a creator"
        )
    return known, exams(session, known, last_complete_day(session), seed)


def exams(session: Session, known: Evidence, last_day: date | None, seed: int) -> Exams | None:
    """One exam by time where pairs have dates, else five by product; None without pairs enough."""
    window = held_out_days(known.pairs, last_day) if last_day else None
    if window is not None:
        rehearsals = partial(by_windows, session, known, window, seed)
        tests = tuple(islice(rehearsals(), 1))
        if tests and any(tests[0].rehearsals()):
            return Exams(tests, rehearsals, window)
    if known.pairs["product_id"].nunique() < 2 * FOLDS:
        return None
    folds = random_folds(known.pairs["product_id"], FOLDS, seed)
    rehearsals = partial(by_folds, known, folds, seed)
    return Exams(tuple(rehearsals()), rehearsals)


def by_windows(session: Session, known: Evidence, window: HeldOut, seed: int) -> Iterator[Exam]:
    """Who starts in the window, learned from before it; then the same of the windows before, until
    there is nothing left to learn or to find.
    """
    for _ in range(WINDOWS):
        before = known.before(session, window.first_day)
        split = by_time(before.pairs, known.pairs, window)
        if split.train.empty or split.test.empty:
            return
        earlier = partial(by_windows, session, before, window.before, seed)
        yield exam(before, split, seed, earlier)
        known, window = before, window.before


def by_folds(
    known: Evidence, fold_of: pd.Series, seed: int, creator_ids: np.ndarray | None = None
) -> Iterator[Exam]:
    """Each fold of the products is asked for once, by default among all creators without a pair in
    the others. A rehearsal leaves creators out who have no pair at all, for whoever is still to be
    found is no wrong answer.
    """
    among = known.creators["creator_id"].to_numpy(np.str_) if creator_ids is None else creator_ids
    for name in sorted(fold_of.unique()):
        split = by_product(known.pairs, fold_of, name, among)
        yield exam(known, split, seed, partial(within, known, split.queries, seed))


def within(known: Evidence, hidden: tuple[str, ...], seed: int) -> Iterator[Exam]:
    """Exams by product as if the hidden products had never been listed, each product asked for in
    several, among others.
    """
    left = known.without_products(hidden)
    if left.pairs["product_id"].nunique() < FOLDS:
        return
    among = left.pairs["creator_id"].unique().astype(np.str_)
    for repeat in range(REPEATS):
        folds = random_folds(left.pairs["product_id"], FOLDS, seed + repeat)
        yield from by_folds(left, folds, seed + repeat, among)
