"""What others report, beside our own figures of the same days."""

from typing import Any

import pandas as pd
import streamlit as st

from analytics.reported import reported
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.numbers import NOTHING, count, counted, is_missing, money, share
from pages.components.resources import ask

SHARES = frozenset(
    {
        *("ctr", "ctor", "live_ctr", "completion_rate", "tap_through_rate", "sku_order_rate"),
        *("product_ad_click_rate", "ad_conversion_rate", "commission_rate"),
        "creator_conversion_ratio",
    }
)
SPELT = {"gmv": "GMV", "aov": "AOV", "ctr": "CTR", "ctor": "CTOR", "sku": "SKU", "gpm": "GPM"}
SPELT |= {"live": "LIVE", "est": "Est.", "avg": "Avg.", "roas": "ROAS"}


def of_creator(view: View) -> None:
    """Figures about one creator."""
    _table(view, ask(reported, "creator", view.slice.creator_id, view.slice.merchant_id))


def of_shop(view: View) -> None:
    """Figures that one shop's reports tell, about whatever they are."""
    _table(view, ask(reported, None, None, view.slice.merchant_id))


def _table(view: View, rows: pd.DataFrame) -> None:
    with st.container(border=True):
        st.subheader("Reported by others, beside our figures", anchor=False)
        if rows.empty:
            st.info(
                "Nobody has reported a figure here. Creator data, video data, LIVE data or GMV "
                "Max, loaded on **Data**, would bring them.",
                icon=":material/info:",
            )
            return
        columns = {name: st.column_config.TextColumn(name) for name in shown(rows.head(0))}
        columns["Metric"] = st.column_config.TextColumn("Metric", pinned=True)
        columns["From"] = st.column_config.DateColumn("From", format="D MMM YYYY")
        columns["To"] = st.column_config.DateColumn("To", format="D MMM YYYY")
        st.dataframe(
            shown(rows),
            column_config=columns,
            hide_index=True,
            key="reported",
            placeholder=NOTHING,
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(
                f"n = {counted(len(rows), 'figure')} · ours are of exactly the days from and to, "
                "by payment time, cancelled and refunded included · windows overlap and are never "
                "added up · unexplained: no way of counting that we know gives that figure",
                width="stretch",
            )
            download(view, "reported", {"Reported": shown(rows)})


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as people read them: each figure in its own unit."""
    told = rows.to_dict("records")
    return pd.DataFrame(
        {
            "Metric": [spelt(row["metric"]) for row in told],
            "Reported": [_reported(row) for row in told],
            "Ours": [figure(row, row["own"]) for row in told],
            "Difference": [figure(row, row["difference"]) for row in told],
            "Explained by": list(rows["explanation"]),
            "From": list(rows["starts_on"]),
            "To": list(rows["ends_on"]),
            "About": [row["entity_id"] for row in told],
            "Source": list(rows["source"]),
        }
    )


def spelt(metric: str) -> str:
    """A metric's name in words: est_commission as Est. commission."""
    words = [SPELT.get(word, word) for word in metric.split("_")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def figure(row: dict[str, Any], value: float) -> str:
    """A value in the unit of its row."""
    if is_missing(value):
        return NOTHING
    if row["currency"]:
        return money(value, row["currency"], is_compact=False)
    if row["metric"] in SHARES:
        return share(value)
    return count(value) if float(value).is_integer() else f"{value:,.2f}"


def _reported(row: dict[str, Any]) -> str:
    low, value, high = (row[end] for end in ("low", "value", "high"))
    if not is_missing(value):
        return figure(row, value)
    if is_missing(high):
        return f"{figure(row, low)} or more"
    return f"{figure(row, low)} to {figure(row, high)}"
