"""A year of three shops' orders of any size, drawn with a fixed seed, as exports show them."""

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tests.exports.files import written
from tests.exports.orders import affiliate_orders, all_orders
from tests.exports.traps import Traps

ZONE = "America/New_York"
PRODUCTS, CREATORS, SHOPS = 600, 400, 3
FORMS = ("video", "live", "product_card")
CREDITED_SHARE, CANCELLED_SHARE = 0.6, 0.05
Whole = NDArray[np.int64]
AS_US_SHOPS_GET_IT = Traps(dates="half-days", has_signs=True, has_tabs=True, has_definitions=True)


def lines(n: int, seed: int = 7) -> pd.DataFrame:
    """So many order lines of three shops over 2025, with `title`, `category` and `handle`."""
    rng = np.random.default_rng(seed)
    product = (rng.pareto(1.2, n) * 40).astype(int) % PRODUCTS
    shop = product % SHOPS
    quantity = rng.choice([1, 1, 1, 2, 3], n)
    price = 500 + (product * 37) % 8_000
    payment = price * quantity
    of_order = np.arange(n) // 2
    state = rng.choice(["settled", "completed", "refunded"], n, p=[0.75, 0.2, 0.05])
    state = np.where((rng.random(n) < CANCELLED_SHARE)[of_order], "cancelled", state)
    created = pd.Timestamp("2025-01-01 05:00") + pd.to_timedelta(
        np.sort(rng.integers(0, 365 * 86_400, n)), unit="s"
    )
    credited = rng.random(n) < CREDITED_SHARE
    person = (rng.pareto(1.1, n) * 8).astype(int) % CREATORS
    creator = np.char.add("creator", person.astype(str))
    commission = np.where(credited, payment * 15 // 100, 0)
    form = rng.integers(0, len(FORMS), n)
    frame = pd.DataFrame(
        {
            "merchant_id": np.char.add("shop-", shop.astype(str)),
            "order_id": (576_460_752_303_423_488 + of_order * 3 + shop).astype(str),
            "sku_id": (1_729_460_752_303_000_000 + product * 2 + np.arange(n) % 2).astype(str),
            "product_id": (1_731_000_000_000_000_000 + product).astype(str),
            "title": np.char.add("Product ", product.astype(str)),
            "category": np.char.add("Category ", (product % 12).astype(str)),
            "shopper_id": np.char.add("s", rng.integers(0, max(n // 3, 1), n).astype(str)),
            "quantity": quantity,
            "price": price,
            "payment": payment,
            "platform_discount": 0,
            "seller_discount": 0,
            "currency": "USD",
            "status": state,
            "refund": np.where(state == "refunded", payment, 0),
            "content_type": np.array(FORMS)[form],
            "content_id": _contents(product, person, form).astype(str),
            "commission_rate": 0.15,
            "estimated_commission": commission,
            "actual_commission": np.where(state == "settled", commission, 0),
            "created_at": created,
            "paid_at": created + pd.Timedelta("1min"),
            "settled_at": (created + pd.Timedelta("30D")).where(state == "settled"),
            "cancelled_at": (created + pd.Timedelta("1h")).where(state == "cancelled"),
        }
    )
    name = pd.Series(creator).where(credited)
    return frame.assign(creator_id=name, handle=name).drop_duplicates(
        ["merchant_id", "order_id", "sku_id"]
    )


def _contents(product: Whole, person: Whole, form: Whole) -> Whole:
    """One piece of each form by each creator about each product."""
    return 7_300_000_000_000_000_000 + (product * CREATORS + person) * len(FORMS) + form


def write(folder: Path, n: int, traps: Traps = AS_US_SHOPS_GET_IT) -> int:
    """All orders and Affiliate orders per shop, `n` lines in all files together, at most; how many
    there are.
    """
    held = lines(round(n / (1 + CREDITED_SHARE)))
    rows = 0
    for shop, mine in held.groupby("merchant_id"):
        for export, make in (("all_orders", all_orders), ("affiliate_orders", affiliate_orders)):
            cells = make(mine, ZONE, traps)
            rows += len(cells)
            written(folder / str(shop), export, export, cells, traps)
    return rows
