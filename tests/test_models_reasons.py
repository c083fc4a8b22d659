"""Reasons: each number counted again from the tables, and different from neighbour to neighbour."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analytics.market import market_facts
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from models.facts import converting
from models.reasons import MOST, Reason, chosen
from models.sales_facts import Asked, sales_facts
from models.themes import RECORD
from tests import tiny


@pytest.fixture(scope="module")
def market(small_store: Store) -> Warehouse:
    return Warehouse.snapshot(small_store)


def asked_about(session: Session) -> Asked:
    """The best seller of the market."""
    row = session.rows(
        "select p.product_id, p.category_path, p.price, p.currency from sales s join products p "
        "using (product_id) group by all order by sum(s.net_gmv) desc, 1 limit 1"
    )
    return Asked(*row[0])


@pytest.fixture(scope="module")
def told(market: Warehouse) -> dict[str, list[Reason]]:
    session = market.session(Scope.everything())
    creators = [row[0] for row in session.rows("select creator_id from creators order by 1")]
    last_day = market_facts(session).last_day  # type: ignore[union-attr]
    return sales_facts(session, asked_about(session), creators, last_day)  # type: ignore[arg-type]


def window(session: Session) -> pd.DataFrame:
    """The rows that reasons may count: 180 days, lines with net GMV, other products."""
    asked = asked_about(session)
    last_day = pd.Timestamp(market_facts(session).last_day)  # type: ignore[union-attr]
    rows = session.frame(
        "select s.*, p.category_path from sales s join products p using (product_id)"
    )
    days = pd.to_datetime(rows["day"])
    return rows[
        (days > last_day - pd.Timedelta(days=180))
        & (days <= last_day)
        & (rows["net_gmv"] > 0)
        & (rows["product_id"] != asked.id)
    ]


def of_kind(told: dict[str, list[Reason]], kind: str) -> dict[str, Reason]:
    found = {c: r for c, reasons in told.items() for r in reasons if r.kind == kind}
    assert found, f"no candidate has a reason of kind {kind}"
    return found


def test_units_of_a_similar_product_can_be_counted(
    market: Warehouse, told: dict[str, list[Reason]]
) -> None:
    rows = window(market.session(Scope.everything()))
    for creator, reason in of_kind(told, "similar").items():
        own = rows[
            (rows["creator_id"] == creator) & (rows["product_id"] == reason.values["product_id"])
        ]
        assert own["net_units"].sum() == reason.values["units"]
        in_live = own.loc[own["channel"] == "live", "net_units"].sum()
        assert in_live == reason.values["live_units"]


def test_the_share_of_a_category_can_be_counted(
    market: Warehouse, told: dict[str, list[Reason]]
) -> None:
    rows = window(market.session(Scope.everything()))
    for creator, reason in of_kind(told, "category").items():
        own = rows[rows["creator_id"] == creator]
        tops = own["category_path"].str.split(" > ").str[0]
        assert reason.values["n"] == len(own)
        assert reason.values["share"] == pytest.approx((tops == reason.values["category"]).mean())


def test_momentum_can_be_counted(market: Warehouse, told: dict[str, list[Reason]]) -> None:
    session = market.session(Scope.everything())
    daily = session.frame("select creator_id, day, views from daily")
    days = pd.to_datetime(daily["day"])
    last_day = pd.Timestamp(market_facts(session).last_day)  # type: ignore[union-attr]
    young = days > last_day - pd.Timedelta(days=14)
    for creator, reason in of_kind(told, "momentum").items():
        own = daily["creator_id"] == creator
        old = own & ~young & (days > last_day - pd.Timedelta(days=28))
        before, now = daily.loc[old, "views"].sum(), daily.loc[own & young, "views"].sum()
        assert reason.values["views"] == now
        assert reason.values["growth"] == pytest.approx(now / before - 1)


def test_no_more_than_three_and_not_all_the_same(told: dict[str, list[Reason]]) -> None:
    none = pd.Series(dtype=float)
    found = [chosen(facts, none, none) for facts in told.values()]
    assert all(len(reasons) <= MOST for reasons in found)
    shared = {"stated", "tier", "country"}
    counted = [[r for r in reasons if r.kind not in shared] for reasons in found]
    said = [str(reasons) for reasons in counted if reasons]
    assert len(said) >= 5
    assert len(set(said)) == len(said)


def test_a_merchants_reasons_count_own_sales_alone(tmp_path: Path) -> None:
    warehouse = Warehouse.snapshot(tiny.build(Store(tmp_path / "tiny")))
    asked = Asked("new", "Beauty > Skin", 2_000, "USD")
    last_day = pd.Timestamp("2026-03-03").date()
    alder = sales_facts(warehouse.session(Scope.of_merchants("a")), asked, ["c1", "c2"], last_day)
    birch = sales_facts(warehouse.session(Scope.of_merchants("b")), asked, ["c1", "c2"], last_day)
    similar = {r.kind: r for r in alder["c2"]}["similar"]
    # c1 sold p1 by video alone: none of its units are live ones, of whatever other product
    assert {r.kind: r for r in alder["c1"]}["similar"].values["live_units"] == 0
    assert (similar.values["product_id"], similar.values["units"]) == ("p1", 2)
    # birch sold nothing of the category, and followers are for all to see
    assert {c: [r.kind for r in told] for c, told in birch.items()} == {
        "c1": ["followers"],
        "c2": [],
    }


def fact(kind: str, strength: float, theme: str) -> Reason:
    return Reason(kind, {}, strength, theme)


def test_reasons_are_what_counts_most_told_by_its_strongest_fact() -> None:
    facts = [fact("near", 0.9, "a"), fact("far", 0.2, "a"), fact("price", 0.4, "b")]
    themes = pd.Series({"b": 0.1, "a": 2.0, "c": 1.0, "d": -3.0})
    above = pd.Series({"b": 0.5, "a": 0.9, "c": 0.8, "d": 0.1})
    found = chosen([*facts, fact("against", 1.0, "d")], themes, above)
    assert [reason.kind for reason in found] == ["near", "price", "far"]
    found = chosen([facts[2], fact("against", 1.0, "d")], themes, above)
    assert [reason.kind for reason in found] == ["price", "theme", "theme"]
    assert found[1].values == {"theme": "a", "above": 0.9}
    assert found[2].values == {"theme": "c", "above": 0.8}


def test_facts_of_other_themes_fill_up() -> None:
    facts = [fact("weak", 0.1, "x"), fact("strong", 0.8, "y"), fact("first", 0.0, "a")]
    one = chosen(facts, pd.Series({"a": 1.0}), pd.Series({"a": 0.7}))
    assert [reason.kind for reason in one] == ["first", "strong", "weak"]


def test_orders_for_the_shop_and_views_can_be_counted(
    market: Warehouse, told: dict[str, list[Reason]]
) -> None:
    """Without the shop's name there is no such reason; the reach is that of 28 days."""
    assert not [r for reasons in told.values() for r in reasons if r.kind == "shop"]
    session = market.session(Scope.everything())
    asked = asked_about(session)
    shop = session.rows("select merchant_id from products where product_id = $id", id=asked.id)[0][
        0
    ]
    last_day = market_facts(session).last_day  # type: ignore[union-attr]
    facts = sales_facts(session, replace(asked, merchant_id=shop), list(told), last_day)  # type: ignore[arg-type]
    rows = window(session)
    for creator, reason in of_kind(facts, "shop").items():
        own = rows[(rows["creator_id"] == creator) & (rows["merchant_id"] == shop)]
        assert reason.values["n"] == len(own)
    daily = session.frame("select creator_id, day, views from daily")
    young = pd.to_datetime(daily["day"]) > pd.Timestamp(last_day) - pd.Timedelta(days=28)
    views = daily[young].groupby("creator_id")["views"].sum()
    for creator, reason in of_kind(facts, "reach").items():
        assert reason.values["n"] == views[creator]


def test_conversion_can_be_counted(market: Warehouse, told: dict[str, list[Reason]]) -> None:
    """Clicks that led to an order, of the clicks in the category on other products."""
    session = market.session(Scope.everything())
    asked = asked_about(session)
    top = str(asked.category_path).split(" > ")[0]
    daily = session.frame(
        "select d.creator_id, d.day, d.product_id, d.clicks, d.converted_clicks, p.category_path "
        "from daily d join products p using (product_id) where d.creator_id is not null"
    )
    days = pd.to_datetime(daily["day"])
    last_day = pd.Timestamp(market_facts(session).last_day)  # type: ignore[union-attr]
    own = daily[
        (days > last_day - pd.Timedelta(days=180))
        & (days <= last_day)
        & (daily["category_path"].str.split(" > ").str[0] == top)
        & (daily["product_id"] != asked.id)
    ]
    sums = own.groupby("creator_id")[["clicks", "converted_clicks"]].sum()
    usual = sums["converted_clicks"].sum() / sums["clicks"].sum()
    for creator, reason in of_kind(told, "converting").items():
        clicks, converted = sums.loc[creator]
        assert reason.values["n"] == clicks
        assert reason.values["rate"] == pytest.approx(converted / clicks)
        assert reason.values["usual"] == pytest.approx(usual)
        assert reason.values["rate"] > usual


@pytest.mark.parametrize(("price", "fits"), [(1_000, True), (1_400, True), (2_500, False)])
def test_a_price_is_a_reason_only_where_it_fits(tmp_path: Path, price: int, fits: bool) -> None:
    """c1 sold twelve units of p2, half of them at 10.00 to 15.00."""
    paid = [500, 800, 1_000, 1_000, 1_000, 1_200, 1_200, 1_500, 1_500, 1_500, 2_000, 3_000]
    lines = [tiny.line(f"x{n}", "p2", "d3", cents, **tiny.BY_C1) for n, cents in enumerate(paid)]
    session = tiny.opened(tmp_path, {**tiny.frames(), "order_lines": pd.DataFrame(lines)})
    asked = Asked("new", "Beauty > Skin", price, "USD")
    found = sales_facts(session, asked, ["c1"], pd.Timestamp("2026-03-03").date())["c1"]
    told = {reason.kind: reason.values for reason in found}
    assert ("price" in told) == fits
    if fits:
        assert told["price"] == {"low": 1_000, "high": 1_500, "n": 12}


def test_only_what_sells_better_than_usual_is_a_reason() -> None:
    """54 of 219 clicks sold; c has too few clicks to tell, b sold less than usual."""
    frame = pd.DataFrame(
        {"clicks": [100, 50, 29, 40], "converted_clicks": [30, 5, 9, 10], "category": "Beauty"},
        index=list("abcd"),
    )
    found = converting(frame, "converting", RECORD)
    assert set(found) == {"a", "d"}
    assert found["d"].values == {"rate": 0.25, "usual": 54 / 219, "n": 40, "category": "Beauty"}
    assert found["d"].strength < found["a"].strength
