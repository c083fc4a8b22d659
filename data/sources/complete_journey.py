"""The Complete Journey: a year of a US grocer's sales, manufacturers taken as merchants.

Money. `sales_value` is what the retailer received, so it is the payment. The shelf price of a line
is sales_value + retail_disc + coupon_match_disc. Those two discounts are the retailer's, hence the
platform's; `coupon_disc` is the manufacturer's coupon, hence the seller's, and it is part of the
payment, for the manufacturer hands it to the retailer. So price × quantity = payment + platform
discount. A free line (the second of "buy one, get one") is a line with payment 0.

Units. Fuel counts thousandths of a gallon (up to 32,623 for $75) and coupons count nothing (0).
Such lines have a shelf price of at most 0.34 cents per unit, all other priced lines of at least 4,
so a quantity is implausible if it is 0 or if a unit would cost less than one cent.

Days. Timestamps are UTC: shops would be busiest at 22:00 and asleep at 07:00 otherwise. Weeks run
from Monday to Sunday in the market's own zone; week 1 ends on 2017-01-01.

The files are a random sample of lines, so the market carries `is_sampled_lines`.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pandas as pd

from data.contract.columns import MOST_MONEY
from data.money import minor_of_floats
from data.sources import journey_promotions
from data.sources.adapter import Adapter, Defaults, Part, Shape, Source
from data.sources.repeats import Repeats
from data.sources.sieve import Sieve
from data.sources.values import counts, ids, instants, numbers, texts

CURRENCY = "USD"
LEAST_PRICE = 1
UNKNOWN = "not-stated"
LEVELS = ("department", "product_category", "product_type")
EXACT = "store ids as text or whole numbers"
AMOUNTS = ("sales_value", "retail_disc", "coupon_disc", "coupon_match_disc")


def parts(source: Source) -> Iterator[Part]:
    """Merchants, products, order lines, promotions."""
    makers: dict[str, str] = {}
    yield from _products(source, makers)
    yield from _lines(source, makers)
    yield from journey_promotions.parts(source, makers)


def _products(source: Source, makers: dict[str, str]) -> Iterator[Part]:
    repeats = Repeats()
    departments: dict[str, Counter[str]] = {}
    for file, chunk in source.chunks("products"):
        sieve = Sieve(file, chunk.frame())
        for column in ("product_id", "manufacturer_id"):
            sieve.reject(ids(sieve.frame[column]).isna(), column, "no exact id: '{value}'", EXACT)
        sieve.once(repeats, ["product_id"])
        rows = _product_rows(sieve.frame)
        makers.update(zip(rows["product_id"], rows["merchant_id"], strict=True))
        sold = texts(sieve.frame["department"]).fillna("")
        for merchant, department in zip(rows["merchant_id"], sold, strict=True):
            departments.setdefault(merchant, Counter())[department] += 1
        yield sieve.part({"products": rows})
    yield Part("", {"merchants": _merchant_rows(departments)})


def _product_rows(frame: pd.DataFrame) -> pd.DataFrame:
    product, levels = ids(frame["product_id"]), [texts(frame[level]) for level in LEVELS]
    department, category, kind = levels
    path = department.fillna("")
    for level in (category, kind):
        path = path + (" > " + level).fillna("")
    size = (" " + texts(frame["package_size"])).fillna("")
    nameless = department.fillna("Product") + ", product " + product
    return pd.DataFrame(
        {
            "product_id": product,
            "merchant_id": "manufacturer-" + ids(frame["manufacturer_id"]),
            "title": (kind + size).fillna(nameless),
            "category_path": path.str.removeprefix(" > ").where(path != ""),
            "brand": texts(frame["brand"]),
        }
    )


def _merchant_rows(departments: dict[str, Counter[str]]) -> pd.DataFrame:
    """A row per manufacturer: named by number, in the department where it has most products."""
    rows = [
        (merchant, f"Manufacturer {merchant.partition('-')[2]}", sold.most_common(1)[0][0] or None)
        for merchant, sold in departments.items()
    ]
    return pd.DataFrame(rows, columns=["merchant_id", "name", "category"])


def _lines(source: Source, makers: dict[str, str]) -> Iterator[Part]:
    repeats, strangers = Repeats(), set[str]()
    for file, chunk in source.chunks("transactions"):
        sieve = Sieve(file, chunk.frame())
        _sift(sieve)
        sieve.once(repeats, ["basket_id", "product_id"])
        rows = _line_rows(sieve.frame, makers)
        unknown = set(rows.loc[rows["merchant_id"] == UNKNOWN, "product_id"]) - strangers
        strangers |= unknown
        yield sieve.part({**_stubs(unknown, strangers == unknown), "order_lines": rows})
    if strangers:
        makers.update(dict.fromkeys(strangers, UNKNOWN))
        source.notes.append(
            f"order lines name {len(strangers)} products that the products file lacks "
            f"({', '.join(sorted(strangers)[:5])}): kept, under the merchant 'Not stated'"
        )


def _sift(sieve: Sieve) -> None:
    for column in ("household_id", "basket_id", "product_id"):
        sieve.reject(ids(sieve.frame[column]).isna(), column, "no exact id: '{value}'", EXACT)
    when = instants(sieve.frame["transaction_timestamp"])
    sieve.reject(when.isna(), "transaction_timestamp", "no instant: '{value}'", "give ISO 8601")
    units = counts(sieve.frame["quantity"])
    sieve.reject(
        ~(units >= 0).fillna(False), "quantity", "no count: '{value}'", "give a whole number"
    )
    for column in AMOUNTS:
        cents = minor_of_floats(numbers(sieve.frame[column]), CURRENCY)
        bad = ~cents.between(0, MOST_MONEY // len(AMOUNTS)).fillna(False)
        sieve.reject(bad, column, "no amount in whole cents: '{value}'", "give 0 or more")


def _line_rows(frame: pd.DataFrame, makers: dict[str, str]) -> pd.DataFrame:
    product, when = ids(frame["product_id"]), instants(frame["transaction_timestamp"])
    paid, retail, coupon, match = (
        minor_of_floats(numbers(frame[column]), CURRENCY) for column in AMOUNTS
    )
    units, shelf = counts(frame["quantity"]), paid + retail + match
    is_implausible = (units == 0) | ((shelf > 0) & (shelf < LEAST_PRICE * units))
    return pd.DataFrame(
        {
            "merchant_id": [makers.get(name, UNKNOWN) for name in product],
            "order_id": ids(frame["basket_id"]),
            "sku_id": product,
            "product_id": product,
            "shopper_id": "household-" + ids(frame["household_id"]),
            "quantity": units,
            "is_quantity_implausible": is_implausible,
            "price": (shelf / units.where(~is_implausible)).round().astype("Int64"),
            "payment": paid,
            "platform_discount": retail + match,
            "seller_discount": coupon,
            "currency": CURRENCY,
            "status": "completed",
            "refund": 0,
            "created_at": when,
            "paid_at": when,
            "recorded_at": when,
        }
    )


def _stubs(products: set[str], is_first: bool) -> dict[str, pd.DataFrame]:
    """Rows for products that only order lines name, so that their money has a place."""
    if not products:
        return {}
    names = sorted(products)
    titles = [f"Product {name} (not described)" for name in names]
    rows = {"products": {"product_id": names, "merchant_id": UNKNOWN, "title": titles}}
    if is_first:
        rows["merchants"] = {"merchant_id": [UNKNOWN], "name": ["Not stated"]}
    return {table: pd.DataFrame(columns) for table, columns in rows.items()}


COMPLETE_JOURNEY = Adapter(
    "complete_journey",
    "The Complete Journey's retail sales",
    (
        Shape(
            "transactions",
            frozenset({"household_id", "basket_id", "product_id", "quantity", *AMOUNTS})
            | {"transaction_timestamp"},
        ),
        Shape(
            "products",
            frozenset({"product_id", "manufacturer_id", "brand", "package_size", *LEVELS}),
        ),
        *journey_promotions.SHAPES,
        Shape(
            "demographics",
            frozenset({"household_id", "age", "income", "household_size"}),
            is_required=False,
            unused="the contract keeps no ages and incomes of shoppers",
        ),
    ),
    parts,
    Defaults(
        "The Complete Journey",
        "America/New_York",
        CURRENCY,
        is_sampled_lines=True,
        refund_lag_days=0,
        complete_until_at=datetime(2018, 1, 1, 5),
    ),
)
