"""Promotions and coupons that ran for a shop's products, on a calendar and as a table."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics.promotions import running_promotions
from pages.components.colours import ACCENT
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.numbers import NOTHING, counted, symbol
from pages.components.resources import ask
from pages.components.tables import Table, in_major_units, money_column, rounded

MOST_ROWS, MOST_BARS = 100, 12
BRINGS = "Our own tables promotions and promotion_products bring them; no export does."


def promotions(view: View) -> None:
    """Promotions and coupons that ran for the shop's products, on a calendar and as a table."""
    found = promotions_table(view)
    frame = in_major_units(found.rows.head(MOST_ROWS), ["net_gmv"], view.currency)
    with st.container(border=True):
        st.subheader("Promotions and coupons that ran", anchor=False)
        if frame.empty:
            st.info(found.note)
            return
        st.altair_chart(_calendar(frame, view), alt="Promotions on a calendar", key="promotions")
        told = [f"{min(MOST_BARS, len(frame))} of {counted(len(found.rows), 'promotion')}"]
        if found.rows["redemptions"].notna().any():
            told.append(counted(int(found.rows["redemptions"].sum()), "redemption"))
        told.append("net GMV is that of the products covered while it ran, no effect of it")
        st.caption(" · ".join(told))
    st.dataframe(
        rounded(frame, found.columns),
        column_config=dict(found.columns),
        column_order=list(found.columns),
        hide_index=True,
        placeholder=NOTHING,
    )
    download(view, "promotions", {found.title: found.rows}, found.metrics)


def promotions_table(view: View) -> Table:
    """Promotions of the shop's products, with what they sold meanwhile."""
    config = st.column_config
    columns = {
        "title": config.TextColumn("Promotion", pinned=True, width="medium"),
        "kind": config.TextColumn("Kind"),
        "net_gmv": money_column("Net GMV meanwhile", view.currency),
        "redemptions": config.NumberColumn("Redemptions", format="localized"),
        "products": config.NumberColumn("Products", format="localized"),
        "places": config.NumberColumn("Places", help="Shops or pages that showed it."),
        "starts_on": config.DateColumn("From", format="D MMM YYYY"),
        "ends_on": config.DateColumn("To", format="D MMM YYYY"),
    }
    none = f"No promotion of this shop's products is known for these days. {BRINGS}"
    rows = ask(running_promotions, view.slice)
    return Table("Promotions", rows, columns, ["net_gmv"], note=none)


def _calendar(frame: pd.DataFrame, view: View) -> alt.LayerChart:
    """A bar per promotion from its first to its last day; the period on screen is shaded."""
    period = view.slice.period
    window = pd.DataFrame({"first": [period.first_day], "last": [period.last_day]})
    shade = alt.Chart(window.astype("datetime64[s]")).mark_rect(opacity=0.08)
    shade = shade.encode(x=alt.X("first:T", title=None), x2="last:T")
    bars = (
        alt.Chart(
            frame.head(MOST_BARS).astype({"starts_on": "datetime64[s]", "ends_on": "datetime64[s]"})
        )
        .mark_bar(height=12, color=ACCENT, cornerRadius=3)
        .encode(
            x=alt.X("starts_on:T", title=None, axis=alt.Axis(format="%-d %b")),
            x2="ends_on:T",
            y=alt.Y("title:N", sort=None, title=None, axis=alt.Axis(labelLimit=210)),
            tooltip=[
                alt.Tooltip("title:N", title="Promotion"),
                alt.Tooltip("kind:N", title="Kind"),
                alt.Tooltip("starts_on:T", title="From", format="%-d %b %Y"),
                alt.Tooltip("ends_on:T", title="To", format="%-d %b %Y"),
                alt.Tooltip("redemptions:Q", title="Redemptions", format=","),
                alt.Tooltip("net_gmv:Q", title=f"Net GMV, {symbol(view.currency)}", format=",.0f"),
            ],
        )
    )
    return (shade + bars).properties(height=alt.Step(24))
