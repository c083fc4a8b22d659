"""What a product was offered at where nothing says so but promotions: by hand, and from sales drawn
with a known elasticity.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from models.lever_evidence import evidence
from models.levers import product_weeks
from models.response import Response
from tests import tiny

SUNDAY = date(2026, 3, 29)
MONDAYS = [f"{day:%Y-%m-%d}" for day in pd.date_range("2026-02-09", periods=7, freq="7D")]
SUNDAYS = pd.date_range("2026-02-15", periods=7, freq="7D")
ASKED = {"last_day": SUNDAY, "currency": "USD", "product_id": None, "merchant_id": None}
ELASTICITY, PRODUCTS, WEEKS = -1.7, 120, 26
DEPTH, PROMOTED, LIFT = 0.25, 0.15, 0.4


def sale(name: str, product: str, day: str, payment: int, price: int | None) -> dict[str, object]:
    at = pd.Timestamp(f"{day} 20:00")
    return tiny.line(name, product, "d1", payment, price=price, created_at=at, paid_at=at)


def promoted(*spans: tuple[str, str, str]) -> dict[str, pd.DataFrame]:
    """A discount per product, first and last day."""
    names = [f"sale {n}" for n in range(len(spans))]
    spells = [
        {
            "promotion_id": name,
            "kind": "discount",
            "title": name,
            "starts_on": start,
            "ends_on": end,
        }
        for name, (_, start, end) in zip(names, spans, strict=True)
    ]
    covered = [
        {"promotion_id": name, "product_id": product, "merchant_id": "a"}
        for name, (product, _, _) in zip(names, spans, strict=True)
    ]
    return {"promotions": pd.DataFrame(spells), "promotion_products": pd.DataFrame(covered)}


def weekly_prices(folder: Path, lines: list[dict[str, object]], **more: pd.DataFrame) -> pd.Series:
    """Beside p3, which sells on every Sunday, so that each week is there."""
    tables = {**tiny.frames(), **more}
    other = [sale(f"p3 {day}", "p3", f"{day:%Y-%m-%d}", 500, 500) for day in SUNDAYS]
    tables["order_lines"] = pd.DataFrame([*lines, *other])
    weeks = product_weeks(tiny.opened(folder, tables), **ASKED, fewest_weeks=1)
    return weeks[~weeks["is_now"]].set_index("product_id")["price"]


def test_a_discount_ends_with_its_week_though_nothing_sells_after(tmp_path: Path) -> None:
    """20.00, then 15.00 for the second week, sold in both and in the last: four are empty."""
    terms = [(0, 2_000), (1, 1_500), (6, 2_000)]
    lines = [sale(f"{week}", "p1", MONDAYS[week], paid, 2_000) for week, paid in terms]
    hand = [2_000, 1_500, 2_000, 2_000, 2_000, 2_000, 2_000]
    calendar = promoted(("p1", MONDAYS[1], "2026-02-22"))
    found = weekly_prices(tmp_path / "known", lines, **calendar)["p1"]
    assert found.tolist() == pytest.approx(hand)
    assert weekly_prices(tmp_path / "paid alone", lines)["p1"].tolist() == hand


def test_an_offer_does_not_hang_on_whether_it_sold(tmp_path: Path) -> None:
    """p1's second discount sold nothing: it is told by p2's, a fifth off. Of the fifth week's days
    Monday and Sunday had a sale and count twice, each other once; the first three are discounted.
    A list price once raised stays.
    """
    lines = [
        sale("p1 first", "p1", MONDAYS[0], 2_000, 2_000),
        sale("p1 dearer", "p1", MONDAYS[5], 3_000, 3_000),
        sale("p2 first", "p2", MONDAYS[0], 1_000, 1_000),
        sale("p2 sold", "p2", MONDAYS[4], 800, 1_000),
    ]
    calendar = promoted(("p2", MONDAYS[4], "2026-03-11"), ("p1", MONDAYS[4], "2026-03-11"))
    found = weekly_prices(tmp_path, lines, **calendar)
    off = 0.8 ** (4 / 9)
    hand = [2_000] * 4 + [2_000 * off] + [3_000] * 2
    assert found["p1"].tolist() == pytest.approx(hand)
    assert found["p2"].tolist() == pytest.approx([1_000] * 4 + [1_000 * off] + [1_000] * 2)


def drawn(rate: float) -> tuple[list[dict[str, object]], dict[str, pd.DataFrame]]:
    """Products that sell `rate` a week at their list price, discounted by chance, each for a week;
    every sixth week is a campaign's, in which all sell more and more of them are discounted.
    """
    rng = np.random.default_rng(5)
    mondays = pd.date_range(end="2026-03-23", periods=WEEKS, freq="7D")
    is_campaign = np.arange(WEEKS) % 6 == 3
    is_off = rng.random((PRODUCTS, WEEKS)) < PROMOTED * (1 + is_campaign)
    log_rate = ELASTICITY * np.log(1 - DEPTH) * is_off + LIFT * is_campaign
    log_rate = log_rate + np.log(rate) + rng.normal(0, 0.3, PRODUCTS)[:, None]
    sold = rng.poisson(np.exp(log_rate))
    lines, spans = [], []
    for p, w in zip(*np.nonzero(sold + is_off), strict=True):
        start, end = mondays[w], mondays[w] + pd.Timedelta(days=6)
        if is_off[p, w]:
            spans.append((f"q{p}", f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}"))
        paid = round(2_000 * (1 - DEPTH * is_off[p, w]))
        for n in range(sold[p, w]):
            day = start + pd.Timedelta(days=int(rng.integers(7)))
            lines.append(sale(f"{p} {w} {n}", f"q{p}", f"{day:%Y-%m-%d}", paid, 2_000))
    return lines, promoted(*spans)


def price_learned(folder: Path, rate: float, has_calendar: bool) -> Response:
    lines, calendar = drawn(rate)
    products = pd.DataFrame(
        {"product_id": f"q{p}", "merchant_id": "a", "title": "Q", "category_path": "Beauty"}
        for p in range(PRODUCTS)
    )
    tables = {**tiny.frames(), "products": products, "order_lines": pd.DataFrame(lines)}
    session = tiny.opened(folder, tables | (calendar if has_calendar else {}))
    return evidence(session, SUNDAY, "USD").of().price


@pytest.mark.parametrize(("rate", "has_calendar"), [(0.5, True), (4.0, False)])
def test_the_elasticity_that_sales_were_drawn_with_is_found(
    tmp_path: Path, rate: float, has_calendar: bool
) -> None:
    """Six of ten weeks are empty where promotions are on record; nearly none where they are not.
    One interval of 99 % in a hundred misses; none may be so wide that it holds nought.
    """
    price = price_learned(tmp_path, rate, has_calendar)
    assert abs(price.slope - ELASTICITY) < 2.58 * price.standard_error < 0.6


def test_nothing_is_told_of_price_from_sales_alone_where_most_weeks_are_empty(
    tmp_path: Path,
) -> None:
    """A discount that sold nothing is seen nowhere, so those seen would seem to sell too well."""
    price = price_learned(tmp_path, 0.5, has_calendar=False)
    assert "30 are needed" in (price.missing or "")
