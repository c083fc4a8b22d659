"""Whoever looks sees the own scope, in every view there is, and nothing without one.

What shop b may see of a view is worked out from tests/two_shops.py.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from tests import deals, tiny, two_shops

PUBLIC = ("market", "creators", "creator_audience", "creator_aliases")
ANALYSTS_ALONE = ("loads", "quarantine")
IN_PART = ("content", "entity_features", "live_minutes", "promotions")
ALDER, BIRCH = Scope.of_merchants("a"), Scope.of_merchants("b")


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


def named(folder: Path, **tables: pd.DataFrame) -> Warehouse:
    """The tiny market, and c9 of whom nothing is known but the handle, with an alias."""
    bare = pd.DataFrame([{"creator_id": "c9", "handle": "rival_pick"}])
    alias = pd.DataFrame([{"alias": "old pick", "creator_id": "c9"}])
    found = {**tiny.frames(), **tables}
    found["creators"] = pd.concat([found["creators"], bare])
    store = tiny.build(Store(folder / "tiny"), {**found, "creator_aliases": alias})
    return Warehouse.snapshot(store)


def sold_for(shop: str, product: str, **more: object) -> pd.DataFrame:
    """The tiny market's lines, and one of a shop that c9 sold."""
    line = tiny.line("x", product, "d2", 100, merchant_id=shop, creator_id="c9", **more)
    return pd.concat([tiny.frames()["order_lines"], pd.DataFrame([line])])


AUDIENCE = {"creator_id": "c9", "dimension": "age", "bucket": "25-34", "share": 1.0}
TOPIC = {"entity_type": "creator", "entity_id": "c9", "block": "topic", "vector": [0.5]}


@pytest.mark.parametrize(
    ("tables", "is_seen"),
    [
        ({"order_lines": sold_for("a", "p1")}, False),
        ({"order_lines": sold_for("b", "p3")}, True),
        ({"order_lines": sold_for("b", "p3", status="unpaid")}, True),
        ({"collaborations": pd.DataFrame([deals.deal("k", "c9")])}, False),
        ({"creator_audience": pd.DataFrame([AUDIENCE])}, True),
        ({"entity_features": pd.DataFrame([TOPIC])}, True),
    ],
)
def test_a_creator_without_a_profile_is_known_to_whom_it_sold_for(
    tmp_path: Path, tables: dict[str, pd.DataFrame], is_seen: bool
) -> None:
    """Whether c9 sells for shop a cannot be asked as shop b; c1 and c2 have profiles."""
    warehouse = named(tmp_path, **tables)
    for scope, sees in ((BIRCH, is_seen), (Scope.everything(), True)):
        session = warehouse.session(scope)
        assert set(seen(session, "creators")["creator_id"]) == {"c1", "c2", *["c9"] * sees}
        assert len(seen(session, "creator_aliases")) == sees


def test_the_shop_itself_knows_whom_its_reports_name(tmp_path: Path) -> None:
    session = named(tmp_path, order_lines=sold_for("a", "p1")).session(ALDER)
    assert "c9" in set(seen(session, "creators")["creator_id"])


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
