"""The checks of the data, declared: what each looks for, and what failing rows do to the screens.

Each has a file in analytics/sql/checks, named by its key, which gives the failing rows, the worst
first, with `failing` (how many there are) and `checked` (how many rows were looked at).
"""

from dataclasses import dataclass

WRONG, MISSING, NOTE = "wrong", "missing", "note"
"""What a finding does: a figure may be wrong; something is not estimable; good to know."""


@dataclass(frozen=True)
class Check:
    """One check of a table (or of two); `consequence` says what failing rows do to the screens."""

    key: str
    table: str
    title: str
    severity: str
    consequence: str
    or_table: str | None = None


CHECKS = (
    Check(
        "orders_before_their_click",
        "order_lines",
        "Ordered before the click",
        WRONG,
        "CVR counts the click as converted although it came later: clocks or time zones differ.",
    ),
    Check(
        "times_out_of_order",
        "order_lines",
        "Times out of order",
        WRONG,
        "Paid, settled or refunded before it was placed: sales stand on the wrong day. Often a day "
        "and a month were swapped.",
    ),
    Check(
        "recorded_too_early",
        "order_lines",
        "Recorded too early",
        WRONG,
        "A backtest would see the future: it believes what was recorded by then.",
    ),
    Check(
        "refunds_above_payment",
        "order_lines",
        "Refund above payment",
        WRONG,
        "Net GMV would fall below zero; the refund is counted up to the payment.",
    ),
    Check(
        "implausible_quantities",
        "order_lines",
        "Implausible quantity",
        WRONG,
        "Units leave these lines out, as do margins; their money counts.",
    ),
    Check(
        "lines_without_product",
        "order_lines",
        "Product unknown",
        WRONG,
        "Counted in totals, but on no product's page and in no category.",
    ),
    Check(
        "lines_of_unknown_creators",
        "order_lines",
        "Creator unknown",
        WRONG,
        "Counted in totals, but on no creator's page.",
    ),
    Check(
        "clicks_not_found",
        "order_lines",
        "Click unknown",
        WRONG,
        "CVR misses these orders: the events of those days were not loaded.",
    ),
    Check(
        "collaborations_out_of_order",
        "collaborations",
        "Samples, posts out of order",
        WRONG,
        "Sample→post and days left are wrong for these collaborations.",
    ),
    Check(
        "repeated_content",
        "content",
        "Content repeated",
        WRONG,
        "Content counts and rankings name it twice.",
    ),
    Check(
        "events_of_unknown_content",
        "events",
        "Content unknown",
        WRONG,
        "Its traffic counts, but no content ranking shows it.",
    ),
    Check(
        "days_without_rows",
        "events",
        "Days without any row",
        WRONG,
        "Trends dip to zero there: was a day's export forgotten?",
        or_table="order_lines",
    ),
    Check(
        "reports_contradict",
        "affiliate_lines",
        "Two reports contradict",
        WRONG,
        "Orders give price and quantity; the furthest state that either tells counts. Which of the "
        "two is used stands under *counts*.",
    ),
    Check(
        "order_of_two_shops",
        "order_lines",
        "One order, two shops",
        WRONG,
        "Most likely one shop under two names: its sales count twice. Undo one of the loads and "
        "load its files under the other name.",
    ),
    Check(
        "content_of_two_creators",
        "affiliate_lines",
        "One content, two handles",
        WRONG,
        "Most likely one creator under an older and a newer handle: counted as two until they are "
        "joined.",
    ),
    Check(
        "attribution_unstated",
        "order_lines",
        "Nobody says who led to it",
        MISSING,
        "No affiliate report covers their day. They stand under *unattributed*, not under organic; "
        "an export of affiliate orders of those days would tell.",
    ),
    Check(
        "sold_without_cost",
        "order_lines",
        "Unit cost unknown",
        MISSING,
        "Contribution margin is not estimable for these products.",
    ),
    Check(
        "shops_without_fee",
        "order_lines",
        "Platform fee unknown",
        MISSING,
        "Contribution margin is not estimable for these shops.",
    ),
    Check(
        "credit_without_commission",
        "order_lines",
        "Commission unknown",
        MISSING,
        "Commission and margin leave these lines out: neither actual nor estimated is known.",
    ),
    Check(
        "credit_without_form",
        "order_lines",
        "Credited, form unknown",
        MISSING,
        "They stand under *unattributed* in every split by channel.",
    ),
    Check(
        "lines_without_payment_time",
        "order_lines",
        "Payment time unknown",
        MISSING,
        "They stand on the day they were placed instead.",
    ),
    Check(
        "traffic_without_product",
        "events",
        "Traffic without a product",
        MISSING,
        "Counted in the market's funnel, in no product's CTR or CTOR.",
    ),
    Check(
        "live_without_end",
        "content",
        "Live without an end",
        MISSING,
        "Length and GMV per hour are not estimable for them.",
    ),
    Check(
        "creators_without_followers",
        "creators",
        "Followers unknown",
        MISSING,
        "Size class and reach are not estimable; filters by tier pass them over.",
    ),
    Check(
        "products_without_price",
        "products",
        "List price unknown",
        MISSING,
        "Price bands and the discount lever of What-if pass them over.",
    ),
    Check(
        "products_without_category",
        "products",
        "Category unknown",
        MISSING,
        "Category filters and category benchmarks pass them over.",
    ),
    Check(
        "lines_in_other_currencies",
        "order_lines",
        "In another currency",
        NOTE,
        "Never summed with the rest: the pages show one currency at a time.",
    ),
    Check(
        "lines_without_attribution",
        "order_lines",
        "Credited to no creator",
        NOTE,
        "Organic sales: no fault, but not part of attributed GMV.",
    ),
)
