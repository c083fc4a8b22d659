"""Facts count what came to be, and only what speaks for a match; each number is counted by hand."""

import pandas as pd
import pytest

from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from models.facts import category, price
from models.owed import shared_out
from models.product_facts import _trend, product_facts
from models.reasons import Reason, by_candidate, chosen
from models.sales_facts import Asked, _momentum, _room, sales_facts
from models.themes import AUDIENCE, SIMILAR, is_public
from tests import tiny

LAST_DAY = pd.Timestamp("2026-03-03").date()
PRODUCTS = [
    ("far", "a", "Balm", "Beauty > Lips > Balms", 1500),
    ("near", "a", "Toner", "Beauty > Skin > Toners", 2000),
    ("wok", "b", "Wok", "Home > Kitchen", 9900),
    ("serum", "a", "Serum", "Beauty > Skin > Serums", 2500),
    ("ladle", "a", "Ladle", "Home > Kitchen", 500),
    ("pan", "a", "Pan", "Home > Kitchen", 100),
]
WORKED = {"merchant_id": "a", "creator_id": "c1", "recorded_at": pd.Timestamp("2026-03-01")}
AUDIENCE_OF = [(f"s{n}", 0.6) for n in range(10)] + [(f"t{n}", 0.3) for n in range(10)]


def tables() -> dict[str, pd.DataFrame]:
    """c1 sold 12 of far and 3 of near, c2 one of far and 19 of wok; ten creators who state Beauty
    reach women by 0.6 and ten who state nothing by 0.3, c1 states it and has 0.9. c1 worked with
    the ladle too, and with a pan that asks euros.
    """
    rows = [tiny.line(f"f{n}", "far", "d3", 1500, **tiny.BY_C1) for n in range(12)]
    rows += [tiny.line(f"n{n}", "near", "d3", 2000, **tiny.BY_C1) for n in range(3)]
    rows += [tiny.line("g", "far", "d3", 1500, **tiny.BY_C2)]
    of_b = {"merchant_id": "b", **tiny.BY_C2}
    rows += [tiny.line(f"w{n}", "wok", "d3", 9900, **of_b) for n in range(19)]
    names = ["product_id", "merchant_id", "title", "category_path", "price"]
    others = [{"creator_id": name, "handle": name} for name, _ in AUDIENCE_OF]
    creators = pd.DataFrame([*tiny.CREATORS, *others])
    states = creators["creator_id"].str.startswith("s") | (creators["creator_id"] == "c1")
    products = pd.DataFrame(PRODUCTS, columns=names)
    is_abroad = products["product_id"] == "pan"
    creators["categories"] = [["Beauty"] if is_so else None for is_so in states]
    audience = pd.DataFrame([*AUDIENCE_OF, ("c1", 0.9)], columns=["creator_id", "share"])
    return {
        **tiny.frames(),
        "products": products.assign(currency=is_abroad.map({True: "EUR", False: "USD"})),
        "order_lines": pd.DataFrame(rows),
        "creators": creators,
        "collaborations": pd.DataFrame(
            [WORKED | {"collaboration_id": name, "product_id": name} for name in ("ladle", "pan")]
        ),
        "creator_audience": audience.assign(dimension="gender", bucket="female"),
    }


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    store = Store(tmp_path_factory.mktemp("count") / "tiny")
    return Warehouse.snapshot(tiny.build(store, tables()))


@pytest.fixture
def session(market: Warehouse) -> Session:
    return market.session(Scope.everything())


def by_kind(facts: list[Reason]) -> dict[str, Reason]:
    return {fact.kind: fact for fact in facts}


def for_serum(session: Session, *creators: str, price: int = 2500) -> dict[str, dict[str, Reason]]:
    asked = Asked("serum", "Beauty > Skin > Serums", price, "USD", "a")
    found = sales_facts(session, asked, creators, LAST_DAY)
    return {name: by_kind(facts) for name, facts in found.items()}


def test_the_nearest_has_most_levels_in_common_from_either_side(session: Session) -> None:
    """Three of another skin product are nearer than twelve of one for lips."""
    of_creator = for_serum(session, "c1")["c1"]["similar"].values
    found = product_facts(session, "c1", ["serum", "ladle"], "USD", LAST_DAY)
    near = {"units": 3, "title": "Toner", "product_id": "near", "live_units": 0}
    assert of_creator == near | {"category": "Skin"}
    assert by_kind(found["serum"])["similar"].values == of_creator
    assert "similar" not in by_kind(found["ladle"])


def test_where_the_top_level_alone_is_common_that_is_said(session: Session) -> None:
    values = for_serum(session, "c2")["c2"]["similar"].values
    assert (values["title"], values["category"]) == ("Balm", "Beauty")


def test_a_share_speaks_only_where_above_the_usual(session: Session, market: Warehouse) -> None:
    """Of 35 lines 16 are Beauty: all 15 of c1, one of c2's 20. In shop a all lines are Beauty, so
    that all of c1's say nothing.
    """
    found = for_serum(session, "c1", "c2")
    values = {"share": 1.0, "n": 15, "usual": pytest.approx(16 / 35), "category": "Beauty"}
    assert found["c1"]["category"].values == values
    assert {"category", "carried"}.isdisjoint(found["c2"])
    own = for_serum(market.session(Scope.of_merchants("a")), "c1")["c1"]
    assert "similar" in own
    assert "category" not in own


def test_a_share_is_notably_above_the_usual_and_not_by_chance() -> None:
    """Of ten lines three may well be chance; of 100,000 the share is sure and hardly above 0.2."""
    frame = pd.DataFrame(
        {"sku_orders": [10, 100_000, 100], "category_sku_orders": [3, 21_000, 40]},
        index=["chance", "hardly", "above"],
    ).assign(usual=0.2, category="Beauty")
    assert set(category(frame)) == {"above"}


def test_what_one_fact_tells_another_does_not_repeat(session: Session) -> None:
    """c2's one product of Beauty, of shop a, is the nearest and the one of the shop."""
    found = for_serum(session, "c1", "c2")
    assert {"similar", "shop_worked"} <= found["c2"].keys()
    assert {"carried", "category_worked"}.isdisjoint(found["c2"])
    assert found["c1"]["carried"].values == {"products": 2, "n": 2, "category": "Beauty"}
    worked = {kind: found["c1"][kind].values["n"] for kind in ("shop_worked", "category_worked")}
    assert worked == {"shop_worked": 4, "category_worked": 2}


def test_hardly_any_growth_is_none() -> None:
    views = pd.DataFrame({"views": [1050, 1200], "views_before": [1000, 1000]}, index=["a", "b"])
    assert set(_momentum(views)) == {"b"}
    orders = pd.DataFrame({"orders": [21, 30], "orders_before": [20, 20]}, index=["a", "b"])
    assert set(_trend(orders)) == {"b"}


def test_what_creators_state_tells_of_an_audience_without_a_sale(session: Session) -> None:
    """Of 21 who tell it eleven state Beauty: 0.9 and ten times 0.6; ten others have 0.3."""
    found = for_serum(session, "c1", "s1", "t1")
    values = found["c1"]["reached"].values
    assert values["own"] == 0.9
    assert values["share"] == pytest.approx((0.9 + 6) / 11)
    assert values["usual"] == pytest.approx((0.9 + 6 + 3) / 21)
    assert (values["n"], values["bucket"]) == (11, "female")
    assert "reached" not in found["t1"]


@pytest.mark.parametrize(("asks", "kinds"), [(1500, {"price"}), (1600, {"asked"}), (2500, set())])
def test_prices_of_products_worked_with_speak_where_no_sales_do(
    session: Session, asks: int, kinds: set[str]
) -> None:
    """Half of c1's 15 lines sold at 15.00; its three products ask 5.00, 15.00 and 20.00."""
    found = for_serum(session, "c1", "c2", price=asks)
    assert {"asked", "price"} & found["c1"].keys() == kinds
    if "asked" in kinds:
        assert found["c1"]["asked"].values == {"low": 1000, "high": 1750, "n": 3}
    assert {"asked", "price"}.isdisjoint(found["c2"])


def test_a_price_is_told_by_ten_lines_or_not_at_all() -> None:
    frame = pd.DataFrame(
        {"price_low": 1000, "price_high": 2000, "sku_orders": [9, 10]}, index=["few", "many"]
    )
    assert set(price(frame, pd.Series(1500, frame.index))) == {"many"}


def test_room_is_told_of_those_who_sell_few_of_theirs_still() -> None:
    """One of four has more room than two of five; none of three has stopped, two of two is full."""
    frame = pd.DataFrame(
        {"recent_products": [1, 2, 0, 2], "products": [4, 5, 3, 2]}, index=list("abcd")
    )
    found = _room(frame)
    assert set(found) == {"a", "b"}
    assert found["a"].strength > found["b"].strength
    assert found["a"].values == {"products": 1, "n": 4}


def test_what_follows_a_generator_in_a_line_goes_to_each_term_exactly() -> None:
    """Thrice the score: each term owes thrice its own deviation, not a part of the sum's."""
    terms = pd.DataFrame({"x": [1.0, -1.0, 0.0], "y": [0.5, 0.5, -1.0]}, index=list("abc"))
    found = shared_out(3 * terms.sum(axis=1), terms)
    pd.testing.assert_frame_equal(found, 3 * (terms - terms.mean()))


def test_what_adds_little_beside_the_first_is_no_reason() -> None:
    themes = pd.Series({"a": 1.0, "b": 0.09, "c": 0.11, "d": -0.04, "e": -0.06})
    above = pd.Series(0.5, themes.index)
    assert [reason.values["theme"] for reason in chosen([], themes, above)] == ["a", "c"]
    facts = [Reason(theme, {}, 0.5, theme) for theme in "bde"]
    assert [reason.kind for reason in chosen(facts, themes, above)] == ["b", "d", "theme"]


def test_what_nearly_all_have_alike_comes_last() -> None:
    """Though its theme counts most: said of all six it sets none apart, said of four it does."""
    ids = [f"p{n}" for n in range(6)]
    alike = {name: Reason("all", {"n": 3}, 0.9, "a") for name in ids}
    own = {name: Reason("own", {"n": n}, 0.1, "b") for n, name in enumerate(ids)}
    themes = pd.Series({"a": 2.0, "b": 1.0})
    of_all = by_candidate(ids, [alike, own])["p0"]
    assert [reason.kind for reason in chosen(of_all, themes, themes)] == ["own", "all"]
    of_four = by_candidate(ids, [{name: alike[name] for name in ids[:4]}, own])["p0"]
    assert [reason.kind for reason in chosen(of_four, themes, themes)] == ["all", "own"]


def test_what_is_no_praise_of_itself_is_told_where_its_theme_counts() -> None:
    level = Reason("level", {}, 0.0, "price", is_neutral=True)
    for adds, told in ((1.0, ["level"]), (0.0, [])):
        themes = pd.Series({"price": adds})
        assert [reason.kind for reason in chosen([level], themes, themes)] == told
    themes = pd.Series({"price": 1.0, "x": 0.5})
    praise = Reason("praise", {}, 0.1, "x")
    found = chosen([level, praise], themes, themes)
    assert [reason.kind for reason in found] == ["praise", "level"]


def test_a_merchant_is_told_of_no_theme_that_rests_on_others_sales() -> None:
    themes = pd.Series({SIMILAR: 2.0, AUDIENCE: 1.0, "a vector of ours": 0.5})
    told = chosen([], themes, themes, is_public)
    assert [reason.theme for reason in told] == [AUDIENCE, "a vector of ours"]
    assert len(chosen([], themes, themes)) == 3
