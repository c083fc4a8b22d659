"""Charts of products; each takes a frame in screen units and gives an Altair chart."""

import altair as alt
import pandas as pd

from analytics.period import Period
from pages.components.charts import HEIGHT
from pages.components.colours import ACCENT, ATTRIBUTED, GREY

PICKED = "picked"
MAP_HEIGHT = 380
LEAST_RATE = 10.0
DAY = alt.Axis(format="%-d %b")


def distinct(names: pd.Series, ids: pd.Series) -> pd.Series:
    """The names, those that occur more than once cut short and told apart by their id."""
    return names.where(~names.duplicated(keep=False), names.str[:18] + "… " + ids)


def conversion_map(frame: pd.DataFrame, unit: str) -> alt.LayerChart:
    """Products by clicks and CTOR, as large as their net GMV; dashed lines at the medians."""
    picked = alt.selection_point(name=PICKED, fields=["product_id"])
    base = alt.Chart(frame)
    points = (
        base.mark_circle(opacity=0.65, cursor="pointer", stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X(
                "clicks:Q",
                title="Product clicks (logarithmic)",
                scale=alt.Scale(type="log", nice=False, padding=16),
                axis=alt.Axis(format="~s", tickCount=5),
            ),
            y=alt.Y(
                "ctor_sku_orders:Q",
                title="CTOR (SKU orders), % (logarithmic)",
                scale=alt.Scale(type="log", nice=False, padding=16),
                axis=alt.Axis(format="~r", tickCount=5),
            ),
            size=alt.Size("net_gmv:Q", title=unit, scale=alt.Scale(range=[20, 900]), legend=None),
            color=alt.Color(
                "attributed_share:Q",
                title="Attributed share, %",
                scale=alt.Scale(domain=[0, 100], range=[GREY, ATTRIBUTED]),
                legend=alt.Legend(orient="top", gradientLength=120, gradientThickness=8),
            ),
            tooltip=[
                alt.Tooltip("title:N", title=" "),
                alt.Tooltip("shop:N", title="Shop"),
                alt.Tooltip("net_gmv:Q", title=unit, format=",.0f"),
                alt.Tooltip("clicks:Q", title="Clicks", format=",.0f"),
                alt.Tooltip("sku_orders:Q", title="SKU orders", format=",.0f"),
                alt.Tooltip("ctor_sku_orders:Q", title="CTOR, %", format=".2f"),
                alt.Tooltip("attributed_share:Q", title="Attributed, %", format=".0f"),
            ],
        )
        .add_params(picked)
    )
    medians = base.mark_rule(strokeDash=[4, 4], color=GREY, opacity=0.8)
    half_seen = medians.encode(x="median(clicks):Q")
    half_converting = medians.encode(y="median(ctor_sku_orders):Q")
    return (half_seen + half_converting + points + _corners()).properties(height=MAP_HEIGHT)


def _corners() -> alt.LayerChart:
    """What it means to lie there, in words."""
    left, right, top, bottom = (alt.value(place) for place in (6, "width", 8, "height"))
    base = alt.Chart(pd.DataFrame({"at": [0]}))
    few = base.mark_text(text="converts, little seen", align="left", color=GREY)
    both = base.mark_text(text="seen and converts", align="right", color=GREY)
    none = base.mark_text(text="seen, hardly converts", align="right", color=GREY, dy=-8)
    return few.encode(x=left, y=top) + both.encode(x=right, y=top) + none.encode(x=right, y=bottom)


def largest(frame: pd.DataFrame, unit: str) -> alt.LayerChart:
    """Net GMV per product as bars, a tick at the period before."""
    picked = alt.selection_point(name=PICKED, fields=["product_id"])
    base = alt.Chart(frame).encode(
        y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=200)),
        tooltip=[
            alt.Tooltip("title:N", title=" "),
            alt.Tooltip("net_gmv:Q", title=unit, format=",.0f"),
            alt.Tooltip("net_gmv_before:Q", title="Period before", format=",.0f"),
            alt.Tooltip("sku_orders:Q", title="SKU orders", format=",.0f"),
        ],
    )
    bars = base.mark_bar(color=ACCENT, cursor="pointer").encode(
        x=alt.X("net_gmv:Q", title=unit, axis=alt.Axis(format="~s"))
    )
    ticks = base.mark_tick(color=GREY, thickness=3, height=16).encode(x="net_gmv_before:Q")
    return (bars.add_params(picked) + ticks).properties(height=alt.Step(25))


def changes(frame: pd.DataFrame, unit: str) -> alt.Chart:
    """The change of each product as a bar to the right or to the left."""
    return (
        alt.Chart(frame)
        .mark_bar(cursor="pointer", color=ACCENT)
        .encode(
            x=alt.X("change:Q", title=unit, axis=alt.Axis(format="~s", tickCount=5)),
            y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=170)),
            opacity=alt.condition("datum.change < 0", alt.value(0.5), alt.value(1)),
            tooltip=[
                alt.Tooltip("title:N", title=" "),
                alt.Tooltip("change:Q", title=unit, format="+,.0f"),
                alt.Tooltip("net_gmv:Q", title="Now", format=",.0f"),
                alt.Tooltip("net_gmv_before:Q", title="Before", format=",.0f"),
            ],
        )
        .add_params(alt.selection_point(name=PICKED, fields=["product_id"]))
        .properties(height=alt.Step(25))
    )


def prices(
    history: pd.DataFrame, promotions: pd.DataFrame, period: Period, unit: str
) -> alt.LayerChart:
    """List price and price paid per day, the discount between them; promotions below as strips."""
    base = alt.Chart(history).encode(
        x=alt.X("day:T", title=None, axis=DAY, scale=_days(period)),
        tooltip=[
            alt.Tooltip("day:T", title="Day", format="%a %-d %b %Y"),
            alt.Tooltip("paid:Q", title=f"Paid, {unit}", format=",.2f"),
            alt.Tooltip("listed:Q", title=f"List price, {unit}", format=",.2f"),
            alt.Tooltip("depth:Q", title="Discount", format=".1%"),
            alt.Tooltip("seller_depth:Q", title="of it the shop's", format=".1%"),
            alt.Tooltip("units:Q", title="Units (n)", format=",.0f"),
        ],
    )
    scale = alt.Scale(zero=False, padding=14)
    axis = alt.Axis(format=",.2~f", tickCount=6)
    paid_on = alt.Y("paid:Q", scale=scale, title=f"Per unit, {unit}", axis=axis)
    gap = base.mark_area(interpolate="step-after", opacity=0.18, color=ACCENT)
    line = base.mark_line(interpolate="step-after", strokeWidth=1.5, color=ACCENT)
    listed = base.mark_line(interpolate="step-after", strokeWidth=1.5, color=GREY)
    chart = (
        gap.encode(y=paid_on, y2="listed:Q")
        + listed.encode(y=alt.Y("listed:Q", scale=scale))
        + line.encode(y=paid_on)
        + base.mark_circle(color=ACCENT, size=26, opacity=1).encode(y=paid_on)
    )
    if len(promotions):
        chart += _strips(promotions)
    return chart.properties(height=HEIGHT)


def _strips(promotions: pd.DataFrame) -> alt.Chart:
    return (
        alt.Chart(promotions)
        .mark_rule(color=ATTRIBUTED, opacity=0.55, strokeWidth=6, yOffset=-4)
        .encode(
            x="shown_from:T",
            x2="shown_to:T",
            y=alt.value("height"),
            tooltip=[
                alt.Tooltip("title:N", title="Promotion"),
                alt.Tooltip("kind:N", title="Kind"),
                alt.Tooltip("starts_on:T", title="From", format="%-d %b %Y"),
                alt.Tooltip("ends_on:T", title="To", format="%-d %b %Y"),
            ],
        )
    )


def refunds(weeks: pd.DataFrame, period: Period) -> alt.Chart:
    """Refund rate per week of the sale; weeks within the refund lag are pale."""
    frame = weeks.assign(
        state=weeks["is_provisional"].map({True: "provisional", False: "known"}),
        rate=100 * weeks["refund_rate"],
        until=weeks["week"] + pd.Timedelta(days=6),
    )
    first_day = min(period.first_day, frame["week"].min().date())
    whole = _days(Period(first_day, period.last_day))
    states = {"known": ACCENT, "provisional": GREY}
    seen = {state: states[state] for state in states if (frame["state"] == state).any()}
    return (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X("week:T", title="Week of the sale", axis=DAY, scale=whole),
            x2="until:T",
            y=alt.Y(
                "rate:Q",
                title="Refund rate, %",
                axis=alt.Axis(format=".0f", tickCount=5),
                scale=alt.Scale(domain=[0, max(LEAST_RATE, float(frame["rate"].max()))]),
            ),
            y2=alt.datum(0),
            color=alt.Color(
                "state:N",
                title=None,
                scale=alt.Scale(domain=list(seen), range=list(seen.values())),
                legend=alt.Legend(orient="top"),
            ),
            opacity=alt.condition("datum.is_provisional", alt.value(0.5), alt.value(1)),
            tooltip=[
                alt.Tooltip("week:T", title="Week from", format="%-d %b %Y"),
                alt.Tooltip("rate:Q", title="Refunded, % of GMV", format=".2f"),
                alt.Tooltip("refunded_lines:Q", title="Lines refunded", format=","),
                alt.Tooltip("lines:Q", title="Lines sold (n)", format=","),
                alt.Tooltip("state:N", title="Refunds"),
            ],
        )
        .properties(height=HEIGHT)
    )


def _days(period: Period) -> alt.Scale:
    """The whole period, also where nothing was sold at its ends; a week may begin before it."""
    return alt.Scale(domain=[pd.Timestamp(period.first_day), pd.Timestamp(period.last_day)])
