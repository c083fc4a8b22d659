"""Whoever looks sees the own scope, in every view there is, and nothing without one.

What shop b may see of a view is worked out from tests/two_shops.py.
"""

from collections.abc import Iterator

import pandas as pd
import pytest

from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from tests import two_shops

PUBLIC = ("market", "creators", "creator_audience", "creator_aliases")
ANALYSTS_ALONE = ("loads", "quarantine")
IN_PART = ("content", "entity_features", "live_minutes", "promotions")
BIRCH = Scope.of_merchants("b")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    opened = Warehouse.open(two_shops.build(Store(tmp_path_factory.mktemp("store") / "tiny")))
    yield opened
    opened.close()


def seen(session: Session, view: str) -> pd.DataFrame:
    return session._cursor.table(view).df()


def rows(session: Session, view: str, of: str | None = None) -> list[str]:
    """The rows of a view as texts, in order; `of`: those of one shop."""
    found = session._cursor.table(view)
    named = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    return sorted(repr(row) for row in named if of in (None, row.get("merchant_id")))


@pytest.mark.parametrize("view", two_shops.VIEWS)
def test_without_a_scope_nothing_returns(warehouse: Warehouse, view: str) -> None:
    assert len(seen(warehouse.session(Scope.everything()), view)), "what is empty proves nothing"
    assert seen(warehouse.session(Scope.of_merchants()), view).empty
    assert warehouse._connection.cursor().table(view).fetchall() == []


OWN = sorted({*two_shops.VIEWS} - {*PUBLIC, *ANALYSTS_ALONE, *IN_PART})


@pytest.mark.parametrize("view", OWN)
def test_a_shop_sees_its_own_rows_alone(warehouse: Warehouse, view: str) -> None:
    every = warehouse.session(Scope.everything())
    assert rows(every, view, "a"), "what another shop lacks proves nothing"
    assert rows(every, view, "b")
    assert rows(warehouse.session(BIRCH), view) == rows(every, view, "b")


@pytest.mark.parametrize("view", PUBLIC)
def test_what_is_public_is_seen_whole(warehouse: Warehouse, view: str) -> None:
    assert rows(warehouse.session(BIRCH), view) == rows(warehouse.session(Scope.everything()), view)


@pytest.mark.parametrize("view", ANALYSTS_ALONE)
def test_how_loads_went_is_for_analysts(warehouse: Warehouse, view: str) -> None:
    assert seen(warehouse.session(BIRCH), view).empty


def test_a_shop_sees_content_and_features_of_what_it_sells(warehouse: Warehouse) -> None:
    session = warehouse.session(BIRCH)
    assert seen(session, "content")["content_id"].tolist() == ["v1"]
    entities = seen(session, "entity_features")["entity_id"]
    assert sorted(entities) == ["c1", "p3"], "creators are public, another's product is not"


def test_of_a_shared_live_session_another_shops_part_is_hidden(warehouse: Warehouse) -> None:
    minutes = seen(warehouse.session(BIRCH), "live_minutes").set_index("minute_at").sort_index()
    assert minutes["content_id"].tolist() == ["v1", "v1"], "l1 has no product of b"
    assert minutes["viewers"].tolist() == [10, 10]
    told = minutes[["merchant_id", "pinned_product_id", "promotion", "violation"]]
    assert told.iloc[0].isna().all()
    assert told.iloc[1].tolist() == ["b", "p3", "offer of b", "fault of b"]


def test_a_promotion_tells_its_use_where_it_is_ones_own(warehouse: Warehouse) -> None:
    own, every = (
        seen(warehouse.session(scope), "promotions").set_index("promotion_id")["redemptions"]
        for scope in (BIRCH, Scope.everything())
    )
    assert every.to_dict() == {"shared": 9, "own": 4, "other": 7, "sale": 3}
    assert set(own.index) == {"shared", "other", "sale"}, "own is of shop a alone"
    assert own["other"] == 7
    assert own[["shared", "sale"]].isna().all(), "a part of that is another shop's"


def test_a_shop_sees_its_own_edits(warehouse: Warehouse) -> None:
    edits = seen(warehouse.session(BIRCH), "edits")
    assert edits[["merchant_id", "by"]].to_numpy().tolist() == [["b", "b"]]
