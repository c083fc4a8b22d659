"""A market small enough to work out by hand: three days, two shops, ten orders.

Every figure that a test asserts of it can be added up from the rows below. Money is in cents; the
market's days are Los Angeles days, so 07:59 UTC still belongs to the day before.
"""

from pathlib import Path

import pandas as pd

from data import lake
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse

MARKET = {
    "market_id": "tiny",
    "title": "Tiny",
    "time_zone": "America/Los_Angeles",
    "currency": "USD",
    "refund_lag_days": 14,
    "is_sampled_lines": False,
    "complete_until_at": pd.Timestamp("2026-03-04 08:00"),
}
MERCHANTS = [
    {"merchant_id": "a", "name": "Alder"},
    {"merchant_id": "b", "name": "Birch"},
]
PRODUCTS = [
    {"product_id": "p1", "merchant_id": "a", "title": "Serum", "category_path": "Beauty > Skin"},
    {"product_id": "p2", "merchant_id": "a", "title": "Balm", "category_path": "Beauty > Lips"},
    {"product_id": "p3", "merchant_id": "b", "title": "Pan", "category_path": "Home > Kitchen"},
]
COSTS = [
    {"product_id": "p1", "valid_from": "2026-01-01", "unit_cost": 500, "sample_cost": 700},
    {"product_id": "p1", "valid_from": "2026-03-02", "unit_cost": 600, "sample_cost": 700},
]
FEES = [{"merchant_id": "a", "valid_from": "2026-01-01", "platform_fee_rate": 0.05}]
CREATORS = [
    {"creator_id": "c1", "handle": "glow", "followers": 12_000, "tier": "micro"},
    {"creator_id": "c2", "handle": "pan_pete", "followers": 900, "tier": "nano"},
]
CONTENT = [
    {"content_id": "v1", "creator_id": "c1", "content_type": "video", "started_at": "2026-02-20"},
    {"content_id": "l1", "creator_id": "c2", "content_type": "live", "started_at": "2026-03-02"},
]
SOLD_AT = {"d1": "2026-03-01 20:00", "late d1": "2026-03-02 07:59", "d2": "2026-03-02 18:00"}
SOLD_AT["d3"] = "2026-03-03 18:00"


def line(order: str, product: str, day: str, payment: int, **more: object) -> dict[str, object]:
    """An order line of shop a, paid, of one unit, unless `more` says otherwise."""
    sold_at = pd.Timestamp(SOLD_AT[day])
    return {
        "merchant_id": "a",
        "order_id": order,
        "sku_id": product,
        "product_id": product,
        "quantity": 1,
        "is_quantity_implausible": False,
        "payment": payment,
        "platform_discount": 0,
        "seller_discount": 0,
        "currency": "USD",
        "status": "completed",
        "refund": 0,
        "created_at": sold_at,
        "paid_at": sold_at,
        "recorded_at": sold_at,
        **more,
    }


BY_C1 = {"creator_id": "c1", "content_id": "v1", "content_type": "video"}
BY_C2 = {"creator_id": "c2", "content_id": "l1", "content_type": "live"}
ORDER_LINES = [
    line(
        "o1",
        "p1",
        "d1",
        2000,
        **BY_C1,
        attribution="direct",
        click_id="k1",
        estimated_commission=180,
        actual_commission=200,
        status="settled",
    ),
    line("o2", "p1", "late d1", 1900),
    line(
        "o3",
        "p1",
        "d2",
        4000,
        **BY_C2,
        attribution="indirect",
        quantity=2,
        refund=1000,
        estimated_commission=400,
    ),
    line("o4", "p2", "d2", 3000, **BY_C1, status="cancelled", estimated_commission=300),
    line("o5", "p1", "d3", 2000, paid_at=None),
    line("o5", "p2", "d3", 1000, paid_at=None),
    line("o6", "p1", "d3", 9900, status="unpaid", paid_at=None, click_id="k2"),
    line(
        "o7",
        "p3",
        "d3",
        5000,
        merchant_id="b",
        creator_id="c1",
        currency="EUR",
        commission_rate=0.1,
    ),
    line("o8", "p1", "d3", 1000, **BY_C1, status="ineligible", estimated_commission=100),
    line(
        "o9",
        "p1",
        "d3",
        800,
        **BY_C1,
        attribution="direct",
        click_id="k1",
        status="refunded",
        refund=800,
        estimated_commission=80,
    ),
    line("o10", "p2", "d3", 75, quantity=30_000, is_quantity_implausible=True),
]


def event(name: str, kind: str, day: str, n: int = 1, **more: object) -> dict[str, object]:
    """An event on product p1 of shop a in c1's video, unless `more` says otherwise."""
    return {
        "event_id": name,
        "kind": kind,
        "event_at": pd.Timestamp(SOLD_AT[day]) - pd.Timedelta(minutes=10),
        "n": n,
        "product_id": "p1",
        "merchant_id": "a",
        **BY_C1,
        **more,
    }


EVENTS = [
    event("i1", "impression", "d1", 600),
    event("i2", "impression", "d3", 400),
    event("w1", "view", "d1", 250, watch_seconds=1000.0),
    event("k1", "click", "d1", shopper_id="s1"),
    event("k2", "click", "d3", shopper_id="s2"),
    event("k3", "click", "d3", shopper_id="s1"),
    event("t1", "add_to_cart", "d3", shopper_id="s2"),
    event("i3", "impression", "d2", 50, creator_id=None, content_id=None, content_type=None),
    event("k4", "click", "d2", creator_id=None, content_id=None, content_type=None),
    event("i4", "impression", "d2", 30, product_id="p3", merchant_id="b"),
]


def frames() -> dict[str, pd.DataFrame]:
    """The tables of the tiny market, ready to be loaded; a test may edit a row before."""
    tables = {
        "market": [MARKET],
        "merchants": MERCHANTS,
        "products": PRODUCTS,
        "product_costs": [{**row, "merchant_id": "a", "currency": "USD"} for row in COSTS],
        "merchant_fees": FEES,
        "creators": CREATORS,
        "content": CONTENT,
        "order_lines": ORDER_LINES,
        "events": EVENTS,
    }
    found = {name: pd.DataFrame(rows) for name, rows in tables.items()}
    for name, column in (("product_costs", "valid_from"), ("merchant_fees", "valid_from")):
        found[name][column] = pd.to_datetime(found[name][column]).dt.date
    found["content"]["started_at"] = pd.to_datetime(found["content"]["started_at"])
    return found


def build(store: Store, tables: dict[str, pd.DataFrame] | None = None) -> Store:
    """Loads the tables, the tiny market's own by default, as one load."""
    with lake.load(store, source="by hand") as load:
        for name, frame in (tables or frames()).items():
            load.add(name, frame)
    return store


def opened(
    folder: Path, tables: dict[str, pd.DataFrame] | None = None, scope: Scope | None = None
) -> Session:
    """A session on the tiny market, or on these tables, built below `folder`; of all by default."""
    store = build(Store(folder / "tiny"), tables)
    return Warehouse.snapshot(store).session(scope or Scope.everything())
