"""The head of a page: title, market, and one line that says what is on screen."""

from datetime import date

import streamlit as st

from analytics.attention import late_shops
from analytics.catalogue import merchants
from analytics.market import MarketFacts
from data.money import NO_CURRENCY
from pages.components.access import viewer
from pages.components.asked import named_only
from pages.components.filters import View
from pages.components.links import link
from pages.components.numbers import counted, day
from pages.components.resources import ask, market, markets
from pages.components.views import saved_views
from pages.components.words import LONGEST, plain, short


def title(text: str, sentence: str) -> None:
    """The page's title with its sentence, and the choice of market beside it. The title may be any
    text of the data; of a long one the beginning, and all of it as a tooltip.
    """
    with st.container(horizontal=True, vertical_alignment="center", key="head"):
        with st.container(width="stretch", gap=None):
            whole = plain(text) if len(text) > LONGEST else None
            st.title(plain(short(text)), anchor=False, help=whole)
            st.caption(sentence)
        if market():
            saved_views()
        _choose_market()


def context(view: View, report: str | None = None) -> None:
    """The line of what is on screen, and the way to the page's report where there is one."""
    with st.container(horizontal=True, vertical_alignment="center", key="context"):
        st.caption(context_line(view), width="stretch")
        if report:
            link("report", "Report", icon=":material/print:", of=report, **_chosen(view, report))


def _chosen(view: View, report: str) -> dict[str, str]:
    """What a page is about and filtered by, under the names that a report's address gives it."""
    of = view.slice
    currency = of.currency if len(view.facts.currencies) > 1 else None
    if report == "overview":
        return named_only(shop=of.merchant_id, category=of.category, currency=currency)
    about = of.merchant_id if report == "merchant" else of.product_id
    return {report: about or "", **named_only(currency=currency)}


def context_line(view: View, before: str | None = None) -> str:
    """Market · shop · period · compared with, or its days · currency · time zone · data until."""
    period, facts = view.slice.period, view.facts
    parts = [
        plain(short(facts.title)),
        _shop(view.slice.merchant_id),
        f"{day(period.first_day)} – {day(period.last_day, has_year=True)}",
        compared_with(view, before),
        *([view.currency] if view.currency != NO_CURRENCY else []),
        facts.time_zone,
        data_until(facts),
    ]
    if late := _late_shops(view):
        parts.append(f":orange-badge[{late}]")
    if facts.is_provisional(period):
        parts.append(f":orange-badge[provisional: refunds come up to {facts.refund_lag_days} days]")
    return " · ".join(parts)


def compared_with(view: View, before: str | None = None) -> str:
    """What changes are against: the days before; nothing where the data begins too late."""
    if view.is_compared or view.facts.first_day is None:
        days_before = f"the {counted(view.slice.period.days, 'day')} before"
        return f"compared with {before or days_before}"
    return f"not compared: data from {day(view.facts.first_day, has_year=True)}"


def _late_shops(view: View) -> str:
    """Which shops lack the last days of what is on screen, so that a fall is none of sales."""
    late = ask(late_shops, view.slice)
    if len(late) == 1:
        return ends_early(late["name"].iloc[0], late["last_on"].iloc[0])
    first = late["last_on"].min()
    return f"orders of {len(late):,} shops end early, from {day(first)} on" if len(late) else ""


def ends_early(name: str, last_on: date) -> str:
    """A shop's orders end on 30 Nov."""
    return f"{plain(short(name))}'s orders end on {day(last_on)}"


def _shop(merchant_id: str | None) -> str:
    names = dict(ask(merchants).itertuples(index=False))
    return plain(short(names.get(merchant_id, merchant_id))) if merchant_id else "all shops"


def data_until(facts: MarketFacts) -> str:
    if facts.last_day is None:
        return "no dates in this market"
    return f"data until {day(facts.last_day, has_year=True)}"


def _choose_market() -> None:
    """The choice of market, kept in the URL by hand: what a widget is bound to, no link may set."""
    names, here = markets(), market()
    if here is None or len(names) < 2 or not viewer().is_analyst:
        return
    if st.query_params.get("market") != here:
        st.query_params["market"] = here
    st.session_state["market-seen"] = st.session_state["market"] = here
    st.selectbox(
        "Market",
        names,
        key="market",
        on_change=_put_into_url,
        width=190,
        label_visibility="collapsed",
        icon=":material/storefront:",
    )


def _put_into_url() -> None:
    st.query_params["market"] = st.session_state["market"]
