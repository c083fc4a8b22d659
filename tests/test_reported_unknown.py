"""Ours beside what is reported where no file of ours tells of the shop or of the days.

One line of shop a is held, of 2 March in Los Angeles: 50.00, of which 49.00 is told as led to
by creator c1.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analytics.reported import reported
from tests.test_lines import credit, market, orders

MARCH = {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 31)}
DAY = {"starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 2)}
CREDIT_NEEDED = "needs Affiliate orders of a for these days"
PARTLY = "only some days known"


def told(entity: str, name: str, **more: object) -> dict[str, Any]:
    row = {"source": "them", "entity_type": entity, "entity_id": name, "merchant_id": "a", **MARCH}
    return row | {"metric": "gmv", "value": 9_999.0, "currency": "USD"} | more


def window(report: str, **days: date) -> dict[str, list[dict[str, Any]]]:
    return {"report_windows": [{"merchant_id": "a", "report": report, **days}]}


def beside(tmp_path: Path, row: dict[str, Any], *loads: Any) -> tuple[float | None, str]:
    """Our figure beside a reported one, and what explains the difference."""
    asked = market(tmp_path, *loads, {"reported_metrics": [row]})
    (found,) = reported(asked).to_dict("records")
    assert pd.isna(found["difference"]) == pd.isna(found["own"])
    return None if pd.isna(found["own"]) else found["own"], found["explanation"]


@pytest.mark.parametrize("row", [told("creator", "c1"), told("content", "v1", metric="video_gmv")])
def test_creators_and_videos_are_unknown_without_affiliate_orders(
    tmp_path: Path, row: dict[str, Any]
) -> None:
    every = window("all_orders", **MARCH)
    assert beside(tmp_path / "1", row, orders(), every) == (None, CREDIT_NEEDED)
    elsewhere = window("affiliate_orders", starts_on=date(2026, 2, 1), ends_on=date(2026, 2, 28))
    assert beside(tmp_path / "2", row, orders(), every, elsewhere) == (None, CREDIT_NEEDED)


def test_a_creator_who_sold_nothing_has_nought_where_affiliate_orders_tell(tmp_path: Path) -> None:
    covered = window("affiliate_orders", **MARCH)
    assert beside(tmp_path / "1", told("creator", "c2"), credit(), covered) == (0, "")
    some = window("affiliate_orders", starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 9))
    assert beside(tmp_path / "2", told("creator", "c2"), credit(), some) == (0, PARTLY)
    mine = told("creator", "c1")
    assert beside(tmp_path / "3", mine, credit(), some) == (4_900, PARTLY)


def test_what_a_shop_sold_live_only_affiliate_orders_tell(tmp_path: Path) -> None:
    live = told("merchant", "a", source="TikTok Shop LIVE data (a)")
    every = window("all_orders", **MARCH)
    assert beside(tmp_path / "1", live, orders(), every) == (None, CREDIT_NEEDED)
    covered = window("affiliate_orders", **MARCH)
    assert beside(tmp_path / "2", live, orders(), every, covered) == (0, "")


@pytest.mark.parametrize(
    ("row", "needed"),
    [
        (told("merchant", "b", merchant_id="b"), "All orders of b"),
        (told("creator", "c1", merchant_id="b"), "Affiliate orders of b"),
        (told("product", "p3", merchant_id="b"), "All orders of b"),
    ],
)
def test_a_shop_without_a_file_is_unknown_though_another_has_one(
    tmp_path: Path, row: dict[str, Any], needed: str
) -> None:
    said = f"needs {needed} for these days"
    assert beside(tmp_path, row, orders(), credit()) == (None, said)


def test_a_shop_of_whom_affiliate_orders_alone_tell_has_no_sum_of_its_own(tmp_path: Path) -> None:
    said = "needs All orders of a for these days"
    assert beside(tmp_path, told("merchant", "a"), credit()) == (None, said)


def test_days_between_two_reports_are_not_known(tmp_path: Path) -> None:
    """Nothing is known of 10 to 20 March, though orders before and after them are held."""
    early = {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 9)}
    late = {"starts_on": date(2026, 3, 21), "ends_on": date(2026, 3, 31)}
    held = [orders(), window("all_orders", **early), window("all_orders", **late)]
    between = {"starts_on": date(2026, 3, 10), "ends_on": date(2026, 3, 20)}
    row = told("merchant", "a", **between)
    said = "needs All orders of a for these days"
    assert beside(tmp_path / "1", row, *held) == (None, said)
    whole = told("merchant", "a")
    assert beside(tmp_path / "2", whole, *held) == (5_000, PARTLY)
    exact = told("merchant", "a", **DAY, value=5_000.0)
    assert beside(tmp_path / "3", exact, *held) == (5_000, "agrees")


def test_a_product_of_no_shop_here_names_no_file(tmp_path: Path) -> None:
    row = told("product", "somebody's", merchant_id=None, metric="revenue")
    assert beside(tmp_path, row, orders()) == (None, "")
