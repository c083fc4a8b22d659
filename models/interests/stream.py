"""The events of all shoppers or creators, each one's in order of time, as arrays."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.warehouse import Session
from models.entities import Ids
from models.interests.keys import Keys
from models.question import sql

Rows = NDArray[np.int64]
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Stream:
    """A row per event: places of its entity and product, `seconds` since 1970, local `day`."""

    kind: str
    entities: Ids
    entity: Rows
    product: Rows
    seconds: NDArray[np.float64]
    day: Rows

    @classmethod
    def before(
        cls, session: Session, kind: str, keys: Keys, cut_off: date | None = None
    ) -> "Stream":
        """All events before a local day (None: by now) on products with keys."""
        found = session.frame(sql("interest_events"), kind=kind, cut_off=cut_off)
        product = found["product_id"].map(keys.product)
        found = found[product.notna()]
        entity, entities = pd.factorize(found["entity_id"])
        return cls(
            kind,
            entities.to_numpy(np.str_),
            entity.astype(np.int64),
            product.dropna().to_numpy(np.int64),
            found["seconds"].to_numpy(float),
            found["day"].to_numpy(np.int64),
        )

    def __len__(self) -> int:
        return len(self.entity)

    def where(self, kept: NDArray[np.bool_]) -> "Stream":
        """Some of the events; entities keep their places."""
        arrays = ("entity", "product", "seconds", "day")
        return replace(self, **{name: getattr(self, name)[kept] for name in arrays})

    def until(self, day: int) -> "Stream":
        """The events before a day."""
        return self.where(self.day < day)

    def moves(self) -> NDArray[np.bool_]:
        """Which events turn to something: for shoppers another product than the one before, for
        creators a product that they had never carried.
        """
        if self.kind == "creator":
            return ~pd.DataFrame({"e": self.entity, "p": self.product}).duplicated().to_numpy()
        is_same = (self.entity[1:] == self.entity[:-1]) & (self.product[1:] == self.product[:-1])
        return np.concatenate([np.ones(min(len(self), 1), bool), ~is_same])

    def bounds(self) -> Rows:
        """Where the events of each entity begin; one more, where the last ends."""
        return np.searchsorted(self.entity, np.arange(len(self.entities) + 1))
