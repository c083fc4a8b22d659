"""What a scenario comes to: projected net GMV beside the last 28 days, and what it costs."""

from collections.abc import Callable
from typing import TypeAlias

import altair as alt
import pandas as pd
import streamlit as st

from models.levers import Baseline, Evidence
from models.scenario import LeverError, Levers, Projection, project
from pages.components.colours import ACCENT, GREY
from pages.components.numbers import count, major, money, symbol

Drawn: TypeAlias = alt.LayerChart | alt.FacetChart


def outcome(base: Baseline, known: Evidence, levers: Levers, currency: str) -> None:
    """Projected net GMV beside the last 28 days, and what it costs."""
    try:
        found = project(base, known, levers)
    except LeverError as error:
        st.warning(f"Not projected: {error}.", icon=":material/block:")
        return
    with st.container(border=True):
        st.subheader("Projected net GMV, 28 days", anchor=False)
        st.altair_chart(compared(base, {"projected": found}, currency), alt="Now and projected")
        with st.container(horizontal=True, key="projected"):
            _figure("SKU orders", _range(found.orders, count), count(base.sku_orders))
            net = _range(found.net_gmv, lambda value: money(value, currency))
            _figure("Net GMV", net, money(base.net_gmv, currency))
            paid = "not known" if found.commission is None else money(found.commission, currency)
            _figure("Commission", paid, money(base.commission, currency))
            _figure("Contribution margin", *_margins(base, known, found, currency))
        st.caption(
            f"80 % interval · rests on: {found.assumption} · not tested by an experiment; a "
            "projection, not a promise"
        )


def _figure(label: str, text: str, now: str) -> None:
    with st.container(gap=None):
        st.caption(label)
        st.markdown(f"**{text}**")
        st.caption(f"now {now}")


def _range(values: tuple[float, float, float], form: Callable[[float], str]) -> str:
    _, low, high = values
    return form(low) if low == high else f"{form(low)} – {form(high)}"


def _margins(base: Baseline, known: Evidence, found: Projection, currency: str) -> tuple[str, str]:
    """The margin and what it is now, further samples and fixed fees taken off; or what it lacks."""
    if found.margin is None:
        return "not estimable", f"unknown: {found.missing} missing"
    now = project(base, known, Levers()).margin
    margin = _range(found.margin, lambda value: money(value, currency))
    return margin, money(None if now is None else now[0], currency)


def compared(base: Baseline, found: dict[str, Projection], currency: str) -> Drawn:
    """Projections as bars with their 80 % intervals, under the last 28 days."""
    rows = [{"name": "last 28 days", "net_gmv": major(base.net_gmv, currency)}]
    for name, projection in found.items():
        mean, low, high = (major(value, currency) for value in projection.net_gmv)
        rows.append({"name": name, "net_gmv": mean, "low": low, "high": high})
    frame = pd.DataFrame(rows)
    unit = f"Net GMV, {symbol(currency)}"
    y = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=170))
    tooltip = ["name:N", alt.Tooltip("net_gmv:Q", title=unit, format=",.0f")]
    bars = (
        alt.Chart(frame)
        .mark_bar(height=20, cornerRadiusEnd=3)
        .encode(
            y=y,
            x=alt.X("net_gmv:Q", title=unit, axis=alt.Axis(format="~s", tickCount=6)),
            color=alt.condition(
                alt.datum.name == "last 28 days", alt.value(GREY), alt.value(ACCENT)
            ),
            tooltip=tooltip,
        )
    )
    rules = (
        alt.Chart(frame[frame["name"] != "last 28 days"])
        .mark_rule(strokeWidth=2, color=GREY)
        .encode(y=y, x="low:Q" if "low" in frame else "net_gmv:Q", x2="high:Q")
    )
    return alt.layer(bars, rules).properties(height=50 + 34 * len(frame))
