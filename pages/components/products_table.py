"""The ranking of products: what to rank by, the rows, what cannot be told, the download."""

import pandas as pd
import streamlit as st

from analytics.margin import margin, missing_note
from analytics.products import flagged_lines, product_ranking, product_trends
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.links import go_to
from pages.components.marks import choose_tagged
from pages.components.numbers import counted
from pages.components.resources import ask
from pages.components.tables import (
    entity_table,
    in_major_units,
    metric_columns,
    money_column,
)

MIN_N = 30
MOST_ROWS = 200
MONEY = ["net_gmv_before", "change"]
# What one can rank by: its label, and for a ratio the column that counts what stands behind it.
RANKS = {
    "net_gmv": ("Net GMV", None),
    "change": ("Change", None),
    "clicks": ("Clicks", None),
    "ctor_sku_orders": ("CTOR", "clicks"),
    "attributed_share": ("Attributed share", "sku_orders"),
    "refund_rate": ("Refund rate", "sku_orders"),
    "growth": ("Growth", "sku_orders"),
    "contribution_margin": ("Contribution margin", None),
}


def ranking(view: View) -> None:
    """The ranking: search, what to rank by, the rows, their download."""
    with st.container(border=True):
        text, key, is_thin_shown, tagged = _choose_rank(view)
        found = ask(product_ranking, view.slice, text)
        if tagged is not None:
            found = found[found["product_id"].isin(tagged)]
        ranked = _ranked(found, key, is_thin_shown)
        if ranked.empty:
            st.info("No product has these words and enough orders or clicks to be ranked so.")
            return
        shown = ranked.head(MOST_ROWS)
        chosen = entity_table(_cells(shown, view), _columns(found, view), view.currency, "products")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_told(view, len(shown), len(ranked), len(found)), width="stretch")
            keys = [name for name in found.columns if name in _metrics(view)]
            also = {"search": text or "none", "ranked by": RANKS[key][0]}
            also |= {"tagged": ", ".join(tagged)} if tagged is not None else {}
            download(view, "products", {"Products": ranked}, keys, also)
    if chosen is not None and isinstance(picked := shown.iloc[chosen]["product_id"], str):
        go_to("product", product=picked)


def _choose_rank(view: View) -> tuple[str, str, bool, tuple[str, ...] | None]:
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters-rank"):
        text = st.text_input(
            "Search", type="search", key="search", width=260, bind="query-params", live=True
        )
        tagged = choose_tagged("product")
        key = st.selectbox(
            "Rank by",
            _ranks(view),
            format_func=lambda rank: RANKS[rank][0],
            key="rank",
            width=190,
            bind="query-params",
        )
        is_ratio = RANKS[key][1] is not None
        is_thin = is_ratio and st.toggle(f"Also n < {MIN_N}", key="thin", bind="query-params")
    return text or "", key, is_thin, tagged


def _ranks(view: View) -> list[str]:
    """What this market can rank products by."""
    if not view.facts.has_orders:
        return ["clicks"]
    return [key for key in RANKS if key != "refund_rate" or view.facts.has_refunds]


def _ranked(found: pd.DataFrame, key: str, is_thin_shown: bool) -> pd.DataFrame:
    n = RANKS[key][1]
    is_thick = True if n is None or is_thin_shown else found[n] >= MIN_N
    return found[is_thick & found[key].notna()].sort_values(key, ascending=False, kind="stable")


def _cells(shown: pd.DataFrame, view: View) -> pd.DataFrame:
    trends = ask(product_trends, view.slice, tuple(shown["product_id"].dropna()))
    frame = in_major_units(shown, MONEY, view.currency).assign(
        trend=shown["product_id"].map(trends), growth=100 * shown["growth"]
    )
    if view.is_compared:
        return frame
    return frame.assign(growth=None, change=None)


def _metrics(view: View) -> list[str]:
    """The measures that this market can tell, in the order of the table."""
    facts = view.facts
    keys = ["gmv"] if facts.has_orders else []
    keys += ["attributed_share"] if facts.has_orders and facts.creators else []
    keys += ["sku_orders" if facts.is_sampled_lines else "orders"] if facts.has_orders else []
    keys += ["impressions"] if facts.has_impressions else []
    keys += ["clicks"] if facts.has_clicks else []
    keys += ["ctr"] if facts.has_impressions and facts.has_clicks else []
    keys += ["ctor_sku_orders"] if facts.has_clicks and facts.has_orders else []
    keys += ["refund_rate"] if facts.has_refunds else []
    keys += ["aov"] if facts.has_orders and not facts.is_sampled_lines else []
    return keys + (["contribution_margin"] if facts.has_costs else [])


def _columns(found: pd.DataFrame, view: View) -> dict[str, object]:
    config = st.column_config
    money = {
        **metric_columns(["net_gmv"], view.currency),
        "growth": config.NumberColumn(
            "Change, %", help="Net GMV against the period before.", format="%+.0f"
        ),
        "trend": config.LineChartColumn(f"{view.slice.period.days} days", width="small"),
        "change": money_column("Change", view.currency, "Net GMV less that of the period before."),
    }
    return {
        "title": config.TextColumn("Product", pinned=True, width="medium"),
        **(money if view.facts.has_orders else {}),
        **metric_columns(_metrics(view), view.currency),
        "shop": config.TextColumn("Shop"),
        **({"category": config.TextColumn("Category")} if found["category"].notna().any() else {}),
    }


def _told(view: View, shown: int, ranked: int, found: int) -> str:
    told = [f"{shown:,} of {counted(found, 'product')}"]
    if ranked < found:
        told.append(f"{found - ranked:,} cannot be ranked so, or on fewer than {MIN_N}")
    if view.facts.is_sampled_lines:
        told.append("AOV, units per order and co-purchase not estimable: lines are a sample")
    if view.facts.has_orders:
        flagged = ask(flagged_lines, view.slice)
        if flagged["lines"]:
            told.append(
                f"{counted(flagged['lines'], 'line')} with a quantity that cannot be (up to "
                f"{flagged['largest']:,}): the money counts, the units do not"
            )
        total = ask(margin, view.slice, "total")
        if len(total) and (note := missing_note(total.iloc[0])):
            told.append(f"margin of all not estimable: {note}")
    return " · ".join([*told, "click a name to open it"])
