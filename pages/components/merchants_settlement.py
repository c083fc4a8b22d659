"""Refunds and settlement across shops: dots by size, open commission, and how long both take."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics import settlement as questions
from analytics.merchants import MIN_LINES, merchant_ranking
from pages.components import charts
from pages.components import settlement as shared
from pages.components.colours import ACCENT, GREY
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.links import go_to
from pages.components.numbers import counted, day, symbol
from pages.components.resources import ask
from pages.components.tables import entity_table, in_major_units

MOST_DOTS, MOST_BARS, MOST_ROWS = 300, 12, 100


def refunds(view: View) -> None:
    """Refund rate against size, and how long refunds take."""
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(border=True):
        st.subheader("Refund rate by shop size", anchor=False)
        _dots(view)
    with right, st.container(border=True):
        shared.lag(view)


def settlement(view: View) -> None:
    """Commission not settled yet, by shop, and how long settlement takes."""
    found = ask(questions.settlement, view.slice)
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(border=True):
        st.subheader("Commission not settled yet", anchor=False)
        if found.empty:
            st.info(shared.NO_COMMISSION)
        else:
            _open_commission(found, view)
    with right, st.container(border=True):
        shared.lag(view)
    if len(found):
        _table(found, view)


def _open_commission(found: pd.DataFrame, view: View) -> None:
    frame = in_major_units(found.head(MOST_BARS), ["open_commission"], view.currency)
    unit = f"Expected commission, {symbol(view.currency)}"
    st.altair_chart(
        charts.bars(frame, "name", "open_commission", unit),
        alt="Open commission by shop",
        key="open-commission",
    )
    st.caption(
        f"The first {len(frame)} of {counted(len(found), 'shop')} · n = {found['lines'].sum():,} "
        "commission-bearing lines"
    )


def _table(found: pd.DataFrame, view: View) -> None:
    frame = in_major_units(found.head(MOST_ROWS), shared.COLUMNS, view.currency)
    columns = {
        "name": st.column_config.TextColumn("Shop", pinned=True),
        **shared.columns(view.currency),
    }
    chosen = entity_table(shared.in_percent(frame), columns, view.currency, "settlement")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Choose a row to open the shop")
        download(view, "settlement", {"Settlement": found}, ["commission"])
    if chosen is not None:
        go_to("merchant", merchant=str(frame.iloc[chosen]["merchant_id"]))


def _dots(view: View) -> None:
    """A dot per shop, with the rate of all together."""
    shops = ask(merchant_ranking, view.slice)
    shown = shops[(shops["sku_orders"] >= MIN_LINES) & (shops["gmv"] > 0)].head(MOST_DOTS)
    if not shops["refunded"].sum():
        st.info("No refund is recorded in these days, so shops cannot be compared by refunds.")
        return
    pooled = float(shops["refunded"].sum() / shops["gmv"].sum())
    frame = in_major_units(shown, ["gmv", "refunded"], view.currency)
    unit = f"GMV, {symbol(view.currency)}"
    points = (
        alt.Chart(frame)
        .mark_circle(color=ACCENT, opacity=0.7, size=70)
        .encode(
            x=alt.X("gmv:Q", title=unit, scale=alt.Scale(type="log"), axis=alt.Axis(format="~s")),
            y=alt.Y("refund_rate:Q", title="Refund rate", axis=alt.Axis(format="%")),
            tooltip=[
                alt.Tooltip("name:N", title="Shop"),
                alt.Tooltip("refund_rate:Q", title="Refund rate", format=".1%"),
                alt.Tooltip("gmv:Q", title=unit, format=",.0f"),
                alt.Tooltip("sku_orders:Q", title="Order lines", format=","),
            ],
        )
    )
    rule = alt.Chart(pd.DataFrame({"rate": [pooled]})).mark_rule(strokeDash=[4, 3], color=GREY)
    st.altair_chart(
        (points + rule.encode(y="rate:Q")).properties(height=charts.HEIGHT),
        alt="Refund rate against GMV, a dot per shop",
        key="refund-dots",
    )
    st.caption(
        f"n = {counted(len(frame), 'shop')} with at least {MIN_LINES} order lines · dashed: "
        f"{pooled:.1%} of all GMV · until {day(view.slice.period.last_day)}"
    )
