"""What Products is made of, but for its table: figures, the map of conversion, what moved."""

from math import nan
from typing import Any

import pandas as pd
import streamlit as st

from analytics import performance
from analytics.products import product_ranking
from pages.components import product_charts as charts
from pages.components.figures import figures, of_totals
from pages.components.filters import NOT_COMPARED, View
from pages.components.links import go_to
from pages.components.numbers import counted, per_each, symbol
from pages.components.products_table import MIN_N, MONEY
from pages.components.resources import ask
from pages.components.tables import in_major_units, in_screen_units

MOST_POINTS, MOST_BARS, MOST_MOVED = 300, 15, 7


def headline(view: View) -> None:
    """How many products sell, what they bring, what of it creators carry and what comes back."""
    now = ask(performance.totals, view.slice)
    before = ask(performance.totals, view.slice.previous)
    series = per_day(view)
    keys = ["selling_products", "net_gmv", "refund_rate"] if view.facts.has_orders else []
    if view.facts.has_orders and view.facts.creators:
        keys.insert(2, "attributed_share")
    if view.facts.has_clicks:
        keys += ["ctor_sku_orders"] if view.facts.has_orders else ["clicks", "impressions", "ctr"]
    figures(view, [of_totals(key, now, before, series[key].tolist()) for key in keys])


def per_day(view: View) -> pd.DataFrame:
    """The headline measures per day, for sparklines; money in minor units."""
    channels = ask(performance.daily_trend, view.slice)
    daily = channels.groupby("day").sum(numeric_only=True)
    sold = ask(performance.daily_orders, view.slice).set_index("day")
    return daily.assign(
        attributed_share=per_each(daily["attributed_gmv"], daily["gmv"]),
        refund_rate=per_each(daily["refunded"], daily["gmv"]),
        ctor_sku_orders=per_each(daily["sku_orders"], daily["clicks"]),
        ctr=per_each(daily["clicks"], daily["impressions"]),
        orders=sold["orders"].reindex(daily.index).fillna(0),
        selling_products=sold["selling_products"].reindex(daily.index).fillna(0),
        selling_creators=sold["selling_creators"].reindex(daily.index).fillna(0),
    )


def picture(view: View) -> None:
    """Which products convert and which are seen; without clicks, which sell most."""
    ranking = _named(ask(product_ranking, view.slice))
    unit = f"Net GMV, {symbol(view.currency)}"
    with st.container(border=True):
        seen = ranking[(ranking["clicks"] >= MIN_N) & (ranking["sku_orders"] > 0)]
        if len(seen) >= 3:
            st.subheader("Seen and converting: clicks against CTOR", anchor=False)
            seen = seen.head(MOST_POINTS)
            chart = charts.conversion_map(in_screen_units(seen, view.currency), unit)
            about = (
                f"n = {len(seen)} products with at least {MIN_N} clicks, the largest by net GMV · "
                "size: net GMV · dashed: medians · top left converts but is little seen"
            )
        elif (ranking["net_gmv"] > 0).any():
            st.subheader("What sells most", anchor=False)
            if not view.is_compared:
                ranking = ranking.assign(net_gmv_before=nan)
            seen = in_major_units(ranking.head(MOST_BARS), MONEY, view.currency)
            chart = charts.largest(in_screen_units(seen, view.currency), unit)
            about = f"The first {len(seen)} of {counted(len(ranking), 'product')}"
            about += " · tick: the period before" if view.is_compared else ""
        else:
            st.info("Nothing was sold in these days.")
            return
        _open_picked(chart, "picture", "Products by clicks, CTOR and net GMV")
        st.caption(f"{about} · click one to open it")


def movers(view: View) -> None:
    """The largest gains and losses of net GMV against the period before."""
    with st.container(border=True):
        st.subheader("What moved most", anchor=False)
        if not view.is_compared:
            st.info(NOT_COMPARED)
            return
        ranking = _named(ask(product_ranking, view.slice)).sort_values("change", ascending=False)
        moved = ranking[ranking["change"] != 0]
        ends = pd.concat([moved.head(MOST_MOVED), moved.iloc[MOST_MOVED:].tail(MOST_MOVED)])
        if ends.empty:
            st.info("No product sold more or less than in the period before.")
            return
        frame = in_screen_units(in_major_units(ends, MONEY, view.currency), view.currency)
        unit = f"Change in net GMV, {symbol(view.currency)}"
        _open_picked(charts.changes(frame, unit), "moved", "Products whose net GMV moved most")
        st.caption(f"Of {len(moved):,} that moved · pale: less than before · click one to open it")


def how_to_read(view: View) -> None:
    """Definitions, sample size and uncertainty in a few lines."""
    with st.expander("How to read this"):
        st.markdown(
            "**Net GMV** is paid order value less what was cancelled or refunded, counted on the "
            "day of the sale; products sort by it. **Attributed share** is the part of GMV that "
            "the platform credits to creators: credit, not effect. **CTOR** is order lines per "
            "product click; where it is high and clicks are few, more creators may be worth a "
            f"test. Rankings by a ratio leave out products with n below {MIN_N}. **Contribution "
            "margin** is empty where any cost of the product is missing: never taken for zero. "
            f"Days are local ({view.facts.time_zone})."
        )


def _named(ranking: pd.DataFrame) -> pd.DataFrame:
    known = ranking[ranking["product_id"].notna()]
    return known.assign(name=charts.distinct(known["title"], known["product_id"]))


def _open_picked(chart: Any, key: str, alt: str) -> None:
    event = st.altair_chart(
        chart, key=key, alt=alt, on_select="rerun", selection_mode=charts.PICKED
    )
    if picked := event.selection.get(charts.PICKED):
        go_to("product", product=str(picked[0]["product_id"]))
