"""The rest of Overview, drawn when opened: channels, categories by weekday, how to read it."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics import performance
from pages.components.colours import CHANNEL_LABELS
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.numbers import NOTHING, day, major, symbol
from pages.components.resources import ask
from pages.components.tables import in_screen_units, metric_columns, rounded


def more(view: View) -> None:
    """Channels, categories by weekday; drawn only when opened."""
    with st.expander("More: channels, GPM, categories by weekday", on_change="rerun") as opened:
        if not opened.open:
            return
        channels = ask(performance.by_channel, view.slice)
        keys = ["gmv", "net_gmv", "sku_orders", "ctr", "ctor_sku_orders", "watch_gpm", "show_gpm"]
        keys += ["refund_rate"] if view.facts.has_refunds else []
        shown = in_screen_units(channels, view.currency)
        shown["channel"] = shown["channel"].map(CHANNEL_LABELS)
        columns = {"channel": "Channel", **metric_columns(keys, view.currency)}
        st.dataframe(
            rounded(shown, columns),
            column_order=list(columns),
            column_config=columns,
            hide_index=True,
            placeholder=NOTHING,
        )
        heat = ask(performance.category_heat, view.slice)
        st.altair_chart(_heat(heat, view), alt="GMV by category and weekday")
        download(view, "overview", {"Channels": channels, "Categories": heat}, keys)


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
