"""Samples that cannot be saved: every wrong cell is named with a remedy, and nothing is written."""

from datetime import date

import pytest

from data import lake
from data.edit_rows import EditError
from data.edits import Edits
from data.store import Store
from data.warehouse import Warehouse
from tests import deals, tiny
from tests.entered import ALDER, SENT, samples


@pytest.fixture(scope="module")
def agreed(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A market with collaborations of each stage, which nothing here may change."""
    store = Store(tmp_path_factory.mktemp("store") / "tiny")
    return Warehouse.snapshot(tiny.build(store, deals.tables()))


def refused(warehouse: Warehouse, *rows: dict[str, object]) -> EditError:
    """The error that saving these samples ends in; nothing may have been written."""
    with pytest.raises(EditError) as told:
        Edits(warehouse.store, warehouse.session(ALDER), "a", by="a").save_samples(samples(*rows))
    assert len(lake.manifests(warehouse.store)) == 1
    return told.value


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"product_id": "p9"}, "product_id", "no product of this shop"),
        ({"product_id": "p3"}, "product_id", "no product of this shop"),
        ({"product_id": "1.72938E+18"}, "product_id", "cut short"),
        ({"product_id": None}, "product_id", "is empty"),
        ({"creator": "nobody"}, "creator", "no creator of this market"),
        ({"creator": "@two words"}, "creator", "no handle"),
        ({"creator": ""}, "creator", "is empty"),
        ({"received_on": "2026-02-09"}, "received_on", "before shipped_on"),
        ({"posted_on": date(2026, 2, 9)}, "posted_on", "before shipped_on"),
        ({"shipped_on": None, "received_on": "2026-02-09"}, "shipped_on", "is empty, but"),
        ({"shipped_on": "10.02.2026"}, "shipped_on", "no day"),
        ({"shipped_on": "1926-02-10"}, "shipped_on", "not between"),
        ({"received_on": "2206-02-10"}, "received_on", "not between"),
        ({"flat_fee": "12,50"}, "flat_fee", "no number"),
        ({"flat_fee": -1}, "flat_fee", "below 0"),
        ({"flat_fee": "1e30"}, "flat_fee", ""),
        ({"flat_fee": 5, "shipped_on": None}, "agreed_on", "every other day"),
        ({"commission_percent": 101}, "commission_percent", "between 0 and 100"),
        ({"collaboration_id": "k9"}, "collaboration_id", "no collaboration of this shop"),
        ({"collaboration_id": "quiet"}, "collaboration_id", "of another pair"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_written(
    agreed: Warehouse, change: dict[str, object], column: str, reason: str
) -> None:
    right = {**SENT, "creator": "@new", "received_on": "2026-02-12"}
    (problem,) = refused(agreed, right, {**SENT, **change}).problems
    assert (problem.row, problem.column) == (3, column)
    assert reason in problem.reason
    assert problem.remedy


def test_a_sample_said_twice_is_named(agreed: Warehouse) -> None:
    (new,) = refused(agreed, SENT, {**SENT, "creator": "c1"}).problems
    assert (new.row, new.column, "as row 2" in new.reason) == (3, "product_id", True)
    sent = {**SENT, "shipped_on": "2026-03-02"}
    (known,) = refused(agreed, {**sent, "collaboration_id": "again"}, sent).problems
    assert (known.row, "as row 2" in known.reason) == (3, True)
    moved = {**SENT, "collaboration_id": "again"}
    (same,) = refused(agreed, moved, SENT).problems
    assert (same.row, "as row 2" in same.reason) == (3, True)
