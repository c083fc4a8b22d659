"""The rest of Overview, drawn when opened: channels, categories by weekday, how to read it."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics import performance
from pages.components.colours import CHANNEL_LABELS
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.numbers import NOTHING, day, major, symbol
from pages.components.panels import Panel
from pages.components.resources import ask
from pages.components.tables import Table, in_screen_units, metric_columns, rounded

HEAT = "GMV by category and weekday"


def more(view: View) -> None:
    """Channels, categories by weekday; drawn only when opened."""
    with st.expander("More: channels, GPM, categories by weekday", on_change="rerun") as opened:
        if not opened.open:
            return
        channels = channels_table(view)
        shown = in_screen_units(channels.rows, view.currency)
        st.dataframe(
            rounded(shown, channels.columns),
            column_order=list(channels.columns),
            column_config=dict(channels.columns),
            hide_index=True,
            placeholder=NOTHING,
        )
        heat = ask(performance.category_heat, view.slice)
        st.altair_chart(_heat(heat, view), alt=HEAT)
        tables = {channels.title: channels.rows, "Categories": heat}
        download(view, "overview", tables, channels.metrics)


def channels_table(view: View) -> Table:
    """Every channel with its sales, its rates and its GMV per mille."""
    keys = ["gmv", "net_gmv", "sku_orders", "ctr", "ctor_sku_orders", "watch_gpm", "show_gpm"]
    keys += ["refund_rate"] if view.facts.has_refunds else []
    channels = ask(performance.by_channel, view.slice)
    named = channels.assign(channel=channels["channel"].map(CHANNEL_LABELS))
    columns = {"channel": "Channel", **metric_columns(keys, view.currency)}
    return Table("Channels", named, columns, keys)


def heat_panel(view: View) -> Panel:
    """GMV by category and weekday."""
    heat = ask(performance.category_heat, view.slice)
    if heat.empty:
        return Panel.without(HEAT, "Nothing was sold in these days.")
    names = heat["category"].nunique()
    note = f"n = {names:,} {'category' if names == 1 else 'categories'} · days are local"
    return Panel(HEAT, _heat(heat, view), note, HEAT)


def _heat(heat: pd.DataFrame, view: View) -> alt.Chart:
    names = dict(enumerate(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], start=1))
    frame = heat.assign(
        weekday=heat["weekday"].map(names),
        gmv=[major(value, view.currency) for value in heat["gmv"]],
    )
    unit = f"GMV, {symbol(view.currency)}"
    return (
        alt.Chart(frame)
        .mark_rect()
        .encode(
            x=alt.X("weekday:N", sort=list(names.values()), title=None),
            y=alt.Y("category:N", title=None, axis=alt.Axis(labelLimit=170)),
            color=alt.Color("gmv:Q", title=unit),
            tooltip=["category:N", "weekday:N", alt.Tooltip("gmv:Q", format=",.0f", title=unit)],
        )
    )


def how_to_read(view: View) -> None:
    """Definitions, sample size and uncertainty in a few lines."""
    with st.expander("How to read this"):
        st.markdown(
            "**GMV** counts paid orders by payment time, cancelled and refunded ones included; "
            "**net GMV** takes those out again, on the day of the sale. "
            f"Days are local ({view.facts.time_zone}); the period ends with the last complete day "
            f"of the data, {day(view.slice.period.last_day, has_year=True)}. "
            "**Attributed** GMV is what the platform credits to creators, which is more than what "
            "they caused."
        )
