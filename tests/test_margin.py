"""Contribution margin by hand on the tiny market (see tiny.py); nothing missing counts as zero."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.margin import COSTS, GRAINS, margin, missing_costs, missing_note
from analytics.performance import totals
from analytics.period import Period
from analytics.slice import Slice
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from pages.components.cascade import steps
from tests import tiny

DAYS = Period(date(2026, 3, 1), date(2026, 3, 3))
DOLLARS = Slice(DAYS, "USD")
SERUM = DOLLARS.of(product_id="p1")
AGREED = pd.Timestamp("2026-03-02 18:00")


def collaboration(name: str, creator: str, **more: object) -> dict[str, object]:
    """A collaboration of shop a on the serum, unless `more` says otherwise."""
    return {
        "collaboration_id": name,
        "merchant_id": "a",
        "product_id": "p1",
        "creator_id": creator,
        "recorded_at": AGREED,
        **more,
    }


COLLABORATIONS = [
    collaboration("k1", "c1", flat_fee=300, currency="USD", accepted_at=AGREED),
    collaboration("k2", "c1", flat_fee=9_000, currency="EUR", accepted_at=AGREED),
    collaboration("k3", "c1", flat_fee=800, invited_at=AGREED - pd.Timedelta(days=9)),
    collaboration("k4", "c2", sample_shipped_at=AGREED),
    collaboration("k5", "c2", sample_shipped_at=AGREED - pd.Timedelta(days=9)),
]


def with_collaborations() -> dict[str, pd.DataFrame]:
    return {**tiny.frames(), "collaborations": pd.DataFrame(COLLABORATIONS)}


def opened(folder: Path, tables: dict[str, pd.DataFrame], scope: Scope | None = None) -> Session:
    store = tiny.build(Store(folder / "tiny"), tables)
    return Warehouse.snapshot(store).session(scope or Scope.everything())


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return opened(tmp_path_factory.mktemp("store"), with_collaborations())


def test_the_serum_s_margin_is_what_its_rows_add_up_to(session: Session) -> None:
    """o1 2000, o2 1900, o3 3000 of 4000, o5 2000, o8 1000; o9 came back; o6 was never paid."""
    row = margin(session, SERUM, "product").iloc[0]
    assert row["lines"] == 6
    assert row["net_gmv"] == 2_000 + 1_900 + 3_000 + 2_000 + 1_000
    assert row["commission"] == 200 + 400
    assert row["platform_fee"] == 100 + 95 + 150 + 100 + 50, "5 % of what is left"
    assert row["flat_fees"] == 300, "k2 is in euros, k3 of February"
    assert (row["samples"], row["sample_costs"]) == (1, 700), "k5 was shipped before the period"
    assert row["goods_cost"] == 500 + 500 + 2 * 600 + 600 + 600
    assert row["margin"] == 9_900 - 600 - 495 - 300 - 700 - 3_400
    assert missing_note(row) == ""


def test_each_creator_bears_the_own_costs(session: Session) -> None:
    rows = margin(session, SERUM, "pair").set_index("creator_id")
    assert rows.loc["c1", "margin"] == 3_000 - 200 - 150 - 300 - (500 + 600)
    assert rows.loc["c2", "margin"] == 3_000 - 400 - 150 - 700 - 2 * 600
    organic = rows[rows.index.isna()].iloc[0]
    assert organic["margin"] == 3_900 - 195 - (500 + 600)
    whole = margin(session, SERUM, "total").iloc[0]
    assert rows[["net_gmv", *COSTS, "margin"]].sum().eq(whole[["net_gmv", *COSTS, "margin"]]).all()


@pytest.mark.parametrize("grain", GRAINS)
def test_every_grain_sums_to_net_gmv(session: Session, grain: str) -> None:
    rows = margin(session, DOLLARS, grain)
    assert rows["net_gmv"].sum() == totals(session, DOLLARS)["net_gmv"]
    assert rows["lines"].sum() == totals(session, DOLLARS)["sku_orders"]


def test_a_missing_cost_is_never_zero(session: Session) -> None:
    """The balm has no cost, and of its line o10 nobody knows how many were sold."""
    row = margin(session, DOLLARS.of(product_id="p2"), "product").iloc[0]
    assert pd.isna(row["goods_cost"])
    assert pd.isna(row["margin"])
    assert missing_note(row) == "cost of 1 product missing; quantity of 1 order line implausible"
    shop = margin(session, DOLLARS, "merchant").iloc[0]
    assert pd.isna(shop["margin"])
    assert shop["platform_fee"] == 495 + round(0.05 * 1_000) + round(0.05 * 75)


def test_what_to_enter_is_named(session: Session) -> None:
    found = missing_costs(session, DOLLARS)
    assert found[["product_id", "missing", "lines"]].to_dict("records") == [
        {"product_id": "p2", "missing": "unit cost", "lines": 1}
    ]
    euros = missing_costs(session, Slice(DAYS, "EUR"))
    assert euros["missing"].tolist() == ["unit cost", "platform fee"]
    assert set(euros["merchant_id"]) == {"b"}


def test_euros_lack_commission_and_rate_too(session: Session) -> None:
    row = margin(session, Slice(DAYS, "EUR"), "total").iloc[0]
    assert missing_note(row) == (
        "cost of 1 product missing; platform fee of 1 shop missing; "
        "commission of 1 order line missing"
    )


def test_fees_and_samples_belong_to_no_channel(session: Session) -> None:
    row = margin(session, SERUM.of(channel="video"), "total").iloc[0]
    assert row["commission"] == 200
    assert pd.isna(row["flat_fees"])
    assert pd.isna(row["margin"])


def test_a_sample_without_a_cost_is_missed(tmp_path: Path) -> None:
    tables = with_collaborations()
    tables["product_costs"]["sample_cost"] = None
    session = opened(tmp_path, tables)
    row = margin(session, SERUM, "product").iloc[0]
    assert pd.isna(row["sample_costs"])
    assert missing_note(row) == "cost of 1 product missing"
    assert missing_costs(session, SERUM)["missing"].tolist() == ["sample cost"]


def test_a_shop_sees_its_own_margins_alone(tmp_path: Path) -> None:
    session = opened(tmp_path, with_collaborations(), Scope.of_merchants("b"))
    assert margin(session, DOLLARS, "product").empty
    assert missing_costs(session, DOLLARS).empty


def test_an_unknown_grain_is_refused(session: Session) -> None:
    with pytest.raises(ValueError, match="no grain"):
        margin(session, DOLLARS, "week")


def test_the_cascade_steps_down_to_the_margin(session: Session) -> None:
    bars = steps(margin(session, SERUM, "total").iloc[0], "USD").set_index("part")
    assert bars.loc["Net GMV", ["low", "high"]].tolist() == [0, 99]
    assert bars.loc["Goods", "amount"] == -34
    assert bars.loc["Margin", "amount"] == pytest.approx(44.05)
    down = bars[bars["is_cost"]]
    assert down["high"].tolist() == pytest.approx([99, *down["low"].tolist()[:-1]])


def test_the_cascade_ends_before_what_is_not_known(session: Session) -> None:
    bars = steps(margin(session, DOLLARS, "total").iloc[0], "USD")
    assert "Goods" not in set(bars["part"])
    assert "Margin" not in set(bars["part"])
