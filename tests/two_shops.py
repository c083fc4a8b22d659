"""The tiny market with rows in every table and rollup, of shop a and of shop b alike.

Shop b has the pan (p3) alone; c1's video v1 shows products of both, the live session l1 only a's.
"""

import re

import pandas as pd

from data import lake
from data.contract import TABLES
from data.edits import SOURCE
from data.lake import Rejected
from data.rollups import ROLLUPS
from data.store import Store
from data.warehouse import SQL
from tests import deals, tiny

SCOPED = ("scoped.sql", "scoped_in_part.sql", "scoped_creators.sql")
KEPT_OF_LOADS = {"loads", "quarantine", "edits"}
VIEWS = sorted(
    {
        view
        for name in SCOPED
        for view in re.findall(r"create or replace view (\w+)", (SQL / name).read_text())
    }
)
assert set(VIEWS) == {*TABLES, *ROLLUPS, *KEPT_OF_LOADS}, "a table or rollup without its scope"

AT = pd.Timestamp("2026-03-02 18:00")
SHOPS = (("a", "p1"), ("b", "p3"))
FEATURES = [("creator", "c1"), ("product", "p1"), ("product", "p3")]
MINUTES = [("v1", 0, "a", "p1"), ("v1", 1, "b", "p3"), ("l1", 0, "a", "p1")]


UNPAID = {"payment": 1, "currency": "USD", "status": "unpaid", "refund": 0}
UNPAID |= {"created_at": AT, "recorded_at": AT}


def of_both(**columns: object) -> pd.DataFrame:
    """A row of each shop on its product; `{shop}` in a text is the shop."""
    return pd.DataFrame(
        [
            {"merchant_id": shop, "product_id": product}
            | {k: v.format(shop=shop) if isinstance(v, str) else v for k, v in columns.items()}
            for shop, product in SHOPS
        ]
    )


def more() -> dict[str, pd.DataFrame]:
    """Rows beside those of deals.tables()."""
    held = {"valid_from": pd.Timestamp("2026-02-01").date(), "merchant_id": "b"}
    pan = {"merchant_id": "b", "product_id": "p3"}
    click = tiny.event("k9", "click", "d2", shopper_id="s9", **pan)
    costs = {"product_id": "p3", "unit_cost": 90, "sample_cost": 95, "currency": "EUR"}
    impressions = of_both(impression_id="{shop}", shown_at=AT, viewer="{shop}", creator_id="c1")
    reports = of_both(source="{shop}", entity_type="product", entity_id="x", metric="views")
    return {
        "events": pd.DataFrame([click]),
        "product_costs": pd.DataFrame([{**held, **costs}]),
        "merchant_fees": pd.DataFrame([{**held, "platform_fee_rate": 0.07}]),
        "collaborations": pd.DataFrame(
            [{**deals.deal("pan", "c2", shipped="2026-02-20", posted="2026-03-02"), **pan}]
        ),
        "creator_audience": pd.DataFrame(
            [{"creator_id": "c1", "dimension": "age", "bucket": "25-34", "share": 1.0}]
        ),
        "entity_features": pd.DataFrame(FEATURES, columns=["entity_type", "entity_id"]).assign(
            block="topic", vector=[[0.5], [0.25], [0.125]]
        ),
        "live_minutes": pd.DataFrame(
            [
                {
                    "content_id": content,
                    "minute_at": AT + pd.Timedelta(minutes=minute),
                    "viewers": 10,
                    "merchant_id": shop,
                    "pinned_product_id": product,
                    "promotion": f"offer of {shop}",
                    "violation": f"fault of {shop}",
                }
                for content, minute, shop, product in MINUTES
            ]
        ),
        "assignments": of_both(
            experiment_id="e", unit_type="product", unit_id="{shop}", arm="x", assigned_at=AT
        ).drop(columns="product_id"),
        "match_impressions": impressions.assign(
            rank=1, score=0.5, model_version="v", action="shown"
        ),
        "creator_aliases": pd.DataFrame([{"alias": "old glow", "creator_id": "c1"}]),
        "affiliate_lines": of_both(order_id="t", sku_id="named", creator_id="c1", **UNPAID).assign(
            quantity=2
        ),
        "report_windows": of_both(report="affiliate_orders", starts_on=AT.date()).assign(
            ends_on=AT.date()
        )[["merchant_id", "report", "starts_on", "ends_on"]],
        "reported_metrics": reports.drop(columns="product_id").assign(
            starts_on=AT.date(), ends_on=AT.date(), value=1.0, currency=""
        ),
    }


def tables() -> dict[str, pd.DataFrame]:
    """Every table of the contract, none of them empty."""
    known, beside = deals.tables(), more()
    found = {name: pd.concat([known.get(name), beside.get(name)]) for name in known | beside}
    assert set(found) == set(TABLES)
    lines = found["order_lines"]
    lines.loc[lines["order_id"] == "o7", "click_id"] = "k9"
    paid = lines[lines["status"] != "unpaid"]
    lines.loc[paid.drop_duplicates("merchant_id").index, "order_refund"] = 1
    untitled = of_both(order_id="t", sku_id="named", **UNPAID, is_quantity_implausible=False)
    untitled = untitled.assign(product_id="title:" + untitled["merchant_id"], quantity=1)
    untitled = untitled.assign(platform_discount=0, seller_discount=0)
    found["order_lines"] = pd.concat([lines, untitled])
    found["promotions"].loc[found["promotions"]["promotion_id"] == "sale", "redemptions"] = 3
    return found


def build(store: Store) -> Store:
    """Loads the tables, a file that has shop b's name, and an edit of each shop; of each edit a row
    was refused.
    """
    tiny.build(store, tables())
    with lake.load(store, "a file", ("b",)) as load:
        load.add("merchants", tables()["merchants"])
    for shop, _ in SHOPS:
        with lake.load(store, SOURCE, (shop,), shop) as load:
            load.add("merchant_fees", tables()["merchant_fees"].query("merchant_id == @shop"))
            load.reject([Rejected(f"{shop}.csv", 1, "price", "no number", "mend", {"x": "1"})])
    return store
