"""What is asked of products, worked out by hand on the tiny market (see tiny.py)."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.performance import totals
from analytics.period import Period
from analytics.product import (
    bought_together,
    carriers,
    price_history,
    product_partners,
    product_profile,
    refund_weeks,
)
from analytics.products import flagged_lines, known_products, product_ranking, product_trends
from analytics.slice import Slice
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from pages.components.product_charts import distinct
from tests import tiny

DAYS = Period(date(2026, 3, 1), date(2026, 3, 3))
LAST_DAY = Period(date(2026, 3, 3), date(2026, 3, 3))
DOLLARS = Slice(DAYS, "USD")
SERUM = DOLLARS.of(product_id="p1")


def opened(
    folder: Path, tables: dict[str, pd.DataFrame] | None = None, scope: Scope | None = None
) -> Session:
    store = tiny.build(Store(folder / "tiny"), tables)
    return Warehouse.snapshot(store).session(scope or Scope.everything())


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return opened(tmp_path_factory.mktemp("store"))


def test_the_serum_s_row_is_what_its_lines_and_clicks_add_up_to(session: Session) -> None:
    row = product_ranking(session, DOLLARS).set_index("product_id").loc["p1"]
    assert row["gmv"] == 2_000 + 1_900 + 4_000 + 2_000 + 1_000 + 800
    assert row["net_gmv"] == row["gmv"] - 1_000 - 800
    assert row["attributed_share"] == pytest.approx((2_000 + 4_000 + 1_000 + 800) / 11_700)
    assert (row["orders"], row["sku_orders"], row["units"]) == (6, 6, 7)
    assert (row["clicks"], row["impressions"]) == (4, 600 + 400 + 50)
    assert row["ctor_sku_orders"] == 6 / 4
    assert row["refund_rate"] == pytest.approx(1_800 / 11_700)
    assert row["aov"] == pytest.approx(11_700 / 6)
    assert row["contribution_margin"] == 9_900 - 600 - 495 - 3_400


def test_a_product_without_a_cost_has_no_margin(session: Session) -> None:
    row = product_ranking(session, DOLLARS).set_index("product_id").loc["p2"]
    assert row["net_gmv"] == 1_000 + 75
    assert pd.isna(row["contribution_margin"])


def test_the_ranking_sums_to_the_totals_with_what_is_not_named(tmp_path: Path) -> None:
    tables = tiny.frames()
    tables["order_lines"].loc[tables["order_lines"]["order_id"] == "o2", "product_id"] = None
    session = opened(tmp_path, tables)
    rows, whole = product_ranking(session, DOLLARS), totals(session, DOLLARS)
    for measure in ("gmv", "net_gmv", "sku_orders", "clicks", "impressions"):
        assert rows[measure].sum() == whole[measure]
    assert rows.loc[rows["product_id"].isna(), "net_gmv"].tolist() == [1_900]


def test_a_change_is_told_against_the_day_before(session: Session) -> None:
    """On the last day p1 kept 2000 + 1000, the day before 3000 of 4000; p2 lost o4."""
    rows = product_ranking(session, DOLLARS.of(period=LAST_DAY)).set_index("product_id")
    assert rows.loc["p1", ["net_gmv", "net_gmv_before", "change"]].tolist() == [3_000, 3_000, 0]
    assert rows.loc["p1", "growth"] == 0
    assert rows.loc["p2", "change"] == 1_075
    assert pd.isna(rows.loc["p2", "growth"]), "nothing was kept before, so there is no rate"


def test_a_channel_s_ranking_leaves_the_margin_out(session: Session) -> None:
    rows = product_ranking(session, DOLLARS.of(channel="video")).set_index("product_id")
    assert rows.loc["p1", "net_gmv"] == 2_000 + 1_000
    assert pd.isna(rows.loc["p1", "contribution_margin"])


@pytest.mark.parametrize(
    ("text", "found"), [("serum", ["p1"]), (" P2 ", ["p2"]), ("pan serum", []), ("%", [])]
)
def test_the_ranking_is_searched(session: Session, text: str, found: list[str]) -> None:
    assert product_ranking(session, DOLLARS, text)["product_id"].tolist() == found


def test_a_sparkline_holds_every_day_and_its_zeros(session: Session) -> None:
    longer = DOLLARS.of(period=DAYS.widened(2))
    trend = product_trends(session, longer, ("p1", "p3"))
    assert list(trend["p1"]) == [0, 0, 3_900, 3_000, 3_000]
    assert list(trend["p3"]) == [0] * 5
    half_a_year = product_trends(session, DOLLARS.of(period=DAYS.widened(179)), ("p1",))
    assert len(half_a_year["p1"]) == 26
    assert sum(half_a_year["p1"]) == 9_900


def test_quantities_that_cannot_be_are_counted(session: Session) -> None:
    flagged = flagged_lines(session, DOLLARS)
    assert flagged[["lines", "largest", "gmv"]].tolist() == [1, 30_000, 75]
    assert flagged_lines(session, SERUM)["lines"] == 0


def test_prices_are_per_unit_and_before_discounts(tmp_path: Path) -> None:
    tables = tiny.frames()
    lines = tables["order_lines"]
    lines.loc[lines["order_id"] == "o1", ["seller_discount", "platform_discount"]] = [500, 100]
    history = price_history(opened(tmp_path, tables), SERUM)
    assert history["paid"].tolist() == [(2_000 + 1_900) / 2, 4_000 / 2, (2_000 + 1_000 + 800) / 3]
    assert history.loc[0, "listed"] == (3_900 + 600) / 2
    assert history.loc[0, "depth"] == pytest.approx(600 / 4_500)
    assert history.loc[0, "seller_depth"] == pytest.approx(500 / 4_500)
    assert history["lines"].tolist() == [2, 1, 3]


def test_an_implausible_quantity_makes_no_price(session: Session) -> None:
    """o10 claims 30,000 balms for 75 cents; o5's one balm alone makes the day's price."""
    assert price_history(session, DOLLARS.of(product_id="p2"))["paid"].tolist() == [3_000, 1_000]


def test_carriers_sum_to_the_product(session: Session) -> None:
    rows = carriers(session, SERUM).set_index("creator_id")
    glow = rows.loc["c1"]
    assert (glow["net_gmv"], glow["orders"], glow["commission"]) == (3_000, 3, 200)
    assert (glow["clicks"], glow["contents"]) == (3, 1)
    assert glow["refund_rate"] == pytest.approx(800 / 3_800)
    assert (rows.loc["c2", "net_gmv"], rows.loc["c2", "commission"]) == (3_000, 400)
    assert rows.loc["c2", "contents"] == 1, "content that sold counts, though no view is known"
    organic = rows[rows.index.isna()].iloc[0]
    assert (organic["net_gmv"], organic["contents"]) == (3_900, 0)
    whole = totals(session, SERUM)
    for measure in ("gmv", "net_gmv", "commission", "sku_orders", "clicks"):
        assert rows[measure].sum() == whole[measure]


def test_refunds_belong_to_the_week_of_the_sale(session: Session) -> None:
    weeks = refund_weeks(session, SERUM, date(2026, 3, 20))
    assert weeks["week"].dt.date.tolist() == [date(2026, 2, 23), date(2026, 3, 2)]
    assert weeks["lines"].tolist() == [2, 4]
    assert weeks["refunded_lines"].tolist() == [0, 2]
    assert weeks.loc[1, "refund_rate"] == pytest.approx(1_800 / 7_800)
    assert weeks["is_provisional"].tolist() == [False, True], "14 days before the 20th is the 6th"


def test_what_is_bought_together_counts_orders(session: Session) -> None:
    rows = bought_together(session, DOLLARS.of(product_id="p2"))
    assert rows[["product_id", "orders"]].to_numpy().tolist() == [["p1", 1]]
    assert rows.loc[0, "share"] == pytest.approx(1 / 3), "of o4, o5 and o10"


def test_partners_are_known_without_a_sale(tmp_path: Path) -> None:
    deals = [("k1", "p3", "c1"), ("k2", "p3", "c2"), ("k3", "p3", "c2")]
    names = ["collaboration_id", "product_id", "creator_id"]
    tables = tiny.frames()
    tables["collaborations"] = pd.DataFrame(deals, columns=names).assign(
        merchant_id="b", recorded_at=pd.Timestamp("2026-03-01")
    )
    session = opened(tmp_path, tables)
    assert product_partners(session, "p3")["creator_id"].tolist() == ["c1", "c2"]
    assert known_products(session, None)["creators"].tolist() == [2, 0, 0]
    assert known_products(session, "a")["title"].tolist() == ["Balm", "Serum"]
    assert product_profile(session, "p3").partners == 2


def test_names_that_occur_twice_are_told_apart() -> None:
    names = distinct(pd.Series(["Serum", "Balm", "Serum"]), pd.Series(["p1", "p2", "p3"]))
    assert names.tolist() == ["Serum… p1", "Balm", "Serum… p3"]


def test_a_shop_learns_of_no_other_s_product(tmp_path: Path) -> None:
    session = opened(tmp_path, scope=Scope.of_merchants("b"))
    assert product_ranking(session, DOLLARS)["product_id"].tolist() == ["p3"]
    assert known_products(session, None)["product_id"].tolist() == ["p3"]
    assert product_trends(session, DOLLARS, ("p1",))["p1"].tolist() == [0, 0, 0]
    for rows in (carriers(session, SERUM), price_history(session, SERUM)):
        assert rows.empty
    assert bought_together(session, SERUM).empty
    assert product_partners(session, "p1").empty
    with pytest.raises(LookupError, match="'p1'"):
        product_profile(session, "p1")
