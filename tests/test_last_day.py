"""The last complete day is one and the same for pages and for models, whatever tells it."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.market import market_facts
from models.evidence import last_complete_day
from tests import tiny

FACTS = ("order_lines", "events")
POSTED_AT = pd.Timestamp("2026-03-21 02:00")
"""Still 20 March in Los Angeles."""


def tables(is_told: bool, *without: str) -> dict[str, pd.DataFrame]:
    """The tiny market with a post long after its last order, lacking the tables named."""
    row = {"collaboration_id": "k", "merchant_id": "a", "product_id": "p2", "creator_id": "c2"}
    row |= {"recorded_at": POSTED_AT, "posted_at": POSTED_AT}
    found = tiny.frames() | {"collaborations": pd.DataFrame([row])}
    if not is_told:
        found["market"] = found["market"].drop(columns="complete_until_at")
    return {name: frame for name, frame in found.items() if name not in without}


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (tables(True), date(2026, 3, 3)),
        (tables(True, *FACTS), date(2026, 3, 3)),
        (tables(False), date(2026, 3, 2)),
        (tables(False, "events"), date(2026, 3, 2)),
        (tables(False, "order_lines"), date(2026, 3, 2)),
        (tables(False, *FACTS), date(2026, 3, 19)),
        (tables(False, *FACTS, "collaborations"), None),
    ],
    ids=["told", "told alone", "by both", "by sales", "by events", "by posts", "by nothing"],
)
def test_pages_and_models_end_on_the_same_day(
    tmp_path: Path, held: dict[str, pd.DataFrame], expected: date | None
) -> None:
    """The last order and the last event are of 3 March, which may not be over."""
    session = tiny.opened(tmp_path, held)
    facts = market_facts(session)
    assert facts is not None
    assert facts.last_day == last_complete_day(session) == expected


def test_the_later_of_sales_and_events_counts(tmp_path: Path) -> None:
    held = tables(False)
    for name, column in (("order_lines", "paid_at"), ("events", "event_at")):
        later = {k: v.copy() for k, v in held.items()}
        later[name].loc[0, column] = pd.Timestamp("2026-03-10 20:00")
        session = tiny.opened(tmp_path / name, later)
        assert last_complete_day(session) == date(2026, 3, 9)


@pytest.mark.parametrize("order", ["o5", "o1"])
def test_a_market_of_one_day_has_that_day(tmp_path: Path, order: str) -> None:
    """Taken for unfinished, its only day would leave every page at zero."""
    held = tables(False, *FACTS)
    lines = tiny.frames()["order_lines"]
    held["order_lines"] = lines[lines["order_id"] == order]
    facts = market_facts(tiny.opened(tmp_path, held))
    assert facts is not None
    assert (
        facts.last_day == facts.first_day == {"o5": date(2026, 3, 3), "o1": date(2026, 3, 1)}[order]
    )
