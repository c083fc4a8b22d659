"""Goods given away are goods all the same: they are counted and cost, unless they came back."""

from pathlib import Path

import pandas as pd
import pytest

from analytics.catalogue import product_row
from analytics.margin import margin, missing_costs, missing_note
from data.warehouse import Session
from tests import tiny
from tests.test_margin import DOLLARS, SERUM

GIVEN_AWAY = [
    tiny.line("gift", "p1", "d3", 0, quantity=2, **tiny.BY_C1),
    tiny.line("called off", "p1", "d3", 0, quantity=4, status="cancelled"),
    tiny.line("sent back", "p1", "d3", 0, quantity=8, status="refunded"),
    tiny.line("paid back", "p1", "d3", 0, quantity=16, refund=100),
]


def opened(folder: Path, lines: list[dict[str, object]]) -> Session:
    tables = tiny.frames()
    tables["order_lines"] = pd.DataFrame([*tiny.ORDER_LINES, *lines])
    tables["products"]["currency"] = "USD"
    return tiny.opened(folder, tables)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return opened(tmp_path_factory.mktemp("store"), GIVEN_AWAY)


def test_a_unit_given_away_is_kept_and_costs(session: Session) -> None:
    found = session.frame("from sales").set_index("order_id")
    free = found.loc[["gift", "called off", "sent back", "paid back"]]
    assert free["net_units"].tolist() == [2, 0, 0, 0]
    assert free["goods_cost"].tolist() == [2 * 600, 0, 0, 0]
    assert free[["net_gmv", "commission", "platform_fee"]].eq(0).all(axis=None)
    assert found.loc["o9", "net_units"] == 0, "wholly refunded"
    assert found.loc["o3", "net_units"] == 2, "refunded in part"


def test_the_margin_bears_what_was_given_away(session: Session) -> None:
    """As in test_margin, without fee and sample: two units at 6.00 more."""
    row = margin(session, SERUM, "product").iloc[0]
    assert row["goods_cost"] == 500 + 500 + 2 * 600 + 600 + 600 + 2 * 600
    assert row["margin"] == 9_900 - 600 - 495 - 4_600


def test_the_price_received_is_that_of_every_unit_kept(session: Session) -> None:
    """Of o1, o2, o3 (two), o5, o8 and the gift's two, 99.00 is left."""
    assert product_row(session, "p1").received_price == 9_900 / (1 + 1 + 2 + 1 + 1 + 2)


def test_what_a_gift_lacks_is_named(tmp_path: Path) -> None:
    untold = {"quantity": 30_000, "is_quantity_implausible": True}
    lines = [tiny.line("many", "p1", "d3", 0, **untold), tiny.line("balm", "p2", "d3", 0)]
    session = opened(tmp_path, lines)
    row = margin(session, SERUM, "product").iloc[0]
    assert missing_note(row) == "quantity of 1 order line implausible"
    assert missing_costs(session, DOLLARS)["lines"].tolist() == [2], "o5's balm and the free one"
