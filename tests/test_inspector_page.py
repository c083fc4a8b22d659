"""The Inspector and "why not": what they say is what the model's account says."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.owner import OWNER
from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.account import Account, account
from models.evaluation import prepared
from models.evidence import READ, evidence, last_complete_day
from models.pipeline import Pipeline
from models.rounds import exams
from models.themes import OF_PAST, is_public
from models.trained import TrainedModel
from models.versions import load_version, publish
from pages.components.inspector_charts import place_dots
from tests.conftest import small_market
from tests.places import ROOT
from tests.visitor import folds_open
from tests.whole_market import add

SHELL = ROOT / "pages" / "shell.py"
MEMBERS = ("content", "bridge", "popularity")


@dataclass(frozen=True)
class Shop:
    """A market with two versions of a pipeline that proposes few, and its first product."""

    store: Store
    product: str

    def account(self, version: str = "v2") -> Account:
        model = load_version(self.store, version).recommender
        training = model.training
        query = training.products.take(training.products.rows_of([self.product]))
        return account(model, query, training.creators, training.pairs)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The simulated market of seed 1; the older version knows content alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "TANDEM_STORE", str(tmp_path_factory.mktemp("store")))
        patch.delenv("TANDEM_MERCHANT", raising=False)
        store = Store.of("small")
        small_market(store, seed=1)
        session = Warehouse.snapshot(store, READ).session(Scope.everything())
        known = evidence(session)
        ready = prepared(known)
        held = exams(session, known, last_complete_day(session), seed=0)
        assert held is not None
        for version, members in (("v1", MEMBERS[:1]), ("v2", MEMBERS)):
            model = Pipeline(members=members, depth=4, reach=4, trees=10, has_fit=True)
            model.fit(ready.training, held.rehearsals)
            publish(
                store, TrainedModel(model, ready.features, {"version": version, "market": "small"})
            )
        st.cache_data.clear()
        yield Shop(store, str(ready.training.products.ids[0]))
        OWNER.stop()
        st.cache_data.clear()


def opened(file: str, **query: str) -> AppTest:
    page = AppTest.from_file(SHELL, default_timeout=60)
    page.query_params["market"] = "small"
    for name, value in query.items():
        page.query_params[name] = value
    page.run().switch_page(file)
    with folds_open():
        page.run()
    assert not page.exception
    return page


def tiles(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def texts(page: AppTest) -> str:
    return "\n".join(
        str(element.value) for element in (*page.markdown, *page.caption, *page.warning)
    )


def test_the_best_match_is_looked_into_first(shop: Shop) -> None:
    found = shop.account()
    page = opened("inspector.py", product=shop.product)
    best = found.order.iloc[0]
    beyond = best["score"] - found.order["score"].mean()
    assert tiles(page) == {
        "Rank": f"1 of {len(found.order)}",
        "Would rank": "1",
        "Proposed by": f"{found.proposed.iloc[0].sum()} of 3",
        "Above average": f"{beyond:+.2f}",
    }


def test_one_whom_nobody_proposed_is_told_why(shop: Shop) -> None:
    found = shop.account()
    creator = found.order[~found.order["is_proposed"]].index[0]
    nearest = found.places.loc[creator].min()
    page = opened("inspector.py", product=shop.product, creator=creator)
    assert tiles(page)["Proposed by"] == "0 of 3"
    assert "No generator has it among its best 4" in texts(page)
    assert ":material/close: proposed by a generator" in texts(page)
    assert ":material/check: not working together yet" in texts(page)
    signals = page.dataframe[0].value.set_index("signal")["adds"]
    beyond = found.order["score"] - found.order["score"].mean()
    assert signals.sum() == pytest.approx(beyond[creator], abs=1e-5)
    assert f", {nearest:,}." in texts(page)


def test_a_known_pair_is_no_match(shop: Shop) -> None:
    pairs = load_version(shop.store, "v2").recommender.training.pairs
    creator = pairs["creator_id"][pairs["product_id"] == shop.product].iloc[0]
    page = opened("inspector.py", product=shop.product, creator=creator)
    assert "They work together already" in texts(page)
    assert tiles(page)["Rank"] == "none"
    assert ":material/close: not working together yet" in texts(page)


def test_near_misses_are_those_whom_nobody_proposed(shop: Shop) -> None:
    order = shop.account().order
    missed = order[~order["is_proposed"] & (order["would_rank"] <= 50)]
    page = opened("inspector.py", product=shop.product, view="Whole list")
    assert len(page.dataframe) == 2
    assert len(page.dataframe[0].value) == min(50, len(order))
    assert page.dataframe[1].value["would_rank"].tolist() == sorted(missed["would_rank"])


def test_two_versions_tell_who_moved(shop: Shop) -> None:
    before, after = shop.account("v1").order, shop.account("v2").order
    page = opened("inspector.py", product=shop.product, view="Two versions")
    rows = page.dataframe[0].value.set_index("name")
    ids = after.index[after["rank"] <= 20].union(before.index[before["rank"] <= 20])
    assert len(rows) == len(ids)
    moved = (before["rank"] - after["rank"]).reindex(ids)
    assert sorted(rows["moved"].dropna()) == sorted(moved.dropna())
    assert moved.abs().sum() > 0


def test_why_not_says_where_a_creator_stands_and_what_counts(shop: Shop) -> None:
    found = shop.account()
    creator = found.order[~found.order["is_proposed"] & ~found.order["is_new"]].index[0]
    query = {"product": shop.product, "why-not": creator}
    page = opened("matches.py", **query)
    rank = found.order.at[creator, "rank"]
    assert f"stands at rank **{rank:,}** of {len(found.order):,} by fit" in texts(page)
    worst = found.themes.loc[creator].idxmin()
    assert f"against it counts: {worst}" in texts(page)


def test_why_not_says_that_a_creator_is_new_and_gives_it_no_past(shop: Shop) -> None:
    found = shop.account()
    creator = found.order[found.order["is_new"]].index[0]
    told = texts(opened("matches.py", **{"product": shop.product, "why-not": creator}))
    assert "has no collaboration yet" in told
    counts = "".join(line for line in told.split("\n") if "it counts:" in line)
    assert counts
    assert not [theme for theme in OF_PAST["creator"] if theme in counts]


def test_a_shop_is_told_no_theme_that_ranks_by_its_rivals_sales(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    creator = shop.account().order.index[0]
    of_shop(shop, monkeypatch)
    told = texts(opened("matches.py", **{"product": shop.product, "why-not": creator}))
    counts = [line.split(":")[-1] for line in told.split("\n") if "it counts:" in line]
    assert all(is_public(theme.strip()) for line in counts for theme in line.split(","))


def test_who_proposed_is_marked_for_a_newcomer_too(shop: Shop) -> None:
    found = shop.account()
    is_beyond = (found.places.where(found.proposed) > found.depth).any(axis=1)
    new = found.order[found.order["is_new"] & is_beyond].index
    assert len(new)
    page = opened("inspector.py", product=shop.product, creator=new[0])
    assert "beyond it its best creators without a pair" in texts(page)
    assert tiles(page)["Proposed by"] == f"{(named := int(found.proposed.loc[new[0]].sum()))} of 3"
    told = found.places.loc[new[0]], found.proposed.loc[new[0]]
    dots = place_dots(*told, found.depth, len(found.order)).to_dict()["datasets"].values()
    marked = [row["proposed"] for rows in dots for row in rows if "proposed" in row]
    assert marked.count("yes") == named


def test_why_not_says_that_they_work_together(shop: Shop) -> None:
    pairs = load_version(shop.store, "v2").recommender.training.pairs
    creator = pairs["creator_id"][pairs["product_id"] == shop.product].iloc[0]
    page = opened("matches.py", **{"product": shop.product, "why-not": creator})
    assert "works with this product already" in texts(page)


def test_why_not_names_the_filter(shop: Shop) -> None:
    """Creators of another size alone are asked for."""
    creator = str(shop.account().order.index[0])
    session = OWNER.warehouse("small").session(Scope.everything())
    tiers = dict(session.rows("select creator_id, tier from creators"))
    other = next(tier for tier in sorted(tiers.values()) if tier != tiers[creator])
    query = {"product": shop.product, "why-not": creator, "match-tier": other}
    assert "does not pass: Tier" in texts(opened("matches.py", **query))
    query["match-tier"] = tiers[creator]
    assert "is in this list, at place" in texts(opened("matches.py", **query))


def test_a_creator_who_joined_after_the_training_is_matched_by_its_features(shop: Shop) -> None:
    """It states what c00000 states, so that both are asked to carry much the same."""
    session = OWNER.warehouse("small").session(Scope.everything())
    names = ("handle", "followers", "tier", "country", "categories")
    twin = session.frame("select * from creators where creator_id = 'c00000'").iloc[0]
    late = {name: twin[name] for name in names} | {"creator_id": "late", "handle": "late"}
    add(shop.store, "creators", late)
    OWNER.warehouse("small").take_up()
    st.cache_data.clear()
    page = opened("matches.py", have="a creator", creator="late")
    assert "@late" in texts(page)
    assert not [info.value for info in page.info if "trained" in info.value]
    assert "**Why**" in texts(page)
    page = opened("matches.py", **{"product": shop.product, "sort": "fit", "why-not": "late"})
    assert "1 creator since then, matched by features alone" in texts(page)
    assert "stands at rank" in texts(page)


def of_shop(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    session = OWNER.warehouse("small").session(Scope.everything())
    owner = session.rows(
        "select merchant_id from products where product_id = $id", id=shop.product
    )[0][0]
    monkeypatch.setenv("TANDEM_MERCHANT", str(owner))
    monkeypatch.setenv("TANDEM_MARKET", "small")


def test_a_merchant_gets_reasons_and_no_look_inside(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_shop(shop, monkeypatch)
    page = opened("inspector.py", product=shop.product)
    assert "for analysts" in page.info[0].value
    assert not page.dataframe
    page = opened("matches.py", product=shop.product)
    assert "Inspect" not in [link.label for link in page.get("page_link")]
