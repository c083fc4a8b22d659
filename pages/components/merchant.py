"""What Merchant opens with: whose shop it is, its figures and its portfolio."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics import performance
from analytics.margin import margin, missing_note
from analytics.market import MarketFacts
from analytics.merchants import merchant_profile
from analytics.products import product_ranking, product_trends
from pages.components import charts, panels
from pages.components.access import viewer
from pages.components.concentration import spread_panel
from pages.components.downloads import download
from pages.components.figures import Figure, figures, of_totals
from pages.components.filters import View
from pages.components.header import title
from pages.components.links import go_to
from pages.components.marks import marks
from pages.components.numbers import counted, per_each, share, symbol
from pages.components.panels import Panel
from pages.components.resources import ask
from pages.components.search import pick_merchant
from pages.components.tables import (
    Table,
    entity_table,
    in_major_units,
    metric_columns,
    money_column,
)
from pages.components.unstated import BRINGS, unstated_note
from pages.components.words import plain, short

MOST_ROWS = 100
ONLY_OWN = "Only your own shop is open to you, so this is it."
TREND = "GMV per day: credited to creators, and organic"
WHAT = "One shop: what it sells, who carries it, and what is left."
ENTERED = ("products_missing_cost", "merchants_missing_fee", "fees_missing_day")
"""What a margin may lack and people can enter under Costs."""


def shop_or_stop(facts: MarketFacts) -> pd.Series:
    """The shop on screen with its head: the one in the URL, for a merchant always the own one."""
    head = st.container()
    ways = st.container(horizontal=True, vertical_alignment="center", key="ways")
    if not facts.merchants and viewer().is_analyst:
        with head:
            title("Merchant", WHAT)
        st.info("No shops in this market. Load merchants, or orders that name their shop.")
        st.stop()
    asked = st.query_params.get("merchant")
    with ways:
        merchant_id = viewer().merchant_id or pick_merchant("Another shop")
    profile = ask(merchant_profile, merchant_id) if merchant_id else None
    with head:
        if profile is None:
            title("Merchant", WHAT)
        else:
            title(profile["name"], plain(short(_sentence(profile))))
    with ways:
        if profile is not None:
            marks("merchant", profile["merchant_id"])
    if profile is None:
        _say_why(merchant_id)
        st.stop()
    if asked not in (None, merchant_id):
        st.warning(ONLY_OWN, icon=":material/lock:")
    return profile


def _say_why(merchant_id: str | None) -> None:
    if merchant_id:
        st.info(f"This market has no shop '{merchant_id}'. Choose another market above.")
    else:
        st.info("Find a shop above, or open one from a list on **Merchants**.")


def _sentence(profile: pd.Series) -> str:
    facts = [profile["category"], profile["country"]]
    known = [str(fact) for fact in facts if isinstance(fact, str) and fact]
    known.append(counted(profile["products"], "product"))
    if profile["sellers"]:
        known.append(f"{counted(profile['sellers'], 'creator')} sold for it")
    if profile["creators"]:
        known.append(f"{counted(profile['creators'], 'creator')} worked with")
    return " · ".join(known)


def of_shop(view: View, shop: pd.Series) -> View:
    """The view cut to the shop, whose id the URL keeps."""
    return View(view.facts, view.slice.of(merchant_id=shop["merchant_id"]))


def headline(view: View) -> DeltaGenerator:
    """The shop's figures against the period before, and what its margin lacks; and the place for
    what of attributed GMV is new.
    """
    figures(view, headline_figures(view))
    if note := attributed_note(view):
        st.caption(note)
    return st.empty()


def attributed_note(view: View) -> str:
    """How much of GMV is attributed to creators; empty where none is."""
    now = ask(performance.totals, view.slice)
    if not now["attributed_gmv"]:
        return ""
    return f"{share(now['attributed_gmv'] / now['gmv'])} of GMV is attributed to creators"


def headline_figures(view: View) -> list[Figure]:
    """Net GMV, GMV, attributed GMV, refund rate and contribution margin."""
    now = ask(performance.totals, view.slice)
    before = ask(performance.totals, view.slice.previous)
    trend = ask(performance.daily_trend, view.slice)
    daily = trend.groupby("day").sum(numeric_only=True)
    refunds = per_each(daily["refunded"], daily["gmv"]).tolist()
    return [
        of_totals("net_gmv", now, before, daily["net_gmv"].tolist()),
        of_totals("gmv", now, before, daily["gmv"].tolist()),
        _attributed(view, now, before, daily["attributed_gmv"].tolist()),
        of_totals("refund_rate", now, before, refunds),
        _margin_figure(ask(margin, view.slice, "total"), ask(margin, view.slice.previous, "total")),
    ]


def _attributed(view: View, now: pd.Series, before: pd.Series, days: list[float]) -> Figure:
    if view.facts.creators:
        return of_totals("attributed_gmv", now, before, days)
    return Figure("attributed_gmv", None, note=f"not estimable: {_no_creators(view)}")


def _no_creators(view: View) -> str:
    return BRINGS if view.facts.has_unstated else "no creators in this market"


def _margin_figure(now: pd.DataFrame, before: pd.DataFrame) -> Figure:
    """The margin of a total, which has no row where nothing was sold or sent."""
    key = "contribution_margin"
    if now["margin"].notna().any():
        was = before["margin"].dropna()
        return Figure(key, float(now["margin"].iloc[0]), float(was.iloc[0]) if len(was) else None)
    lacking = [missing_note(row) + _remedy(row) for _, row in now.iterrows()]
    return Figure(key, None, note=f"not estimable: {(lacking or ['nothing was sold'])[0]}")


def _remedy(row: pd.Series) -> str:
    """Where to enter what a margin lacks; empty where nothing that can be entered would help."""
    return "; see Costs" if any(row[what] for what in ENTERED) else ""


def portfolio(view: View) -> None:
    """GMV per day by where it was sold, how much hangs on a few products, and every product."""
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(border=True):
        panels.draw(trend_panel(view), "shop-trend")
    with right, st.container(border=True):
        panels.draw(spread_panel(view, "product"), "spread-product")
    products = products_table(view)
    if len(products.rows):
        _products(view, products)


def trend_panel(view: View) -> Panel:
    """GMV per day as stacked bars by channel."""
    daily = in_major_units(
        ask(performance.daily_trend, view.slice), ["gmv", "attributed_gmv"], view.currency
    )
    if not daily["gmv"].any():
        return Panel.without(TREND, "Nothing was sold in these days.")
    unit = f"GMV, {symbol(view.currency)}"
    chart = charts.channel_bars(daily[daily["gmv"] > 0], "gmv", unit, view.slice.period)
    n = f"n = {counted(daily['sku_orders'].sum(), 'order line')}"
    has_credit = daily["attributed_gmv"].any()
    credit = "what is attributed is more than creators caused" if has_credit else ""
    note = " · ".join(filter(None, [n, credit, unstated_note(daily)]))
    return Panel(TREND, chart, note, "GMV per day by channel")


def products_table(view: View) -> Table:
    """Every product of the shop by net GMV."""
    keys = ["gmv", "sku_orders"]
    if view.facts.has_refunds:
        keys.insert(1, "refund_rate")
    if view.facts.creators:
        keys.insert(1, "attributed_share")
    if view.facts.has_clicks:
        keys.append("ctor_sku_orders")
    columns = {
        "title": st.column_config.TextColumn("Product", pinned=True, width=150),
        **metric_columns(["net_gmv"], view.currency),
        "change": money_column("Change", view.currency, "Net GMV less that of the period before."),
        **metric_columns(["contribution_margin"], view.currency),
        "trend": st.column_config.LineChartColumn(f"{view.slice.period.days} days", width="small"),
        **metric_columns(keys, view.currency),
    }
    rows = ask(product_ranking, view.slice).dropna(subset=["product_id"])
    rows = rows if view.is_compared else rows.assign(change=None)
    metrics = ["net_gmv", "contribution_margin", *keys]
    return Table("Products", rows, columns, metrics, ["change"])


def _products(view: View, products: Table) -> None:
    shown = products.first(MOST_ROWS, view.currency)
    trends = ask(product_trends, view.slice, tuple(shown["product_id"]))
    frame = shown.assign(trend=shown["product_id"].map(trends))
    chosen = entity_table(frame, products.columns, view.currency, "portfolio")
    with st.container(horizontal=True, vertical_alignment="center"):
        missing = _lacking(view, shown)
        lacks = f" · {missing} without a margin, for a cost is missing" if missing else ""
        st.caption(
            f"{len(shown):,} of {counted(len(products.rows), 'product')}{lacks} · "
            f"choose a row to open it"
        )
        download(view, "portfolio", {products.title: products.rows}, products.metrics)
    if chosen is not None:
        go_to("product", product=str(shown.iloc[chosen]["product_id"]))


def _lacking(view: View, shown: pd.DataFrame) -> int:
    """How many of the products have no margin because a cost is missing; one that sold nothing has
    none either, and lacks nothing.
    """
    costs = ask(margin, view.slice, "product")
    costs = costs[costs["product_id"].isin(shown["product_id"])]
    return sum(bool(missing_note(row)) for _, row in costs.iterrows())


def how_to_read(view: View) -> None:
    """Definitions, and what attributed GMV is not."""
    with st.expander("How to read this"):
        st.markdown(
            "**Attributed** GMV is what the platform credits to creators; part of it would have "
            "sold anyway. **Contribution margin** is net GMV less commission (actual, else "
            "estimated), platform fee, flat fees, samples and goods; where any of these is not "
            "known it is not estimable, never zero. Samples and flat fees count on the day they "
            f"were shipped or agreed. Days are local ({view.facts.time_zone})."
        )
