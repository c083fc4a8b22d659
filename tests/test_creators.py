"""What is asked of creators, worked out by hand on the tiny market (see tiny.py)."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.creators import (
    RATIOS,
    Wanted,
    creator_ranking,
    creator_trends,
    creators_together,
    engagement_ranking,
    interval,
    known_creators,
)
from analytics.performance import totals
from analytics.period import Period
from analytics.slice import Slice
from data.scope import Scope
from data.warehouse import Session
from tests import partnerships, tiny

DAYS = Period(date(2026, 3, 1), date(2026, 3, 3))
DOLLARS = Slice(DAYS, "USD")
GLOW = DOLLARS.of(creator_id="c1")
EVERYBODY = Wanted()


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    tables = tiny.frames() | {"collaborations": pd.DataFrame(partnerships.COLLABORATIONS)}
    return tiny.opened(tmp_path_factory.mktemp("store"), tables)


def ranked(session: Session, slice: Slice = DOLLARS, sort: str = "net_gmv") -> pd.DataFrame:
    found = creator_ranking(session, slice, EVERYBODY, sort, hides_thin=False)
    return found.set_index("creator_id")


def test_a_creator_s_row_is_what_the_lines_and_clicks_add_up_to(session: Session) -> None:
    """c1 in dollars: o1 2000, o4 3000 cancelled, o8 1000, o9 800 refunded; clicks k1, k2, k3."""
    row = ranked(session).loc["c1"]
    assert (row["gmv"], row["net_gmv"]) == (6_800, 3_000)
    assert (row["orders"], row["sku_orders"], row["clicks"]) == (4, 4, 3)
    assert (row["impressions"], row["views"]) == (600 + 400 + 30, 250)
    assert row["ctr"] == pytest.approx(3 / 1_030)
    assert row["ctor_sku_orders"] == pytest.approx(4 / 3)
    assert row["watch_gpm"] == pytest.approx(1_000 * 6_800 / 250)
    assert row["show_gpm"] == pytest.approx(1_000 * 6_800 / 1_030)
    assert row["refund_rate"] == pytest.approx(800 / 6_800)
    assert row["aov"] == 6_800 / 4
    assert row["commission"] == 200, "none on what is cancelled, refunded or ineligible"
    assert (row["received"], row["posted"], row["sample_post_rate"]) == (2, 1, 0.5)


def test_the_ranking_sums_to_what_is_credited(session: Session) -> None:
    rows, whole = ranked(session), totals(session, DOLLARS)
    assert rows["gmv"].sum() == whole["attributed_gmv"]
    assert creators_together(session, DOLLARS)["gmv"] == whole["attributed_gmv"]


def test_rates_of_all_creators_come_from_sums(session: Session) -> None:
    """c1 and c2 together: GMV 6800 + 4000, five lines, three clicks, refunds 800 + 1000."""
    together = creators_together(session, DOLLARS)
    assert together["ctor_sku_orders"] == pytest.approx(5 / 3)
    assert together["refund_rate"] == pytest.approx(1_800 / 10_800)
    assert together["aov"] == pytest.approx(10_800 / 5)
    assert together["sample_post_rate"] == 0.5


def test_a_ranking_by_a_ratio_hides_thin_creators(session: Session) -> None:
    assert creator_ranking(session, DOLLARS, EVERYBODY, "refund_rate").empty
    shown = creator_ranking(session, DOLLARS, EVERYBODY, "refund_rate", hides_thin=False)
    assert shown["creator_id"].tolist() == ["c2", "c1"], "1000 of 4000 before 800 of 6800"
    assert shown["n"].tolist() == [1, 4]
    assert len(creator_ranking(session, DOLLARS, EVERYBODY, "net_gmv")) == 2


@pytest.mark.parametrize("sort", RATIOS)
def test_n_is_what_the_ratio_rests_on(session: Session, sort: str) -> None:
    found = creator_ranking(session, DOLLARS, EVERYBODY, sort, hides_thin=False)
    known = found.dropna(subset=["n"])
    assert len(known)
    assert known["n"].tolist() == known[RATIOS[sort]].tolist()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted("GLOW"), ["c1"]),
        (Wanted("pete pan"), ["c2"]),
        (Wanted(tier="nano"), ["c2"]),
        (Wanted("glow", tier="nano"), []),
        (Wanted(country="US"), []),
    ],
)
def test_creators_are_found(session: Session, wanted: Wanted, found: list[str]) -> None:
    rows = creator_ranking(session, DOLLARS, wanted, "net_gmv")
    assert rows["creator_id"].tolist() == found


def test_a_filter_leaves_out_who_has_nothing_there(session: Session) -> None:
    live = DOLLARS.of(channel="live")
    assert ranked(session, live).index.tolist() == ["c2"]
    named = creator_ranking(session, live, EVERYBODY, "net_gmv", creator_ids=["c1"])
    assert named["creator_id"].tolist() == ["c1"]
    assert named["net_gmv"].tolist() == [0]


def test_more_creators_than_asked_for_are_counted(session: Session) -> None:
    first = creator_ranking(session, DOLLARS, EVERYBODY, "followers", most=1)
    assert first[["creator_id", "found"]].to_numpy().tolist() == [["c1", 2]]


def test_a_sparkline_holds_every_day_and_its_zeros(session: Session) -> None:
    trends = creator_trends(session, DOLLARS.of(period=DAYS.widened(1)), ["c1", "c2"])
    assert list(trends["c1"]) == [0, 2_000, 0, 1_000]
    assert list(trends["c2"]) == [0, 0, 3_000, 0]


def test_an_interval_is_wilson_s() -> None:
    """0 of 10 reaches up to z² / (n + z²) = 0.278; half of 100 lies 0.5 +- 0.096."""
    found = interval(pd.Series([0.0, 0.5, 0.3]), pd.Series([10, 100, 0]))
    assert found["low"].tolist()[:2] == pytest.approx([0, 0.404], abs=1e-3)
    assert found["high"].tolist()[:2] == pytest.approx([0.2775, 0.596], abs=1e-3)
    assert found.loc[2].isna().all()


def test_known_creators_by_shops_worked_with(session: Session) -> None:
    found = known_creators(session, EVERYBODY)
    assert found[["creator_id", "merchants", "products"]].to_numpy().tolist() == [
        ["c1", 1, 2],
        ["c2", 1, 1],
    ]
    assert known_creators(session, EVERYBODY, most=1)["found"].tolist() == [2]


def test_engagement_counts_a_photo_as_no_video(tmp_path: Path) -> None:
    session = tiny.opened(tmp_path, partnerships.posts())
    found = engagement_ranking(session, DAYS, EVERYBODY, "engagement").set_index("creator_id")
    assert found.loc["c1", ["engagement", "contents", "videos", "other_posts"]].tolist() == [
        10,
        2,
        1,
        1,
    ]
    assert found.loc["c1", "engagement_per_post"] == 5
    assert found.loc["c2", ["engagement", "videos", "other_posts"]].tolist() == [9, 0, 1]
    assert engagement_ranking(session, DAYS, EVERYBODY, "engagement_per_post").empty, "n < 30"


def test_a_shop_s_ranking_holds_its_own_sales_alone(tmp_path: Path) -> None:
    session = tiny.opened(tmp_path, scope=Scope.of_merchants("b"))
    assert ranked(session)["gmv"].sum() == 0
    assert ranked(session, Slice(DAYS, "EUR")).loc["c1", "gmv"] == 5_000
