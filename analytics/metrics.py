"""The dictionary of metrics: what each is called, means and is counted in. Version 1.

The arithmetic of a rate stands once, in data/sql/metrics.sql, under the same key.
"""

from dataclasses import dataclass

VERSION = 1


@dataclass(frozen=True)
class Metric:
    """One metric; `unit` is money (minor units), count, share (0 to 1), ratio or seconds."""

    key: str
    label: str
    unit: str
    definition: str
    formula: str = ""
    is_better_high: bool = True


_ALL = (
    Metric(
        "gmv",
        "GMV",
        "money",
        "Paid order value by payment time (creation time where payment time is missing), "
        "cancelled and refunded orders included, unpaid ones not.",
    ),
    Metric(
        "net_gmv",
        "Net GMV",
        "money",
        "GMV less what was cancelled or refunded, counted on the day of the sale.",
        "GMV − cancelled − refunded",
    ),
    Metric(
        "attributed_gmv",
        "Attributed GMV",
        "money",
        "GMV of order lines that the platform credits to a creator. Credit is not effect: "
        "part of it would have sold anyway.",
    ),
    Metric(
        "attributed_share",
        "Attributed share",
        "share",
        "Share of GMV that the platform credits to creators; credit is not effect.",
        "attributed GMV ÷ GMV",
    ),
    Metric("direct_gmv", "Direct GMV", "money", "Attributed GMV bought while in the content."),
    Metric("orders", "Orders", "count", "Distinct orders with at least one paid line."),
    Metric("sku_orders", "SKU orders", "count", "Paid order lines: one per order and SKU."),
    Metric("units", "Units", "count", "Units on paid lines; implausible quantities left out."),
    Metric(
        "selling_products",
        "Selling products",
        "count",
        "Products with at least one paid order line.",
    ),
    Metric(
        "selling_creators",
        "Selling creators",
        "count",
        "Creators credited with at least one paid order line.",
    ),
    Metric("impressions", "Impressions", "count", "Times a product was shown."),
    Metric("views", "Views", "count", "Times content with the product was watched."),
    Metric("clicks", "Clicks", "count", "Product clicks."),
    Metric("contents", "Posts", "count", "Pieces of content published."),
    Metric("likes", "Likes", "count", "Likes of content."),
    Metric("comments", "Comments", "count", "Comments on content."),
    Metric("shares", "Shares", "count", "Times content was shared on."),
    Metric("add_to_carts", "Add to cart", "count", "Times a product was put into a cart."),
    Metric("ctr", "CTR", "share", "Clicks per impression.", "clicks ÷ impressions"),
    Metric("ctor_orders", "CTOR (orders)", "share", "Orders per click.", "orders ÷ product clicks"),
    Metric(
        "ctor_sku_orders",
        "CTOR (SKU orders)",
        "share",
        "Order lines per click.",
        "SKU orders ÷ product clicks",
    ),
    Metric(
        "cvr",
        "CVR",
        "share",
        "Share of clicks that an order followed; a click counts once.",
        "distinct clicks with an order ÷ clicks",
    ),
    Metric("watch_gpm", "Watch GPM", "money", "GMV per 1,000 views.", "1,000 × GMV ÷ views"),
    Metric(
        "show_gpm",
        "Show GPM",
        "money",
        "GMV per 1,000 impressions.",
        "1,000 × GMV ÷ impressions",
    ),
    Metric("aov", "AOV", "money", "Average order value.", "GMV ÷ orders"),
    Metric(
        "units_per_order",
        "Units per order",
        "ratio",
        "Units bought in one order; implausible quantities left out.",
        "units ÷ orders",
    ),
    Metric(
        "refund_rate",
        "Refund rate",
        "share",
        "Share of GMV refunded; cancelled orders are not refunds.",
        "refunded ÷ GMV",
        is_better_high=False,
    ),
    Metric(
        "commission",
        "Commission",
        "money",
        "Creators' commission: actual where settled, else estimated; none on cancelled, fully "
        "refunded or ineligible lines. Not known where that of any order line is missing.",
        is_better_high=False,
    ),
    Metric(
        "sample_post_rate",
        "Sample→post",
        "share",
        "Share of samples received that were followed by a post.",
        "posted ÷ samples received",
    ),
    Metric(
        "contribution_margin",
        "Contribution margin",
        "money",
        "What is left of net GMV after every cost that a sale or a creator causes.",
        "net GMV − commission − platform fee − flat fees − samples − unit cost × net units",
    ),
)

METRICS: dict[str, Metric] = {metric.key: metric for metric in _ALL}


@dataclass(frozen=True)
class Ratio:
    """The measures that a ratio divides, and the one that counts what it rests on."""

    top: str
    bottom: str
    n: str


RATIOS = {
    "ctr": Ratio("clicks", "impressions", "impressions"),
    "ctor_orders": Ratio("orders", "clicks", "clicks"),
    "ctor_sku_orders": Ratio("sku_orders", "clicks", "clicks"),
    "cvr": Ratio("converted_clicks", "clicks", "clicks"),
    "watch_gpm": Ratio("gmv", "views", "sku_orders"),
    "show_gpm": Ratio("gmv", "impressions", "sku_orders"),
    "aov": Ratio("gmv", "orders", "orders"),
    "units_per_order": Ratio("units", "orders", "orders"),
    "attributed_share": Ratio("attributed_gmv", "gmv", "sku_orders"),
    "refund_rate": Ratio("refunded", "gmv", "sku_orders"),
}
"""Ratios of `totals`; where the denominator is money or views, n counts the lines behind it."""
