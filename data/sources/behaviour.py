"""What shoppers do, as event files of web shops tell it: the part that GA4 and Segment share.

An act becomes one event per product. A purchase becomes order lines as well; its click is the
shopper's last click on that product within 14 days before. A refund needs its purchase in the same
files. Shoppers' ids are hashed with the market's name, so that no id of a person is stored.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

import numpy as np
import pandas as pd

from data.lake import Rejected
from data.sources.adapter import Part, Source
from data.sources.orders import Purchases, Told
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
        reading = _Reading(file, source, translate, kept)
        for row, record in piece.records:
            reading.take(row, record)
        reading.drop_repeats(repeats)
        for told in reading.told:
            if told.act.kind != "refund":
                catalogue.add(told.act)
            if told.act.kind == "click":
                clicks.add(told.act)
            if told.act.is_order:
                purchases.add(told)
        yield reading.part()
    yield from purchases.settled(clicks.last)
    if note := catalogue.note():
        source.notes.append(note)
    yield Part("", {**catalogue.tables(), **_events(purchases.acts())})


@dataclass
class _Reading:
    """What a piece of a file tells: acts, and the fate of every other record."""

    file: str
    source: Source
    translate: Translate
    kept: Kept
    told: list[Told] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    unused: int = 0
    repeated: int = 0

    def take(self, row: int, record: Mapping[str, Any]) -> None:
        try:
            act = self.translate(record, self.source)
        except RecordError as error:
            problem = (error.column, error.reason, error.remedy)
            self.rejected.append(Rejected(self.file, row, *problem, self.kept(record)))
            return
        if act is None:
            self.unused += 1
        else:
            self.told.append(Told(self.file, row, act, self.kept(record)))
            self.digests.append(str(record))

    def drop_repeats(self, repeats: Repeats) -> None:
        """Keeps acts not told before; equal ones are repeats, others of the same id rejected."""
        index = [told.row for told in self.told]
        ids = pd.DataFrame({"id": [told.act.act_id for told in self.told]}, index, dtype="str")
        contents = pd.DataFrame({"content": self.digests}, index, dtype="str")
        seen = repeats.look(self.file, ids, contents)
        for place in np.flatnonzero(~seen.is_new & ~seen.is_equal):
            reason = f"the same id stands with other values in {repeats.name(seen.where[place])}"
            self.rejected.append(self.told[place].rejected(None, reason, "keep the right one"))
        self.repeated = int(seen.is_equal.sum())
        self.told = [told for told, is_new in zip(self.told, seen.is_new, strict=True) if is_new]

    def part(self) -> Part:
        """Events of all but purchases and refunds, whose fate is settled at the end."""
        shown = [told.act for told in self.told if not told.act.is_order]
        return Part(
            self.file, _events(shown), len(shown), self.repeated, self.unused, self.rejected
        )


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
