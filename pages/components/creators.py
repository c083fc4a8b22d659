"""What Creators opens with: the figures, the ranking as bars, how much hangs on a few."""

from math import nan
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics import performance
from analytics.creators import MIN_N, PROPORTIONS, interval
from analytics.metrics import METRICS
from pages.components import creators_table as table
from pages.components.colours import ACCENT, GREY
from pages.components.concentration import spread
from pages.components.figures import figures, of_totals
from pages.components.filters import View
from pages.components.links import go_to
from pages.components.numbers import symbol
from pages.components.product_charts import PICKED, distinct
from pages.components.products import per_day
from pages.components.resources import ask
from pages.components.tables import in_major_units, in_screen_units

MOST_BARS = 12


def headline(view: View) -> DeltaGenerator:
    """How many creators sell, what is credited to them, what they are paid; and the place for what
    of it is new.
    """
    now = ask(performance.totals, view.slice)
    before = ask(performance.totals, view.slice.previous)
    keys = ["selling_creators", "attributed_gmv", "attributed_share", "commission"]
    series = per_day(view)
    figures(view, [of_totals(key, now, before, series[key].tolist()) for key in keys])
    return st.empty()


def ranking(view: View) -> None:
    """Creators by the measure chosen: bars, how much hangs on a few, and the table."""
    choice = table.choose(view)
    found = table.ranked(view, choice)
    if found.empty:
        st.info(table.nobody(choice))
        return
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(border=True):
        _bars(view, found, choice.sort)
    with right, st.container(border=True):
        st.subheader("How much hangs on a few creators", anchor=False)
        spread(view, "creator")
    table.rows(view, found, choice)


def _bars(view: View, found: pd.DataFrame, key: str) -> None:
    label = table.RANKS[key]
    st.subheader(f"Creators by {label}", anchor=False)
    shown = found.head(MOST_BARS).assign(name=lambda f: distinct(f["handle"], f["creator_id"]))
    if not view.is_compared:
        shown = shown.assign(net_gmv_before=nan)
    if key in PROPORTIONS:
        shown = shown.join(100 * interval(shown[key], shown["n"]))
    frame = in_screen_units(in_major_units(shown, table.MONEY, view.currency), view.currency)
    event = st.altair_chart(
        ranking_bars(frame, key, _unit(key, label, view.currency)),
        alt=f"Creators by {label}",
        key=f"bars-{key}",
        on_select="rerun",
        selection_mode=PICKED,
    )
    has_tick = key == "net_gmv" and view.is_compared
    ticked = " · grey tick: the period before" if has_tick else ""
    ticked = " · grey line: 95 % interval" if key in PROPORTIONS else ticked
    st.caption(
        f"The first {len(frame)} of {found['found'].iloc[0]:,}{ticked}{table.resting_on(key)}"
        " · click a bar to open the creator"
    )
    if picked := event.selection.get(PICKED):
        go_to("creator", creator=str(picked[0]["creator_id"]))


def _unit(key: str, label: str, currency: str) -> str:
    unit = METRICS[key].unit if key in METRICS else "money" if key == "change" else "count"
    return {"money": f"{label}, {symbol(currency)}", "share": f"{label}, %"}.get(unit, label)


def ranking_bars(frame: pd.DataFrame, key: str, unit: str) -> alt.LayerChart:
    """Creators as bars in the frame's order; for net GMV a tick at the period before,
    for a proportion its interval from `low` to `high`.
    """
    base = alt.Chart(frame).encode(
        y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=150)),
        tooltip=_tooltip(frame, key, unit),
    )
    bars = base.mark_bar(color=ACCENT, cursor="pointer").encode(
        x=alt.X(f"{key}:Q", title=unit, axis=alt.Axis(format="~s", tickCount=5))
    )
    chart = alt.LayerChart(
        layer=[bars.add_params(alt.selection_point(name=PICKED, fields=["creator_id"]))]
    )
    if key == "net_gmv":
        chart += base.mark_tick(color=GREY, thickness=3, height=16).encode(x="net_gmv_before:Q")
    if "low" in frame:
        chart += base.mark_rule(color=GREY, strokeWidth=3).encode(x="low:Q", x2="high:Q")
    return chart.properties(height=alt.Step(23))


def _tooltip(frame: pd.DataFrame, key: str, unit: str) -> list[Any]:
    told = [
        alt.Tooltip("handle:N", title="Creator"),
        alt.Tooltip(f"{key}:Q", title=unit, format=",.2f" if key in METRICS else ",.0f"),
    ]
    if frame["n"].notna().any():
        told.append(alt.Tooltip("n:Q", title="n", format=","))
    if "low" in frame:
        told += [
            alt.Tooltip("low:Q", title="95 % interval from", format=".2f"),
            alt.Tooltip("high:Q", title="to", format=".2f"),
        ]
    if key == "net_gmv":
        told.append(alt.Tooltip("net_gmv_before:Q", title="Period before", format=",.0f"))
    return [*told, alt.Tooltip("sku_orders:Q", title="SKU orders", format=",")]


def how_to_read(view: View) -> None:
    """Definitions, sample sizes and what the page does not say."""
    with st.expander("How to read this"):
        st.markdown(
            "**Net GMV** is what the platform credits to a creator, less what was cancelled or "
            "refunded: credit, not effect, for part of it would have sold anyway. **CTOR** is "
            "order lines per product click, **GPM** GMV per 1,000 views (watch) or impressions "
            f"(show). Rankings by a ratio leave out creators with n below {MIN_N}: clicks for "
            "CTOR, impressions for CTR, samples received for sample→post, order lines for others. "
            "**Sample→post** rests on all samples up to the last day, for a period holds too few. "
            "**Segments** compare a creator with the others of the same tier; a rate stands out if "
            "it is off by more than a fifth and by more than two standard errors. "
            f"Days are local ({view.facts.time_zone})."
        )
