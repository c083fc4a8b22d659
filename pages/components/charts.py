"""Charts that several pages draw; each takes a frame in screen units and gives an Altair chart."""

from math import ceil

import altair as alt
import pandas as pd

from analytics.period import Period
from pages.components.colours import ACCENT, CHANNEL_LABELS, CHANNELS, TEXT

HEIGHT = 280
BAR = 9
MOST_NAMED_DAYS = 8
DAY_NAME = (
    "timeFormat(datetime(+slice(datum.value, 0, 4), slice(datum.value, 5, 7) - 1, "
    "+slice(datum.value, 8, 10)), '%-d %b')"
)
CHANNEL_SCALE = alt.Scale(
    domain=list(CHANNEL_LABELS.values()), range=[CHANNELS[key] for key in CHANNEL_LABELS]
)


def day_axis(period: Period, field: str) -> alt.X:
    """A place for every day of the period, whether anything happened on it or not, named below its
    middle; the last day is the last. `field` holds days as texts, as `iso_days` gives them.
    """
    days = pd.date_range(period.first_day, period.last_day).strftime("%Y-%m-%d").tolist()
    named = days[:: -ceil(len(days) / MOST_NAMED_DAYS)][::-1]
    return alt.X(
        f"{field}:N",
        title=None,
        scale=alt.Scale(domain=days),
        axis=alt.Axis(values=named, labelExpr=DAY_NAME, labelAngle=0, labelOverlap="parity"),
    )


def iso_days(days: pd.Series) -> pd.Series:
    """Days as 2026-10-31, which no browser's time zone moves."""
    return pd.to_datetime(days).dt.strftime("%Y-%m-%d")


def channel_bars(daily: pd.DataFrame, value: str, unit: str, period: Period) -> alt.Chart:
    """Stacked bars per day by channel; `daily`: day, channel, and `value` in `unit`."""
    shown = [label for key, label in CHANNEL_LABELS.items() if key in set(daily["channel"])]
    frame = daily.assign(
        on=iso_days(daily["day"]),
        channel=daily["channel"].map(CHANNEL_LABELS),
        order=daily["channel"].map({key: -rank for rank, key in enumerate(CHANNELS)}),
    )
    return (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=day_axis(period, "on"),
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


def band(expected: pd.DataFrame, unit: str, period: Period) -> alt.LayerChart:
    """An expected line in its 80 % band; `expected`: day, expected, low, high."""
    frame = expected.assign(on=iso_days(expected["day"]))
    base = alt.Chart(frame).encode(x=day_axis(period, "on"))
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


def intervals(
    base: alt.Chart, x: alt.X, middle: str, size: int = 60
) -> tuple[alt.Chart, alt.Chart]:
    """Bars from `x` to the column `high`, dots at `middle`; a colour that `base` encodes wins."""
    spans = base.mark_bar(height=BAR, cornerRadius=4, opacity=0.45, color=ACCENT)
    dots = base.mark_circle(size=size, opacity=1, color=ACCENT)
    return spans.encode(x=x, x2="high:Q"), dots.encode(x=f"{middle}:Q")


def zero(axis: str) -> alt.Chart:
    """A dashed line where there is no effect, on `x` or `y`."""
    rule = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(strokeDash=[4, 3], color=TEXT)
    return rule.encode(x="zero:Q") if axis == "x" else rule.encode(y="zero:Q")


def notes(found: pd.DataFrame, period: Period) -> alt.Chart:
    """Names of campaigns over their first day in the period; `found`: title, starts_on."""
    starts = pd.to_datetime(found["starts_on"]).clip(lower=pd.Timestamp(period.first_day))
    return (
        alt.Chart(found.assign(on=iso_days(starts)))
        .mark_text(align="left", dy=-6, dx=2, fontSize=11, color=TEXT)
        .encode(x=day_axis(period, "on"), y=alt.value(8), text="title:N")
    )
