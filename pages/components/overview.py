"""What Overview is made of, from top to bottom."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics import performance
from analytics.decomposition import funnel_parts
from analytics.expected import WEEKS, expected_band
from pages.components import charts
from pages.components.attention import needs_a_look
from pages.components.colours import CHANNEL_LABELS
from pages.components.downloads import download
from pages.components.figures import Figure, figures, of_totals
from pages.components.filters import View
from pages.components.numbers import count, day, is_missing, major, money, share, symbol
from pages.components.resources import ask
from pages.components.tables import in_screen_units, metric_columns

FACTORS = {
    "impressions": "Impressions",
    "clicks": "Clicks",
    "orders": "Orders",
    "clicks / impressions": "CTR",
    "orders / clicks": "CTOR",
    "gmv / orders": "AOV",
}


def headline(view: View) -> None:
    """Four or five figures against the period before."""
    now = ask(performance.totals, view.slice)
    before = ask(performance.totals, view.slice.previous)
    daily = ask(performance.daily_trend, view.slice).groupby("day").sum(numeric_only=True)
    facts = view.facts
    shown: list[Figure] = []
    if facts.has_orders:
        shown += [of_totals(key, now, before, daily[key].tolist()) for key in ("gmv", "net_gmv")]
        orders = ask(performance.daily_orders, view.slice)["orders"].tolist()
        if facts.is_sampled_lines:
            lines = daily["sku_orders"].tolist()
            shown.append(of_totals("sku_orders", now, before, lines))
            shown.append(Figure("aov", None, note="not estimable"))
        else:
            shown.append(of_totals("orders", now, before, orders))
        rate = (daily["refunded"] / daily["gmv"]).fillna(0).tolist()
        shown.append(of_totals("refund_rate", now, before, rate))
    if facts.has_clicks and facts.has_orders:
        rate = (daily["sku_orders"] / daily["clicks"]).fillna(0).tolist()
        shown.append(of_totals("ctor_sku_orders", now, before, rate))
    figures(view, shown)


def trend(view: View) -> None:
    """GMV per day by where it was sold, with the band that the weeks before lead to expect."""
    with st.container(border=True):
        st.subheader("GMV per day, by where it was sold", anchor=False)
        wide = view.slice.of(period=view.slice.period.widened(7 * WEEKS))
        history = ask(performance.daily_trend, wide)
        history["gmv"] = [major(value, view.currency) for value in history["gmv"]]
        first_day = pd.Timestamp(view.slice.period.first_day)
        shown = history[history["day"] >= first_day]
        if shown.empty:
            st.info("Nothing was sold in these days.")
            return
        unit = f"GMV, {symbol(view.currency)}"
        layers: list[alt.Chart | alt.LayerChart] = [charts.channel_bars(shown, "gmv", unit)]
        per_day = history.groupby("day")["gmv"].sum()
        expected = expected_band(per_day, first_day).rename_axis("day").reset_index().dropna()
        if len(expected):
            layers.insert(0, charts.band(expected, unit))
        st.altair_chart(
            alt.layer(*layers), alt="GMV per day as stacked bars by channel", key="trend"
        )
        st.caption(
            f"n = {shown['sku_orders'].sum():,.0f} order lines · dashed: expected from the same "
            f"weekday of {WEEKS} weeks before, with its 80 % band"
        )


def attention(view: View) -> None:
    """What someone should act upon, each line a way to the page that shows it."""
    with st.container(border=True):
        st.subheader("Needs a look", anchor=False)
        needs_a_look(view)


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
        frame = _funnel_change(now, before) if choice == "funnel" else _moved(view, choice or "")
        if frame.empty:
            st.info("One of the periods has no sales, so the change cannot be split.")
            return
        frame["change"] = [major(value, view.currency) for value in frame["change"]]
        unit = f"Change in GMV, {symbol(view.currency)}"
        st.altair_chart(charts.bars(frame, "name", "change", unit), alt="Change in GMV by part")
        st.caption(f"The parts sum to the change; against the {view.slice.period.days} days before")


def _funnel_change(now: pd.Series, before: pd.Series) -> pd.DataFrame:
    parts = funnel_parts(now, before)
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
            st.info("Not estimable: this market has orders but no traffic events.")
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


def more(view: View) -> None:
    """Channels, categories by weekday; drawn only when opened."""
    with st.expander("More: channels, GPM, categories by weekday", on_change="rerun") as opened:
        if not opened.open:
            return
        channels = ask(performance.by_channel, view.slice)
        keys = ["gmv", "net_gmv", "sku_orders", "ctr", "ctor_sku_orders", "watch_gpm", "show_gpm"]
        keys += ["refund_rate"]
        shown = in_screen_units(channels, view.currency)
        shown["channel"] = shown["channel"].map(CHANNEL_LABELS)
        st.dataframe(
            shown,
            column_order=["channel", *keys],
            column_config={"channel": "Channel", **metric_columns(keys, view.currency)},
            hide_index=True,
        )
        heat = ask(performance.category_heat, view.slice)
        st.altair_chart(_heat(heat, view), alt="GMV by category and weekday")
        download(view, "overview", {"Channels": channels, "Categories": heat}, keys)


def _heat(heat: pd.DataFrame, view: View) -> alt.Chart:
    names = dict(enumerate(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], start=1))
    frame = heat.assign(
        weekday=heat["weekday"].map(names),
        gmv=[major(value, view.currency) for value in heat["gmv"]],
    )
    unit = f"GMV, {symbol(view.currency)}"
    return (
        alt.Chart(frame)
        .mark_rect()
        .encode(
            x=alt.X("weekday:N", sort=list(names.values()), title=None),
            y=alt.Y("category:N", title=None, axis=alt.Axis(labelLimit=170)),
            color=alt.Color("gmv:Q", title=unit),
            tooltip=["category:N", "weekday:N", alt.Tooltip("gmv:Q", format=",.0f", title=unit)],
        )
    )


def how_to_read(view: View) -> None:
    """Definitions, sample size and uncertainty in a few lines."""
    with st.expander("How to read this"):
        st.markdown(
            "**GMV** counts paid orders by payment time, cancelled and refunded ones included; "
            "**net GMV** takes those out again, on the day of the sale. "
            f"Days are local ({view.facts.time_zone}); the period ends with the last complete day "
            f"of the data, {day(view.slice.period.last_day, has_year=True)}. "
            "**Attributed** GMV is what the platform credits to creators, which is more than what "
            "they caused."
        )
