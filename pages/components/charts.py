"""Charts that several pages draw; each takes a frame in screen units and gives an Altair chart."""

import altair as alt
import pandas as pd

from pages.components.colours import ACCENT, CHANNEL_LABELS, CHANNELS

HEIGHT = 280
CHANNEL_SCALE = alt.Scale(
    domain=list(CHANNEL_LABELS.values()), range=[CHANNELS[key] for key in CHANNEL_LABELS]
)


def channel_bars(daily: pd.DataFrame, value: str, unit: str) -> alt.Chart:
    """Stacked bars per day by channel; `daily`: day, channel, and `value` in `unit`."""
    shown = [label for key, label in CHANNEL_LABELS.items() if key in set(daily["channel"])]
    frame = daily.assign(
        channel=daily["channel"].map(CHANNEL_LABELS),
        order=daily["channel"].map({key: -rank for rank, key in enumerate(CHANNELS)}),
    )
    return (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X("yearmonthdate(day):T", title=None, axis=alt.Axis(format="%-d %b")),
            y=alt.Y(f"{value}:Q", title=unit, axis=alt.Axis(format="~s")),
            color=alt.Color(
                "channel:N",
                title=None,
                scale=CHANNEL_SCALE,
                legend=alt.Legend(orient="top", values=shown),
            ),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("day:T", title="Day", format="%a %-d %b %Y"),
                alt.Tooltip("channel:N", title="Sold by"),
                alt.Tooltip(f"{value}:Q", title=unit, format=",.0f"),
            ],
        )
        .properties(height=HEIGHT)
    )


def band(expected: pd.DataFrame, unit: str) -> alt.LayerChart:
    """An expected line in its 80 % band; `expected`: day, expected, low, high."""
    base = alt.Chart(expected).encode(x=alt.X("yearmonthdate(day):T", title=None))
    tooltip = [
        alt.Tooltip("day:T", title="Day", format="%a %-d %b %Y"),
        alt.Tooltip("expected:Q", title=f"Expected, {unit}", format=",.0f"),
        alt.Tooltip("low:Q", title="80 % band from", format=",.0f"),
        alt.Tooltip("high:Q", title="to", format=",.0f"),
    ]
    area = base.mark_area(opacity=0.16, color=ACCENT).encode(y="low:Q", y2="high:Q")
    line = base.mark_line(strokeDash=[4, 3], color=ACCENT, strokeWidth=1.5).encode(
        y="expected:Q", tooltip=tooltip
    )
    return area + line


def bars(frame: pd.DataFrame, name: str, value: str, unit: str) -> alt.Chart:
    """Horizontal bars in the frame's order, negative ones to the left."""
    return (
        alt.Chart(frame)
        .mark_bar(color=ACCENT)
        .encode(
            x=alt.X(f"{value}:Q", title=unit, axis=alt.Axis(format="~s")),
            y=alt.Y(f"{name}:N", title=None, sort=None, axis=alt.Axis(labelLimit=170)),
            tooltip=[
                alt.Tooltip(f"{name}:N", title=" "),
                alt.Tooltip(f"{value}:Q", title=unit, format=",.0f"),
            ],
        )
        .properties(height=alt.Step(26))
    )


def notes(found: pd.DataFrame) -> alt.Chart:
    """Names of campaigns over their first day; `found`: title, starts_on."""
    return (
        alt.Chart(found)
        .mark_text(align="left", dy=-6, dx=2, fontSize=11, opacity=0.8)
        .encode(x=alt.X("yearmonthdate(starts_on):T"), y=alt.value(8), text="title:N")
    )
