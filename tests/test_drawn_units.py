"""Who was drawn, asked in one place: sides of a unit, local days, within the scope."""

from datetime import date
from pathlib import Path

import pandas as pd

from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from tests import tiny

UNITS = {"pair": "p1|c1", "product": "p1", "creator": "c1", "shopper": "s1"}


def test_who_was_drawn_by_hand(tmp_path: Path) -> None:
    """Five in the morning of the 9th in UTC is the evening of the 8th in Los Angeles."""
    rows = pd.DataFrame(
        {
            "experiment_id": "e",
            "unit_type": list(UNITS),
            "unit_id": list(UNITS.values()),
            "merchant_id": "a",
            "arm": "invited",
            "assigned_at": pd.Timestamp("2026-03-09 05:00"),
        }
    )
    store = tiny.build(Store(tmp_path / "tiny"), {**tiny.frames(), "assignments": rows})
    warehouse = Warehouse.snapshot(store)
    day, asked = date(2026, 3, 8), "select unit_type, product_id, creator_id, assigned_on "
    asked += "from drawn_units order by unit_type"
    assert warehouse.session(Scope.of_merchants("a")).rows(asked) == [
        ("creator", None, "c1", day),
        ("pair", "p1", "c1", day),
        ("product", "p1", None, day),
        ("shopper", None, None, day),
    ]
    assert warehouse.session(Scope.of_merchants("b")).rows(asked) == []
