"""What shoppers do, as event files of web shops tell it: the part that GA4 and Segment share.

An act becomes one event per product. A purchase becomes order lines as well; its click is the
shopper's last click on that product within 14 days before. A refund needs its purchase in the same
files. Shoppers' ids are hashed with the market's name, so that no id of a person is stored.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

import pandas as pd

from data.lake import Rejected
from data.sources.adapter import Part, Source
from data.sources.orders import Purchases
from data.sources.repeats import Repeats
from data.sources.shopping import Act, RecordError

CLICK_COUNTS = timedelta(days=14)
OTHER_EVENTS = "events other than lists, views, clicks, carts, purchases and refunds"

Translate = Callable[[Mapping[str, Any], Source], Act | None]
Kept = Callable[[Mapping[str, Any]], dict[str, Any]]


def hashed(shopper: Any, market: str) -> str | None:
    """A shopper's id as a keyed hash; None where there is none."""
    if shopper in (None, ""):
        return None
    return blake2b(str(shopper).encode(), key=market.encode()[:64], digest_size=10).hexdigest()


@dataclass
class Clicks:
    """When each shopper clicked each product."""

    made: dict[tuple[str, str], list[tuple[datetime, str]]] = field(default_factory=dict)

    def add(self, act: Act) -> None:
        for event_id, item in act.events():
            if act.shopper_id:
                key = (act.shopper_id, item.product_id)
                self.made.setdefault(key, []).append((act.at, event_id))

    def last(self, shopper: str | None, product: str, at: datetime) -> str | None:
        """The newest click up to an instant that is not too old to count."""
        clicks = sorted(self.made.get((shopper or "", product), []))
        place = bisect_right(clicks, at, key=lambda click: click[0])
        if place == 0 or at - clicks[place - 1][0] > CLICK_COUNTS:
            return None
        return clicks[place - 1][1]


@dataclass
class Catalogue:
    """The newest description of each product, and the shops seen."""

    products: dict[str, tuple[datetime, dict[str, Any]]] = field(default_factory=dict)
    shops: dict[str, set[str]] = field(default_factory=dict)

    def add(self, act: Act) -> None:
        for item in act.items:
            self.shops.setdefault(item.product_id, set()).add(item.merchant_id)
            known = self.products.get(item.product_id)
            if known is None or known[0] <= act.at:
                said = item.description(act.currency)
                kept = {name: value for name, value in said.items() if value is not None}
                self.products[item.product_id] = (act.at, {**(known[1] if known else {}), **kept})

    def tables(self) -> dict[str, pd.DataFrame]:
        rows = [{"title": key, **row} for key, (_, row) in self.products.items()]
        shops = sorted({shop for shops in self.shops.values() for shop in shops})
        if not rows:
            return {}
        products = pd.DataFrame(rows)
        if "price" in products:
            products["price"] = products["price"].astype("Int64")
        merchants = pd.DataFrame({"merchant_id": shops, "name": shops})
        return {"merchants": merchants, "products": products}

    def note(self) -> str | None:
        shared = sum(len(shops) > 1 for shops in self.shops.values())
        return (
            f"{shared} products are sold by several shops: the newest one stands"
            if shared
            else None
        )


def parts(source: Source, translate: Translate, kept: Kept) -> Iterator[Part]:
    """Events as they are read; order lines, products and merchants at the end."""
    clicks, catalogue, purchases, repeats = Clicks(), Catalogue(), Purchases(), Repeats()
    for file, piece in source.records("events"):
        reading = _translated(file, piece.records, source, translate, kept)
        acts = _first_told(reading, repeats)
        for row, act, record in acts:
            catalogue.add(act)
            if act.kind == "click":
                clicks.add(act)
            if act.is_order:
                purchases.add(file, row, act, record)
        shown = [act for _, act, _ in acts if not act.is_order]
        used = len(shown)
        yield replace(reading.part, tables=_events(shown), used=used)
    yield from purchases.settled(clicks.last)
    if note := catalogue.note():
        source.notes.append(note)
    yield Part("", {**catalogue.tables(), **_events(purchases.acts())})


@dataclass
class _Reading:
    part: Part
    acts: list[tuple[int, Act, dict[str, Any]]]
    digests: list[str]


def _translated(
    file: str, records: Any, source: Source, translate: Translate, kept: Kept
) -> _Reading:
    acts, digests, rejects, unused = [], [], [], 0
    for row, record in records:
        try:
            act = translate(record, source)
        except RecordError as error:
            problem = (error.column, error.reason, error.remedy)
            rejects.append(Rejected(file, row, *problem, kept(record)))
            continue
        if act is None:
            unused += 1
        else:
            acts.append((row, act, kept(record)))
            digests.append(str(record))
    return _Reading(Part(file, unused=unused, rejected=rejects), acts, digests)


def _first_told(reading: _Reading, repeats: Repeats) -> list[tuple[int, Act, dict[str, Any]]]:
    """The acts not told before; equal ones are repeats, others of the same id are rejected."""
    index = [row for row, _, _ in reading.acts]
    ids = pd.DataFrame({"id": [act.act_id for _, act, _ in reading.acts]}, index, dtype="str")
    contents = pd.DataFrame({"content": reading.digests}, index, dtype="str")
    seen = repeats.look(reading.part.file, ids, contents)
    rejects = list(reading.part.rejected)
    for place, (row, _, record) in enumerate(reading.acts):
        if not seen.is_new[place] and not seen.is_equal[place]:
            reason = f"the same id stands with other values in {repeats.name(seen.where[place])}"
            rejects.append(Rejected(reading.part.file, row, None, reason, "keep one", record))
    repeated = int(seen.is_equal.sum())
    reading.part = replace(reading.part, repeated=repeated, rejected=rejects)
    return [told for told, is_new in zip(reading.acts, seen.is_new, strict=True) if is_new]


def _events(acts: list[Act]) -> dict[str, pd.DataFrame]:
    rows = [
        {
            "event_id": event_id,
            "event_at": act.at,
            "kind": act.kind,
            "shopper_id": act.shopper_id,
            "merchant_id": item.merchant_id,
            "product_id": item.product_id,
            "n": 1,
        }
        for act in acts
        for event_id, item in act.events()
    ]
    return {"events": pd.DataFrame(rows)} if rows else {}
