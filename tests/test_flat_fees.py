"""A flat fee counts on the day agreed, else on the first day known; without any it is missed."""

from pathlib import Path

import pandas as pd
import pytest

from analytics.margin import margin, missing_note
from analytics.period import Period
from data.warehouse import Session
from tests import tiny
from tests.test_margin import AGREED, DOLLARS, SERUM, collaboration

EARLY = AGREED - pd.Timedelta(days=9)


def opened(folder: Path, *deals: dict[str, object]) -> Session:
    return tiny.opened(folder, {**tiny.frames(), "collaborations": pd.DataFrame(deals)})


def fee(**dates: pd.Timestamp) -> dict[str, object]:
    return collaboration("k", "c1", flat_fee=300, **dates)


@pytest.mark.parametrize(
    ("dates", "counted"),
    [
        ({"accepted_at": AGREED, "posted_at": EARLY}, 300),
        ({"accepted_at": EARLY, "posted_at": AGREED}, 0),
        ({"posted_at": AGREED, "invited_at": EARLY}, 300),
        ({"posted_at": EARLY, "sample_received_at": AGREED}, 0),
        ({"invited_at": AGREED}, 300),
        ({"sample_requested_at": AGREED}, 300),
        ({"sample_shipped_at": AGREED}, 300),
        ({"sample_received_at": AGREED}, 300),
        ({"sample_received_at": AGREED, "sample_shipped_at": EARLY}, 0),
        ({"sample_shipped_at": AGREED, "sample_requested_at": EARLY}, 0),
        ({"sample_requested_at": AGREED, "invited_at": EARLY}, 0),
    ],
)
def test_a_fee_counts_on_one_day(
    tmp_path: Path, dates: dict[str, pd.Timestamp], counted: int
) -> None:
    row = margin(opened(tmp_path, fee(**dates)), SERUM, "creator").set_index("creator_id").loc["c1"]
    assert row["flat_fees"] == counted
    assert row["fees_missing_day"] == 0


@pytest.mark.parametrize("period", [SERUM.period, SERUM.period.previous])
def test_a_fee_without_a_day_is_missed_in_every_period(tmp_path: Path, period: Period) -> None:
    undated = [collaboration(name, "c1", flat_fee=800, ended_at=AGREED) for name in ("k1", "k2")]
    session = opened(tmp_path, *undated, collaboration("k3", "c2", flat_fee=0))
    pairs = margin(session, SERUM.of(period=period), "pair").set_index("creator_id")
    assert pd.isna(pairs.loc["c1", "flat_fees"])
    assert pd.isna(pairs.loc["c1", "margin"])
    assert missing_note(pairs.loc["c1"]) == "fee of 2 collaborations has no date"
    assert pairs["fees_missing_day"].sum() == 2, "no fee needs no day"


def test_a_fee_without_a_day_belongs_to_its_currency_shop_and_product(tmp_path: Path) -> None:
    session = opened(tmp_path, collaboration("k", "c1", flat_fee=800, currency="EUR"))
    assert margin(session, SERUM, "total").iloc[0]["fees_missing_day"] == 0
    session = opened(tmp_path / "dollars", collaboration("k", "c1", flat_fee=800))
    found = {
        key: margin(session, DOLLARS.of(**{key: value}), "total").iloc[0]["fees_missing_day"]
        for key, value in {"product_id": "p2", "creator_id": "c2", "category": "Beauty"}.items()
    }
    assert found == {"product_id": 0, "creator_id": 0, "category": 1}
