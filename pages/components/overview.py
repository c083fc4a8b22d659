"""What Overview opens with: the headline figures and the trend."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics import performance
from analytics.expected import WEEKS, campaign_days, campaigns, expected_band
from pages.components import charts
from pages.components.attention import needs_a_look
from pages.components.figures import Figure, figures, of_totals
from pages.components.filters import View
from pages.components.numbers import major, per_each, symbol
from pages.components.resources import ask


def headline(view: View) -> None:
    """Four or five figures against the period before."""
    now = ask(performance.totals, view.slice)
    before = ask(performance.totals, view.slice.previous)
    daily = ask(performance.daily_trend, view.slice).groupby("day").sum(numeric_only=True)
    shown = [of_totals(key, now, before, daily[key].tolist()) for key in ("gmv", "net_gmv")]
    if view.facts.is_sampled_lines:
        shown.append(of_totals("sku_orders", now, before, daily["sku_orders"].tolist()))
        note = "not estimable: order lines are a random sample, so orders are not whole"
        shown.append(Figure("aov", None, note=note))
    else:
        orders = ask(performance.daily_orders, view.slice)["orders"].tolist()
        shown.append(of_totals("orders", now, before, orders))
    rate = per_each(daily["refunded"], daily["gmv"]).tolist()
    shown.append(of_totals("refund_rate", now, before, rate))
    if view.facts.has_clicks:
        rate = per_each(daily["sku_orders"], daily["clicks"]).tolist()
        shown.append(of_totals("ctor_sku_orders", now, before, rate))
    figures(view, shown)


def trend(view: View) -> None:
    """GMV per day by where it was sold, with the band that the weeks before lead to expect."""
    with st.container(border=True):
        st.subheader("GMV per day, by where it was sold", anchor=False)
        wide = view.slice.of(period=view.slice.period.widened(7 * WEEKS))
        history = ask(performance.daily_trend, wide)
        history["gmv"] = [major(value, view.currency) for value in history["gmv"]]
        period = view.slice.period
        first_day = pd.Timestamp(period.first_day)
        shown = history[history["day"] >= first_day]
        if shown.empty:
            st.info("Nothing was sold in these days.")
            return
        unit = f"GMV, {symbol(view.currency)}"
        layers: list[alt.Chart | alt.LayerChart] = [charts.channel_bars(shown, "gmv", unit, period)]
        per_day = history.groupby("day")["gmv"].sum()
        found = ask(campaigns, wide.period)
        band = expected_band(per_day, first_day, campaign_days(found))
        expected = band.rename_axis("day").reset_index().dropna()
        if len(expected):
            layers.append(charts.band(expected, unit, period))
        found = found[pd.to_datetime(found["ends_on"]) >= first_day]
        if len(found):
            layers.append(charts.notes(found, period))
        st.altair_chart(
            alt.layer(*layers), alt="GMV per day as stacked bars by channel", key="trend"
        )
        st.caption(
            f"n = {shown['sku_orders'].sum():,.0f} order lines · dashed: expected from the same "
            f"weekday of {WEEKS} weeks before, campaign days left out, with its 80 % band"
        )


def attention(view: View) -> None:
    """What someone should act upon, each line a way to the page that shows it."""
    with st.container(border=True):
        st.subheader("Needs a look", anchor=False)
        needs_a_look(view)
