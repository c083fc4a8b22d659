"""Rounds of judgement: each fits on a part, chooses on the next, and tells on the last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.evidence import Evidence, pairs
from models.splits import HeldOut, Split, by_product, by_time, held_out_days, random_folds

FOLDS = 5


@dataclass(frozen=True)
class Round:
    """`validation` chooses the method and lies wholly within what `test` learns from."""

    validation: Split
    test: Split

    @property
    def hidden(self) -> tuple[str, ...]:
        """Products that validation must not see at all: those that the test holds out whole."""
        return () if self.test.cut_off else self.test.queries


def rounds(session: Session, known: Evidence, last_day: date | None, seed: int) -> list[Round]:
    """One round by time where pairs have dates, else five by product; none without pairs enough."""
    window = held_out_days(known.pairs, last_day) if last_day else None
    if window is not None:
        by_days = _by_days(session, known.pairs, window)
        if by_days is not None:
            return [by_days]
    if known.pairs["product_id"].nunique() < 2 * FOLDS:
        return []
    folds = random_folds(known.pairs["product_id"], FOLDS, seed)
    return list(by_folds(known, folds))


def by_folds(known: Evidence, fold_of: pd.Series) -> Iterator[Round]:
    """Each fold is the test once; the next one is its validation."""
    creators = known.creators["creator_id"].to_numpy(np.str_)
    names = sorted(fold_of.unique())
    for place, name in enumerate(names):
        test = by_product(known.pairs, fold_of, name, creators)
        following = names[(place + 1) % len(names)]
        yield Round(by_product(test.train, fold_of, following, creators), test)


def _by_days(session: Session, everything: pd.DataFrame, window: HeldOut) -> Round | None:
    """The window is the test, as many days before it the validation; None if either is empty."""
    before = pairs(session, window.first_day)
    earlier = pairs(session, window.before.first_day)
    test = by_time(before, everything, window)
    validation = by_time(earlier, before, window.before)
    parts = (test.test, validation.test, validation.train)
    return None if any(part.empty for part in parts) else Round(validation, test)
