"""Lists on a market: kept within the own shop, never changed, taken back, and recognised again."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from data.edits import NotYourShopError
from data.experiment_lists import KeptList, ListHeldError, keep_list, take_back, written_by
from data.manifests import manifests
from data.scope import Scope
from data.sources import Options, inspect
from data.store import Store
from data.warehouse import Session, Warehouse
from models.experiments.candidates import (
    Wish,
    candidates,
    chosen_pairs,
    creator_units,
    matched_pairs,
    pair_units,
    product_units,
    ways,
)
from models.experiments.drawing import Draw, draw
from models.experiments.followed import experiments
from models.experiments.spread import Asked, funnel, spread
from pages.components.downloads import csv
from tests.tested import market

LAST_DAY = pd.Timestamp("2026-03-08").date()
AT = datetime(2026, 3, 8, 12)
ALDER = Scope.of_merchants("a")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A market with one experiment; nobody writes to it."""
    return Warehouse.snapshot(market(tmp_path_factory.mktemp("store")))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return market(tmp_path, products=24)


def of(store: Store, scope: Scope = ALDER) -> Session:
    return Warehouse.snapshot(store).session(scope)


def drawn(session: Session, name: str = "Summer") -> pd.DataFrame:
    """A list of shop a's products, as the page draws it."""
    known = candidates(session, LAST_DAY, "USD", "a")
    units = product_units(known.products, Wish("unit", 50))
    return draw(units, Draw(name, "product", "invitation"), AT)


def test_a_kept_list_is_recognised(store: Store) -> None:
    rows = drawn(of(store))
    kept = keep_list(store, of(store), rows, by="a")
    assert kept == KeptList(load=2, rows=20)
    name = rows["experiment_id"].iloc[0]
    known = experiments(of(store)).set_index("experiment_id")
    assert known.loc[name, "units"] == 20
    assert sorted(known.loc[name, "arms"]) == ["invited", "left_alone"]
    assert manifests(store)[-1].by == "a"


def test_a_shop_takes_back_its_own_list(store: Store) -> None:
    """Then it is on record no more, and may be drawn and kept anew."""
    rows = drawn(of(store))
    name = rows["experiment_id"].iloc[0]
    keep_list(store, of(store), rows, by="a")
    assert take_back(store, of(store), name, by="a") == 2
    assert experiments(of(store))["experiment_id"].tolist() == ["spring-1"]
    assert manifests(store)[-1].by == "a"
    with pytest.raises(NotYourShopError, match="is none that you kept here"):
        take_back(store, of(store), name, by="a")
    assert keep_list(store, of(store), rows, by="a").load == 4


def test_nobody_takes_back_the_list_of_another_shop(store: Store) -> None:
    """Nor one that has another shop's units among the own, nor one of the own shop that someone
    else kept, nor one that came in a file.
    """
    everyone = of(store, Scope.everything())
    own = drawn(of(store))
    keep_list(store, of(store), own, by="a")
    known = candidates(everyone, LAST_DAY, "USD")
    both = draw(
        product_units(known.products, Wish("unit", 50)), Draw("Both", "product", "sample"), AT
    )
    keep_list(store, everyone, both, by="analyst")
    held = Warehouse.snapshot(store)
    birch, everything = Scope.of_merchants("b"), Scope.everything()
    for scope, rows in ((birch, own), (ALDER, both), (birch, both)):
        with pytest.raises(NotYourShopError):
            take_back(store, held.session(scope), rows["experiment_id"].iloc[0], by="b")
    name, whole = own["experiment_id"].iloc[0], both["experiment_id"].iloc[0]
    assert written_by(store, held.session(ALDER), name, "a") == 2
    assert written_by(store, held.session(ALDER), name, "someone else") is None
    assert written_by(store, held.session(ALDER), "spring-1", "command") is None, "from a file"
    for listed, number in ((name, 2), (whole, 3)):
        assert written_by(store, held.session(everything), listed, "analyst") == number
    assert len(manifests(store)) == 3


def test_a_list_on_record_is_never_changed(store: Store) -> None:
    rows = drawn(of(store))
    keep_list(store, of(store), rows, by="a")
    with pytest.raises(ListHeldError, match="is on record already; change its name or its seed"):
        keep_list(store, of(store), rows, by="a")
    assert len(manifests(store)) == 2


@pytest.mark.parametrize(
    ("change", "what"),
    [({"merchant_id": "b"}, "shop 'b'"), ({"unit_id": "p100"}, "product 'p100'")],
)
def test_a_shop_writes_its_own_units_alone(store: Store, change: dict[str, str], what: str) -> None:
    """p100 is shop b's, whatever shop the row names."""
    rows = drawn(of(store)).head(2)
    rows.loc[0, list(change)] = list(change.values())
    with pytest.raises(NotYourShopError, match=f"no {what} that you may test with"):
        keep_list(store, of(store), rows, by="a")
    assert len(manifests(store)) == 1


def test_the_download_loads_as_assignments(store: Store, tmp_path: Path) -> None:
    """What is downloaded and loaded as a table of our own is what Keep would have written."""
    rows = drawn(of(store))
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / f"assignments-{rows['experiment_id'].iloc[0]}.csv").write_bytes(csv(rows, {}))
    told = Options("tested", time_zone="America/Los_Angeles", currency="USD")
    read = inspect([folder], told).load_into(store)
    assert not read.problems
    loaded = (
        Warehouse.snapshot(store)
        .session(ALDER)
        .frame("from assignments where experiment_id <> 'spring-1' order by unit_id")
    )
    pd.testing.assert_frame_equal(
        loaded[list(rows)].astype(object), rows.astype(object), check_dtype=False
    )


def test_who_may_be_drawn(held: Warehouse) -> None:
    """Pairs that work together already are no candidates; drawn together by product, a product has
    so many creators, else one.
    """
    known = candidates(held.session(ALDER), LAST_DAY, "USD", "a")
    assert len(known.products) == 32  # 30 of the experiment, p1 and p2
    pairs = pair_units(known, Wish("product", 12, each=3))
    begun = set(zip(known.begun["product_id"], known.begun["creator_id"], strict=True))
    assert begun
    assert begun.isdisjoint(zip(pairs["product_id"], pairs["creator_id"], strict=True))
    assert (pairs.groupby("cluster_id").size() == 3).all()
    single = pair_units(known, Wish("creator", 12, each=4))
    assert not single["product_id"].duplicated().any()
    assert (single["cluster_id"] == single["creator_id"]).all()
    few = creator_units(known.creators, "a", Wish("unit", 4))
    assert len(few) == 4
    asked = pd.DataFrame({"product_id": ["p101", "p100"], "creator_id": ["c100", "c100"]})
    assert chosen_pairs(asked, known, Wish("product", 9))["unit_id"].tolist() == ["p101|c100"]


def test_pairs_are_the_top_of_the_match_lists(held: Warehouse) -> None:
    """Three products with lists of their own: the best who does not work with it yet; by creator
    the best who is not taken twice; of products and creators that are not known none.
    """
    known = candidates(held.session(ALDER), LAST_DAY, "USD", "a")
    lists = {"p101": ["c100", "c101"], "p102": ["c100", "c102"], "p103": ["c100", "c104"]}
    lists["gone"] = ["c100"]
    rows = [(product, creator) for product, names in lists.items() for creator in names]
    matches = pd.DataFrame(rows, columns=["product_id", "creator_id"])
    known = replace(known, begun=pd.DataFrame({"product_id": ["p102"], "creator_id": ["c100"]}))
    one = matched_pairs(known, matches, Wish("product", 9))
    assert one["unit_id"].tolist() == ["p101|c100", "p102|c102", "p103|c100"]
    two = matched_pairs(known, matches, Wish("product", 9, each=2))
    assert two["cluster_id"].tolist() == ["p101", "p101", "p102", "p103", "p103"]
    single = matched_pairs(known, matches, Wish("creator", 9, each=1))
    assert single["unit_id"].tolist() == ["p101|c100", "p102|c102", "p103|c104"]
    assert matched_pairs(known, matches, Wish("creator", 9, each=2))["cluster_id"].tolist() == [
        *("c100", "c102", "c100"),
    ]


def test_categories_are_offered_where_there_are_enough() -> None:
    rows = pd.DataFrame({"category": [f"k{n % 20}" for n in range(50)]})
    assert ways("product", rows, 20) == ("unit", "category")
    assert ways("pair", rows.head(19), 20) == ("product", "creator")


def test_a_market_tells_its_spread_to_enough_shops_alone(held: Warehouse) -> None:
    asked = Asked("product", "net_gmv", "USD", LAST_DAY)
    found = spread(held.session(Scope.everything()), asked)
    assert found is not None
    assert (found.units, found.shops) == (43, 2)
    assert spread(held.session(Scope.everything()), asked, fewest_shops=6) is None
    assert found.is_enough
    own = spread(
        held.session(Scope.everything()), Asked("product", "net_gmv", "USD", LAST_DAY, "b")
    )
    assert own is not None
    assert own.units == 11, "10 of the experiment and p3"
    assert not own.is_enough


def test_a_market_tells_who_starts(held: Warehouse) -> None:
    """20 pairs would have been invited; on record are the 10 that posted."""
    later = pd.Timestamp("2026-03-08").date()
    found = funnel(held.session(Scope.everything()), later, "invited")
    assert found is not None
    assert (found.asked, found.started, found.shops) == (10, 10, 2)
    assert found.share == pytest.approx(11 / 12)
    assert funnel(held.session(Scope.everything()), later, "sampled") is None
