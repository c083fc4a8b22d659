"""A shop whose exports end early has not stopped selling: it is named where it is included."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.attention import late_shops
from analytics.period import Period
from analytics.slice import Slice
from data.store import Store
from tests import tiny
from tests.visits import app_on, told, visit

MARCH = Slice(Period(date(2026, 3, 1), date(2026, 3, 30)), "USD")
DAILY, WEEKLY = range(1, 32), (1, 8, 15, 22)


def sales(shop: str, product: str, days: Sequence[int]) -> list[dict[str, object]]:
    """A sale at noon in Los Angeles on each of these days of March."""
    times = {day: pd.Timestamp(f"2026-03-{day:02} 20:00") for day in days}
    return [
        tiny.line(f"{shop}{day}", product, "d1", 100, merchant_id=shop, created_at=at, paid_at=at)
        for day, at in times.items()
    ]


def tables(days: Sequence[int], window_until: int | None = None) -> dict[str, pd.DataFrame]:
    """Shop a sells every day until 31 March, shop b on `days`; until when a report covers b."""
    lines = [*sales("a", "p1", DAILY), *sales("b", "p3", days)]
    found = {**tiny.frames(), "order_lines": pd.DataFrame(lines)}
    found["market"] = found["market"].drop(columns="complete_until_at")
    del found["events"]
    window = {"merchant_id": "b", "report": "all_orders", "starts_on": date(2026, 3, 1)}
    if window_until:
        window |= {"ends_on": date(2026, 3, window_until)}
        found["report_windows"] = pd.DataFrame([window])
    return found


@pytest.mark.parametrize(
    ("days", "window_until", "last_on"),
    [
        (range(1, 21), None, date(2026, 3, 20)),
        (range(1, 21), 22, date(2026, 3, 22)),
        (range(1, 21), 30, None),
        (range(1, 29), None, None),
        (range(1, 28), None, date(2026, 3, 27)),
        # eight days since the 22nd are more than its usual week; seven would not be
        (WEEKLY, None, date(2026, 3, 22)),
        (WEEKLY, 23, None),
        ([1], None, None),
    ],
)
def test_a_shop_is_late_after_a_longer_pause_than_ever(
    tmp_path: Path, days: Sequence[int], window_until: int | None, last_on: date | None
) -> None:
    """Asked on 30 March; two days without a sale are no sign of anything."""
    found = late_shops(tiny.opened(tmp_path, tables(days, window_until)), MARCH)
    expected = [] if last_on is None else [("b", "Birch", pd.Timestamp(last_on))]
    rows = found.assign(last_on=pd.to_datetime(found["last_on"])).itertuples(index=False, name=None)
    assert list(rows) == expected


def test_a_question_of_other_rows_or_days_is_not_marked(tmp_path: Path) -> None:
    session = tiny.opened(tmp_path, tables(range(1, 21)))
    assert late_shops(session, MARCH.of(merchant_id="a")).empty
    assert late_shops(session, MARCH.of(product_id="p1")).empty
    assert len(late_shops(session, MARCH.of(product_id="p3"))) == 1
    before = MARCH.of(period=Period(date(2026, 3, 1), date(2026, 3, 21)))
    assert late_shops(session, before).empty


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("store")
    with app_on(folder):
        tiny.build(Store.of("tiny"), tables(range(1, 21)))
        yield


@pytest.mark.usefixtures("app")
def test_overview_and_the_shop_say_so() -> None:
    page = visit("overview")
    assert "orange-badge[Birch's orders end on 20 Mar]" in told(page)
    links = [link.proto for link in page.get("page_link") if "orders end on" in link.proto.label]
    assert [(link.page, link.label) for link in links] == [
        ("data", ":gray-badge[data] Birch's orders end on 20 Mar")
    ]
    assert "orders end on 20 Mar" in told(visit("merchant", merchant="b"))
    assert "orders end on" not in told(visit("merchant", merchant="a"))
