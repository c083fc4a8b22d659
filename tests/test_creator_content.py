"""How content fades and how a live session went, on rows planted for each."""

from datetime import date
from pathlib import Path

import pandas as pd

from analytics.decay import FEWEST, content_decay, observed
from analytics.live import live_pins, live_sessions, live_timeline
from analytics.period import Period
from data.scope import Scope
from tests import tiny

DAYS = Period(date(2026, 3, 1), date(2026, 3, 3))


def aging(pieces: int, young: int = 1) -> dict[str, pd.DataFrame]:
    """Videos of c1: `pieces` born on 1 March, `young` on the last day; views on their days."""
    names = [f"k{n}" for n in range(pieces)] + [f"y{n}" for n in range(young)]
    born = [tiny.SOLD_AT["d1"]] * pieces + [tiny.SOLD_AT["d3"]] * young
    content = pd.DataFrame(
        {"content_id": names, "creator_id": "c1", "content_type": "video", "started_at": born}
    )
    content["started_at"] = pd.to_datetime(content["started_at"])
    views = [
        tiny.event(f"{name}{day}", "view", day, n, content_id=name)
        for name in names[:pieces]
        for day, n in (("d1", 100), ("d2", 40), ("d3", 10))
    ]
    views += [
        tiny.event(f"{name}d3", "view", "d3", 700, content_id=name) for name in names[pieces:]
    ]
    by = {"creator_id": "c1", "content_id": "k0", "content_type": "video"}
    lines = [tiny.line("o1", "p1", "d2", 6_000, **by), tiny.line("o2", "p1", "d3", 600, **by)]
    kept = {name: tiny.frames()[name] for name in ("market", "merchants", "products", "creators")}
    return {
        **kept,
        "content": content,
        "events": pd.DataFrame(views),
        "order_lines": pd.DataFrame(lines),
    }


def test_content_fades_by_age_over_pieces_that_reached_it(tmp_path: Path) -> None:
    """Six old pieces and a young one: age 0 over seven of them, ages 1 and 2 over six."""
    session = tiny.opened(tmp_path, aging(6))
    found = content_decay(session, "c1", "video", DAYS, "USD")
    assert found.curve["age"].tolist() == [0, 1, 2]
    assert found.curve["contents"].tolist() == [7, 6, 6]
    assert found.curve["views"].tolist() == [(600 + 700) / 7, 40, 10]
    assert found.curve["net_gmv"].tolist() == [0, 1_000, 100]
    assert (found.half_life("views"), found.half_life("net_gmv")) == (0, 1)


def test_too_few_pieces_make_no_curve(tmp_path: Path) -> None:
    found = content_decay(tiny.opened(tmp_path, aging(FEWEST - 1, 0)), "c1", "video", DAYS, "USD")
    assert found.curve.empty
    assert found.contents == FEWEST - 1
    assert found.half_life("views") is None


def test_pieces_from_before_the_data_are_not_followed() -> None:
    assert observed(date(2026, 3, 1), date(2026, 3, 3)) == DAYS
    assert observed(date(2020, 1, 1), date(2026, 3, 3)).days == 365


def on_air() -> dict[str, pd.DataFrame]:
    """A session of c2 of six minutes: p1, p1, nothing, p3 of shop b, p1 with an offer, p1."""
    start = pd.Timestamp("2026-03-02 18:00")
    pins = ["p1", "p1", None, "p3", "p1", "p1"]
    minutes = pd.DataFrame(
        {
            "content_id": "l1",
            "minute_at": [start + pd.Timedelta(minutes=k) for k in range(6)],
            "viewers": [10, 20, 30, 25, 40, 15],
            "pinned_product_id": pins,
            "merchant_id": [{"p1": "a", "p3": "b"}.get(pin or "") for pin in pins],
            "promotion": [None, None, None, "b's coupon", "a's coupon", None],
            "violation": [None, "claim", None, None, None, None],
        }
    )
    by = {"creator_id": "c2", "content_id": "l1", "content_type": "live"}
    clicks = [
        tiny.event(f"click{k}", "click", "d2", n, **by) | {"event_at": start + at}
        for k, (at, n) in enumerate([(pd.Timedelta("65s"), 3), (pd.Timedelta("270s"), 2)])
    ]
    lines = [
        tiny.line(f"o{k}", "p1", "d2", 1_000, **by) | {"paid_at": start + pd.Timedelta(at)}
        for k, at in enumerate(["100s", "150s", "2h"])
    ]
    kept = tiny.frames()
    kept["content"] = kept["content"].assign(
        started_at=lambda f: f["started_at"].where(f["content_id"] != "l1", start)
    )
    return kept | {
        "live_minutes": minutes,
        "events": pd.DataFrame(clicks),
        "order_lines": pd.DataFrame(lines),
    }


def test_a_session_by_the_minute_in_local_time(tmp_path: Path) -> None:
    """18:00 UTC is 10:00 in Los Angeles; the line paid two hours later belongs to no minute."""
    session = tiny.opened(tmp_path, on_air())
    listed = live_sessions(session, "c2", DAYS.last_day, "USD").iloc[0]
    assert (listed["peak_viewers"], listed["minutes"], listed["sku_orders"]) == (40, 6, 3)
    minutes = live_timeline(session, "l1", "USD")
    assert minutes["minute_at"].iloc[0] == pd.Timestamp("2026-03-02 10:00")
    assert minutes["clicks"].tolist() == [0, 3, 0, 0, 2, 0]
    assert minutes["gmv"].tolist() == [0, 1_000, 1_000, 0, 0, 0]
    assert minutes["promotion"].notna().tolist() == [False, False, False, True, True, False]
    assert live_sessions(session, "c2", date(2026, 3, 1), "USD").empty


def test_pins_are_unbroken_stretches(tmp_path: Path) -> None:
    """p1's second line was paid when nothing was pinned."""
    pins = live_pins(tiny.opened(tmp_path, on_air()), "l1", "USD")
    assert pins["title"].tolist() == ["Serum", "Pan", "Serum"]
    assert pins["minutes"].tolist() == [2, 1, 2]
    assert pins["clicks"].tolist() == [3, 0, 2]
    assert pins["gmv"].tolist() == [1_000, 0, 0]
    assert pins["starts_at"].dt.minute.tolist() == [0, 3, 4]


def test_a_shop_sees_viewers_but_no_other_shop_s_pins(tmp_path: Path) -> None:
    session = tiny.opened(tmp_path, on_air(), Scope.of_merchants("a"))
    minutes = live_timeline(session, "l1", "USD")
    assert minutes["viewers"].sum() == 140
    assert minutes["pinned"].dropna().unique().tolist() == ["Serum"]
    assert minutes["promotion"].dropna().tolist() == ["a's coupon"]
    assert live_pins(session, "l1", "USD")["product_id"].unique().tolist() == ["p1"]
    stranger = tiny.opened(tmp_path / "b", on_air(), Scope.of_merchants("b"))
    assert live_timeline(stranger, "l1", "USD").empty, "nothing of b was clicked or sold there"
