"""Small valid files of every format that can be loaded, as text, for tests to load or to damage."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from data.manifests import standing
from data.store import Store

CONTRACT = {
    "merchants.csv": "merchant_id,name,country\nm1,Näturé 🌿 Shop,DE\nm2,Other,\n",
    "products.csv": (
        "product_id,merchant_id,title,price,currency\n"
        '7301234567890123456,m1,"Serum, 30 ml",1299,EUR\n'
        "p2,m2,=SUM(A1),500,EUR\n"
    ),
    "order_lines.csv": (
        "merchant_id,order_id,sku_id,product_id,quantity,is_quantity_implausible,payment,"
        "platform_discount,seller_discount,currency,status,refund,created_at,recorded_at\n"
        "m1,576461234567890123,s1,7301234567890123456,2,false,2598,0,0,EUR,completed,0,"
        "2026-03-01T10:00:00+02:00,2026-03-02T10:00:00Z\n"
        "m1,o2,s1,7301234567890123456,1,false,1199,0,100,EUR,refunded,1199,"
        "2026-03-02T10:00:00Z,2026-03-09T10:00:00Z\n"
        "m2,o3,s2,p2,3,false,1500,0,0,EUR,settled,0,2026-03-03 10:00:00,2026-03-04 10:00:00\n"
        "m2,o4,s2,p2,1,true,500,0,0,EUR,pending,0,2026-03-04T10:00:00Z,2026-03-04T10:00:00Z\n"
    ),
}

LIVE_SELLERS = {
    "posts.csv": (
        "status_id,status_type,status_published,num_reactions,num_comments,num_shares,num_likes,"
        "num_loves,num_wows,num_hahas,num_sads,num_angrys\n"
        "11_104,video,4/22/2018 6:00,529,512,262,432,92,3,1,1,0\n"
        "11_103,photo,4/21/2018 22:45,150,0,0,150,0,0,0,0,0\n"
        "11_102,photo,4/11/18 04:53,111,1,0,111,0,0,0,0,0\n"
        "22_201,link,12/31/2017 23:30,7,0,2,5,2,0,0,0,0\n"
    )
}

BRAND_CREATORS = {
    "brands.csv": "brand_id,hashtag_0,hashtag_1,topic_0\nb1,0.1,-0.2,1\nb2,0.3,0.4,0\n",
    "creators.csv": "creator_id,hashtag_0,hashtag_1,topic_0\nc1,1,0,0.5\nc2,0,1,0.5\n",
    "pairs.csv": "brand_id,creator_id\nb1,c1\nb1,c2\nb2,c2\nb2,c9\n",
}

COMPLETE_JOURNEY = {
    "transactions.csv": (
        "household_id,store_id,basket_id,product_id,quantity,sales_value,retail_disc,coupon_disc,"
        "coupon_match_disc,week,transaction_timestamp\n"
        "1,9,31625220889.0,100,2,3.98,1.00,0.50,0.02,5,2017-01-28 19:06:53\n"
        "1,9,31625220889.0,200,12000,25.05,0.00,0.00,0.00,5,2017-01-28 19:06:53\n"
        "2,9,31625220890.0,100,1,0.00,2.49,0.00,0.00,6,2017-02-01 03:00:00\n"
        "2,9,31625220891.0,300,0,0.00,0.00,1.25,0.00,6,2017-02-01 04:59:59\n"
    ),
    "products.csv": (
        "product_id,manufacturer_id,department,brand,product_category,product_type,package_size\n"
        "100,7,GROCERY,National,SOUP,RAMEN NOODLES,3 OZ\n"
        "200,69,FUEL,Private,COUPON/MISC ITEMS,GASOLINE,\n"
    ),
}


def _lines(*records: dict[str, object]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _ga4(name: str, at: int, **said: object) -> dict[str, object]:
    base = {"event_name": name, "event_timestamp": 1_767_225_600_000_000 + at * 1_000_000}
    return {**base, "user_pseudo_id": "u.1", "currency": "EUR", **said}


_SERUM = {"item_id": "p1", "item_name": "Serum 🌿", "item_category": "Beauty", "price": 12.99}
_SOAP = {"item_id": "p2", "item_name": "Soap", "price": 3.5, "discount": 0.5, "quantity": 2}

GA4 = {
    "events.jsonl": _lines(
        _ga4("page_view", 0),
        _ga4("view_item_list", 1, items=[_SERUM, _SOAP]),
        _ga4("select_item", 2, items=[_SERUM]),
        _ga4("view_item", 3, items=[_SERUM]),
        _ga4("purchase", 60, transaction_id="T1", items=[_SERUM, _SOAP]),
        _ga4("purchase", 90, transaction_id="T1", items=[_SERUM, _SOAP]),
        _ga4("refund", 900, transaction_id="T1", items=[{"item_id": "p2", "quantity": 1}]),
    )
}


def _call(event: str, number: int, **properties: object) -> dict[str, object]:
    return {
        "type": "track",
        "event": event,
        "messageId": f"m{number}",
        "timestamp": f"2026-01-{number:02d}T10:00:00.000Z",
        "userId": "ann@example.org",
        "properties": properties,
    }


_CAP = {"product_id": "p1", "sku": "p1-red", "name": "Cap", "price": 19.0, "quantity": 1}
_MUG = {"product_id": "p2", "sku": "p2-a", "name": "Mug", "price": 3.0, "quantity": 2}
_ORDER = {"order_id": "O1", "affiliation": "Shop A", "currency": "USD", "discount": 2.5}

SEGMENT = {
    "calls.jsonl": _lines(
        {"type": "identify", "userId": "ann@example.org", "traits": {"email": "ann@example.org"}},
        _call("Product List Viewed", 1, affiliation="Shop A", products=[_CAP, _MUG]),
        _call("Product Clicked", 2, affiliation="Shop A", currency="USD", **_CAP),
        _call("Product Viewed", 3, affiliation="Shop A", currency="USD", **_CAP),
        _call("Product Added", 4, affiliation="Shop A", **_MUG),
        _call("Order Completed", 5, products=[_CAP, _MUG], **_ORDER),
        _call("Order Refunded", 9, order_id="O1", products=[_MUG], affiliation="Shop A"),
    )
}

FORMATS = {
    "contract": CONTRACT,
    "live_sellers": LIVE_SELLERS,
    "brand_creators": BRAND_CREATORS,
    "complete_journey": COMPLETE_JOURNEY,
    "ga4": GA4,
    "segment": SEGMENT,
}


def write(folder: Path, files: dict[str, str], mend: Callable[[str], str] = str) -> Path:
    """Writes files into a folder of their own and returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(mend(text), encoding="utf-8", newline="")
    return folder


def loaded(store: Store, table: str) -> pd.DataFrame:
    """All rows of a table that the loads of a store brought, in order; none of what was undone."""
    paths = [s.path for m in standing(store) for s in m.segments if s.table == table]
    return pd.concat([pd.read_parquet(store.lake / path) for path in paths], ignore_index=True)
