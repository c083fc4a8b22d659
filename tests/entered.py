"""What the tests of costs share: a market with one collaboration, and rows as people enter them."""

from pathlib import Path

import pandas as pd

from data.edits import Edits
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from tests import tiny

ALDER = Scope.of_merchants("a")
SENT = {"product_id": "p1", "creator": "@glow", "shipped_on": "2026-02-10"}

AGREED = {
    "collaboration_id": "k1",
    "merchant_id": "a",
    "product_id": "p1",
    "creator_id": "c1",
    "accepted_at": pd.Timestamp("2026-03-01 20:00"),
    "recorded_at": pd.Timestamp("2026-03-01 21:00"),
    "commission_rate": 0.1,
}


def build(folder: Path) -> Store:
    tables = {**tiny.frames(), "collaborations": pd.DataFrame([AGREED])}
    return tiny.build(Store(folder / "tiny"), tables)


def costs(*rows: tuple[object, ...]) -> pd.DataFrame:
    columns = ["product_id", "valid_from", "unit_cost", "sample_cost"]
    return pd.DataFrame(rows, columns=columns, index=range(2, 2 + len(rows)), dtype=object)


def samples(*rows: dict[str, object]) -> pd.DataFrame:
    """Rows as a file of samples has them, numbered from 2."""
    return pd.DataFrame(list(rows), index=range(2, 2 + len(rows)), dtype=object)


def session(store: Store) -> Session:
    """Shop a's eyes on a market as its lake has it now."""
    return Warehouse.snapshot(store).session(ALDER)


def edits(store: Store) -> Edits:
    return Edits(store, session(store), "a", by="a")
