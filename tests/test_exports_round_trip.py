"""A market written as exports and loaded again is the same to the cent, whatever the traps."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from data.scope import Scope
from data.sources import Options, inspect
from data.sources.options import Answer
from data.store import Store
from data.warehouse import Session, Warehouse
from tests.exports.files import PERSONAL, written
from tests.exports.orders import BUYER, affiliate_orders, all_orders
from tests.exports.traps import Traps, traps
from tests.simulated import read

SHOPS = 2
MOST_LINES = 300
MONEY = (
    "select merchant_id, strftime(day, '%Y-%m') as month, channel, currency, count(*) as n, "
    "cast(sum(gmv) as bigint) as gmv, cast(sum(cancelled) as bigint) as cancelled, "
    "cast(sum(refunded) as bigint) as refunded, cast(sum(commission) as bigint) as commission "
    "from sales where merchant_id in (select unnest($shops)) "
    "and order_id in (select unnest($orders)) group by all order by all"
)
LINES = (
    "select merchant_id, order_id, sku_id, quantity, price, payment, seller_discount, "
    "platform_discount, currency, content_type, content_id, commission_rate, "
    "estimated_commission, actual_commission, "
    "case when creator_id is not null then product_id end as product_id, "
    "cast(sum(refund) over (partition by merchant_id, order_id) as bigint) as order_refund "
    "from order_lines where status <> 'unpaid' and merchant_id in (select unnest($shops)) "
    "and order_id in (select unnest($orders)) order by all"
)


@pytest.fixture(scope="module")
def held(small_store: Store) -> tuple[Session, pd.DataFrame]:
    """The simulated market, and some lines of its largest shops as a shop would export them."""
    lines = read(small_store, "order_lines").to_pandas()
    products = read(small_store, "products").to_pandas().set_index("product_id")
    creators = read(small_store, "creators").to_pandas().set_index("creator_id")
    largest = lines["merchant_id"].value_counts().index[:SHOPS]
    mine = lines[lines["merchant_id"].isin(largest)].copy()
    orders = mine["order_id"].drop_duplicates().iloc[:MOST_LINES]
    mine = mine[mine["order_id"].isin(orders)].copy()
    mine["title"] = mine["product_id"].map(products["title"]) + " " + mine["product_id"]
    mine["category"] = mine["product_id"].map(products["category_path"])
    mine["handle"] = mine["creator_id"].map(creators["handle"])
    session = Warehouse.snapshot(small_store).session(Scope.everything())
    return session, mine.reset_index(drop=True)


def exported(folder: Path, lines: pd.DataFrame, zone: str, how: Traps) -> list[Path]:
    paths = []
    for shop, rows in lines.groupby("merchant_id"):
        for export, make in (("all_orders", all_orders), ("affiliate_orders", affiliate_orders)):
            paths.append(written(folder / str(shop), export, export, make(rows, zone, how), how))
    return paths


def loaded(folder: Path, paths: list[Path], zone: str) -> Session:
    shops = tuple(Answer("merchant", path.parent.name, path.parent.name) for path in paths)
    options = Options(
        "again",
        time_zone=zone,
        currency="USD",
        first_day=date(2020, 1, 1),
        last_day=date(2026, 12, 31),
        answers=shops,
    )
    report = inspect([folder / "files"], options).load_into(Store(folder / "again"))
    assert report.rejected == 0, report.problems[:3]
    return Warehouse.snapshot(Store(folder / "again")).session(Scope.everything())


@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(how=traps())
def test_what_is_exported_and_loaded_is_the_market_to_the_cent(
    held: tuple[Session, pd.DataFrame], how: Traps
) -> None:
    original, lines = held
    zone = str(original.rows("select time_zone from market")[0][0])
    asked = {
        "shops": sorted(set(lines["merchant_id"])),
        "orders": sorted(set(lines["order_id"])),
    }
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        again = loaded(folder, exported(folder / "files", lines, zone, how), zone)
        assert again.rows(MONEY, **asked) == original.rows(MONEY, **asked)
        assert again.rows(LINES, **asked) == original.rows(LINES, **asked)
        raw = b"".join(f.read_bytes() for f in (folder / "again").rglob("*") if f.is_file())
        told = str(again.rows("from quarantine") + again.rows("from order_lines"))
        for secret in (BUYER, *PERSONAL.values()):
            assert secret not in told
            assert secret.encode() not in raw or secret == PERSONAL["Recipient"]
