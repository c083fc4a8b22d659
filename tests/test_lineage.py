"""The rows behind a figure add up to it: on the tiny market with fees and samples (see tiny.py)."""

from datetime import date

import pandas as pd
import pytest

from analytics.lineage import FEES, SALES, SAMPLES, kinds_behind, rows_behind
from analytics.margin import margin
from analytics.period import Period
from analytics.slice import Slice
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from tests import tiny

DAYS = Period(date(2026, 3, 1), date(2026, 3, 3))
DOLLARS = Slice(DAYS, "USD")
SERUM = DOLLARS.of(product_id="p1")
AGREED = pd.Timestamp("2026-03-02 18:00")
BEFORE = pd.Timestamp("2026-01-02 18:00")
DEALS = [
    {"collaboration_id": "k1", "flat_fee": 300, "currency": "USD", "accepted_at": AGREED},
    {"collaboration_id": "k2", "flat_fee": 9_000, "currency": "EUR", "accepted_at": AGREED},
    {"collaboration_id": "k3", "flat_fee": 800, "currency": "USD", "invited_at": BEFORE},
    {"collaboration_id": "k4", "creator_id": "c2", "sample_shipped_at": AGREED},
    {"collaboration_id": "k5", "sample_shipped_at": AGREED - pd.Timedelta(days=9)},
    {"collaboration_id": "k6", "product_id": "p2", "flat_fee": 50, "posted_at": AGREED},
]
OF_SERUM = {"merchant_id": "a", "product_id": "p1", "creator_id": "c1", "recorded_at": AGREED}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    deals = pd.DataFrame([{**OF_SERUM, **deal} for deal in DEALS])
    store = Store(tmp_path_factory.mktemp("store") / "tiny")
    tiny.build(store, {**tiny.frames(), "collaborations": deals})
    return Warehouse.snapshot(store).session(Scope.everything())


def added_up(session: Session, slice: Slice) -> float:
    """The contribution margin from the rows that are offered as what stands behind it."""
    lines, fees, samples = (
        rows_behind(session, slice, "contribution_margin", kind)
        for kind in kinds_behind("contribution_margin")
    )
    costs = lines[["commission", "platform_fee", "goods_cost"]].sum().sum()
    return lines["net_gmv"].sum() - costs - fees["flat_fee"].sum() - samples["sample_cost"].sum()


def test_the_rows_behind_the_margin_are_every_part_of_it() -> None:
    assert kinds_behind("contribution_margin") == (SALES, FEES, SAMPLES)


@pytest.mark.parametrize(
    "chosen",
    [
        SERUM,
        SERUM.of(creator_id="c1"),
        SERUM.of(creator_id="c2"),
        SERUM.of(merchant_id="a"),
        SERUM.of(category="Beauty"),
        SERUM.of(period=Period(date(2026, 2, 1), date(2026, 3, 3))),
    ],
)
def test_the_rows_behind_the_margin_sum_to_it(session: Session, chosen: Slice) -> None:
    assert added_up(session, chosen) == margin(session, chosen, "total")["margin"].iloc[0]


def test_the_margin_worked_out_by_hand(session: Session) -> None:
    """Net 9900, commission 600, fee 495, goods 3400 as in test_margin; k1 300 and k4 700."""
    assert added_up(session, SERUM) == 9_900 - 600 - 495 - 3_400 - 300 - 700


def test_fees_are_those_agreed_in_these_days_and_this_currency(session: Session) -> None:
    fees = rows_behind(session, DOLLARS, "contribution_margin", FEES)
    assert fees["collaboration_id"].tolist() == ["k1", "k6"]
    assert rows_behind(session, Slice(DAYS, "EUR"), "gmv", FEES)["flat_fee"].tolist() == [9_000]
    home = DOLLARS.of(category="Home")
    assert rows_behind(session, home, "contribution_margin", FEES).empty


def test_samples_are_those_shipped_in_these_days(session: Session) -> None:
    samples = rows_behind(session, DOLLARS, "contribution_margin", SAMPLES)
    assert samples["collaboration_id"].tolist() == ["k4"]
    assert samples["day"].tolist() == [pd.Timestamp("2026-03-02")]
    home = DOLLARS.of(category="Home")
    assert rows_behind(session, home, "contribution_margin", SAMPLES).empty


def test_one_channel_bears_neither_fees_nor_samples(session: Session) -> None:
    for kind in (FEES, SAMPLES):
        assert rows_behind(session, SERUM.of(channel="video"), "gmv", kind).empty


def test_the_limit_leaves_the_count(session: Session) -> None:
    rows = rows_behind(session, DOLLARS, "contribution_margin", FEES, most=1)
    assert (len(rows), rows["found"].iloc[0]) == (1, 2)
