"""What is told of each product that a creator may carry, counted by hand."""

import pandas as pd
import pytest

from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from models.product_facts import product_facts
from models.reasons import Reason
from models.sales_facts import Asked, sales_facts
from tests import tiny

LAST_DAY = pd.Timestamp("2026-03-03").date()
EARLIER = pd.Timestamp("2026-02-10 18:00")
PRODUCTS = [
    ("p1", "a", "Serum", "Beauty > Skin", "Lune", 1000),
    ("p2", "a", "Balm", "Beauty > Lips", "Ore", 1500),
    ("p3", "b", "Pan", "Home > Kitchen", "Pot", 5000),
    ("p4", "b", "Gloss", "Beauty > Lips", "Ore", 1500),
    ("p5", "a", "Pot", "Home > Kitchen", "Pot", 1500),
    ("q1", "b", "Cream", "Beauty > Skin", "Lune", 1100),
    ("q2", "a", "Wok", "Home > Kitchen", "Pot", 9900),
]
AGREED = [("p1", "c1", 0.10), ("p2", "c1", 0.12), ("p3", "c1", 0.14)]
AGREED += [("q1", "c2", rate) for rate in (0.16, 0.20, 0.30)]
AGREED += [("q2", "c2", 0.13)]
INVITED = [("p4", "c1", 0.12), ("p5", "c1", 0.12)]
"""Asked and no more: p4 and p5, which would be another of each shop and category."""
AUDIENCE = [("c1", "female", 0.8), ("c1", "male", 0.2), ("c2", "female", 0.3), ("c2", "male", 0.7)]


def lines() -> pd.DataFrame:
    """c1 sold 21 of p1 by video and nine times two of p2 in live, c2 one q1 and forty p3; nobody
    sold ten of q2 three weeks ago and fifteen now, and seven abroad; of q2 four were cancelled
    now and three sent back. Of p1 five more came back, and
    of p2 thirty were cancelled.
    """
    in_live = tiny.BY_C1 | {"content_type": "live"}
    old = {"created_at": EARLIER, "paid_at": EARLIER, "recorded_at": EARLIER}
    rows = [tiny.line(f"a{n}", "p1", "d3", 1000, **tiny.BY_C1) for n in range(21)]
    rows += [tiny.line(f"b{n}", "p2", "d2", 3000, quantity=2, **in_live) for n in range(9)]
    rows += [tiny.line(f"r{n}", "p1", "d3", 1000, refund=1000, **tiny.BY_C1) for n in range(5)]
    off = {"status": "cancelled", **tiny.BY_C1}
    rows += [tiny.line(f"x{n}", "p2", "d3", 1500, **off) for n in range(30)]
    rows += [tiny.line("c", "q1", "d3", 1100, merchant_id="b", **tiny.BY_C2)]
    rows += [tiny.line(f"p{n}", "p3", "d3", 5000, merchant_id="b", **tiny.BY_C2) for n in range(40)]
    rows += [tiny.line(f"d{n}", "q2", "d1", 9900, **old) for n in range(10)]
    rows += [tiny.line(f"g{n}", "q2", "d3", 9900, status="cancelled") for n in range(4)]
    rows += [tiny.line(f"h{n}", "q2", "d3", 9900, refund=9900) for n in range(3)]
    rows += [tiny.line(f"f{n}", "q2", "d3", 9900, currency="EUR") for n in range(7)]
    return pd.DataFrame([*rows, *(tiny.line(f"e{n}", "q2", "d3", 9900) for n in range(15))])


def tables() -> dict[str, pd.DataFrame]:
    names = ["product_id", "merchant_id", "title", "category_path", "brand", "price"]
    shops = {product: shop for product, shop, *_ in PRODUCTS}
    agreed = pd.DataFrame(
        [*AGREED, *INVITED], columns=["product_id", "creator_id", "commission_rate"]
    )
    return {
        **tiny.frames(),
        "products": pd.DataFrame(PRODUCTS, columns=names).assign(currency="USD"),
        "order_lines": lines(),
        "collaborations": agreed.assign(
            collaboration_id=[f"k{n}" for n in range(len(agreed))],
            merchant_id=agreed["product_id"].map(shops),
            recorded_at=EARLIER,
            invited_at=agreed["product_id"].map({p: EARLIER for p, *_ in INVITED}),
        ),
        "creator_audience": pd.DataFrame(
            AUDIENCE, columns=["creator_id", "bucket", "share"]
        ).assign(dimension="gender"),
    }


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    store = Store(tmp_path_factory.mktemp("facts") / "tiny")
    return Warehouse.snapshot(tiny.build(store, tables()))


def told(session: Session) -> dict[str, dict[str, Reason]]:
    """Facts by product and kind."""
    found = product_facts(session, "c1", ["q1", "q2"], "USD", LAST_DAY)
    return {product: {fact.kind: fact for fact in facts} for product, facts in found.items()}


@pytest.fixture(scope="module")
def facts(market: Warehouse) -> dict[str, dict[str, Reason]]:
    return told(market.session(Scope.everything()))


def test_what_the_creator_sold_is_set_beside_each_product(
    facts: dict[str, dict[str, Reason]],
) -> None:
    cream, wok = facts["q1"], facts["q2"]
    near = {"units": 21, "title": "Serum", "product_id": "p1", "live_units": 0}
    assert cream["similar"].values == near | {"category": "Skin"}
    usual = pytest.approx(31 / 71)
    lines = {"share": 1.0, "n": 30, "usual": usual, "category": "Beauty"}
    assert cream["category"].values == lines
    assert cream["brand"].values == {"n": 21, "brand": "Lune"}
    assert wok["shop"].values == {"n": 30}
    assert {"similar", "category", "brand", "price"}.isdisjoint(wok)
    assert "shop" not in cream


def test_a_price_speaks_for_a_product_where_the_creator_sells_at_it(
    facts: dict[str, dict[str, Reason]],
) -> None:
    """Of 21 lines at 10.00 and nine at 15.00 the middle half is at 10.00 to 15.00."""
    assert facts["q1"]["price"].values == {"low": 1000.0, "high": 1500.0, "n": 30}


def test_demand_trend_and_commission_are_the_products_own(
    facts: dict[str, dict[str, Reason]],
) -> None:
    """A trend has what was sent back in it, before and now; 13 % is hardly more than 12 %."""
    cream, wok = facts["q1"], facts["q2"]
    assert wok["demand"].values == {"n": 25, "above": 1.0}
    assert wok["trend"].values == {"growth": pytest.approx(0.8), "n": 18}
    assert cream["commission"].values == {"rate": 0.20, "usual": 0.12, "n": 5}
    assert {"demand", "trend"}.isdisjoint(cream)
    assert "commission" not in wok


def test_who_worked_together_is_told_whether_or_not_it_sold(
    facts: dict[str, dict[str, Reason]],
) -> None:
    """And it weighs less than what was sold; whoever was only invited has not worked with it."""
    cream, wok = facts["q1"], facts["q2"]
    assert [cream[kind].values["n"] for kind in ("shop_worked", "category_worked")] == [1, 2]
    assert [wok[kind].values["n"] for kind in ("shop_worked", "category_worked")] == [2, 1]
    assert cream["category_worked"].strength < cream["similar"].strength


def test_an_audience_speaks_for_a_product_whose_sellers_have_the_like(
    facts: dict[str, dict[str, Reason]],
) -> None:
    """Beauty: thirty lines of c1 and one of c2; all: forty more of c2."""
    beauty, usual = (30 * 0.8 + 0.3) / 31, (30 * 0.8 + 41 * 0.3) / 71
    found = facts["q1"]["audience"].values
    assert found["own"] == pytest.approx(0.8)
    assert found["share"] == pytest.approx(beauty)
    assert found["usual"] == pytest.approx(usual)
    assert (found["dimension"], found["bucket"]) == ("gender", "female")
    assert "audience" not in facts["q2"]


def test_what_holds_for_all_of_a_creators_products_is_no_fact_of_one(market: Warehouse) -> None:
    """Its views, momentum, size and own orders are facts where creators are compared alone."""
    session = market.session(Scope.everything())
    asked = Asked("q1", "Beauty > Skin", 1100, "USD")
    of_creators = sales_facts(session, asked, ["c1", "c2"], LAST_DAY)
    alone = {"reach", "orders", "carried", "followers", "tier"}
    assert alone == alone & {fact.kind for facts in of_creators.values() for fact in facts}
    kinds = {fact.kind for facts in told(session).values() for fact in facts.values()}
    assert (alone | {"momentum", "country", "room"}).isdisjoint(kinds)


def test_whom_a_creator_worked_with_is_the_same_asked_from_either_side(market: Warehouse) -> None:
    """c1 has p1 and p2 of Beauty, c2 one line of q1, which is the product asked about."""
    asked = Asked("q1", "Beauty > Skin", 1100, "USD", "b")
    found = sales_facts(market.session(Scope.everything()), asked, ["c1", "c2"], LAST_DAY)
    values = {fact.kind: fact.values["n"] for fact in found["c1"] if "worked" in fact.kind}
    assert values == {"shop_worked": 1, "category_worked": 2}
    assert {f.kind: f.values["n"] for f in found["c2"] if "worked" in f.kind} == {"shop_worked": 1}


def test_the_size_that_sells_a_category_is_told(market: Warehouse) -> None:
    """Of Beauty's 31 lines thirty are c1's, who is micro: of all it has thirty in 71."""
    asked = Asked("q1", "Beauty > Skin", 1100, "USD")
    found = sales_facts(market.session(Scope.everything()), asked, ["c1", "c2"], LAST_DAY)
    values = {fact.kind: fact.values for fact in found["c1"]}["tier"]
    shares = {"share": pytest.approx(30 / 31), "usual": pytest.approx(30 / 71), "n": 31}
    assert values == {**shares, "bucket": "micro", "category": "Beauty"}
    assert "tier" not in {fact.kind for fact in found["c2"]}


def test_a_merchant_is_told_of_its_own_shop_alone(market: Warehouse) -> None:
    """Shop b has the cream alone; c1 sold nothing of b, and carries its pan."""
    found = told(market.session(Scope.of_merchants("b")))
    assert set(found) == {"q1"}
    assert set(found["q1"]) == {"shop_worked"}
