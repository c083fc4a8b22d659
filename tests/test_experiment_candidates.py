"""Who may be drawn into an experiment, and what a market tells of them."""

from dataclasses import replace

import pandas as pd
import pytest

from data.scope import Scope
from data.warehouse import Warehouse
from models.experiments.candidates import (
    Wish,
    candidates,
    chosen_pairs,
    creator_units,
    matched_pairs,
    pair_units,
    ways,
)
from models.experiments.spread import Asked, funnel, spread
from tests.tested import market

LAST_DAY = pd.Timestamp("2026-03-08").date()
ALDER = Scope.of_merchants("a")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A market with one experiment; nobody writes to it."""
    return Warehouse.snapshot(market(tmp_path_factory.mktemp("store")))


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
