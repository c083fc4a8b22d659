"""Charts of the Experiments page; frames come in screen units."""

from math import ceil

import altair as alt
import pandas as pd

from pages.components.charts import HEIGHT, intervals, zero
from pages.components.colours import ACCENT, GREY, TEXT

CURVE_HEIGHT = 380
SETTLED = 0.1
"""Share of the days after which the picture of a sequence is sized: the first days' band is so
wide that nothing else could be seen."""
WAYS = ["per unit asked", "per creator who starts"]
WAY_SCALE = alt.Scale(domain=WAYS, range=[ACCENT, GREY])


def curve_chart(frame: pd.DataFrame, planned: int, unit: str, noun: str) -> alt.LayerChart:
    """Smallest effect that is found over the number of units; `frame`: units, way, found."""
    x = alt.X(
        "units:Q", title=f"Number of {noun}s", scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(format="~s", tickCount=5),
    )  # fmt: skip
    y = alt.Y(
        "found:Q", title=unit, scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(format="~s", tickCount=5),
    )  # fmt: skip
    shown = [way for way in WAYS if way in set(frame["way"])]
    colour = alt.Color(
        "way:N", title=None, scale=WAY_SCALE, legend=alt.Legend(orient="top", values=shown)
    )
    tooltip = [
        alt.Tooltip("units:Q", title=f"{noun}s".capitalize(), format=","),
        alt.Tooltip("way:N", title=" "),
        alt.Tooltip("found:Q", title=unit, format=",.2~f"),
    ]
    lines = alt.Chart(frame).mark_line(strokeWidth=2.5).encode(x=x, y=y, color=colour)
    dots = (
        alt.Chart(frame)
        .mark_circle(size=70, opacity=0)
        .encode(x=x, y=y, color=colour, tooltip=tooltip)
    )
    here = alt.Chart(frame[frame["units"] == planned])
    mark = here.mark_point(size=110, filled=True, opacity=1).encode(
        x=x, y=y, color=colour, tooltip=tooltip
    )
    rule = here.mark_rule(strokeDash=[4, 3], color=TEXT).encode(x=x)
    return (rule + lines + dots + mark).properties(height=CURVE_HEIGHT)


def sequence_chart(steps: pd.DataFrame, unit: str, level: str) -> alt.LayerChart:
    """The effect so far by day in both intervals; `steps` as models.experiments.sequence."""
    base = alt.Chart(steps).encode(
        x=alt.X("day:T", title=None, axis=alt.Axis(format="%-d %b", tickCount=6))
    )
    tooltip = [
        alt.Tooltip("day:T", title="Until", format="%a %-d %b %Y"),
        alt.Tooltip("estimate:Q", title=unit, format=",.2~f"),
        alt.Tooltip("low:Q", title=f"{level} if looked at once, from", format=",.2~f"),
        alt.Tooltip("high:Q", title="to", format=",.2~f"),
        alt.Tooltip("valid_low:Q", title=f"{level} on every day, from", format=",.2~f"),
        alt.Tooltip("valid_high:Q", title="to", format=",.2~f"),
        alt.Tooltip("units:Q", title="drawn so far", format=","),
    ]
    settled = steps.tail(ceil(len(steps) * (1 - SETTLED)))
    room = [settled["valid_low"].min(), settled["valid_high"].max()]
    y = alt.Y(
        "valid_low:Q",
        title=unit,
        scale=alt.Scale(domain=room, nice=True),
        axis=alt.Axis(format="~s", tickCount=6),
    )
    wide = base.mark_area(opacity=0.16, color=GREY, clip=True).encode(y=y, y2="valid_high:Q")
    narrow = base.mark_area(opacity=0.28, color=ACCENT, clip=True).encode(y="low:Q", y2="high:Q")
    line = base.mark_line(color=ACCENT, strokeWidth=2, clip=True).encode(y="estimate:Q")
    hover = base.mark_rule(opacity=0, strokeWidth=8, clip=True).encode(
        y="valid_low:Q", y2="valid_high:Q", tooltip=tooltip
    )
    return (wide + narrow + zero("y") + line + hover).properties(height=HEIGHT)


def segment_chart(frame: pd.DataFrame, unit: str) -> alt.LayerChart:
    """Segments as interval and dot after shrinkage beside a tick of what was measured; `frame`:
    name, raw, shrunk, low, high, n.
    """
    base = alt.Chart(frame).encode(
        y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=150)),
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("shrunk:Q", title=unit, format=",.2~f"),
            alt.Tooltip("low:Q", title="from", format=",.2~f"),
            alt.Tooltip("high:Q", title="to", format=",.2~f"),
            alt.Tooltip("raw:Q", title="as measured", format=",.2~f"),
            alt.Tooltip("n:N", title="n"),
        ],
    )
    axis = alt.Axis(format="~s", tickCount=6)
    spans, dots = intervals(base, alt.X("low:Q", title=unit, axis=axis), "shrunk")
    ticks = base.mark_tick(color=GREY, thickness=2, height=14).encode(x="raw:Q")
    return (spans + zero("x") + ticks + dots).properties(height=56 + 26 * len(frame))


def value_chart(frame: pd.DataFrame, unit: str) -> alt.LayerChart | alt.FacetChart:
    """Two rankings' values; `frame`: name, value, low, high, the interval empty where none is."""
    base = alt.Chart(frame).encode(
        y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=150)),
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("value:Q", title=unit, format=".3~f"),
            alt.Tooltip("low:Q", title="90 % interval from", format=".3~f"),
            alt.Tooltip("high:Q", title="to", format=".3~f"),
        ],
    )
    x = alt.X("low:Q", title=unit, scale=alt.Scale(zero=False))
    spans, dots = intervals(base, x, "value", size=80)
    return (spans + dots).properties(height=56 + 30 * len(frame))
