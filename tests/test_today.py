"""A market that went on after a training: whoever came since, and who works together by now."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from models.evaluation import Prepared, prepared
from models.evidence import evidence
from models.generators.content import Content
from models.today import partners, today
from tests import tiny
from tests.whole_market import add

DAY = pd.Timestamp("2026-03-04")
LATE = {"followers": 12_000, "tier": "micro", "categories": ["Beauty"]}


def session(store: Store, scope: Scope | None = None) -> Session:
    return Warehouse.snapshot(store).session(scope or Scope.everything())


@pytest.fixture
def market(tmp_path: Path) -> tuple[Store, Prepared]:
    """The tiny market and what a training made of it, before anybody came."""
    store = tiny.build(Store(tmp_path / "tiny"))
    return store, prepared(evidence(session(store)))


def test_nothing_new_is_what_was_learned(market: tuple[Store, Prepared]) -> None:
    store, ready = market
    now = today(session(store), ready.training, ready.features)
    assert now.products is ready.training.products
    assert now.creators is ready.training.creators


def test_a_late_creator_stands_among_the_candidates_by_what_it_states(
    market: tuple[Store, Prepared],
) -> None:
    store, ready = market
    add(store, "creators", {"creator_id": "late", "handle": "late", **LATE})
    now = today(session(store), ready.training, ready.features)
    assert now.creators.ids.tolist() == [*ready.training.creators.ids, "late"]
    late = now.named("creator", "late")
    assert late is not None
    tiers = ready.features.words["tier"].known
    assert late.blocks["tier"].toarray().ravel().tolist() == [t == "micro" for t in tiers]
    assert late.blocks["category"].nnz == 1
    assert late.facts["followers"] == pytest.approx(np.log1p(12_000))
    for name, block in ready.training.creators.blocks.items():
        assert (now.creators.blocks[name][: len(ready.training.creators)] != block).nnz == 0
    model = Content().fit(ready.training)
    serum = ready.training.products.take(ready.training.products.rows_of(["p1"]))
    listed = model.ranking(serum, now.creators, 9, ready.training.pairs.head(0))
    assert "late" in listed.frame("product_id", "creator_id")["creator_id"].tolist()


def test_one_of_whom_nothing_is_told_is_not_known(market: tuple[Store, Prepared]) -> None:
    """A country and a category that no product and nobody else of the market has say nothing."""
    store, ready = market
    unknown = {"country": "XX", "categories": ["Cars"]}
    add(store, "creators", {"creator_id": "late", "handle": "late", **unknown})
    add(store, "creators", {"creator_id": "told", "handle": "told", **LATE})
    now = today(session(store), ready.training, ready.features)
    assert now.named("creator", "late") is None
    assert now.named("creator", "told") is not None


def test_a_late_product_is_seen_by_its_own_shop_alone(market: tuple[Store, Prepared]) -> None:
    store, ready = market
    late = {"product_id": "late", "merchant_id": "a", "title": "Toner"}
    add(store, "products", {**late, "category_path": "Beauty > Skin"})
    for scope, is_seen in ((Scope.of_merchants("a"), True), (Scope.of_merchants("b"), False)):
        now = today(session(store, scope), ready.training, ready.features)
        assert (now.named("product", "late") is not None) == is_seen


def test_partners_by_any_record(market: tuple[Store, Prepared]) -> None:
    """p1: sales of c1, a live of c2, and by now a post of c3; c4 was invited and no more."""
    store, _ = market
    for creator, date in (("c3", "posted_at"), ("c4", "invited_at")):
        deal = {"merchant_id": "a", "product_id": "p1", "creator_id": creator}
        told = {"collaboration_id": creator, date: DAY, "recorded_at": DAY}
        add(store, "collaborations", deal | told)
    asking = session(store)
    assert partners(asking, "product", "p1")["creator_id"].tolist() == ["c1", "c2", "c3"]
    assert partners(asking, "creator", "c3")["product_id"].tolist() == ["p1"]
    assert partners(session(store, Scope.of_merchants("b")), "product", "p1").empty
