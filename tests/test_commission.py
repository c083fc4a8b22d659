"""A commission that nobody knows is not zero: every sum that it belongs to is not known either."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.creator import creator_products
from analytics.creators import Wanted, creator_ranking
from analytics.merchants import merchant_ranking
from analytics.performance import daily_trend, totals
from analytics.period import Period
from analytics.product import carriers
from analytics.roster import roster
from analytics.settlement import settlement
from analytics.slice import Slice
from data.warehouse import Session
from pages.components.figures import of_totals
from tests import tiny
from tests.test_margin import DAYS, DOLLARS, SERUM, collaboration

SHOP = DOLLARS.of(merchant_id="a")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """The tiny market, where c1's o11 has no commission and c3 only a collaboration."""
    tables = tiny.frames()
    untold = tiny.line("o11", "p1", "d3", 1_000, **tiny.BY_C1)
    tables["order_lines"] = pd.DataFrame([*tiny.ORDER_LINES, untold])
    tables["collaborations"] = pd.DataFrame([collaboration("k", "c3")])
    return tiny.opened(tmp_path_factory.mktemp("store"), tables)


def told(frame: pd.DataFrame, by: str) -> dict[object, int | None]:
    """Commission by a column, None where it is not known."""
    known = frame.set_index(frame[by].fillna("organic"))["commission"]
    return {key: None if pd.isna(value) else int(value) for key, value in known.items()}


def test_a_total_with_an_unknown_part_is_unknown(session: Session) -> None:
    now = totals(session, DOLLARS)
    assert pd.isna(now["commission"])
    assert now["lines_without_commission"] == 1
    figure = of_totals("commission", now, now)
    assert figure.note == "commission of 1 order line missing"
    assert of_totals("net_gmv", now, now).note == ""
    balm = totals(session, DOLLARS.of(product_id="p2"))
    assert (balm["commission"], of_totals("commission", balm, balm).note) == (0, "")


def test_every_group_tells_its_own(session: Session) -> None:
    """c1: o1's 200 and the unknown; c2: o3's estimated 400; the balm was cancelled."""
    ranked = creator_ranking(session, DOLLARS, Wanted(), "net_gmv")
    assert told(ranked, "creator_id") == {"c1": None, "c2": 400}
    assert told(roster(session, SHOP), "creator_id") == {"c1": None, "c2": 400, "c3": 0}
    assert told(carriers(session, SERUM), "creator_id") == {"c1": None, "c2": 400, "organic": 0}
    glow = creator_products(session, DOLLARS.of(creator_id="c1"))
    assert told(glow, "product_id") == {"p1": None, "p2": 0, "p3": 0}
    assert told(merchant_ranking(session, DOLLARS), "merchant_id") == {"a": None}
    euros = merchant_ranking(session, Slice(DAYS, "EUR"))
    assert told(euros, "merchant_id") == {"b": None}


def test_other_days_are_not_touched(session: Session) -> None:
    """Nor are the days after, whose days before are these."""
    trend = daily_trend(session, DOLLARS)
    video = trend[trend["channel"] == "video"].assign(day=lambda f: f["day"].astype(str))
    assert told(video, "day") == {"2026-03-01": 200, "2026-03-02": 0, "2026-03-03": None}
    after = DOLLARS.of(period=Period(date(2026, 3, 4), date(2026, 3, 6)))
    ranked = creator_ranking(session, after, Wanted(), "net_gmv")
    assert told(ranked, "creator_id") == {"c1": 0, "c2": 0}
    assert told(merchant_ranking(session, after), "merchant_id") == {"a": 0}


def test_what_is_still_open_is_unknown_too(session: Session) -> None:
    row = settlement(session, SHOP).iloc[0]
    assert row["actual_commission"] == 200
    assert pd.isna(row["open_commission"])


def test_what_is_settled_leaves_nothing_open(tmp_path: Path) -> None:
    """Of o11 there is an actual commission and never was an estimate; o3's 400 is open."""
    tables = tiny.frames()
    settled = tiny.line("o11", "p1", "d3", 1_000, **tiny.BY_C1, actual_commission=90)
    tables["order_lines"] = pd.DataFrame([*tiny.ORDER_LINES, settled])
    row = settlement(tiny.opened(tmp_path, tables), SHOP).iloc[0]
    assert (row["actual_commission"], row["open_commission"]) == (290, 400)
