"""Fan chart: net GMV of the past and of the days ahead, without a change and with these terms."""

from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import TypeAlias

import altair as alt
import numpy as np
import pandas as pd

from models.flows import Floats
from models.forecast.level import MONTH
from models.limits import Levers
from models.scenario import daily
from pages.components.charts import DAY_NAME, HEIGHT, MOST_NAMED_DAYS
from pages.components.colours import ACCENT, GREY, TEXT
from pages.components.numbers import major, symbol
from pages.components.what_if_case import Case

Drawn: TypeAlias = alt.LayerChart | alt.FacetChart
WEEK, PAST_DAYS, PAST_WEEKS = 7, 56, 13
ORDERS_A_DAY = 10
SOLD, SAME, CHANGED = "sold", "no change", "these terms"
LINES = alt.Scale(domain=[SOLD, SAME, CHANGED], range=[TEXT, GREY, ACCENT])
QUANTILES = {"low": 0.1, "low_half": 0.25, "high_half": 0.75, "high": 0.9}


@dataclass(frozen=True)
class Fan:
    """The chart, and whether its points are days or weeks."""

    chart: Drawn
    grain: str


def fan(case: Case, levers: Levers, days: int) -> Fan:
    """Days where the subject sells enough on each and 28 are asked for, else weeks."""
    is_daily = days == MONTH and case.base.sku_orders >= ORDERS_A_DAY * days
    step = 1 if is_daily else WEEK
    rows = [_past(case, PAST_DAYS if is_daily else WEEK * PAST_WEEKS, step)]
    rows.append(_ahead(case, Levers(), days, step, SAME))
    if levers != Levers():
        rows.append(_ahead(case, levers, days, step, CHANGED))
    grain = "day" if is_daily else "week"
    return Fan(_drawn(pd.concat(rows), f"Net GMV a {grain}, {symbol(case.currency)}"), grain)


def _past(case: Case, days: int, step: int) -> pd.DataFrame:
    """What was sold, in whole steps that end with the last day."""
    known = case.ahead.past[-days:]
    whole = known[len(known) % step :].reshape(-1, step).sum(1)
    first = pd.Timestamp(case.last_day) - pd.Timedelta(days=step * len(whole) - 1)
    return _frame(first.date(), step, SOLD, {"mean": whole}, case.currency)


def _ahead(case: Case, levers: Levers, days: int, step: int, line: str) -> pd.DataFrame:
    draws = daily(case.base, case.known, levers, case.ahead, days)
    sums = draws.reshape(len(draws), -1, step).sum(2)
    values = {name: np.quantile(sums, level, 0) for name, level in QUANTILES.items()}
    first = (pd.Timestamp(case.last_day) + pd.Timedelta(days=1)).date()
    return _frame(first, step, line, {"mean": sums.mean(0), **values}, case.currency)


def _frame(
    first: date, step: int, line: str, values: dict[str, Floats], currency: str
) -> pd.DataFrame:
    """A row per step, named by its first day; money in major units."""
    steps = len(values["mean"])
    on = pd.date_range(first, periods=steps, freq=f"{step}D").strftime("%Y-%m-%d")
    money = {name: [major(v, currency) for v in found] for name, found in values.items()}
    return pd.DataFrame({"on": on, "line": line, **money})


def _drawn(frame: pd.DataFrame, unit: str) -> Drawn:
    steps = sorted(frame["on"].unique())
    named = steps[:: -ceil(len(steps) / MOST_NAMED_DAYS)][::-1]
    axis = alt.Axis(values=named, labelExpr=DAY_NAME, labelAngle=0, labelOverlap="parity")
    x = alt.X("on:N", title=None, scale=alt.Scale(domain=steps), axis=axis)
    base = alt.Chart(frame).encode(x=x)
    lines = [line for line in LINES.domain if line in set(frame["line"])]
    legend = alt.Legend(orient="top", values=lines, symbolOpacity=1)
    color = alt.Color("line:N", title=None, scale=LINES, legend=legend)
    shown = lines[-1]
    areas = [
        base.transform_filter(alt.datum.line == line)
        .mark_area(opacity=opacity)
        .encode(y=alt.Y(low, title=unit, axis=alt.Axis(format="~s")), y2=high, color=color)
        for line, opacity, low, high in (
            (shown, 0.16, "low:Q", "high:Q"),
            (shown, 0.24, "low_half:Q", "high_half:Q"),
        )
    ]
    if shown == CHANGED:
        edges = base.transform_filter(alt.datum.line == SAME)
        areas += [
            edges.mark_line(strokeDash=[2, 3], strokeWidth=1, opacity=0.8).encode(
                y=alt.Y(end, title=unit), color=color
            )
            for end in ("low:Q", "high:Q")
        ]
    tooltip = [
        alt.Tooltip("on:N", title="From"),
        alt.Tooltip("line:N", title=" "),
        alt.Tooltip("mean:Q", title=unit, format=",.0f"),
        alt.Tooltip("low:Q", title="80 % band from", format=",.0f"),
        alt.Tooltip("high:Q", title="to", format=",.0f"),
    ]
    dash = alt.condition(alt.datum.line == SAME, alt.value([5, 4]), alt.value([1, 0]))
    means = base.mark_line(strokeWidth=2).encode(
        y=alt.Y("mean:Q", title=unit), color=color, strokeDash=dash, detail="line:N"
    )
    points = base.mark_point(filled=True, size=24, opacity=1).encode(
        y=alt.Y("mean:Q", title=unit), color=color, tooltip=tooltip
    )
    return alt.layer(*areas, means, points).properties(height=HEIGHT)
