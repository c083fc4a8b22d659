"""A past day knows the cancellations and refunds of its day, not those that came later."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from models.forecast.history import PRODUCT, History, late_returns
from models.forecast.late import Late
from models.forecast.level import NAIVE
from models.forecast.record import paths
from models.question import sql
from tests import tiny
from tests.partnerships import collaboration

DAY = date(2026, 3, 3)


def sold_then_returned(days: int = 140) -> History:
    """Two products that sell 100 a day; of the second, half of each day came back 60 days later."""
    row = np.arange(days)
    net_gmv = np.repeat([[100.0, 50.0]], days, 0)
    late = Late(row, row + 60, np.ones(days, np.int64), np.full(days, 50.0))
    begun, kind = np.zeros(2, np.int64), np.full(2, PRODUCT)
    return History(DAY, net_gmv, net_gmv / 10, begun, kind, 2, late)


def test_what_came_back_later_is_in_until_then() -> None:
    then = sold_then_returned().before(100)
    assert then.net_gmv[:, 0].tolist() == [100.0] * 100
    assert then.net_gmv[:, 1].tolist() == [50.0] * 40 + [100.0] * 60
    earlier = then.before(30)
    assert earlier.net_gmv[:, 1].tolist() == [100.0] * 30, "of what is known then, less still"
    second = sold_then_returned().of(np.array([False, True])).before(61)
    assert second.net_gmv[:, 0].tolist() == [50.0] + [100.0] * 60


def test_an_error_counts_from_what_was_known() -> None:
    """The last 28 days were 100 a day on that day; half of what came was returned since."""
    past = sold_then_returned()
    found, _ = paths(past, NAIVE, [100], 28)
    assert found.mean(1) == pytest.approx([1.0, 0.5], rel=1e-2)


def test_a_group_of_series_has_what_came_back_of_any() -> None:
    late = Late(
        np.array([0, 1, 2]), np.array([3, 3, 9]), np.array([0, 1, 2]), np.array([1.0, 2, 4])
    )
    group = late.joined(np.array([0, 2]))
    assert group.untold(3, 1)[:, 0].tolist() == [1, 0, 4]
    assert group.untold(4, 1)[:, 0].tolist() == [0, 0, 4, 0]
    both = late.beside(group, 3)
    assert both.untold(3, 4).sum(0).tolist() == [1, 2, 4, 5]


def test_late_returns_by_hand(tmp_path: Path) -> None:
    """Of o3, 1,000 came back on 9 March (Los Angeles); o4 was cancelled on its day, and of o9 no
    report tells when.
    """
    tables = tiny.frames()
    lines = tables["order_lines"].assign(
        refunded_at=pd.Series(pd.NaT, dtype="datetime64[us]"), cancelled_at=pd.NaT
    )
    lines.loc[lines["order_id"] == "o3", "refunded_at"] = pd.Timestamp("2026-03-10 06:59")
    lines.loc[lines["order_id"] == "o4", "cancelled_at"] = pd.Timestamp("2026-03-02 20:00")
    session = tiny.opened(tmp_path, {**tables, "order_lines": lines})
    (row,) = late_returns(session, DAY, "USD").itertuples(index=False)
    assert (row.product_id, row.amount) == ("p1", 1_000)
    assert (row.day, row.returned_on) == (pd.Timestamp("2026-03-02"), pd.Timestamp("2026-03-09"))
    back = dict(
        session.rows("select order_id, returned_on from sales where returned_on is not null")
    )
    assert back == {"o3": date(2026, 3, 9), "o4": date(2026, 3, 2)}


def test_first_days_know_no_later_returns(tmp_path: Path) -> None:
    """Of 2,000 that c1 sold in its first 28 days, 500 came back five days after these."""
    tables, at = tiny.frames(), pd.Timestamp
    fixed = {"refunded_at": pd.NaT, "recorded_at": at("2026-03-06")}
    first = {"created_at": at("2026-01-01 20:00"), "paid_at": at("2026-01-01 20:00")}
    later = {"created_at": at("2026-02-10 20:00"), "paid_at": at("2026-02-10 20:00")}
    back = {"refund": 500, "refunded_at": at("2026-03-05 20:00")}
    lines = [
        tiny.line("e1", "p1", "d1", 1_000, **{**fixed, **first}),
        tiny.line("e2", "p1", "d1", 2_000, **{**fixed, **later, **back}, **tiny.BY_C1),
    ]
    tables["order_lines"] = pd.DataFrame(lines)
    posted = collaboration("k1", "c1", "p1", posted_at="2026-02-01 20:00")
    tables["collaborations"] = pd.DataFrame([posted])
    session = tiny.opened(tmp_path, tables)
    for day, money in (
        (date(2026, 2, 28), 2_000),
        (date(2026, 3, 4), 2_000),
        (date(2026, 3, 5), 1_500),
    ):
        pairs = session.frame(sql("first_days"), last_day=day, currency="USD")
        assert pairs["net_gmv"].tolist() == [money]
