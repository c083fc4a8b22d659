"""Why GMV moved, and the funnel behind it."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics import performance
from analytics.decomposition import funnel_parts
from analytics.metrics import METRICS
from pages.components import charts
from pages.components.colours import CHANNEL_LABELS, TEXT
from pages.components.filters import View
from pages.components.numbers import count, counted, major, money, share, symbol
from pages.components.resources import ask

FACTORS = {
    "impressions": "Impressions",
    "clicks": "Clicks",
    "orders": "Orders",
    "clicks / impressions": "CTR",
    "orders / clicks": METRICS["ctor_orders"].label,
    "gmv / orders": "AOV",
    "sku_orders": "Order lines",
    "sku_orders / clicks": METRICS["ctor_sku_orders"].label,
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
        st.caption(
            "The parts sum to the change; against the "
            f"{counted(view.slice.period.days, 'day')} before"
        )


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
        others = pd.DataFrame({"name": [counted(len(moved) - most, "other")], "change": [rest]})
        shown = pd.concat([shown, others])
    return shown


def funnel(view: View, what: str = "these filters") -> None:
    """From impression to click to order line, each step with its rate of the one above."""
    with st.container(border=True):
        st.subheader("Funnel", anchor=False)
        steps = funnel_steps(ask(performance.totals, view.slice))
        if len(steps) < 2:
            st.info(_no_funnel(view, what))
            return
        st.altair_chart(_funnel_chart(steps), alt="Funnel of counts")
        st.caption(" · ".join(["Bars on a logarithmic scale", *_beside_the_funnel(view)]))


def funnel_steps(totals: pd.Series) -> pd.DataFrame:
    """Each step that was counted: step, n, and as text n with its share of the step above.

    Views are no step: organic traffic and product cards are clicked without one.
    """
    chain = ["impressions", "clicks", "sku_orders"]
    rates = {"clicks": "ctr", "sku_orders": "ctor_sku_orders"}
    known = [key for key in chain if totals[key] > 0]
    texts = []
    for key in known:
        rate = rates.get(key)
        is_below = key != known[0] and chain[chain.index(key) - 1] in known
        of_above = f" · {METRICS[rate].label} {share(totals[rate])}" if rate and is_below else ""
        texts.append(count(totals[key]) + of_above)
    labels = [METRICS[key].label for key in known]
    return pd.DataFrame({"step": labels, "n": [float(totals[key]) for key in known], "text": texts})


def _funnel_chart(steps: pd.DataFrame) -> alt.LayerChart:
    """Bars with their text behind them, for which the scale leaves room."""
    scale = alt.Scale(type="symlog", domain=[0, float(steps["n"].max()) ** 2])
    base = alt.Chart(steps).encode(
        y=alt.Y("step:N", sort=None, title=None),
        x=alt.X("n:Q", scale=scale, axis=None),
        tooltip=["step:N", alt.Tooltip("n:Q", format=",.0f", title="n")],
    )
    texts = base.mark_text(align="left", dx=6, color=TEXT).encode(text="text:N")
    bars = base.mark_bar(color=charts.ACCENT, opacity=0.85)
    return (bars + texts).properties(height=alt.Step(34))


def _beside_the_funnel(view: View) -> list[str]:
    """Counts that are no step of it: carts, and views, which live and video alone have."""
    carts = ask(performance.totals, view.slice)["add_to_carts"]
    told = [f"put into a cart: {count(carts)}"] if carts else []
    channels = ask(performance.by_channel, view.slice).set_index("channel")["views"]
    watched = [
        f"{CHANNEL_LABELS[key].lower()} {count(channels[key])}"
        for key in ("live", "video")
        if channels.get(key, 0)
    ]
    return [*told, *([f"views: {', '.join(watched)}"] if watched else [])]


def _no_funnel(view: View, what: str) -> str:
    if view.facts.has_clicks or view.facts.has_impressions:
        return f"No impressions or clicks on record for {what} in these days."
    return "Not estimable: no clicks in this market. Behaviour events would bring them."
