"""The Inspector and "why not" for whoever asks: a creator's products, a product not listed yet."""

import json
import shutil
from urllib.parse import parse_qsl

import numpy as np
import pandas as pd
import pytest
import streamlit as st

from data.owner import OWNER
from data.scope import Scope
from models.account import Account, account
from models.artefact import seal
from models.newcomers import NewProduct
from models.versions import load_version
from pages.components import inspector
from pages.components.inspector_charts import gathered
from tests.test_inspector_page import Shop, opened, shop, texts, tiles
from tests.whole_market import add

__all__ = ["shop"]
SERUM = {"have": "a new product", "title": "Glow serum"}


def of_creator(shop: Shop, creator: str) -> Account:
    model = load_version(shop.store, "v2").recommender
    training = model.training
    query = training.creators.take(training.creators.rows_of([creator]))
    return account(model, query, training.products, training.pairs)


@pytest.fixture
def creator(shop: Shop) -> str:
    """One that works with several products, and not with all."""
    pairs = load_version(shop.store, "v2").recommender.training.pairs
    return str(pairs["creator_id"].value_counts().index[0])


def asked(creator: str, **more: str) -> dict[str, str]:
    return {"have": "a creator", "creator": creator, **more}


def titles() -> dict[str, str]:
    session = OWNER.warehouse("small").session(Scope.everything())
    return dict(session.rows("select product_id, title from products"))


def test_a_creators_best_product_is_looked_into(shop: Shop, creator: str) -> None:
    found = of_creator(shop, creator)
    best = found.order.iloc[0]
    page = opened("inspector.py", **asked(creator))
    shown = tiles(page)
    assert shown["Rank"] == f"1 of {len(found.order)}"
    beyond = best["score"] - found.order["score"].mean()
    assert shown["Above average"] == f"{beyond:+.2f}"
    assert f"{titles()[str(found.order.index[0])]} for @" in page.subheader[0].value


def test_the_pairs_of_features_are_what_their_signals_add(shop: Shop, creator: str) -> None:
    """The table of signals says which of them are told by feature."""
    product = str(of_creator(shop, creator).order.index[3])
    page = opened("inspector.py", **asked(creator, product=product))
    signals, features = (frame.value for frame in page.dataframe)
    whole = signals.loc[signals["theme"] == "by feature, below", "adds"].sum()
    assert len(features) > 3
    assert features["adds"].sum() == pytest.approx(whole, abs=1e-5)


def test_a_product_that_the_creator_carries_is_no_match(shop: Shop, creator: str) -> None:
    pairs = load_version(shop.store, "v2").recommender.training.pairs
    product = pairs["product_id"][pairs["creator_id"] == creator].iloc[0]
    page = opened("inspector.py", **asked(creator, product=product))
    assert "They work together already" in texts(page)
    assert tiles(page)["Rank"] == "none"
    page = opened("matches.py", **asked(creator, **{"why-not": product}))
    assert "works with this creator already" in texts(page)


def test_why_not_another_product(shop: Shop, creator: str) -> None:
    found = of_creator(shop, creator)
    product = str(found.order.index[-1])
    page = opened("matches.py", **asked(creator, **{"why-not": product}))
    rank = found.order.at[product, "rank"]
    assert f"stands at rank **{rank:,}** of {len(found.order):,} by fit" in texts(page)
    assert "against it counts: " in texts(page)


def test_a_merchants_why_not_ranks_its_own_products_alone(
    shop: Shop, creator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = OWNER.warehouse("small").session(Scope.everything())
    owners = dict(session.rows("select product_id, merchant_id from products"))
    every = of_creator(shop, creator)
    owner = owners[str(every.order.index[-1])]
    model = load_version(shop.store, "v2").recommender
    products = model.training.products
    own = products.take(np.flatnonzero([owners[name] == owner for name in products.ids]))
    asking = model.training.creators
    found = account(model, asking.take(asking.rows_of([creator])), own, model.training.pairs)
    last = str(found.order.index[-1])
    monkeypatch.setenv("TANDEM_MERCHANT", owner)
    monkeypatch.setenv("TANDEM_MARKET", "small")
    page = opened("matches.py", **asked(creator, **{"why-not": last}))
    assert 1 < len(found.order) < len(every.order)
    place = f"stands at rank **{len(found.order)}** of {len(found.order)} by fit"
    assert place in texts(page)
    nearest = found.places.loc[last].min()
    assert found.order.at[last, "is_proposed"] or f"the nearest at place {nearest:,}" in texts(page)


def test_whole_list_and_versions_are_of_the_creators_products(shop: Shop, creator: str) -> None:
    found = of_creator(shop, creator)
    page = opened("inspector.py", **asked(creator, view="Whole list"))
    names = page.dataframe[0].value["name"].tolist()
    assert names == [titles()[str(name)] for name in found.order.index[:50]]
    page = opened("inspector.py", **asked(creator, view="Two versions"))
    creators = len(load_version(shop.store, "v2").recommender.training.creators)
    assert tiles(page)["Creators"] == f"{creators:,}"
    assert set(page.dataframe[0].value["name"]) <= set(titles().values())


def test_a_new_product_is_looked_into_as_it_is_described(shop: Shop) -> None:
    """Its numbers are those that the form starts with."""
    page = opened("inspector.py", **SERUM)
    assert "Give the new product a title and a category" in page.info[0].value
    category = page.selectbox(key="new-category").options[0]
    said = SERUM | {"new-category": category}
    page = opened("inspector.py", **said)
    model = load_version(shop.store, "v2")
    product = NewProduct("Glow serum", category, 1990, "USD", 0.15)
    training = model.recommender.training
    described = product.features(model.features)
    found = account(model.recommender, described, training.creators, training.pairs)
    score = found.order["score"]
    assert tiles(page)["Above average"] == f"{score.iloc[0] - score.mean():+.2f}"
    assert tiles(page)["Rank"] == f"1 of {len(training.creators)}"
    last = str(found.order.index[-1])
    page = opened("inspector.py", **said, creator=last)
    assert tiles(page)["Rank"] == f"{len(score)} of {len(score)}"


def test_a_link_to_the_inspector_asks_the_same(shop: Shop, creator: str) -> None:
    """From the card of a creator's match, and of a new product's."""
    category = opened("matches.py", **SERUM).selectbox(key="new-category").options[0]
    for query in (asked(creator), SERUM | {"new-category": category}):
        page = opened("matches.py", **query)
        (way,) = (one for one in page.get("page_link") if one.label == "Inspect")
        assert query.items() <= dict(parse_qsl(way.proto.query_string)).items()


def test_only_the_best_pass_the_gate_of_money(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspector, "BEST", 2)
    order = shop.account().order
    for place, icon in ((1, "check"), (2, "close")):
        page = opened("inspector.py", product=shop.product, creator=str(order.index[place]))
        assert f":material/{icon}: among the 2 that money sorts" in texts(page)
        assert ":material/check: among the best 500" in texts(page)


def test_no_reason_for_a_product_is_of_the_creator_alone(shop: Shop, creator: str) -> None:
    """Neither what it brings anywhere nor a theme that lifts all its products alike."""
    page = opened("matches.py", **asked(creator))
    reasons = [one.value for one in page.markdown if one.value.startswith(":material/check: ")]
    assert reasons
    for alone in ("product views in 28 days", "views **+", "creators of", "in the last 28"):
        assert not [reason for reason in reasons if alone in reason]
    for theme in ("reach", "momentum", "room for more", "selling record"):
        assert not [reason for reason in reasons if f" {theme}: counts more" in reason]


def test_versions_that_do_not_compare_are_counted_and_not_offered(shop: Shop) -> None:
    folder = shop.store.models / "v0"
    shutil.copytree(shop.store.models / "v1", folder)
    method = json.loads((folder / "model.json").read_text())
    (folder / "model.json").write_text(json.dumps(method | {"format": 1}))
    (folder / "SHA256SUMS").unlink()
    seal(folder)
    page = opened("inspector.py", product=shop.product, view="Two versions")
    assert page.selectbox(key="version").options == ["v1"]
    assert "1 version left out: trained by an earlier version" in texts(page)
    shutil.rmtree(folder)


def test_little_themes_share_a_bar_and_all_still_add_up() -> None:
    themes = pd.Series({"price": 2.0, "reach": -0.5, "room for more": 0.03, "country": -0.01})
    found = gathered(themes)
    assert found.index.tolist() == ["price", "reach", "2 others"]
    assert found.sum() == pytest.approx(themes.sum())


def test_a_creator_who_carries_all_that_a_shop_has_is_told_so(
    shop: Shop, creator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last test: the market is another one after it."""
    session = OWNER.warehouse("small").session(Scope.everything())
    owners = dict(session.rows("select product_id, merchant_id from products"))
    owner = min(owners.values(), key=lambda shop: sum(one == shop for one in owners.values()))
    for product in (name for name, one in owners.items() if one == owner):
        day = pd.Timestamp("2026-10-01")
        deal = {"product_id": product, "creator_id": creator, "merchant_id": owner}
        told = {"collaboration_id": f"all {product}", "posted_at": day, "recorded_at": day}
        add(shop.store, "collaborations", deal | told)
    OWNER.warehouse("small").take_up()
    st.cache_data.clear()
    monkeypatch.setenv("TANDEM_MERCHANT", owner)
    monkeypatch.setenv("TANDEM_MARKET", "small")
    page = opened("matches.py", **asked(creator))
    assert "no product of the shop is left" in page.info[0].value


def test_creators_without_a_collaboration_can_be_asked_for_alone(shop: Shop) -> None:
    order = shop.account().order
    asks = {"product": shop.product, "why-not": order.index[order["is_new"]][0]}
    some = texts(opened("matches.py", begun="Some", **asks))
    assert "does not pass: Collaborations begun" in some
    assert "does not pass" not in texts(opened("matches.py", begun="None yet", **asks))
