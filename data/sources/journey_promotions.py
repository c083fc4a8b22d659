"""The Complete Journey's promotions: campaigns, coupons, displays in shops, pages of the mailer.

A campaign covers the products of its coupons; a coupon is told by its code and its campaign. A
display or mailer is a place × week; `places` counts the shops that showed a product there.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pandas as pd

from data.sources.adapter import Part, Shape, Source
from data.sources.repeats import Repeats
from data.sources.sieve import Sieve
from data.sources.values import counts, ids, sane, texts

WEEK_0 = date(2016, 12, 19)
NOWHERE = "0"
DISPLAYS = {
    "1": "store front",
    "2": "store rear",
    "3": "front end cap",
    "4": "mid-aisle end cap",
    "5": "rear end cap",
    "6": "side-aisle end cap",
    "7": "in-aisle",
    "9": "secondary location",
    "A": "in-shelf",
}
MAILERS = {
    "A": "interior page feature",
    "C": "interior page line item",
    "D": "front page feature",
    "F": "back page feature",
    "H": "wrap front feature",
    "J": "wrap interior coupon",
    "L": "wrap back feature",
    "P": "interior page coupon",
    "X": "free on interior page",
    "Z": "free on front page, back page or wrap",
}
SHAPES = (
    Shape(
        "campaign_descriptions",
        frozenset({"campaign_id", "campaign_type", "start_date", "end_date"}),
        is_required=False,
    ),
    Shape(
        "coupon_redemptions",
        frozenset({"household_id", "coupon_upc", "campaign_id", "redemption_date"}),
        is_required=False,
    ),
    Shape("coupons", frozenset({"coupon_upc", "product_id", "campaign_id"}), is_required=False),
    Shape(
        "promotions",
        frozenset({"product_id", "store_id", "display_location", "mailer_location", "week"}),
        is_required=False,
    ),
    Shape(
        "campaigns",
        frozenset({"campaign_id", "household_id"}),
        is_required=False,
        unused="the contract keeps no lists of the households that were mailed",
    ),
)


@dataclass
class _Promotions:
    """What the files say, gathered before it becomes rows; a coupon is (code, campaign)."""

    makers: dict[str, str]
    campaigns: dict[str, tuple[str, date, date]] = field(default_factory=dict)
    covered: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    redeemed: Counter[tuple[str, str]] = field(default_factory=Counter)
    places: list[pd.DataFrame] = field(default_factory=list)


def parts(source: Source, makers: dict[str, str]) -> Iterator[Part]:
    """Promotions and the products they cover; `makers` maps product to merchant."""
    found = _Promotions(makers)
    for shape, gather in _GATHER.items():
        repeats = Repeats()
        for file, chunk in source.chunks(shape):
            sieve = Sieve(file, chunk.frame())
            gather(sieve, repeats, found)
            yield sieve.part({})
    yield Part("", _coupon_tables(found))
    yield Part("", _campaign_tables(found))
    yield Part("", _place_tables(found))
    for shape in ("campaigns", "demographics"):
        for file, chunk in source.chunks(shape):
            yield Part(file, unused=len(chunk.rows))


def _campaigns(sieve: Sieve, repeats: Repeats, found: _Promotions) -> None:
    names = ids(sieve.frame["campaign_id"])
    sieve.reject(names.isna(), "campaign_id", "has no id", "give an id")
    for column in ("start_date", "end_date"):
        is_none = _days(sieve.frame[column]).isna()
        sieve.reject(is_none, column, "no day: '{value}'", "give YYYY-MM-DD")
    sieve.once(repeats, ["campaign_id"])
    kinds = texts(sieve.frame["campaign_type"]).fillna("campaign")
    starts, ends = (_days(sieve.frame[c]).dt.date for c in ("start_date", "end_date"))
    said = zip(kinds, starts, ends, strict=True)
    found.campaigns.update(zip(ids(sieve.frame["campaign_id"]), said, strict=True))


def _coupons(sieve: Sieve, repeats: Repeats, found: _Promotions) -> None:
    codes = ids(sieve.frame["coupon_upc"])
    sieve.reject(codes.isna(), "coupon_upc", "no exact id: '{value}'", "store ids as text")
    sieve.reject_unknown("campaign_id", ids(sieve.frame["campaign_id"]), found.campaigns)
    sieve.reject_unknown("product_id", ids(sieve.frame["product_id"]), found.makers)
    sieve.once(repeats, ["coupon_upc", "product_id", "campaign_id"])
    for coupon, product in zip(_keys(sieve), ids(sieve.frame["product_id"]), strict=True):
        found.covered.setdefault(coupon, set()).add(product)


def _redemptions(sieve: Sieve, repeats: Repeats, found: _Promotions) -> None:
    """Equal rows count each: a household may redeem a coupon twice on one day."""
    bad = ~_keys(sieve).isin(set(found.covered))
    reason = "coupon '{value}' is none of that campaign's"
    sieve.reject(bad, "coupon_upc", reason, "add the coupon to the coupons file")
    found.redeemed.update(_keys(sieve))


def _places(sieve: Sieve, repeats: Repeats, found: _Promotions) -> None:
    sieve.reject_unknown("product_id", ids(sieve.frame["product_id"]), found.makers)
    is_week = counts(sieve.frame["week"]).between(0, 60).fillna(False)
    sieve.reject(~is_week, "week", "no week: '{value}'", "give 1 to 53")
    for column, known in (("display_location", DISPLAYS), ("mailer_location", MAILERS)):
        bad = ~texts(sieve.frame[column]).isin([*known, NOWHERE])
        sieve.reject(bad, column, "unknown place '{value}'", f"one of 0, {', '.join(known)}")
    sieve.once(repeats, ["product_id", "store_id", "week"])
    for kind in ("display", "mailer"):
        where = texts(sieve.frame[f"{kind}_location"])
        rows = {
            "kind": kind,
            "where": where,
            "week": counts(sieve.frame["week"]),
            "product_id": ids(sieve.frame["product_id"]),
        }
        found.places.append(pd.DataFrame(rows)[where != NOWHERE])


_GATHER: dict[str, Callable[[Sieve, Repeats, _Promotions], None]] = {
    "campaign_descriptions": _campaigns,
    "coupons": _coupons,
    "coupon_redemptions": _redemptions,
    "promotions": _places,
}


def _keys(sieve: Sieve) -> pd.Series:
    codes, campaigns = ids(sieve.frame["coupon_upc"]), ids(sieve.frame["campaign_id"])
    pairs = list(zip(codes, campaigns, strict=True))
    return pd.Series(pairs, index=sieve.frame.index, dtype="object")


def _days(column: pd.Series) -> pd.Series:
    days = pd.to_datetime(texts(column).astype("object"), format="%Y-%m-%d", errors="coerce")
    return sane(days)


def _coupon_tables(found: _Promotions) -> dict[str, pd.DataFrame]:
    promotions, products = [], []
    for (code, campaign), covered in sorted(found.covered.items()):
        _, start, end = found.campaigns[campaign]
        name, title = f"coupon-{campaign}-{code}", f"Coupon {code} of campaign {campaign}"
        used = found.redeemed[code, campaign]
        promotions.append((name, "coupon", title, start, end, used))
        products += [(name, product) for product in sorted(covered)]
    return _tables(
        promotions, pd.DataFrame(products, columns=["promotion_id", "product_id"]), found
    )


def _campaign_tables(found: _Promotions) -> dict[str, pd.DataFrame]:
    promotions, products = [], []
    for campaign, (kind, start, end) in found.campaigns.items():
        name, title = f"campaign-{campaign}", f"Campaign {campaign} ({kind})"
        coupons = [coupon for coupon in found.covered if coupon[1] == campaign]
        used = sum(found.redeemed[coupon] for coupon in coupons)
        promotions.append((name, "campaign", title, start, end, used))
        covered = set().union(*(found.covered[coupon] for coupon in coupons))
        products += [(name, product) for product in sorted(covered)]
    return _tables(
        promotions, pd.DataFrame(products, columns=["promotion_id", "product_id"]), found
    )


def _place_tables(found: _Promotions) -> dict[str, pd.DataFrame]:
    if not found.places:
        return {}
    shown = pd.concat(found.places).groupby(["kind", "where", "week", "product_id"]).size()
    rows = shown.rename("places").reset_index()
    week = rows["week"].astype("int64").astype("str").str.zfill(2)
    rows["promotion_id"] = rows["kind"] + "-" + rows["where"].astype("str") + "-week-" + week
    first = rows.drop_duplicates("promotion_id")
    promotions = [_place(*row) for row in first[["promotion_id", "kind", "where", "week"]].values]
    return _tables(promotions, rows[["promotion_id", "product_id", "places"]], found)


def _place(name: str, kind: str, where: str, week: int) -> tuple[Any, ...]:
    said = (DISPLAYS if kind == "display" else MAILERS)[where]
    start = WEEK_0 + timedelta(weeks=int(week))
    title = f"{kind.capitalize()}: {said}, week {week}"
    return (name, kind, title, start, start + timedelta(days=6), None)


def _tables(
    promotions: list[tuple[Any, ...]], products: pd.DataFrame, found: _Promotions
) -> dict[str, pd.DataFrame]:
    head = ["promotion_id", "kind", "title", "starts_on", "ends_on", "redemptions"]
    frame = pd.DataFrame(promotions, columns=head).astype({"redemptions": "Int64"})
    makers = products["product_id"].map(found.makers)
    return {"promotions": frame, "promotion_products": products.assign(merchant_id=makers)}
