"""A creator who changed their handle is one creator, whichever is loaded first."""

from datetime import date
from itertools import permutations
from pathlib import Path

import pandas as pd
import pytest

from data import aliases, lake
from data.aliases import AliasError, resolved
from data.manifests import undo
from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from tests import tiny
from tests.visits import app_on, visit

OLD = pd.DataFrame([{"creator_id": "glow_old", "handle": "glow_old"}])
SOLD = pd.DataFrame([tiny.line("o90", "p1", "d2", 5_000, creator_id="glow_old")])


def of_creators(warehouse: Warehouse) -> list[tuple[object, ...]]:
    return warehouse.session(Scope.everything()).rows(
        "select creator_id, sum(gmv) from sales where creator_id is not null group by 1 order by 1"
    )


def known(warehouse: Warehouse) -> list[str]:
    rows = warehouse.session(Scope.everything()).rows("select creator_id from creators order by 1")
    return [name for (name,) in rows]


def load_old(store: Store) -> None:
    with lake.load(store, "an export") as load:
        load.add("creators", OLD)
        load.add("order_lines", SOLD)


def join(store: Store) -> None:
    aliases.join(store, "glow_old", "c1", "Ann")


@pytest.mark.parametrize("steps", permutations([load_old, join]))
def test_what_was_sold_under_an_older_handle_is_the_creators(tmp_path: Path, steps) -> None:
    store = tiny.build(Store(tmp_path / "tiny"))
    followed = Warehouse.snapshot(store)
    alone = dict(of_creators(followed))
    for step in steps:
        step(store)
        followed.take_up()
    expected = {**alone, "c1": alone["c1"] + 5_000}
    assert dict(of_creators(followed)) == expected
    assert dict(of_creators(Warehouse.snapshot(store))) == expected
    assert known(followed) == known(Warehouse.snapshot(store)) == ["c1", "c2"]


def figure(creator: str, gmv: int, day: int = 1) -> dict[str, object]:
    """A month's GMV that a shop reports of a creator."""
    window = {"starts_on": date(2026, 2, day), "ends_on": date(2026, 2, 28)}
    about = {"source": "a report", "entity_type": "creator", "entity_id": creator}
    return {**about, **window, "metric": "gmv", "value": gmv, "currency": "USD"}


@pytest.mark.parametrize("is_joined_first", [True, False])
def test_what_is_reported_of_an_older_handle_is_the_creators(
    tmp_path: Path, is_joined_first: bool
) -> None:
    """Told under both handles, of one window, the present one's figure counts."""
    store = tiny.build(Store(tmp_path / "tiny"))
    followed = Warehouse.snapshot(store)
    told = pd.DataFrame([figure("glow_old", 100), figure("c1", 300, 2), figure("glow_old", 200, 2)])
    if is_joined_first:
        join(store)
    with lake.load(store, "a report") as load:
        load.add("reported_metrics", told)
    followed.take_up()
    if not is_joined_first:
        join(store)
        followed.take_up()
    asked = "select entity_id, value from reported_metrics order by starts_on"
    for warehouse in (followed, Warehouse.snapshot(store)):
        rows = warehouse.session(Scope.everything()).rows(asked)
        assert rows == [("c1", 100), ("c1", 300)]


def test_undone_the_two_are_two_again(tmp_path: Path) -> None:
    store = tiny.build(Store(tmp_path / "tiny"))
    load_old(store)
    warehouse = Warehouse.snapshot(store)
    before = of_creators(warehouse)
    joined = aliases.join(store, "glow_old", "c1", "Ann")
    warehouse.take_up()
    assert of_creators(warehouse) != before
    assert joined is not None
    undo(store, joined.number, "Ann")
    warehouse.take_up()
    assert of_creators(warehouse) == before
    assert known(warehouse) == ["c1", "c2", "glow_old"]


def test_a_chain_of_handles_ends_at_the_newest_and_a_ring_at_none() -> None:
    assert resolved([("a", "b"), ("b", "c")]) == {"a": "c", "b": "c"}
    assert resolved([("a", "b"), ("b", "a"), ("r", "a"), ("x", "y")]) == {"x": "y"}


def test_a_creator_cannot_be_joined_with_themselves(tmp_path: Path) -> None:
    store = tiny.build(Store(tmp_path / "tiny"))
    with pytest.raises(AliasError, match="choose two different ones"):
        aliases.join(store, "c1", "c1", "Ann")


def test_the_data_page_offers_to_join_whom_one_content_names(tmp_path: Path) -> None:
    """Content v1 stands under c1 and, later, c9: joined, c1's sales are c9's."""
    store = tiny.build(Store(tmp_path / "tiny"))
    with lake.load(store, "an export") as load:
        load.add("affiliate_lines", pd.DataFrame([CREDITED | one for one in NAMED]))
    with app_on(tmp_path):
        page = visit("sources", show="Checks", check="content_of_two_creators")
        titles = [check.value for check in page.markdown]
        assert any("One creator under two handles?" in title for title in titles)
        page.button(key="FormSubmitter:join-creators-They are one creator").click().run()
        assert not page.exception
        assert any("is c9 from now on" in said.value for said in page.success)
    joined = Warehouse.snapshot(store)
    assert "c1" not in dict(of_creators(joined))
    rows = joined.session(Scope.everything()).rows("select creator_id, followers from creators")
    assert sorted(rows) == [("c2", 900), ("c9", 12_000)]


CREDITED = {
    "merchant_id": "a",
    "product_id": "p1",
    "content_id": "v1",
    "quantity": 1,
    "payment": 9_900,
    "currency": "USD",
    "status": "completed",
    "refund": 0,
    "sku_id": "p1",
    "recorded_at": tiny.frames()["order_lines"]["created_at"].max(),
}
NAMED = [
    {"order_id": "o1", "creator_id": "c1", "created_at": pd.Timestamp("2026-03-01 20:00")},
    {"order_id": "x", "creator_id": "c9", "created_at": pd.Timestamp("2026-03-02 20:00")},
]
