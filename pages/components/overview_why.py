"""Why GMV moved, and the funnel behind it."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics import performance
from analytics.decomposition import funnel_parts
from analytics.metrics import METRICS
from pages.components import charts, panels
from pages.components.colours import CHANNEL_LABELS, TEXT
from pages.components.filters import NOT_COMPARED, View
from pages.components.numbers import count, counted, major, money, share, symbol
from pages.components.panels import Panel
from pages.components.resources import ask
from pages.components.tables import Table, metric_columns, money_column

FUNNEL = "funnel"
WORDS = {"merchant": "shop"}
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
        with st.container(horizontal=True, vertical_alignment="center"):
            heading = st.container()
            choice = st.segmented_control(
                "Split by",
                [FUNNEL, *performance.DIMENSIONS],
                default=FUNNEL,
                required=True,
                format_func=str.capitalize,
                key="why",
                bind="query-params",
                label_visibility="collapsed",
            )
        panel = change_panel(view, choice or FUNNEL)
        heading.subheader(panel.heading, anchor=False)
        panels.body(panel, "why-bars")


def change_panel(view: View, split_by: str = FUNNEL) -> Panel:
    """By how much GMV changed, a bar per part: the funnel's factors, or values of a dimension."""
    now = ask(performance.totals, view.slice)
    before = ask(performance.totals, view.slice.previous)
    if not view.is_compared:
        return Panel.without("Why GMV moved", NOT_COMPARED)
    heading = f"Why GMV moved by {money(now['gmv'] - before['gmv'], view.currency)}"
    if split_by == FUNNEL:
        frame = _funnel_change(now, before, is_sampled=view.facts.is_sampled_lines)
    else:
        frame = _moved(view, split_by)
    if frame.empty:
        why_not = "One of the periods has no sales, so the change cannot be split."
        return Panel.without(heading, why_not)
    frame["change"] = [major(value, view.currency) for value in frame["change"]]
    chart = charts.bars(frame, "name", "change", f"Change in GMV, {symbol(view.currency)}")
    against = f"against the {counted(view.slice.period.days, 'day')} before"
    note = f"The parts sum to the change; {against}"
    return Panel(heading, chart, note, "Change in GMV by part")


def moved_table(view: View, dimension: str) -> Table:
    """GMV now and before of every value of a dimension, the largest change first."""
    word = WORDS.get(dimension, dimension)
    columns = {
        "name": word.capitalize(),
        "change": money_column("Change in GMV", view.currency),
        "gmv": money_column("GMV", view.currency),
        "gmv_before": money_column("GMV before", view.currency),
        **metric_columns(["sku_orders"], view.currency),
    }
    rows = _by_name(ask(performance.movers, view.slice, dimension), dimension)
    if not view.is_compared:
        sold = rows[rows["gmv"] != 0].sort_values("gmv", ascending=False)
        rows = sold.assign(change=None, gmv_before=None)
    title = f"GMV by {word}, before and now"
    return Table(title, rows, columns, ["gmv", "sku_orders"], ("change", "gmv_before"))


def _funnel_change(now: pd.Series, before: pd.Series, *, is_sampled: bool) -> pd.DataFrame:
    parts = funnel_parts(now, before, "sku_orders" if is_sampled else "orders")
    return pd.DataFrame(
        {"name": [FACTORS[p.factor] for p in parts], "change": [p.change for p in parts]}
    )


def _moved(view: View, dimension: str, most: int = 8) -> pd.DataFrame:
    """The largest changes, and the rest in one row, so that the parts sum to the total."""
    moved = _by_name(ask(performance.movers, view.slice, dimension), dimension)
    rest = moved["change"].iloc[most:].sum()
    shown = moved[["name", "change"]].head(most)
    if len(moved) > most:
        others = pd.DataFrame({"name": [counted(len(moved) - most, "other")], "change": [rest]})
        shown = pd.concat([shown, others])
    return shown


def _by_name(moved: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """Values by the name that people know; sales without one are said to have none, which for
    creators is organic sales as well as those that nobody says who led to.
    """
    named = moved["name"].map(CHANNEL_LABELS).fillna(moved["name"])
    return moved.assign(name=named.fillna(f"No {WORDS.get(dimension, dimension)}"))


def funnel(view: View, what: str = "these filters") -> None:
    """From impression to click to order line, each step with its rate of the one above."""
    with st.container(border=True):
        panels.draw(funnel_panel(view, what), "funnel")


def funnel_panel(view: View, what: str = "these filters") -> Panel:
    """A bar per step that was counted, on a logarithmic scale."""
    steps = funnel_steps(ask(performance.totals, view.slice))
    if len(steps) < 2:
        return Panel.without("Funnel", _no_funnel(view, what))
    note = " · ".join(["Bars on a logarithmic scale", *_beside_the_funnel(view)])
    return Panel("Funnel", _funnel_chart(steps), note, "Funnel of counts")


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
