"""What others report, beside our own figures of the same days."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analytics.reported import reported
from analytics.reported_list import reported_kinds
from pages.components.downloads import csv, download
from pages.components.filters import View
from pages.components.numbers import NOTHING, count, counted, is_missing, money, share
from pages.components.resources import ask, market

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
    _table(ask(reported, "creator", view.slice.creator_id, view.slice.merchant_id), view)


def of_shop(view: View) -> None:
    """Figures that one shop's reports tell, about whatever they are."""
    _table(ask(reported, None, None, view.slice.merchant_id), view)


def of_creator_alone(creator_id: str) -> None:
    """Figures about one creator, where the market has no orders; nothing where there are none."""
    _table_of(ask(reported, "creator", creator_id))


def of_shop_alone(merchant_id: str) -> None:
    """Figures that one shop's reports tell, where the market has no orders, if there are any."""
    _table_of(ask(reported, None, None, merchant_id))


def of_product(product_id: str, view: View | None = None) -> None:
    """Figures about one product; nothing where there are none."""
    if "product" in ask(reported_kinds):
        _table_of(ask(reported, "product", product_id), view)


def of_unknown_product() -> None:
    """Figures about the product in the URL, which only others tell of; nothing if they do not."""
    if asked := st.query_params.get("product"):
        of_product(asked)


def _table_of(rows: pd.DataFrame, view: View | None = None) -> None:
    if len(rows):
        _table(rows, view)


def _table(rows: pd.DataFrame, view: View | None) -> None:
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
        columns["Reported"] = st.column_config.TextColumn("Reported", width=190)
        columns["Explained by"] = st.column_config.TextColumn("Explained by", width=290)
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
            _export(shown(rows), view)


def _export(rows: pd.DataFrame, view: View | None) -> None:
    """A way to take the rows along; without filters on screen, as CSV alone."""
    if view:
        download(view, "reported", {"Reported": rows})
        return
    st.download_button(
        "Export (CSV)",
        partial(csv, rows, {"market": str(market())}),
        file_name="reported.csv",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )


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
