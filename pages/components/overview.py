"""What Overview opens with: the headline figures and the trend."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics import performance
from analytics.expected import WEEKS, campaign_days, campaigns, expected_band
from pages.components import charts, panels
from pages.components.attention import needs_a_look
from pages.components.figures import Figure, figures, of_totals
from pages.components.filters import View
from pages.components.numbers import per_each, symbol
from pages.components.panels import Panel
from pages.components.resources import ask
from pages.components.tables import in_major_units
from pages.components.unstated import unstated_note

TREND = "GMV per day, by where it was sold"


def headline(view: View) -> None:
    """Four or five figures against the period before."""
    figures(view, headline_figures(view))


def headline_figures(view: View) -> list[Figure]:
    """GMV, net GMV, orders, refund rate and, where clicks are known, CTOR."""
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
    return shown


def trend(view: View) -> None:
    """GMV per day by where it was sold, with the band that the weeks before lead to expect."""
    with st.container(border=True):
        panels.draw(trend_panel(view), "trend")


def trend_panel(view: View) -> Panel:
    """Stacked bars per day by channel, over what the same weekdays lead to expect."""
    period = view.slice.period
    wide = view.slice.of(period=period.widened(7 * WEEKS))
    history = ask(performance.daily_trend, wide)
    history = in_major_units(history, ["gmv", "attributed_gmv"], view.currency)
    shown = history[history["day"] >= pd.Timestamp(period.first_day)]
    if shown.empty:
        return Panel.without(TREND, "Nothing was sold in these days.")
    note = (
        f"n = {shown['sku_orders'].sum():,.0f} order lines · dashed: expected from the same "
        f"weekday of {WEEKS} weeks before, campaign days left out, with its 80 % band"
    )
    chart = _against_expected(history, shown, view)
    note = " · ".join(filter(None, [note, unstated_note(shown)]))
    return Panel(TREND, chart, note, "GMV per day as stacked bars by channel")


def _against_expected(history: pd.DataFrame, shown: pd.DataFrame, view: View) -> alt.LayerChart:
    period, first_day = view.slice.period, pd.Timestamp(view.slice.period.first_day)
    unit = f"GMV, {symbol(view.currency)}"
    layers: list[alt.Chart | alt.LayerChart] = [charts.channel_bars(shown, "gmv", unit, period)]
    found = ask(campaigns, period.widened(7 * WEEKS))
    band = expected_band(history.groupby("day")["gmv"].sum(), first_day, campaign_days(found))
    expected = band.rename_axis("day").reset_index().dropna()
    if len(expected):
        layers.append(charts.band(expected, unit, period))
    found = found[pd.to_datetime(found["ends_on"]) >= first_day]
    if len(found):
        layers.append(charts.notes(found, period))
    return alt.LayerChart(layer=layers)


def attention(view: View) -> None:
    """What someone should act upon, each line a way to the page that shows it."""
    with st.container(border=True):
        st.subheader("Needs a look", anchor=False)
        needs_a_look(view)
