"""Charts of a creator's interests; each takes figures and gives an Altair chart."""

import altair as alt
import pandas as pd

from models.interests.drift import Drift
from pages.components.colours import ACCENT, GREY

LONG, SHARE = "Over the year", "Share of interest"
ENDS = "datum.value === 0 ? '0 the same' : datum.value === 1 ? '1 apart' : datum.label"


def now_and_long(found: pd.DataFrame, now: str) -> alt.LayerChart:
    """A row per category, in the frame's order: a dot for what is called `now`, one over the year,
    a line between. `found`: name, path, share_now, share_long, products_now, products_long.
    """
    tooltip = [
        alt.Tooltip("path:N", title="Category"),
        alt.Tooltip("share_now:Q", title=now, format=".1%"),
        alt.Tooltip("share_long:Q", title=LONG, format=".1%"),
        alt.Tooltip("products_now:Q", title=f"Products, {now.lower()} (n)", format=","),
        alt.Tooltip("products_long:Q", title="Products, over the year (n)", format=","),
    ]
    axis = alt.Axis(labelLimit=170, grid=True)
    y = alt.Y("name:N", title=None, sort=found["name"].tolist(), axis=axis)
    base = alt.Chart(found).encode(y=y, tooltip=tooltip)
    x = alt.X("share_now:Q", title=SHARE, axis=alt.Axis(format="%", tickCount=5))
    lines = base.mark_rule(color=GREY, strokeWidth=3, opacity=0.45).encode(x=x, x2="share_long:Q")
    dots = [
        base.transform_calculate(span=f"'{label}'")
        .mark_circle(size=150, opacity=1)
        .encode(x=alt.X(f"{field}:Q", title=SHARE), color=_spans(now))
        for field, label in (("share_long", LONG), ("share_now", now))
    ]
    return (lines + dots[0] + dots[1]).properties(height=alt.Step(32))


def _spans(now: str) -> alt.Color:
    scale = alt.Scale(domain=[now, LONG], range=[ACCENT, GREY])
    return alt.Color("span:N", title=None, scale=scale, legend=alt.Legend(orient="top"))


def drift(found: Drift) -> alt.LayerChart:
    """The distance as a dot from 0 to 1, over the band that chance alone brings, where known."""
    frame = pd.DataFrame(
        [{"distance": found.distance, "low": found.low, "high": found.high}], dtype="float64"
    )
    tooltip = [alt.Tooltip("distance:Q", title="Drift", format=".2f")]
    if found.low is not None:
        tooltip += [
            alt.Tooltip("low:Q", title="By chance, from", format=".2f"),
            alt.Tooltip("high:Q", title="to", format=".2f"),
        ]
    base = alt.Chart(frame).encode(tooltip=tooltip)
    axis = alt.Axis(values=[0, 0.5, 1], labelExpr=ENDS, labelFlush=True)
    scale = alt.Scale(domain=[0, 1])
    dot = base.mark_circle(size=170, opacity=1, color=ACCENT).encode(
        x=alt.X("distance:Q", title=None, scale=scale, axis=axis)
    )
    band = base.mark_bar(height=18, color=GREY, opacity=0.35, cornerRadius=9).encode(
        x=alt.X("low:Q", title=None, scale=scale, axis=axis), x2="high:Q"
    )
    return (band + dot).properties(height=56)
