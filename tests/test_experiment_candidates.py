"""Who may be drawn into an experiment, and what a market tells of them."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pandas as pd
import pytest

from data.scope import Scope
from data.warehouse import Warehouse
from models.experiments.candidates import Wish, candidates, creator_units, ways
from models.experiments.drawing import Draw, Overlap, draw, overlap
from models.experiments.pairing import chosen_pairs, linked, matched_pairs, pair_units
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


def test_each_creator_for_one_product_by_hand(held: Warehouse) -> None:
    """Every product takes its best who is left, in turn: of four with the same two creators none
    has both; who is taken makes room for the next in the list.
    """
    known = candidates(held.session(ALDER), LAST_DAY, "USD", "a")
    none = pd.DataFrame({"product_id": [], "creator_id": []}, dtype=str)
    known = replace(known, begun=none)
    lists = {"p101": ["c100", "c101"], "p102": ["c100", "c102"], "p103": ["c100", "c104", "c101"]}
    lists |= {"p104": ["c100", "c102"]}
    rows = [(product, creator) for product, names in lists.items() for creator in names]
    matches = pd.DataFrame(rows, columns=["product_id", "creator_id"])
    apart = matched_pairs(known, matches, Wish("product", 9, each=2, is_apart=True))
    assert apart["unit_id"].tolist() == ["p101|c100", "p101|c101", "p102|c102", "p103|c104"]
    by_category = matched_pairs(known, matches, Wish("category", 9, is_apart=True))
    assert by_category["unit_id"].tolist() == ["p101|c100", "p102|c102", "p103|c104"]


def test_by_chance_too_each_creator_may_have_one_product(held: Warehouse) -> None:
    """Five creators for 32 products: five pairs, where 64 share them."""
    known = candidates(held.session(ALDER), LAST_DAY, "USD", "a")
    known = replace(known, begun=known.begun.head(0))
    creators = known.creators["creator_id"].nunique()
    apart = pair_units(known, Wish("product", 40, each=2, is_apart=True))
    assert not apart["creator_id"].duplicated().any()
    assert len(apart) <= creators
    shared = pair_units(known, Wish("product", 40, each=2))
    assert shared["creator_id"].duplicated().any()


def test_products_that_share_a_creator_are_linked_by_hand() -> None:
    """p1 and p2 by c1; p3 and p4 by c3, and p2 not: c2 is p3's alone; p5 is by itself."""
    pairs = [("p2", "c1"), ("p1", "c1"), ("p3", "c2"), ("p3", "c3"), ("p4", "c3"), ("p5", "c9")]
    units = pd.DataFrame(pairs, columns=["product_id", "creator_id"])
    assert linked(units)["cluster_id"].tolist() == ["p1", "p1", "p3", "p3", "p3", "p5"]


def test_linked_pairs_are_never_in_both_arms() -> None:
    """60 products with one or two of 90 creators, drawn 20 times."""
    rng = np.random.default_rng(4)
    for seed in range(20):
        product = np.concatenate([np.arange(60), rng.integers(0, 60, 20)])
        rows = pd.DataFrame({"product": product, "creator": rng.integers(0, 90, 80)})
        rows = rows.drop_duplicates().astype(str)
        units = pd.DataFrame(
            {
                "product_id": "p" + rows["product"],
                "creator_id": "c" + rows["creator"],
                "unit_id": "p" + rows["product"] + "|c" + rows["creator"],
                "merchant_id": "a",
                "baseline": 1.0,
            }
        )
        drawn = draw(linked(units), Draw("Apart", "pair", "sample", seed), datetime(2026, 3, 8))
        assert overlap(drawn) == Overlap(0, 0.0)
        both = drawn["arm"].groupby(drawn["unit_id"].str.partition("|")[0]).nunique()
        assert both.max() == 1


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
