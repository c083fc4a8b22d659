"""Why GMV moved, and the funnel behind it."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics import performance
from analytics.decomposition import funnel_parts
from pages.components import charts
from pages.components.colours import CHANNEL_LABELS
from pages.components.filters import View
from pages.components.numbers import count, is_missing, major, money, share, symbol
from pages.components.resources import ask

FACTORS = {
    "impressions": "Impressions",
    "clicks": "Clicks",
    "orders": "Orders",
    "clicks / impressions": "CTR",
    "orders / clicks": "CTOR",
    "gmv / orders": "AOV",
    "sku_orders": "Order lines",
    "sku_orders / clicks": "CTOR (SKU orders)",
    "gmv / sku_orders": "GMV per line",
}


def why(view: View) -> None:
    """The change in GMV: by the funnel's factors, then by products, creators or channels."""
    with st.container(border=True):
        now = ask(performance.totals, view.slice)
        before = ask(performance.totals, view.slice.previous)
        total = now["gmv"] - before["gmv"]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(f"Why GMV moved by {money(total, view.currency)}", anchor=False)
            choice = st.segmented_control(
                "Split by",
                ["funnel", *performance.DIMENSIONS],
                default="funnel",
                required=True,
                format_func=str.capitalize,
                key="why",
                bind="query-params",
                label_visibility="collapsed",
            )
        if choice == "funnel":
            frame = _funnel_change(now, before, is_sampled=view.facts.is_sampled_lines)
        else:
            frame = _moved(view, choice or "")
        if frame.empty:
            st.info("One of the periods has no sales, so the change cannot be split.")
            return
        frame["change"] = [major(value, view.currency) for value in frame["change"]]
        unit = f"Change in GMV, {symbol(view.currency)}"
        st.altair_chart(charts.bars(frame, "name", "change", unit), alt="Change in GMV by part")
        st.caption(f"The parts sum to the change; against the {view.slice.period.days} days before")


def _funnel_change(now: pd.Series, before: pd.Series, *, is_sampled: bool) -> pd.DataFrame:
    parts = funnel_parts(now, before, "sku_orders" if is_sampled else "orders")
    return pd.DataFrame(
        {"name": [FACTORS[p.factor] for p in parts], "change": [p.change for p in parts]}
    )


def _moved(view: View, dimension: str, most: int = 8) -> pd.DataFrame:
    """The largest changes, and the rest in one row, so that the parts sum to the total."""
    moved = ask(performance.movers, view.slice, dimension)
    moved["name"] = moved["name"].map(CHANNEL_LABELS).fillna(moved["name"]).fillna("Unattributed")
    rest = moved["change"].iloc[most:].sum()
    shown = moved[["name", "change"]].head(most)
    if len(moved) > most:
        others = pd.DataFrame({"name": [f"{len(moved) - most} others"], "change": [rest]})
        shown = pd.concat([shown, others])
    return shown


def funnel(view: View) -> None:
    """From impression to order, each step with its rate."""
    with st.container(border=True):
        st.subheader("Funnel", anchor=False)
        now = ask(performance.totals, view.slice)
        steps = ["impressions", "views", "clicks", "add_to_carts", "sku_orders"]
        labels = ["Impressions", "Views", "Clicks", "Add to cart", "SKU orders"]
        frame = pd.DataFrame({"step": labels, "n": [float(now[key]) for key in steps]})
        frame = frame[frame["n"] > 0]
        if len(frame) < 2:
            st.info("Not estimable: no clicks here. Behaviour events would bring it.")
            return
        frame["rate"] = frame["n"] / frame["n"].shift()
        frame["text"] = [
            count(n) if is_missing(rate) else f"{count(n)} · {share(rate)}"
            for n, rate in zip(frame["n"], frame["rate"], strict=True)
        ]
        base = alt.Chart(frame).encode(y=alt.Y("step:N", sort=None, title=None))
        bars = base.mark_bar(color=charts.ACCENT, opacity=0.85).encode(
            x=alt.X("n:Q", scale=alt.Scale(type="symlog"), axis=None),
            tooltip=["step:N", alt.Tooltip("n:Q", format=",.0f", title="n")],
        )
        texts = base.mark_text(align="left", dx=4).encode(
            x=alt.value(4), text="text:N", color=alt.value("white")
        )
        st.altair_chart((bars + texts).properties(height=200), alt="Funnel of counts")
        st.caption("Bars on a logarithmic scale · rate: share of the step above")
