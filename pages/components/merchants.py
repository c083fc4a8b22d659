"""What Merchants is made of: the ranking, refunds, and how much hangs on a few shops."""

from collections.abc import Iterable
from functools import partial
from math import nan

import altair as alt
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics import performance
from analytics.merchants import MIN_LINES, merchant_days, merchant_ranking, merchants_by_roster
from analytics.metrics import METRICS
from pages.components import charts
from pages.components.colours import ACCENT, GREY
from pages.components.concentration import spread
from pages.components.downloads import csv, download
from pages.components.figures import figures, of_totals
from pages.components.filters import View
from pages.components.links import go_to
from pages.components.numbers import counted, symbol
from pages.components.resources import ask
from pages.components.tables import entity_table, in_major_units, metric_columns, money_column

MOST_ROWS, MOST_BARS = 100, 14
RANK_BY = {
    "Net GMV": "net_gmv",
    "Change": "change",
    "Attributed share": "attributed_share",
    "Refund rate": "refund_rate",
    "CTOR": "ctor_sku_orders",
}
ALSO_SHOWN = (
    "gmv",
    "attributed_share",
    "refund_rate",
    "sku_orders",
    "ctor_sku_orders",
    "commission",
)
RATIOS = ("attributed_share", "refund_rate", "ctor_sku_orders")


def headline(view: View) -> DeltaGenerator:
    """Figures of all shops together, against the period before; and the place for what of
    attributed GMV is new.
    """
    now = ask(performance.totals, view.slice)
    before = ask(performance.totals, view.slice.previous)
    keys = ["gmv", "net_gmv", "refund_rate"]
    if view.facts.creators:
        keys[2:2] = ["attributed_gmv"]
        keys.append("commission")
    figures(view, [of_totals(key, now, before) for key in keys])
    return st.empty()


def _measures(view: View, keys: Iterable[str]) -> list[str]:
    """Those of the measures that the market can tell: without creators, clicks or days before,
    some mean nothing.
    """
    needs_creators = {"attributed_share", "commission", "creators"}
    lacking = set() if view.facts.creators else needs_creators
    lacking |= set() if view.facts.has_clicks else {"ctor_sku_orders"}
    lacking |= set() if view.facts.has_refunds else {"refund_rate"}
    lacking |= set() if view.is_compared else {"change"}
    return [key for key in keys if key not in lacking]


def ranking(view: View) -> None:
    """Shops by the measure chosen: bars, how much hangs on a few, and the table."""
    shops = ask(merchant_ranking, view.slice)
    if not view.is_compared:
        shops = shops.assign(change=nan, net_gmv_before=nan)
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(border=True):
        key, shown = _ranked(shops, view)
        st.subheader(f"Shops by {_label(key)}", anchor=False)
        if shown.empty:
            st.info(f"No shop has {MIN_LINES} order lines in these days; show the small ones too.")
        else:
            _bars(shown.head(MOST_BARS), key, len(shown), view)
    with right, st.container(border=True):
        st.subheader("How much hangs on a few shops", anchor=False)
        spread(view, "merchant")
    _table(view, shown.head(MOST_ROWS), len(shown), shops)


def _ranked(shops: pd.DataFrame, view: View) -> tuple[str, pd.DataFrame]:
    known = _measures(view, RANK_BY.values())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.segmented_control(
            "Rank by",
            [label for label, key in RANK_BY.items() if key in known],
            default="Net GMV",
            required=True,
            key="rank",
            bind="query-params",
        )
        key = RANK_BY[chosen or "Net GMV"]
        if key in RATIOS and st.toggle(
            f"Below {MIN_LINES} lines too", key="small", bind="query-params"
        ):
            return key, _sorted(shops, key)
    return key, _sorted(shops[shops["sku_orders"] >= MIN_LINES] if key in RATIOS else shops, key)


def _sorted(shops: pd.DataFrame, key: str) -> pd.DataFrame:
    return shops.dropna(subset=[key]).sort_values(key, ascending=False, kind="stable")


def _label(key: str) -> str:
    return METRICS[key].label if key in METRICS else "change in net GMV"


def _bars(shops: pd.DataFrame, key: str, of: int, view: View) -> None:
    is_money = key not in RATIOS
    money = ["net_gmv", "net_gmv_before", "change", "gmv"]
    frame = in_major_units(shops, money, view.currency)
    frame["label"] = frame["name"].where(~frame["name"].duplicated(False), _told_apart(frame))
    unit = f"{_label(key)}, {symbol(view.currency)}" if is_money else _label(key)
    form = "~s" if is_money else "%"
    picked = alt.selection_point(name="picked", fields=["merchant_id"])
    base = alt.Chart(frame).encode(
        y=alt.Y("label:N", title=None, sort=None, axis=alt.Axis(labelLimit=150)),
        tooltip=[
            alt.Tooltip("name:N", title="Shop"),
            alt.Tooltip(f"{key}:Q", title=unit, format=",.0f" if is_money else ".2%"),
            alt.Tooltip("net_gmv_before:Q", title="Net GMV before", format=",.0f"),
            alt.Tooltip("sku_orders:Q", title="Order lines", format=","),
        ],
    )
    x = alt.X(f"{key}:Q", title=unit, axis=alt.Axis(format=form))
    now = base.mark_bar(color=ACCENT, cursor="pointer", height=11).encode(x=x)
    before = base.mark_bar(color=GREY, opacity=0.45, height=19).encode(x="net_gmv_before:Q")
    has_before = key == "net_gmv" and view.is_compared
    layers = [before, now] if has_before else [now]
    event = st.altair_chart(
        alt.layer(*layers).add_params(picked).properties(height=alt.Step(24)),
        alt=f"Shops by {_label(key)}",
        key=f"shops-{key}",
        on_select="rerun",
        selection_mode="picked",
    )
    behind = " · grey: the period before" if has_before else ""
    st.caption(f"The first {len(frame)} of {counted(of, 'shop')}{behind} · click a bar to open it")
    if chosen := event.selection.get("picked"):
        go_to("merchant", merchant=chosen[0]["merchant_id"])


def _told_apart(shops: pd.DataFrame) -> pd.Series:
    return shops["name"] + " (" + shops["merchant_id"] + ")"


def _table(view: View, shown: pd.DataFrame, total: int, shops: pd.DataFrame) -> None:
    keys = _measures(view, ALSO_SHOWN)
    trends = ask(merchant_days, view.slice, tuple(shown["merchant_id"]))
    frame = in_major_units(shown, ["change"], view.currency).merge(
        trends, on="merchant_id", how="left"
    )
    config = st.column_config
    columns = {
        "name": config.TextColumn("Shop", pinned=True),
        **metric_columns(["net_gmv"], view.currency),
        "change": money_column("Change", view.currency, "Net GMV less that of the period before."),
        "trend": config.LineChartColumn(f"{view.slice.period.days} days", width="small"),
        **metric_columns(keys, view.currency),
        "products": config.NumberColumn("Products", help="Products that sold."),
    }
    if view.facts.creators:
        columns["creators"] = config.NumberColumn("Creators", help="Credited with a sale.")
    chosen = entity_table(frame, columns, view.currency, "ranking")
    with st.container(horizontal=True, vertical_alignment="center"):
        more = f" of {total:,}, the rest by search or download" if total > len(shown) else ""
        st.caption(f"{counted(len(shown), 'shop')}{more} · choose a row to open the shop")
        download(view, "merchants", {"Shops": shops}, ["net_gmv", *keys])
    if chosen is not None:
        go_to("merchant", merchant=str(shown.iloc[chosen]["merchant_id"]))


def by_roster() -> None:
    """Shops by creators worked with, where the market knows no money."""
    shops = ask(merchants_by_roster)
    st.info("GMV, refunds and settlement are not estimable: no orders in this market.")
    if shops["creators"].any():
        with st.container(border=True):
            st.subheader("Shops by creators worked with", anchor=False)
            st.altair_chart(
                charts.bars(shops.head(MOST_BARS), "name", "creators", "Creators worked with"),
                alt="Shops by creators worked with",
                key="by-roster",
            )
    config = st.column_config
    columns = {
        "name": config.TextColumn("Shop", pinned=True),
        "creators": config.NumberColumn("Creators"),
        "products": config.NumberColumn("Products"),
    }
    chosen = entity_table(shops.head(MOST_ROWS), columns, "XXX", "ranking")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"The first {min(len(shops), MOST_ROWS)} of {counted(len(shops), 'shop')}, the rest by "
            "export · choose a row to open the shop",
            width="stretch",
        )
        st.download_button(
            "Export (CSV)",
            partial(csv, shops, {"shops": "by creators worked with"}),
            file_name="shops.csv",
            on_click="ignore",
            icon=":material/download:",
        )
    if chosen is not None:
        go_to("merchant", merchant=str(shops.iloc[chosen]["merchant_id"]))


def how_to_read(view: View) -> None:
    """Definitions, sample sizes and what the page does not say."""
    with st.expander("How to read this"):
        st.markdown(
            "**Net GMV** is GMV less what was cancelled or refunded, on the day of the sale; "
            "**attributed** GMV is what the platform credits to creators, which is more than what "
            "they caused. Rankings by a ratio leave out shops with fewer than "
            f"{MIN_LINES} order lines. Days are local ({view.facts.time_zone}); the change is "
            f"against the {counted(view.slice.period.days, 'day')} before."
        )
