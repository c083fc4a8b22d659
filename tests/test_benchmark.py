"""A shop beside others: what is told is a mean over five at least, and nothing of one alone."""

from pathlib import Path

import pandas as pd
import pytest

from analytics.benchmark import shop_benchmark
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from tests import tiny

LINES = 40


def shop(name: str, refunded: int, payment: int = 100, **sold: object) -> list[dict[str, object]]:
    """Forty lines of a shop on 2 March, of which so many were refunded; `sold` of each line."""
    return [
        tiny.line(
            f"{name}-{n}",
            f"p-{name}",
            "d2",
            payment,
            merchant_id=name,
            refund=payment if n < refunded else 0,
            **sold,
        )
        for n in range(LINES)
    ]


def tables(
    refunds: dict[str, int], payments: dict[str, int], **sold: dict[str, object]
) -> dict[str, pd.DataFrame]:
    """Shops of one category with so many refunds of forty lines each; `sold` by shop."""
    lines = [
        row
        for name, n in refunds.items()
        for row in shop(name, n, payments.get(name, 100), **sold.get(name, {}))
    ]
    products = [
        {"product_id": f"p-{n}", "merchant_id": n, "title": n, "category_path": "Beauty > Skin"}
        for n in refunds
    ]
    return {
        "market": pd.DataFrame([tiny.MARKET]),
        "merchants": pd.DataFrame([{"merchant_id": n, "name": n} for n in refunds]),
        "products": pd.DataFrame(products),
        "order_lines": pd.DataFrame(lines),
    }


def opened(folder: Path, found: dict[str, pd.DataFrame]) -> Warehouse:
    return Warehouse.snapshot(tiny.build(Store(folder / "shops"), found))


def market(
    folder: Path, refunds: dict[str, int], payments: dict[str, int], **sold: dict[str, object]
) -> Warehouse:
    return opened(folder, tables(refunds, payments, **sold))


def measured(session: Session, merchant_id: str, measure: str) -> pd.Series | None:
    found = shop_benchmark(session, merchant_id, "USD")
    rows = found[found["measure"] == measure]
    return None if rows.empty else rows.iloc[0]


def refund_rate(session: Session, merchant_id: str) -> pd.Series | None:
    return measured(session, merchant_id, "refund_rate")


OWN = Scope.of_merchants("own")


@pytest.mark.parametrize("scope", [OWN, Scope.everything()])
def test_five_others_are_told_as_the_mean_of_their_rates(tmp_path: Path, scope: Scope) -> None:
    refunds = {"own": 4, "b": 0, "c": 2, "d": 4, "e": 6, "f": 8}
    # f is a thousand times larger, and counts as one of five all the same
    session = market(tmp_path, refunds, {"f": 100_000}).session(scope)
    told = refund_rate(session, "own")
    assert (told["own"], told["n"], told["shops"]) == (0.1, LINES, 5)
    assert told["mean"] == pytest.approx((0 + 2 + 4 + 6 + 8) / 5 / LINES)
    assert pd.isna(told["low"])
    assert pd.isna(told["high"])


def test_four_others_are_not_told(tmp_path: Path) -> None:
    refunds = {"own": 4, "b": 0, "c": 2, "d": 4, "e": 6}
    told = refund_rate(market(tmp_path, refunds, {}).session(OWN), "own")
    assert told["own"] == 0.1
    assert told[["shops", "mean", "low", "high"]].isna().all()


def test_thirds_are_told_once_each_holds_five(tmp_path: Path) -> None:
    refunds = {"own": 4, **{f"s{n:02}": n for n in range(15)}}
    told = refund_rate(market(tmp_path, refunds, {}).session(OWN), "own")
    assert told["shops"] == 15
    thirds = [told["low"] * LINES, told["mean"] * LINES, told["high"] * LINES]
    assert thirds == pytest.approx([2, 7, 12])


def test_no_other_shop_can_be_asked_about_or_set_apart(tmp_path: Path) -> None:
    """Nor by naming another shop: leaving it out would tell it by the difference."""
    refunds = {"own": 4, "b": 0, "c": 2, "d": 4, "e": 6, "f": 8, "g": 9}
    warehouse = market(tmp_path, refunds, {})
    assert refund_rate(warehouse.session(OWN), "b") is None
    assert refund_rate(warehouse.session(Scope.of_merchants()), "own") is None
    assert refund_rate(warehouse.session(Scope.everything()), "b")["shops"] == 6


def test_a_shop_without_a_day_has_nothing_to_compare(tmp_path: Path) -> None:
    warehouse = market(tmp_path, {"own": 4}, {})
    assert refund_rate(warehouse.session(Scope.of_merchants("nobody")), "nobody") is None


def test_a_shop_of_unknown_commission_is_no_example_of_little(tmp_path: Path) -> None:
    """Five others pay 1, 2, 3, 4 and 5 of 100; of f's forty lines nobody knows it."""
    refunds = dict.fromkeys(("own", "b", "c", "d", "e", "f", "g"), 0)
    paid = {"own": 2, "b": 1, "c": 2, "d": 3, "e": 4, "g": 5}
    sold = {name: {"creator_id": "x", "estimated_commission": n} for name, n in paid.items()}
    warehouse = market(tmp_path, refunds, {}, **sold, f={"creator_id": "x"})
    told = measured(warehouse.session(OWN), "own", "commission_share")
    assert (told["own"], told["shops"]) == (0.02, 5)
    assert told["mean"] == pytest.approx(0.03)
    unknown = measured(warehouse.session(Scope.of_merchants("f")), "f", "commission_share")
    assert pd.isna(unknown["own"])


def test_a_category_that_only_orders_tell_is_the_products(tmp_path: Path) -> None:
    """Orders know categories but no product ids, the affiliate report ids but no categories: forty
    lines at 1.00 are of the one product that both tell, and so of its category.
    """
    names = ["own", "b", "c", "d", "e", "f"]
    found = tables(dict.fromkeys(names, 4), {}, **{n: {"product_id": f"title:{n}"} for n in names})
    titled = found["products"].assign(product_id=[f"title:{n}" for n in names])
    named = found["products"].drop(columns="category_path")
    found["products"] = pd.concat([titled, named])
    found["affiliate_lines"] = pd.DataFrame(
        [
            tiny.line(f"{n}-0", f"p-{n}", "d2", 100, merchant_id=n, creator_id="x", title=n)
            for n in names
        ]
    ).drop(columns=["is_quantity_implausible", "platform_discount", "seller_discount"])
    told = refund_rate(opened(tmp_path, found).session(OWN), "own")
    assert (told["category"], told["gmv"], told["n"], told["shops"]) == ("Beauty", 4_000, LINES, 5)
