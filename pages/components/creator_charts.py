"""Charts of one creator; each takes a frame and gives an Altair chart."""

from collections.abc import Callable, Sequence

import altair as alt
import pandas as pd

from analytics.metrics import METRICS
from pages.components.charts import HEIGHT
from pages.components.colours import ACCENT, GREY

NOW_COLOURS = [ACCENT, GREY]


def categories(found: pd.DataFrame, now: str, long: str) -> alt.Chart:
    """Shares of net GMV per category, now above the long run; `found`: as creator_categories."""
    shares = found.melt(
        ["category"], ["share_now", "share_long"], var_name="days", value_name="share"
    )
    lines = found.melt(
        ["category"], ["sku_orders_now", "sku_orders_long"], var_name="of", value_name="n"
    )
    names = {"share_now": now, "share_long": long}
    frame = shares.assign(days=shares["days"].map(names), n=lines["n"])
    order = found["category"].tolist()
    return (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X("share:Q", title="Share of net GMV", axis=alt.Axis(format="%")),
            y=alt.Y("category:N", title=None, sort=order, axis=alt.Axis(labelLimit=170)),
            yOffset=alt.YOffset("days:N", sort=[now, long]),
            color=alt.Color(
                "days:N",
                title=None,
                sort=[now, long],
                scale=alt.Scale(domain=[now, long], range=NOW_COLOURS),
                legend=alt.Legend(orient="top"),
            ),
            tooltip=[
                alt.Tooltip("category:N", title="Category"),
                alt.Tooltip("days:N", title="Days"),
                alt.Tooltip("share:Q", title="Share of net GMV", format=".1%"),
                alt.Tooltip("n:Q", title="Order lines (n)", format=","),
            ],
        )
        .properties(height=alt.Step(13))
    )


def decay(curve: pd.DataFrame, value: str, unit: str, half_life: int | None) -> alt.LayerChart:
    """What a piece brings per day of its age; a dashed rule where half of it has come."""
    base = alt.Chart(curve).encode(
        x=alt.X(
            "age:Q", title="Age in days", axis=alt.Axis(tickMinStep=1), scale=alt.Scale(nice=False)
        ),
        tooltip=[
            alt.Tooltip("age:Q", title="Age in days"),
            alt.Tooltip(f"{value}:Q", title=unit, format=",.2f"),
            alt.Tooltip("contents:Q", title="Pieces (n)", format=","),
        ],
    )
    y = alt.Y(f"{value}:Q", title=unit, axis=alt.Axis(format="~s"))
    area = base.mark_area(opacity=0.15, color=ACCENT).encode(y=y)
    line = base.mark_line(color=ACCENT, point=alt.OverlayMarkDef(color=ACCENT, size=20))
    chart = area + line.encode(y=y)
    if half_life is not None:
        rule = alt.Chart(pd.DataFrame({"age": [half_life]}))
        chart += rule.mark_rule(color=GREY, strokeDash=[4, 4]).encode(x="age:Q")
    return chart.properties(height=HEIGHT)


def audience(found: pd.DataFrame) -> alt.LayerChart:
    """Share of followers per bucket of one dimension, a tick at the mean of all creators."""
    base = alt.Chart(found).encode(
        y=alt.Y("bucket:N", title=None, sort=None, axis=alt.Axis(labelLimit=120)),
        tooltip=[
            alt.Tooltip("bucket:N", title=" "),
            alt.Tooltip("share:Q", title="This creator", format=".1%"),
            alt.Tooltip("mean_share:Q", title="Mean of all creators", format=".1%"),
        ],
    )
    bars = base.mark_bar(color=ACCENT).encode(
        x=alt.X("share:Q", title="Share of followers", axis=alt.Axis(format="%", tickCount=4))
    )
    ticks = base.mark_tick(color=GREY, thickness=3, height=18).encode(x="mean_share:Q")
    return (bars + ticks).properties(height=alt.Step(26))


def overlap(found: pd.DataFrame, picked: str) -> alt.Chart:
    """Creators who share most shoppers, as the share of this creator's shoppers."""
    return (
        alt.Chart(found)
        .mark_bar(color=ACCENT, cursor="pointer")
        .encode(
            x=alt.X(
                "share:Q",
                title="Share of this creator's shoppers",
                axis=alt.Axis(format="%", tickCount=5),
            ),
            y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=150)),
            tooltip=[
                alt.Tooltip("handle:N", title="Creator"),
                alt.Tooltip("shared:Q", title="Shoppers in common (n)", format=","),
                alt.Tooltip("share:Q", title="Of this creator's", format=".1%"),
                alt.Tooltip("share_of_other:Q", title="Of the other's", format=".1%"),
                alt.Tooltip("jaccard:Q", title="Jaccard", format=".3f"),
            ],
        )
        .add_params(alt.selection_point(name=picked, fields=["creator_id"]))
        .properties(height=alt.Step(23))
    )


def features(found: pd.DataFrame) -> alt.LayerChart:
    """One block of a given vector, place by place, a tick at the mean of all creators."""
    base = alt.Chart(found).encode(
        x=alt.X("place:O", title="Place in the vector", axis=alt.Axis(labelAngle=0)),
        tooltip=[
            alt.Tooltip("place:O", title="Place"),
            alt.Tooltip("value:Q", title="This creator", format=".3f"),
            alt.Tooltip("mean:Q", title="Mean of all creators", format=".3f"),
        ],
    )
    bars = base.mark_bar(color=ACCENT).encode(y=alt.Y("value:Q", title="Value"))
    ticks = base.mark_tick(color=GREY, thickness=3).encode(y="mean:Q")
    return (bars + ticks).properties(height=220)


def side_by_side(
    rows: Sequence[tuple[str, float, float]], told: Callable[[str, float], str]
) -> pd.DataFrame:
    """Rates of the own shop beside those of other shops, as texts."""
    return pd.DataFrame(
        {
            "Measure": [METRICS[key].label for key, _, _ in rows],
            "Your shop": [told(key, own) for key, own, _ in rows],
            "Other shops": [told(key, others) for key, _, others in rows],
        }
    )
