"""What Product is made of: who it is, figures, sales, price, margin, refunds."""

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from analytics import performance
from analytics.margin import margin, missing_costs
from analytics.market import MarketFacts
from analytics.product import ProductProfile, price_history, refund_weeks
from analytics.products import flagged_lines
from analytics.promotions import running_promotions
from pages.components import charts, panels, product_charts
from pages.components.cascade import LEFT_OVER, cascade_panel, not_estimable
from pages.components.figures import Figure, figures, of_totals
from pages.components.filters import View
from pages.components.links import link
from pages.components.marks import marks
from pages.components.numbers import counted, day, major, money, symbol
from pages.components.panels import Panel
from pages.components.product_lists import partners
from pages.components.products import per_day
from pages.components.resources import ask
from pages.components.sample_reports import not_entered
from pages.components.search import pick_product
from pages.components.tables import in_major_units
from pages.components.words import plain, short

WEEKS = 26
OF_PRODUCT = "of this product"
SOLD = "Net GMV per day: organic, creators, product card"
PRICE = "Price paid and list price"
REFUNDS = "Refunds by week of the sale"
NO_QUANTITY = "Not estimable: no order line has a plausible quantity to divide its money by."


def about(profile: ProductProfile) -> str:
    """Brand, category, list price, first day on sale and id, as far as they are known."""
    known = [profile.brand if profile.brand != profile.title else None, profile.category_path]
    if profile.price is not None and profile.currency:
        known.append(f"list price {money(profile.price, profile.currency, is_compact=False)}")
    if profile.listed_on:
        known.append(f"listed {day(profile.listed_on, has_year=True)}")
    if profile.product_id != profile.title:
        known.append(profile.product_id)
    return plain(" · ".join(short(text) for text in known if text))


def ways(profile: ProductProfile, facts: MarketFacts) -> None:
    """To another product, to the shop, to creators for this product."""
    with st.container(horizontal=True, vertical_alignment="center", key="ways"):
        pick_product("Another product")
        shop = plain(short(profile.shop or profile.merchant_id))
        link("merchant", shop, icon=":material/storefront:", merchant=profile.merchant_id)
        if facts.creators:
            named = {"product": profile.product_id}
            link("matches", "Find creators", icon=":material/join_inner:", **named)
        marks("product", profile.product_id)


def headline(view: View) -> None:
    """The product's figures against the period before."""
    figures(view, headline_figures(view))
    if note := flagged_note(view):
        st.caption(f":material/flag: {note}")


def headline_figures(view: View) -> list[Figure]:
    """Net GMV, orders and rates, as far as the market knows them."""
    now = ask(performance.totals, view.slice)
    before = ask(performance.totals, view.slice.previous)
    facts, series = view.facts, per_day(view)
    orders = "sku_orders" if facts.is_sampled_lines else "orders"
    keys = ["net_gmv", orders, "refund_rate"] if facts.has_orders else []
    keys[2:2] = ["attributed_share"] if facts.has_orders and facts.creators else []
    if facts.has_clicks:
        keys.insert(3, "ctor_sku_orders" if facts.has_orders else "clicks")
    shown = [of_totals(key, now, before, series[key].tolist()) for key in keys]
    if facts.is_sampled_lines:
        note = "not estimable: lines are a sample"
        shown += [Figure("aov", None, note=note), Figure("units_per_order", None, note=note)]
    return shown


def flagged_note(view: View) -> str:
    """How many lines have an implausible quantity; empty where none has."""
    flagged = ask(flagged_lines, view.slice)
    if not flagged["lines"]:
        return ""
    return (
        f"{counted(flagged['lines'], 'order line')} with a quantity that cannot be "
        f"(up to {flagged['largest']:,}): the money counts, the units do not."
    )


def sold(view: View) -> None:
    """Net GMV per day by where it was sold."""
    with st.container(border=True):
        panels.draw(sold_panel(view), "sold")


def sold_panel(view: View) -> Panel:
    """Net GMV per day as stacked bars by channel."""
    daily = ask(performance.daily_trend, view.slice)
    daily = daily[daily["sku_orders"] > 0]
    if daily.empty:
        return Panel.without(SOLD, _nothing_sold(view))
    daily = daily.assign(net_gmv=[major(value, view.currency) for value in daily["net_gmv"]])
    unit = f"Net GMV, {symbol(view.currency)}"
    chart = charts.channel_bars(daily, "net_gmv", unit, view.slice.period)
    note = f"n = {counted(daily['sku_orders'].sum(), 'order line')} · credit is not effect"
    return Panel(SOLD, chart, note, "Net GMV per day as stacked bars by channel")


def left_over(view: View, profile: ProductProfile) -> None:
    """The contribution margin cost by cost, or what is missing and where to enter it."""
    with st.container(border=True):
        if panels.draw(left_over_panel(view), "cascade") and (lacking := lacking_note(view)):
            st.warning(lacking, icon=":material/edit_note:")
            link(
                "merchant",
                f"Enter costs of {plain(short(profile.shop or profile.merchant_id))}",
                icon=":material/edit:",
                merchant=profile.merchant_id,
            )


def left_over_panel(view: View) -> Panel:
    """Net GMV less each cost that is known."""
    rows = ask(margin, view.slice, "total")
    if rows.empty:
        return Panel.without(LEFT_OVER, _nothing_sold(view))
    drawn = cascade_panel(rows.iloc[0], view.currency)
    return replace(drawn, note=" · ".join(filter(None, [drawn.note, not_entered(view)])))


def lacking_note(view: View) -> str:
    """Why the margin is not estimable and what is to be entered; empty where it is known."""
    rows = ask(margin, view.slice, "total")
    sentence = "" if rows.empty else not_estimable(rows.iloc[0])
    missing = " and ".join(ask(missing_costs, view.slice)["missing"]) if sentence else ""
    return f"{sentence} To enter: {missing}." if missing else sentence


def price(view: View) -> None:
    """What a unit cost shoppers, against its list price, over half a year."""
    with st.container(border=True):
        panels.draw(price_panel(view), "prices")


def price_panel(view: View) -> Panel:
    """Price paid and list price per day, with promotions."""
    wide = _half_a_year(view)
    history = ask(price_history, wide.slice)
    if history.empty:
        is_sold = ask(flagged_lines, wide.slice)["lines"] > 0
        return Panel.without(PRICE, NO_QUANTITY if is_sold else _nothing_sold(wide))
    frame = in_major_units(history, ["paid", "listed"], view.currency)
    promotions = _clipped(ask(running_promotions, wide.slice), wide)
    chart = product_charts.prices(frame, promotions, wide.slice.period, symbol(view.currency))
    marked = f" · red: {counted(len(promotions), 'promotion')}" if len(promotions) else ""
    note = (
        f"{_days(wide)} · grey: list price, green: mean price paid, between them the discount"
        f"{marked} · n = {counted(history['lines'].sum(), 'order line')}"
    )
    return Panel(PRICE, chart, note, "Price paid and list price per day, with promotions")


def refunds(view: View, what: str = OF_PRODUCT) -> None:
    """How much of each week's sales came back, with what is still provisional; `what` was sold."""
    with st.container(border=True):
        panels.draw(refunds_panel(view, what), "refunds")


def refunds_panel(view: View, what: str = OF_PRODUCT) -> Panel:
    """Refund rate per week of the sale."""
    wide = _half_a_year(view)
    known_until: date | None = view.facts.last_day
    weeks = ask(refund_weeks, wide.slice, known_until)
    if weeks.empty:
        return Panel.without(REFUNDS, _nothing_sold(wide, what))
    n = counted(weeks["lines"].sum(), "order line")
    if not weeks["refunded_lines"].any():
        return Panel.without(REFUNDS, f"No refund is known: {_days(wide)}, n = {n}.")
    lag = f"refunds come up to {view.facts.refund_lag_days} days after the sale"
    young = f" · pale: provisional, {lag}" if weeks["is_provisional"].any() else ""
    note = f"{_days(wide)} · n = {n}, {weeks['refunded_lines'].sum():,} refunded{young}"
    chart = product_charts.refunds(weeks, wide.slice.period)
    return Panel(REFUNDS, chart, note, "Refund rate per week of the sale")


def _half_a_year(view: View) -> View:
    missing = max(0, 7 * WEEKS - view.slice.period.days)
    return replace(view, slice=view.slice.of(period=view.slice.period.widened(missing)))


def _clipped(promotions: pd.DataFrame, view: View) -> pd.DataFrame:
    """Promotions cut to the days on screen."""
    period = view.slice.period
    return promotions.assign(
        shown_from=promotions["starts_on"].clip(lower=pd.Timestamp(period.first_day)),
        shown_to=promotions["ends_on"].clip(upper=pd.Timestamp(period.last_day)),
    )


def _days(view: View) -> str:
    period = view.slice.period
    return f"{day(period.first_day, has_year=True)} – {day(period.last_day, has_year=True)}"


def _nothing_sold(view: View, what: str = OF_PRODUCT) -> str:
    if not view.facts.has_orders:
        return "Not estimable: no orders in this market. Order lines would bring it."
    return f"Nothing {what} was sold, {_days(view)}."


def without_days(profile: ProductProfile) -> None:
    """A market without a day: with whom the product has worked, and what would bring the rest."""
    st.info(
        "Sales, price, refunds and margin are not estimable: no orders in this market. "
        "Order lines would bring them.",
        icon=":material/info:",
    )
    with st.container(border=True):
        st.subheader("Creators it has worked with", anchor=False)
        partners(profile)


def how_to_read(view: View) -> None:
    """Definitions, sample size and uncertainty in a few lines."""
    with st.expander("How to read this"):
        st.markdown(
            "**Price paid** is GMV per unit of the day's paid lines, **list price** the same "
            "before the discounts of shop and platform; implausible quantities are left out. "
            "**Contribution margin** is net GMV less commission (actual where settled, else "
            "estimated), platform fee, flat fees agreed and samples shipped in the period, and "
            "unit cost × net units; any part missing makes it not estimable. **Refunds** are "
            "counted in the week of the sale, so young weeks still rise. What creators carry is "
            f"credit by the platform, not effect. Days are local ({view.facts.time_zone})."
        )
