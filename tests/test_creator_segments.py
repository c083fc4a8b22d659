"""Segments of creators, on behaviour planted beside that of five alike peers."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analytics.period import Period
from analytics.segments import SEGMENTS, creator_segments
from analytics.slice import Slice
from pages.components.creators_segments import reason, suggestion
from tests import tiny

DAYS = Period(date(2026, 3, 1), date(2026, 3, 3))
DOLLARS = Slice(DAYS, "USD")


def creators(names: Sequence[str], **columns: Any) -> pd.DataFrame:
    rows = pd.DataFrame({"creator_id": names, "handle": names, "followers": 1_000})
    return rows.assign(**{"tier": "micro", **columns})


def behaviour(
    creator: str, impressions: int, clicks: int, lines: int, refunded: int = 0, *, day: str = "d3"
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Events and order lines of 1000 cents of a creator on one day."""
    who = {"creator_id": creator, "content_id": f"v{creator}"}
    events = [
        tiny.event(f"{kind}{creator}{day}", kind, day, n, **who)
        for kind, n in (("impression", impressions), ("click", clicks))
        if n
    ]
    by = {**tiny.BY_C1, **who}
    sold = [
        tiny.line(f"{creator}{day}{k}", "p1", day, 1_000, **by, refund=1_000 * (k < refunded))
        for k in range(lines)
    ]
    return events, sold


def market_of(*behaviours: tuple[list[Any], list[Any]], **tables: Any) -> dict[str, pd.DataFrame]:
    events = [row for rows, _ in behaviours for row in rows]
    lines = [row for _, rows in behaviours for row in rows]
    kept = tiny.frames()
    kept["events"] = pd.DataFrame(events)
    kept["order_lines"] = pd.DataFrame(lines or tiny.ORDER_LINES[:1])
    return kept | tables


PEERS = [behaviour(f"peer{k}", 20_000, 1_000, 50, 5) for k in range(5)]
NAMES = [f"peer{k}" for k in range(5)]


@pytest.mark.parametrize(
    ("segment", "own"),
    [
        ("unsold", behaviour("me", 40_000, 2_000, 20)),
        ("star", behaviour("me", 40_000, 2_000, 200, 20)),
        ("unclicked", behaviour("me", 40_000, 1_000, 50)),
        ("gem", behaviour("me", 10_000, 500, 50)),
        ("misfit", behaviour("me", 10_000, 500, 5)),
        ("returned", behaviour("me", 40_000, 2_000, 100, 40)),
        ("steady", behaviour("me", 20_000, 1_000, 50, 5)),
        ("thin", behaviour("me", 20_000, 29, 29)),
    ],
)
def test_a_behaviour_falls_into_its_segment(
    tmp_path: Path, segment: str, own: tuple[list[Any], list[Any]]
) -> None:
    """Five peers of 20,000 impressions, 5 % CTR, 5 % CTOR, 10 % of lines refunded."""
    session = tiny.opened(tmp_path, market_of(*PEERS, own, creators=creators([*NAMES, "me"])))
    found = creator_segments(session, DOLLARS).set_index("creator_id")
    assert found.loc["me", "segment"] == segment
    assert found.loc["me", "peers"] == 5


def test_a_creator_who_fell_by_half_is_cooling(tmp_path: Path) -> None:
    """40 lines the day before, 20 on the day; with the peers' rates on both."""
    day = Slice(Period(date(2026, 3, 3), date(2026, 3, 3)), "USD")
    before = behaviour("me", 16_000, 800, 40, 4, day="d2")
    own = behaviour("me", 8_000, 400, 20, 2)
    session = tiny.opened(
        tmp_path, market_of(*PEERS, before, own, creators=creators([*NAMES, "me"]))
    )
    row = creator_segments(session, day).set_index("creator_id").loc["me"]
    assert row["segment"] == "cooling"
    told = reason(row, SEGMENTS["cooling"], "USD")
    assert told == "Net GMV $180.00 vs $360.00 before (n = 40 lines before)"


def test_a_creator_who_rarely_posts_is_named_before_all_else(tmp_path: Path) -> None:
    received = pd.Timestamp("2026-01-10")
    samples = pd.DataFrame(
        [
            {
                "collaboration_id": f"{who}{k}",
                "merchant_id": "a",
                "product_id": "p1",
                "creator_id": who,
                "sample_shipped_at": received,
                "sample_received_at": received,
                "posted_at": received + pd.Timedelta(days=5) if k < posted else None,
                "recorded_at": received,
            }
            for who, posted in (("me", 1), *((peer, 6) for peer in NAMES))
            for k in range(12)
        ]
    )
    own = behaviour("me", 40_000, 2_000, 200, 20)
    tables = market_of(*PEERS, own, creators=creators([*NAMES, "me"]), collaborations=samples)
    row = creator_segments(tiny.opened(tmp_path, tables), DOLLARS).set_index("creator_id").loc["me"]
    assert row["segment"] == "no_show"
    told = suggestion(row, SEGMENTS["no_show"], "USD")
    assert told == (
        "Sample→post 8.33 % vs 50.0 % of peers (n = 12 samples): send no further sample"
    )


def test_a_reason_names_gap_peers_and_n(tmp_path: Path) -> None:
    own = behaviour("me", 40_000, 2_000, 22)
    session = tiny.opened(tmp_path, market_of(*PEERS, own, creators=creators([*NAMES, "me"])))
    row = creator_segments(session, DOLLARS).set_index("creator_id").loc["me"]
    assert suggestion(row, SEGMENTS["unsold"], "USD") == (
        "CTOR 1.10 % vs 5.00 % of peers (n = 2,000 clicks): sharpen the offer"
    )
    assert (row["creators"], row["segment_share"]) == (1, pytest.approx(22 / (22 + 225)))


def test_a_small_tier_is_compared_with_everybody(tmp_path: Path) -> None:
    """Two nanos among five micros: their peers are all six others, whatever the tier."""
    known = creators([*NAMES, "me", "other"])
    known.loc[known["creator_id"].isin(["me", "other"]), "tier"] = "nano"
    own, other = behaviour("me", 20_000, 1_000, 50), behaviour("other", 20_000, 1_000, 110)
    session = tiny.opened(tmp_path, market_of(*PEERS, own, other, creators=known))
    row = creator_segments(session, DOLLARS).set_index("creator_id").loc["me"]
    assert row["peers"] == 6
    assert row["peer_ctor"] == pytest.approx((5 * 50 + 110) / 6_000)


@pytest.mark.parametrize(
    ("part", "whole", "sign"),
    [(10, 1_000, -1), (4, 100, 0), (4_500, 100_000, 0), (120, 1_000, 1), (5, 0, 0)],
)
def test_shares_differ_by_a_fifth_and_two_standard_errors(
    tmp_path: Path, part: int, whole: int, sign: int
) -> None:
    """Beside 5 % of 100,000: 4 % of 100 is noise, 4.5 % of 100,000 is certain but slight."""
    session = tiny.opened(tmp_path, {"market": tiny.frames()["market"]})
    question = "select differs($part, $whole, 5000, 100000)"
    assert session.rows(question, part=part, whole=whole) == [(sign,)]
