"""The days and amounts at which a rule begins and ends, one row on either side of each."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from analytics.attention import refund_spikes
from analytics.period import Period
from analytics.slice import Slice
from data.warehouse import Session
from tests import deals, tiny

START = date(2026, 3, 2)


def sale(name: str, days: int, payment: int = 1_000, **more: object) -> dict[str, object]:
    """A line of the serum so many days after START."""
    at = pd.Timestamp(START) + pd.Timedelta(days=days, hours=20)
    return tiny.line(name, "p1", "d1", payment, **{"created_at": at, "paid_at": at, **more})


def click(name: str, days: int) -> dict[str, object]:
    at = pd.Timestamp(START) + pd.Timedelta(days=days, hours=20)
    return tiny.event(name, "click", "d1", event_at=at)


def opened(folder: Path, **changed: pd.DataFrame) -> Session:
    return tiny.opened(folder, {**tiny.frames(), **changed})


def test_a_fee_ends_the_day_before_the_next(tmp_path: Path) -> None:
    """5 % until 1 March, 10 % on the 2nd alone, 20 % from the 3rd; each line counts once."""
    fees = [(date(2026, 1, 1), 0.05), (START, 0.1), (date(2026, 3, 3), 0.2)]
    held = pd.DataFrame(fees, columns=["valid_from", "platform_fee_rate"]).assign(merchant_id="a")
    lines = pd.DataFrame([sale(f"x{days}", days) for days in (-1, 0, 1)])
    session = opened(tmp_path, merchant_fees=held, order_lines=lines)
    found = session.frame("select order_id, platform_fee from sales order by day")
    assert found.to_numpy().tolist() == [["x-1", 50], ["x0", 100], ["x1", 200]]


def test_a_cost_in_another_currency_is_no_cost(tmp_path: Path) -> None:
    euros = sale("euros", 1, currency="EUR")
    lines = pd.DataFrame([sale("dollars", 1), euros])
    found = opened(tmp_path, order_lines=lines).frame("from sales").set_index("order_id")
    assert found.loc["dollars", "goods_cost"] == 600
    assert pd.isna(found.loc["euros", "goods_cost"])


def test_a_start_counts_28_days_and_the_28_before(tmp_path: Path) -> None:
    """c1 begins on 2 March: the 28 days end with the 29th, those before begin with 2 February."""
    own = [sale(f"own {day}", day, 1_000, **tiny.BY_C1) for day in (0, 27, 28)]
    own.append(sale("own in euros", 27, 7_000, **tiny.BY_C1, currency="EUR"))
    organic = [sale(f"organic {day}", day, 100) for day in (-29, -28, -1, 0, 27, 28)]
    clicks = [click(f"click {day}", day) for day in (0, 27, 28)]
    session = opened(
        tmp_path, order_lines=pd.DataFrame([*own, *organic]), events=pd.DataFrame(clicks)
    )
    (row,) = session.frame("from starts").to_dict("records")
    assert (row["product_id"], row["creator_id"]) == ("p1", "c1")
    assert row["started_on"] == pd.Timestamp(START)
    assert (row["sku_orders"], row["clicks"], row["net_gmv"]) == (3, 2, 2_000)
    assert (row["organic_sku_orders"], row["organic_sku_orders_before"]) == (2, 2)
    assert (row["product_sku_orders"], row["product_sku_orders_before"]) == (5, 2)
    assert (row["product_net_gmv"], row["product_net_gmv_before"]) == (2_200, 200)


def posted(days: int) -> pd.DataFrame:
    """A collaboration of c1 on the serum, posted so many days after START."""
    deal = deals.deal("k", "c1", posted=f"{START + timedelta(days=days)}")
    return pd.DataFrame([deal])


@pytest.mark.parametrize(
    ("clicked", "posts", "is_told"),
    [([], None, False), ([0], None, True), ([1], None, False), ([], 0, True), ([], -1, True)],
)
def test_a_first_sale_alone_tells_no_start(
    tmp_path: Path, clicked: list[int], posts: int | None, is_told: bool
) -> None:
    """c1 first sells on 2 March; a click of the day after comes too late to tell of it."""
    changed = {"order_lines": pd.DataFrame([sale("own", 0, **tiny.BY_C1)])}
    # a click on another product keeps the table from being empty
    other = tiny.event("other", "click", "d1", product_id="p3", merchant_id="b", creator_id=None)
    clicks = [click(f"click {day}", day) for day in clicked]
    changed["events"] = pd.DataFrame([other, *clicks])
    if posts is not None:
        changed["collaborations"] = posted(posts)
    (row,) = opened(tmp_path, **changed).frame("from starts").to_dict("records")
    assert row["is_told"] == is_told
    assert row["started_on"] == pd.Timestamp(START) + pd.Timedelta(days=min(0, posts or 0))


# Refunds of the tiny market are known 14 days after; asked on 30 April, the 28 days that count end
# on 16 April and begin on 20 March, the 84 before begin on 26 December.
ASKED = Slice(Period(date(2026, 4, 30), date(2026, 4, 30)), "USD")
LAST, FIRST, BEFORE, EARLIEST = 45, 18, 17, -66


def spikes(folder: Path, refunded: int, *more: dict[str, object], lines: int = 30) -> pd.DataFrame:
    """30 lines then, 3 of them refunded, `lines` now with so many; half on each end's day."""
    then = [
        sale(f"then {n}", BEFORE if n % 2 else EARLIEST, refund=10 if n < 3 else 0)
        for n in range(30)
    ]
    now = [
        sale(f"now {n}", LAST if n % 2 else FIRST, refund=10 if n < refunded else 0)
        for n in range(lines)
    ]
    session = opened(folder, order_lines=pd.DataFrame([*then, *now, *more]))
    return refund_spikes(session, ASKED)


def test_refunds_jump_by_more_than_two_standard_errors(tmp_path: Path) -> None:
    """9 of 30 after 3 of 30 is 0.2 more, of 0.2066 needed; 10 of 30 is 0.2333, of 0.2127."""
    assert spikes(tmp_path / "nine", 9).empty
    (row,) = spikes(tmp_path / "ten", 10).to_dict("records")
    assert (row["lines"], row["lines_before"], row["refunded"]) == (30, 30, 100)
    assert (row["rate"], row["rate_before"]) == (10 / 30, 3 / 30)


@pytest.mark.parametrize(("lines", "found"), [(29, 0), (30, 1)])
def test_refunds_of_few_lines_say_nothing(tmp_path: Path, lines: int, found: int) -> None:
    assert len(spikes(tmp_path, 20, lines=lines)) == found


def test_refunds_of_other_days_and_currencies_are_left_out(tmp_path: Path) -> None:
    beside = [
        sale("too young", LAST + 1, refund=500),
        sale("too old", EARLIEST - 1, refund=500),
        sale("in euros", LAST, refund=500, currency="EUR"),
    ]
    (row,) = spikes(tmp_path, 10, *beside).to_dict("records")
    assert (row["lines"], row["lines_before"], row["refunded"]) == (30, 30, 100)
