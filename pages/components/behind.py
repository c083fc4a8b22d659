"""What stands behind a figure: definition, window, n, sources, the rows themselves, the SQL."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from analytics import lineage
from analytics.metrics import METRICS
from data.warehouse import Session
from pages.components.access import viewer
from pages.components.doubted import days, doubted
from pages.components.downloads import csv, filters, in_major
from pages.components.filters import View
from pages.components.header import compared_with
from pages.components.numbers import NOTHING, count, counted, symbol
from pages.components.resources import ask, session_later
from pages.components.tables import definition, in_major_units
from pages.components.words import file_name, header, plain

SHOWN = 100
NEWEST = 5
NAMES = {
    lineage.SALES: "Order lines",
    lineage.TRAFFIC: "Traffic",
    lineage.FEES: "Flat fees agreed",
    lineage.SAMPLES: "Samples shipped",
}
MONEY = (
    *("gmv", "net_gmv", "refunded", "commission", "platform_fee", "goods_cost"),
    *("flat_fee", "sample_cost"),
)
COLUMNS = {
    lineage.SALES: [
        *("day", "gmv", "net_gmv", "refunded", "status", "channel", "product_id", "creator_id"),
        *("merchant_id", "order_id", "sku_id", "units"),
    ],
    lineage.TRAFFIC: [
        *("day", "impressions", "views", "clicks", "converted_clicks", "add_to_carts", "channel"),
        *("product_id", "creator_id", "merchant_id"),
    ],
    lineage.FEES: [
        "day",
        "flat_fee",
        "product_id",
        "creator_id",
        "merchant_id",
        "collaboration_id",
    ],
    lineage.SAMPLES: [
        *("day", "sample_cost", "state", "product_id", "creator_id", "merchant_id"),
        "collaboration_id",
    ],
}
SHOWN_FIRST = {
    "commission": ["day", "commission"],
    "contribution_margin": ["day", "net_gmv", "commission", "platform_fee", "goods_cost"],
}
"""Columns of order lines that a metric adds up, where they are not the usual ones."""


def behind(view: View, key: str, now: float | None, before: float | None, note: str = "") -> None:
    """Opens the dialog of a metric over the page, headed by its value now and before, or by what
    is missing.
    """
    st.dialog(METRICS[key].label, width="large")(_told)(view, key, now, before, note)


def _told(view: View, key: str, now: float | None, before: float | None, note: str) -> None:
    period, chosen = view.slice.period, filters(view)
    doubted(view, key, now, before, note)
    st.markdown(definition(key))
    st.caption(
        f"{days(period)} ({view.facts.time_zone}), "
        f"{compared_with(view)} · "
        + " · ".join(f"{name}: {plain(chosen[name])}" for name in ("shop", "category", "currency"))
    )
    for kind in lineage.kinds_behind(key):
        _rows(view, key, kind)
    if viewer().is_analyst:
        _sources()
    for kind in lineage.kinds_behind(key):
        with st.expander(f"SQL: {NAMES[kind].lower()}"):
            st.code(lineage.rows_sql(kind), language="sql")


def _rows(view: View, key: str, kind: str) -> None:
    """The first rows, and all of them as a file."""
    rows = ask(lineage.rows_behind, view.slice, key, kind, most=SHOWN)
    found = int(rows["found"].iloc[0]) if len(rows) else 0
    with st.container(horizontal=True, vertical_alignment="center"):
        first = f", the first {SHOWN} here" if found > SHOWN else ""
        st.markdown(f"**{NAMES[kind]}** n = {count(found)}{first}")
        st.download_button(
            "All rows (CSV)",
            partial(_file, session_later(), view, key, kind),
            file_name=f"{key}-{kind.replace('_', '-')}.csv",
            on_click="ignore",
            icon=":material/download:",
            disabled=not found,
        )
    if found:
        st.dataframe(
            _as_read(rows[_columns(key, kind)], view.currency),
            hide_index=True,
            height=min(35 * (len(rows) + 1) + 3, 250),
            placeholder=NOTHING,
        )


def _columns(key: str, kind: str) -> list[str]:
    first = SHOWN_FIRST.get(key, []) if kind == lineage.SALES else []
    return list(dict.fromkeys([*first, *COLUMNS[kind]]))


def _as_read(rows: pd.DataFrame, currency: str) -> pd.DataFrame:
    """Days as dates, money in major units with its sign in the header."""
    money = [name for name in MONEY if name in rows]
    shown = in_major_units(rows.assign(day=rows["day"].dt.date), money, currency)
    units = {name: f", {symbol(currency)}" for name in MONEY}
    return shown.rename(columns=lambda name: header(name) + units.get(name, ""))


def _file(asking: Callable[[], Session], view: View, key: str, kind: str) -> bytes:
    rows = lineage.rows_behind(asking(), view.slice, key, kind)
    in_file = in_major(rows.drop(columns="found"), view.currency)
    return csv(in_file, {"metric": METRICS[key].label, **filters(view)}, [key])


def _sources() -> None:
    """The newest loads, of which the rows come."""
    loads = ask(lineage.sources)
    older = f", the newest {NEWEST} here" if len(loads) > NEWEST else ""
    st.markdown(f"**Sources** {counted(len(loads), 'load')}{older}")
    newest = loads.head(NEWEST)
    st.dataframe(
        newest.assign(
            committed_at=pd.to_datetime(newest["committed_at"]),
            files=[", ".join(map(file_name, files)) for files in newest["files"]],
        ),
        column_order=["source", "committed_at", "rows", "rejected", "files"],
        column_config={
            "source": st.column_config.TextColumn("Format", pinned=True),
            "committed_at": st.column_config.DatetimeColumn(
                "Loaded, UTC", format="D MMM YYYY, HH:mm"
            ),
            "rows": st.column_config.NumberColumn("Rows", format="localized"),
            "rejected": st.column_config.NumberColumn("Not loaded", format="localized"),
            "files": "Files",
        },
        hide_index=True,
        placeholder=NOTHING,
    )
