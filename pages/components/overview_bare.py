"""Overview of a market without orders: attention to content, or who worked with whom."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics.engagement import MEASURES, engagement_trend, partners
from analytics.market import MarketFacts
from analytics.metrics import METRICS
from analytics.period import Period
from pages.components import charts
from pages.components.colours import CONTENT_SCALE
from pages.components.figures import Figure, figures
from pages.components.filters import View
from pages.components.links import link
from pages.components.numbers import counted
from pages.components.resources import ask


def engagement(view: View) -> None:
    """Posts and reactions against the period before, and per day by kind of content."""
    period = view.slice.period
    now = ask(engagement_trend, period, view.slice.creator_id)
    before = ask(engagement_trend, period.previous, view.slice.creator_id)
    daily = now.groupby("day").sum(numeric_only=True)
    shown = [key for key in MEASURES if now[key].sum() or before[key].sum()]
    figures(
        view, [Figure(key, now[key].sum(), before[key].sum(), daily[key].tolist()) for key in shown]
    )
    if not shown:
        st.info("Nothing was published in these days or in the days before.")
        return
    if not now[shown].to_numpy().any():
        st.info("Nothing was published or reacted to in these days; choose earlier ones.")
        return
    with st.container(border=True):
        st.subheader("Per day, by kind of content", anchor=False)
        measure = st.segmented_control(
            "Measure",
            shown,
            default=shown[0],
            required=True,
            format_func=lambda key: METRICS[key].label,
            key="measure",
            bind="query-params",
            label_visibility="collapsed",
        )
        st.altair_chart(_per_day(now, measure or shown[0], period), alt="Engagement per day")
        st.caption(
            f"n = {counted(now['contents'].sum(), 'post')} · money: no orders in this market"
        )


def catalogue(facts: MarketFacts) -> None:
    """A market without any day: how many take part, and how many creators each shop knows."""
    st.info(
        "This market has no orders and no dates, so money and trends are not estimable. "
        "Order lines would bring them.",
        icon=":material/info:",
    )
    found = ask(partners)
    with st.container(horizontal=True, key="figures"):
        for label, value in (
            ("Shops", facts.merchants),
            ("Products", facts.products),
            ("Creators", facts.creators),
            ("Known pairs", int(found["creators"].sum())),
        ):
            st.metric(label, f"{value:,}", border=True)
    if found.empty:
        return
    with st.container(border=True):
        st.subheader("How many creators a shop has worked with", anchor=False)
        st.altair_chart(_histogram(found), alt="Histogram of creators per shop")
        st.caption(f"n = {counted(len(found), 'shop')} with a collaboration")
        link("matches", "Find creators for a product", icon=":material/join_inner:")


def _per_day(trend: pd.DataFrame, measure: str, period: Period) -> alt.Chart:
    label = METRICS[measure].label
    return (
        alt.Chart(trend.assign(on=charts.iso_days(trend["day"])))
        .mark_bar()
        .encode(
            x=charts.day_axis(period, "on"),
            y=alt.Y(f"{measure}:Q", title=label, axis=alt.Axis(format="~s")),
            color=alt.Color(
                "content_type:N",
                title=None,
                scale=CONTENT_SCALE,
                legend=alt.Legend(
                    orient="top", values=sorted(trend["content_type"].unique().tolist())
                ),
            ),
            tooltip=[
                alt.Tooltip("day:T", title="Day", format="%a %-d %b %Y"),
                alt.Tooltip("content_type:N", title="Content"),
                alt.Tooltip(f"{measure}:Q", title=label, format=",.0f"),
            ],
        )
        .properties(height=charts.HEIGHT)
    )


def _histogram(found: pd.DataFrame) -> alt.Chart:
    return (
        alt.Chart(found)
        .mark_bar(color=charts.ACCENT)
        .encode(
            x=alt.X("creators:Q", bin=alt.Bin(maxbins=30), title="Creators worked with"),
            y=alt.Y("count():Q", title="Shops"),
            tooltip=[
                alt.Tooltip("creators:Q", bin=alt.Bin(maxbins=30), title="Creators"),
                alt.Tooltip("count():Q", title="Shops"),
            ],
        )
        .properties(height=charts.HEIGHT)
    )
