"""Ids that mean nothing: neither their text nor their order can tell a method anything."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from models.entities import Entities, Ids
from models.exam import Exam, Training


@dataclass(frozen=True)
class Opaque:
    """Names in an order that the seed draws; what stands for one is its number in that order."""

    names: Ids

    @classmethod
    def of(cls, names: Iterable[str], seed: int) -> "Opaque":
        every = np.unique(np.array(list(names), np.str_))
        return cls(np.random.default_rng(seed).permutation(every))

    @property
    def ids(self) -> Ids:
        """Every id, in order."""
        return np.array([f"{number:08d}" for number in range(len(self.names))], np.str_)

    def hidden(self, names: pd.Series) -> pd.Series:
        """The ids that stand for names."""
        return names.map(dict(zip(self.names.tolist(), self.ids.tolist(), strict=True))).astype(
            "str"
        )

    def shown(self, ids: Ids) -> Ids:
        """The names behind ids."""
        return self.names[ids.astype(np.int64)]


def veiled(exam: Exam, products: Opaque, creators: Opaque) -> Exam:
    """The same exam, and the same rehearsals of it, under ids that mean nothing."""
    names = {"product": products, "creator": creators}

    def ids(entities: Entities) -> Entities:
        hidden = names[entities.kind].hidden(pd.Series(entities.ids))
        return replace(entities, ids=hidden.to_numpy(np.str_))

    def pairs(frame: pd.DataFrame) -> pd.DataFrame:
        columns = {f"{kind}_id": own for kind, own in names.items()}
        return frame.assign(**{name: own.hidden(frame[name]) for name, own in columns.items()})

    known = exam.training
    return Exam(
        Training(ids(known.products), ids(known.creators), pairs(known.pairs)),
        ids(exam.queries),
        ids(exam.candidates),
        pairs(exam.exclude),
        pairs(exam.positives),
        lambda: (veiled(earlier, products, creators) for earlier in exam.rehearsals()),
    )
