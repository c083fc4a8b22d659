"""What a market cannot answer: missing tables and columns, by the page that would need them."""

from collections.abc import Mapping

from data.sources.report import Gap


class Need:
    """A page shows `what` once any of `of` ("table" or "table.column") holds something."""

    def __init__(self, page: str, what: str, *of: str) -> None:
        self.page, self.what, self.of = page, what, of

    def gap(self, filled: Mapping[str, set[str]]) -> Gap | None:
        if any(_is_filled(name, filled) for name in self.of):
            return None
        return Gap(self.page, self.what, " or ".join(self.of))


ORDERS = ("order_lines", "affiliate_lines")
CREDITED = ("order_lines.creator_id", "affiliate_lines.creator_id")
POSTED = "collaborations.posted_at"
STARTS = (POSTED, "events.creator_id+product_id")
RATES = ("order_lines.commission_rate", "affiliate_lines.commission_rate")
NEEDS = (
    Need("Overview", "money: not estimable: no orders in this market", *ORDERS),
    Need("Overview", "funnel and rates: no behaviour events", "events"),
    Need("Overview", "live and video split: no order names a creator", *CREDITED),
    Need("Overview", "date filters: hidden, nothing in this market has a date", "dates"),
    Need("Products", "no products", "products"),
    Need("Product", "margin: not estimable: cost of every product missing", "product_costs"),
    Need("Product", "click-through and CTOR: no product clicks", "events.product_id"),
    Need(
        "Product",
        "price history: no list price on order lines",
        *("order_lines.price", "affiliate_lines.price"),
    ),
    Need("Creators", "no creators", "creators"),
    Need("Creators", "size classes: followers unknown", "creators.followers"),
    Need("Creator", "content ranking: no content", "content"),
    Need("Creator", "live timeline: no live minutes", "live_minutes"),
    Need("Creator", "audience: unknown", "creator_audience"),
    Need("Merchants", "no merchants", "merchants"),
    Need("Merchant", "roster and samples: no collaborations", "collaborations"),
    Need("Merchant", "margin: not estimable: platform fee missing", "merchant_fees"),
    Need("Merchant", "promotions: none known", "promotions"),
    Need(
        "Matches",
        "no matches: nothing links creators and products",
        "collaborations",
        *CREDITED,
        "events.creator_id+product_id",
    ),
    Need("Matches", "sales of candidates: no orders in this market", *ORDERS),
    Need(
        "Matches",
        "money columns: not estimable: no post and no traffic tells when a pair began",
        *STARTS,
    ),
    Need("What-if", "projections: no orders to learn from", *ORDERS),
    Need("What-if", "commission lever: grey, no commission rates", *RATES),
    Need("What-if", "levers of creators and samples: grey, no post on record", POSTED),
    Need("What-if", "live lever: grey, no clicks in live and video", "events.creator_id"),
)

SAMPLED = Gap(
    "Overview",
    "AOV, units per order, co-purchase: not estimable: lines are a random sample of orders",
    "whole orders",
)


def gaps(filled: Mapping[str, set[str]], *, is_dated: bool, is_sampled: bool) -> tuple[Gap, ...]:
    """The gaps of a market of which `filled` names the tables and their non-empty columns."""
    known = {**filled, "dates": {"at"}} if is_dated else dict(filled)
    found = [gap for need in NEEDS if (gap := need.gap(known))]
    return (*found, SAMPLED) if is_sampled else tuple(found)


def _is_filled(name: str, filled: Mapping[str, set[str]]) -> bool:
    table, _, columns = name.partition(".")
    return table in filled and set(columns.split("+") if columns else ()) <= filled[table]
