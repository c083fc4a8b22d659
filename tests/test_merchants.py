"""Shops against figures worked out by hand: ranking, concentration, roster, settlement."""

from datetime import date

import pandas as pd
import pytest

from analytics import attention, merchants, performance, promotions, roster, settlement
from analytics.concentration import concentration
from analytics.pairs import pair_margins
from analytics.period import Period
from analytics.slice import Slice
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from tests import deals, tiny

DAYS = Slice(Period(date(2026, 3, 1), date(2026, 3, 3)), "USD")
ALDER = DAYS.of(merchant_id="a")
MARCH = DAYS.of(period=Period(date(2026, 3, 1), date(2026, 3, 29)))


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    store = Store(tmp_path_factory.mktemp("store") / "tiny")
    return Warehouse.snapshot(tiny.build(store, deals.tables()))


@pytest.fixture(scope="module")
def session(warehouse: Warehouse) -> Session:
    return warehouse.session(Scope.everything())


def test_the_ranking_sums_to_the_totals(session: Session) -> None:
    shops = merchants.merchant_ranking(session, DAYS)
    totals = performance.totals(session, DAYS)
    assert shops["merchant_id"].tolist() == ["a"], "b sold in another currency alone"
    for measure in ("gmv", "net_gmv", "attributed_gmv", "refunded", "sku_orders", "commission"):
        assert shops[measure].sum() == totals[measure]
    alder = shops.iloc[0]
    assert (alder["products"], alder["creators"]) == (2, 2)
    assert alder["attributed_share"] == pytest.approx(10_800 / 15_775)


def test_the_change_is_against_as_many_days_before(session: Session) -> None:
    last = DAYS.of(period=Period(date(2026, 3, 3), date(2026, 3, 3)))
    alder = merchants.merchant_ranking(session, last).iloc[0]
    # 3 March: o5 2000 + 1000, o8 1000, o9 0, o10 75; 2 March: o3 3000, o4 0
    assert (alder["net_gmv"], alder["net_gmv_before"], alder["change"]) == (4_075, 3_000, 1_075)


def test_what_is_credited_each_day_is_what_creators_sold(session: Session) -> None:
    """1 March: o1; 2 March: o3 and o4; 3 March: o8 and o9."""
    trend = performance.daily_trend(session, ALDER).groupby("day")["attributed_gmv"].sum()
    assert trend.tolist() == [2_000, 7_000, 1_800]


def test_a_shops_days_are_whole(session: Session) -> None:
    trend = merchants.merchant_days(session, DAYS, ("a", "b")).set_index("merchant_id")["trend"]
    assert list(trend["a"]) == [3_900, 3_000, 4_075]
    assert list(trend["b"]) == [0, 0, 0]


@pytest.mark.parametrize(
    ("over", "amounts"),
    [
        # o1 2000 + o8 1000 by c1; o3 4000 - 1000 by c2
        ("creator", {"c1": 3_000, "c2": 3_000}),
        # p1: 2000 + 1900 + 3000 + 2000 + 1000; p2: 1000 + 75
        ("product", {"p1": 9_900, "p2": 1_075}),
        ("merchant", {"a": 10_975}),
    ],
)
def test_concentration(session: Session, over: str, amounts: dict[str, int]) -> None:
    found = concentration(session, DAYS, over)
    assert dict(zip(found.parts["id"], found.parts["net_gmv"], strict=True)) == amounts
    total = sum(amounts.values())
    assert found.hhi == pytest.approx(sum((x / total) ** 2 for x in amounts.values()))
    assert found.equal_to == pytest.approx(1 / found.hhi)
    assert found.top(1) == pytest.approx(max(amounts.values()) / total)
    assert found.parts["cumulative_share"].iloc[-1] == pytest.approx(1)


def test_concentration_of_nothing_is_not_a_number(session: Session) -> None:
    found = concentration(session, DAYS.of(merchant_id="b"), "product")
    assert found.net_gmv == 0
    assert pd.isna(found.hhi)
    assert pd.isna(found.top(1))


def test_commission_expected_and_settled(session: Session) -> None:
    found = settlement.settlement(session, DAYS).set_index("merchant_id").loc["a"]
    # o1 is settled at 200 for 180; o3's 400 are open; o4, o8, o9 bear none
    assert (found["lines"], found["settled_lines"], found["settled_share"]) == (2, 1, 0.5)
    assert (found["estimated_commission"], found["actual_commission"]) == (180, 200)
    assert (found["open_commission"], found["actual_to_estimated"]) == (400, 200 / 180)


def test_the_lag_curve_counts_only_lines_old_enough(session: Session) -> None:
    curve = settlement.lag_curve(session, MARCH).set_index(["kind", "weeks"])
    told = [(curve["n"][kind, week], curve["done"][kind, week]) for kind, week in LAGS]
    # o1 and o3 bear commission, and eight lines that were paid for were not cancelled; on 29 March
    # only o1 and o2, of 1 March, are four weeks old
    assert told == [(2, 0), (2, 0), (2, 1), (1, 1), (8, 0), (8, 1), (2, 0)]
    assert ("settled", 5) not in curve.index


LAGS = [("settled", 0), ("settled", 1), ("settled", 2), ("settled", 4)]
LAGS += [("refunded", 1), ("refunded", 2), ("refunded", 4)]


def test_the_roster(session: Session) -> None:
    found = roster.roster(session, ALDER).set_index("creator_id")
    assert found["net_gmv"].to_dict() == {"c1": 3_000, "c2": 3_000}
    assert found["orders"].to_dict() == {"c1": 4, "c2": 1}
    assert found["status"].to_dict() == {"c1": "promoting", "c2": "agreed"}
    assert found["collaborations"].to_dict() == {"c1": 3, "c2": 2}, "one begins after the period"
    assert found["samples"].to_dict() == {"c1": 2, "c2": 1}
    assert found.loc["c1", "sample_post_rate"] == 1
    assert found["net_gmv"].sum() == concentration(session, ALDER, "creator").net_gmv


def test_margins_of_pairs_have_names(session: Session) -> None:
    pairs = pair_margins(session, ALDER)
    assert set(pairs["pair"]) == {"@glow × Serum", "@pan_pete × Serum", "@glow × Balm"}
    c2 = pairs[pairs["creator_id"] == "c2"].iloc[0]
    # o3: 3000 net, 400 commission, 5 % fee, two units at 6.00; its sample left before the period
    assert c2["margin"] == 3_000 - 400 - 150 - 2 * 600


def test_promotions_that_ran(session: Session) -> None:
    found = promotions.running_promotions(session, ALDER).set_index("promotion_id")
    assert set(found.index) == {"shared", "own"}
    assert found["redemptions"].to_dict() == {"shared": 9, "own": 4}
    # p1 until 2 March: o1 2000, o2 1900, o3 3000
    assert found["net_gmv"].to_dict() == {"shared": 6_900, "own": 6_900}


def test_a_merchant_learns_of_no_other_shops_promotion(warehouse: Warehouse) -> None:
    own = warehouse.session(Scope.of_merchants("a")).frame("from promotions")
    told = own.set_index("promotion_id")["redemptions"]
    assert set(told.index) == {"shared", "own", "sale"}
    assert told["own"] == 4
    assert pd.isna(told["shared"]), "a share of its redemptions is another shop's"


def test_no_question_tells_a_merchant_of_another_shop(warehouse: Warehouse) -> None:
    birch = warehouse.session(Scope.of_merchants("b"))
    assert merchants.merchant_profile(birch, "a") is None
    assert merchants.merchants_by_roster(birch)["merchant_id"].tolist() == ["b"]
    for slice_ in (DAYS, ALDER):
        for question in (
            merchants.merchant_ranking,
            roster.roster,
            settlement.settlement,
            settlement.lag_curve,
            attention.samples,
            attention.sample_states,
            pair_margins,
        ):
            assert question(birch, slice_).empty, question.__name__
        assert concentration(birch, slice_, "creator").parts.empty
    assert roster.worked_with(birch, "a").empty
    assert not merchants.merchant_days(birch, DAYS, ("a",))["trend"].iloc[0].any()
