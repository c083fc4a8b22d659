"""Every definition of the metric dictionary against figures worked out by hand (see tiny.py)."""

from datetime import date

import pandas as pd
import pytest

from analytics import performance
from analytics.lineage import rows_behind
from analytics.market import market_facts
from analytics.metrics import METRICS
from analytics.period import Period
from analytics.slice import Slice
from data.definitions import SQL
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from tests import tiny

DAYS = Period(date(2026, 3, 1), date(2026, 3, 3))
DOLLARS = Slice(DAYS, "USD")
HELPERS = {"share_of", "differs", "known_commission", "commission_base"}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    store = tiny.build(Store(tmp_path_factory.mktemp("store") / "tiny"))
    return Warehouse.snapshot(store).session(Scope.everything())


@pytest.fixture(scope="module")
def totals(session: Session) -> pd.Series:
    return performance.totals(session, DOLLARS)


@pytest.mark.parametrize(
    ("measure", "worked_out"),
    [
        # o1 2000, o2 1900, o3 4000, o4 3000, o5 2000 + 1000, o8 1000, o9 800, o10 75; o6 is unpaid
        ("gmv", 15_775),
        ("cancelled", 3_000),
        ("refunded", 1_000 + 800),
        ("net_gmv", 15_775 - 3_000 - 1_800),
        # o1, o3, o4, o8, o9
        ("attributed_gmv", 2_000 + 4_000 + 3_000 + 1_000 + 800),
        ("direct_gmv", 2_000 + 800),
        ("orders", 8),
        ("sku_orders", 9),
        # o1 1, o2 1, o3 2, o4 1, o5 1 + 1, o8 1, o9 1; o10's 30,000 are no units
        ("units", 9),
        ("lines_by_creation_time", 2),
        # o1 actual 200 rather than 180, o3 estimated 400; o4, o8, o9 earn none
        ("commission", 600),
        ("commission_still_estimated", 400),
        ("impressions", 600 + 400 + 50 + 30),
        ("views", 250),
        ("clicks", 4),
        # k1 led to o1 and o9 and counts once; k2 led to an unpaid order
        ("converted_clicks", 1),
        ("add_to_carts", 1),
        ("ctr", 4 / 1080),
        ("ctor_orders", 8 / 4),
        ("ctor_sku_orders", 9 / 4),
        ("cvr", 1 / 4),
        ("watch_gpm", 1000 * 15_775 / 250),
        ("show_gpm", 1000 * 15_775 / 1080),
        ("aov", 15_775 / 8),
        ("refund_rate", 1_800 / 15_775),
    ],
)
def test_totals_are_what_the_rows_add_up_to(
    totals: pd.Series, measure: str, worked_out: float
) -> None:
    assert totals[measure] == pytest.approx(worked_out, rel=1e-12)


def test_another_currency_is_never_added(session: Session) -> None:
    euros = performance.totals(session, Slice(DAYS, "EUR"))
    assert (euros["gmv"], euros["orders"]) == (5_000, 1)


def test_a_sale_belongs_to_the_local_day(session: Session) -> None:
    """o2 was paid at 07:59 UTC on 2 March, a minute before midnight in Los Angeles."""
    first = DOLLARS.of(period=Period(DAYS.first_day, DAYS.first_day))
    assert performance.totals(session, first)["gmv"] == 2_000 + 1_900


def test_costs_hold_from_their_day(session: Session) -> None:
    rows = rows_behind(session, DOLLARS, "gmv").set_index(["order_id", "sku_id"])
    assert rows.loc[("o1", "p1"), "goods_cost"] == 500
    assert rows.loc[("o3", "p1"), "goods_cost"] == 2 * 600
    assert rows.loc[("o9", "p1"), "goods_cost"] == 0, "a returned unit costs nothing"
    assert pd.isna(rows.loc[("o5", "p2"), "goods_cost"]), "an unknown cost is not zero"
    assert rows.loc[("o3", "p1"), "platform_fee"] == round(0.05 * 3_000)


@pytest.mark.parametrize("dimension", performance.DIMENSIONS)
def test_a_breakdown_of_the_change_sums_to_the_change(session: Session, dimension: str) -> None:
    last = DOLLARS.of(period=Period(date(2026, 3, 3), date(2026, 3, 3)))
    moved = performance.movers(session, last, dimension)
    now = performance.totals(session, last)["gmv"]
    before = performance.totals(session, last.previous)["gmv"]
    assert (moved["gmv"].sum(), moved["gmv_before"].sum()) == (now, before)
    assert moved["change"].sum() == now - before


def test_channels_sum_to_the_totals_and_name_the_unattributed(
    session: Session, totals: pd.Series
) -> None:
    channels = performance.by_channel(session, DOLLARS).set_index("channel")
    for measure in ("gmv", "net_gmv", "sku_orders", "clicks", "impressions"):
        assert channels[measure].sum() == totals[measure]
    assert channels.loc["video", "gmv"] == 2_000 + 3_000 + 1_000 + 800
    euros = performance.by_channel(session, Slice(DAYS, "EUR")).set_index("channel")
    assert euros.loc["unattributed", "gmv"] == 5_000, "a creator's sale in no known content"


def test_days_sum_to_the_totals(session: Session, totals: pd.Series) -> None:
    trend = performance.daily_trend(session, DOLLARS)
    assert trend["gmv"].sum() == totals["gmv"]
    assert performance.daily_orders(session, DOLLARS)["orders"].sum() == totals["orders"]


@pytest.mark.parametrize("key", ["gmv", "clicks"])
def test_the_rows_behind_a_figure_sum_to_it(session: Session, totals: pd.Series, key: str) -> None:
    assert rows_behind(session, DOLLARS, key)[key].sum() == totals[key]


def test_the_last_complete_day_is_told_by_the_data(session: Session) -> None:
    facts = market_facts(session)
    assert facts is not None
    assert facts.last_day == date(2026, 3, 3)
    assert facts.currencies == ("USD", "EUR")
    assert facts.is_provisional(DAYS)


def test_every_rate_has_its_words_and_its_arithmetic() -> None:
    macros = (SQL / "metrics.sql").read_text()
    rates = [key for key, metric in METRICS.items() if metric.formula and key != "net_gmv"]
    assert rates
    for key in rates:
        assert f"macro {key}(" in macros, f"{key} is explained but not defined"
    for defined in macros.split("create or replace macro ")[1:]:
        name = defined.split("(")[0]
        assert name in METRICS or name in HELPERS, f"{name} is defined but not explained"
