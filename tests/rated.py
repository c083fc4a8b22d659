"""A market as its rates are learned from it: its session, traits, last whole day and counts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from models.evidence import READ as READ_BY_MATCHES
from models.evidence import last_complete_day
from models.rates.cells import READ, Cells, rate_cells
from models.rates.channel_rate import Rows
from models.rates.pair import Asked, pair_known
from models.rates.traits import Traits, traits


@dataclass(frozen=True)
class Rated:
    """One market's session and what is read of it."""

    session: Session
    known: Traits
    last_day: date
    cells: Cells

    @classmethod
    def of(cls, store: Store) -> "Rated":
        snapshot = Warehouse.snapshot(store, READ_BY_MATCHES | READ)
        session = snapshot.session(Scope.everything())
        known, last_day = traits(session), last_complete_day(session)
        assert last_day is not None
        return cls(
            session, known, last_day, rate_cells(session, known.products.reset_index(), last_day)
        )

    def asked(self, product: str, creator: str) -> Asked:
        """A pair as the page asks for it."""
        row = self.known.products.loc[product]
        brand = "" if pd.isna(row["brand"]) else row["brand"]
        return Asked(product, creator, row["category"], brand, int(row["price"]))

    def pair(self, product: str, creator: str, **on_behalf: Any) -> Rows:
        """What is known of it after the last day."""
        return pair_known(self.session, self.asked(product, creator), self.last_day, **on_behalf)
