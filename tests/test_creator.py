"""What is asked of one creator, worked out by hand on the tiny market (see tiny.py)."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.creator import (
    creator_benchmark,
    creator_categories,
    creator_content,
    creator_partners,
    creator_products,
    creator_profile,
    creator_samples,
)
from analytics.performance import totals
from analytics.period import Period
from analytics.slice import Slice
from data.scope import Scope
from data.warehouse import Session
from tests import partnerships, tiny

DAYS = Period(date(2026, 3, 1), date(2026, 3, 3))
DOLLARS = Slice(DAYS, "USD")
GLOW = DOLLARS.of(creator_id="c1")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    tables = tiny.frames() | {"collaborations": pd.DataFrame(partnerships.COLLABORATIONS)}
    return tiny.opened(tmp_path_factory.mktemp("store"), tables)


def test_a_profile_says_what_is_known(session: Session) -> None:
    profile = creator_profile(session, "c1")
    assert (profile.handle, profile.followers, profile.tier) == ("glow", 12_000, "micro")
    assert (profile.last_posted_on, profile.contents) == (date(2026, 2, 19), 1)
    assert (profile.country, profile.categories, profile.joined_on) == (None, (), None)
    with pytest.raises(LookupError, match="no creator 'c9'"):
        creator_profile(session, "c9")


def test_categories_now_and_over_the_year(session: Session) -> None:
    last_day = GLOW.of(period=Period(date(2026, 3, 3), date(2026, 3, 3)))
    beauty = creator_categories(session, last_day).set_index("category").loc["Beauty"]
    assert (beauty["net_gmv_now"], beauty["net_gmv_long"]) == (1_000, 3_000)
    assert (beauty["sku_orders_now"], beauty["sku_orders_long"]) == (2, 4)
    assert (beauty["share_now"], beauty["share_long"]) == (1, 1)


def test_products_carried_sum_to_the_creator(session: Session) -> None:
    found = creator_products(session, GLOW).set_index("product_id")
    whole = totals(session, GLOW)
    for measure in ("gmv", "net_gmv", "sku_orders", "clicks", "commission"):
        assert found[measure].sum() == whole[measure]
    assert found.loc["p1", "status"] == "promoting", "the livelier of two, one of them ended"
    assert found.loc["p2", "status"] == "agreed"
    assert found.loc["p1", "contribution_margin"] == 3_000 - 200 - 150 - 500 - 600
    assert found.loc["p2", "contribution_margin"] == 0, "what is cancelled costs nothing"


def test_a_product_agreed_on_is_carried_but_an_invitation_carries_nothing(
    session: Session,
) -> None:
    """On 10 February nothing was sold yet: c1 had two samples, c2 was invited on 2 March."""
    early = Period(date(2026, 2, 10), date(2026, 2, 10))
    agreed = creator_products(session, GLOW.of(period=early)).set_index("product_id")
    assert agreed[["status", "net_gmv"]].to_numpy().tolist() == [["agreed", 0], ["agreed", 0]]
    quiet = Period(date(2026, 3, 3), date(2026, 3, 3))
    assert creator_products(session, DOLLARS.of(creator_id="c2", period=quiet)).empty
    sold = creator_products(session, DOLLARS.of(creator_id="c2")).set_index("product_id")
    assert sold.loc["p1", ["status", "net_gmv"]].tolist() == ["invited", 3_000]


def test_content_is_ranked_by_what_it_brought(session: Session) -> None:
    """v1 is older than the period, and brought all that c1 sold in it."""
    row = creator_content(session, GLOW, "net_gmv").iloc[0]
    assert row[["content_id", "content_type", "gmv", "net_gmv"]].tolist() == [
        "v1",
        "video",
        6_800,
        3_000,
    ]
    assert (row["views"], row["clicks"], row["sku_orders"]) == (250, 3, 4)
    assert row["watch_gpm"] == pytest.approx(27_200)
    assert creator_content(session, GLOW.of(channel="live"), "net_gmv").empty


def test_samples_of_a_creator(session: Session) -> None:
    """Two received, one of them posted after ten days, the other past both deadlines."""
    counted = creator_samples(session, GLOW)
    assert counted[["samples", "received", "posted", "never_posted"]].tolist() == [2, 2, 1, 1]
    assert (counted["sample_post_rate"], counted["days_to_post"]) == (0.5, 10)
    before = GLOW.of(period=Period(date(2026, 2, 11), date(2026, 2, 15)))
    assert creator_samples(session, before)[["received", "posted"]].tolist() == [2, 0]
    assert creator_samples(session, DOLLARS.of(creator_id="c2"))["samples"] == 0


def test_partners_count_creators_of_the_product(session: Session) -> None:
    found = creator_partners(session, "c1").set_index("product_id")
    assert found.loc["p1", ["shop", "collaborations", "creators"]].tolist() == ["Alder", 2, 2]
    assert found.loc["p2", "creators"] == 1


def test_content_by_reported_reactions(tmp_path: Path) -> None:
    found = creator_content(tiny.opened(tmp_path, partnerships.posts()), GLOW, "reactions")
    assert found["content_id"].tolist() == ["k2", "k1"]
    assert found["reported_by"].tolist()[0] == "Facebook"
    assert found["engagement"].tolist() == [1, 9]


def test_a_shop_sees_its_own_figures_alone(tmp_path: Path) -> None:
    """c1 sold for shop b in euros; its dollars belong to shop a."""
    session = tiny.opened(tmp_path, scope=Scope.of_merchants("b"))
    euros = Slice(DAYS, "EUR", creator_id="c1")
    assert creator_products(session, euros)["product_id"].tolist() == ["p3"]
    seen = creator_content(session, euros, "net_gmv")
    assert seen["impressions"].tolist() == [30], "of 1,030, those of the own product"
    assert creator_profile(session, "c1").followers == 12_000, "what is public stays so"


def test_other_shops_are_told_from_five_on(tmp_path: Path) -> None:
    """Shops b to f sell 100 cents each after one of four clicks by c1; shop a asks."""
    tables = tiny.frames()
    shops = [f"b{n}" for n in range(5)]
    tables["merchants"] = pd.DataFrame({"merchant_id": ["a", *shops], "name": ["a", *shops]})
    lines = [
        tiny.line(f"x{shop}", f"p{shop}", "d3", 100, **{**tiny.BY_C1, "merchant_id": shop})
        for shop in shops
    ]
    clicks = [
        tiny.event(f"y{shop}", "click", "d3", 4, product_id=f"p{shop}", merchant_id=shop)
        for shop in shops
    ]
    tables["order_lines"] = pd.DataFrame([*tiny.ORDER_LINES[:6], *lines])
    tables["events"] = pd.DataFrame([*tiny.EVENTS, *clicks])
    told = tiny.opened(tmp_path, tables, Scope.of_merchants("a"))
    others = creator_benchmark(told, "c1", DAYS.last_day, "USD")
    assert others is not None
    assert others[["merchants", "clicks", "sku_orders"]].tolist() == [6, 20, 5]
    few = tables | {"events": pd.DataFrame(tiny.EVENTS), "order_lines": pd.DataFrame(lines[:4])}
    few["events"] = few["events"][few["events"]["merchant_id"] == "a"]
    untold = tiny.opened(tmp_path / "few", few, Scope.of_merchants("a"))
    assert creator_benchmark(untold, "c1", DAYS.last_day, "USD") is None
