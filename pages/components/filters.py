"""What the viewer has chosen to look at; it lives in the URL, so that a view can be sent on."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from analytics.catalogue import categories, merchants
from analytics.market import MarketFacts, market_facts
from analytics.period import PRESETS, Period
from analytics.slice import Slice
from pages.components.access import viewer
from pages.components.colours import CHANNEL_LABELS
from pages.components.links import link
from pages.components.numbers import day
from pages.components.resources import ask
from pages.components.search import SHOP, pick_or_all
from pages.components.words import plain

LONGEST_LIST = 500
"""Shops above which a search box takes the place of a list, which would send every name."""
NOT_COMPARED = "Not estimable: the data does not reach back to a whole period before."
ALL_SHOPS = "All shops"
ALL_CATEGORIES = "All categories"
ALL_CHANNELS = "All channels"


@dataclass(frozen=True)
class View:
    """The facts of the market on screen and the slice of it that was chosen."""

    facts: MarketFacts
    slice: Slice

    @property
    def currency(self) -> str:
        return self.slice.currency

    @property
    def is_compared(self) -> bool:
        """Whether there is a whole period before: the data does not begin within or after it."""
        return self.facts.reaches_back_to(self.slice.period.previous)


def facts_or_stop() -> MarketFacts:
    """The market's facts; ends the page with a sentence where nothing has been loaded."""
    facts = ask(market_facts)
    if facts is None:
        st.info(
            "This market is empty. Load event tables on **Data**, "
            "or run `python -m data.load FOLDER --market NAME`."
        )
        link("data", "Load files", icon=":material/upload_file:", show="Load files")
        st.stop()
    return facts


def choose_view(
    *, has_category: bool = True, has_shop: bool = True, has_channel: bool = False
) -> View:
    """Draws the filters in one line and gives what was chosen; ends the page if there is no day."""
    facts = facts_or_stop()
    if not facts.has_days:
        st.info("No orders and no traffic in this market, so there are no days to look at.")
        st.stop()
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        period = _choose_period(facts)
        shop = choose_shop() if has_shop and viewer().is_analyst else viewer().merchant_id
        category = _choose_category() if has_category else None
        channel = _choose_channel() if has_channel else None
        currency = choose_currency(facts)
    chosen = Slice(period, currency, merchant_id=shop, category=category, channel=channel)
    return View(facts, chosen)


def _choose_period(facts: MarketFacts) -> Period:
    first_day, last_day = facts.first_day, facts.last_day
    assert first_day is not None
    assert last_day is not None
    asked = st.query_params.get("period")
    if asked is not None and asked not in PRESETS:
        st.warning(f"There is no period '{plain(asked)}'.", icon=":material/link_off:")
    follow_url("period", asked if asked in PRESETS else None)
    preset = st.segmented_control(
        "Period",
        PRESETS,
        required=True,
        key="period",
        on_change=put_into_url,
        args=("period",),
    )
    if preset != "Custom":
        return Period.of_preset(preset or PRESETS[0], last_day)
    return _choose_days(first_day, last_day)


def _choose_days(first_day: date, last_day: date) -> Period:
    """The days from one to another; a market of one day has that one."""
    if first_day >= last_day:
        st.caption(f"Only {day(last_day, has_year=True)} to choose.")
        return Period(last_day, last_day)
    follow_url("days", days_of(st.query_params.get_all("days"), first_day, last_day))
    st.session_state.setdefault("days", usual_days(first_day, last_day))
    days = st.date_input(
        "Days",
        min_value=first_day,
        max_value=last_day,
        key="days",
        format="YYYY-MM-DD",
        width=230,
        on_change=put_into_url,
        args=("days",),
    )
    if not isinstance(days, tuple) or len(days) != 2:
        st.caption("Choose the last day too.")
        st.stop()
    return Period(*days)


def usual_days(first_day: date, last_day: date) -> tuple[date, date]:
    """The last days of the data, before others are chosen."""
    return max(first_day, Period.last_days(last_day).first_day), last_day


def days_of(texts: list[str], first_day: date, last_day: date) -> tuple[date, date] | None:
    """The days that an address names, cut to those of the data; None where it names none."""
    try:
        first, last = (min(max(date.fromisoformat(t), first_day), last_day) for t in texts)
    except ValueError:
        return None
    return min(first, last), max(first, last)


def follow_url(key: str, asked: Any) -> None:
    """Sets the widget of this key to what the address asks for; where that is None, to what was
    chosen on the page before, which the address then says too.

    Kept by hand, for a widget that is bound to the address keeps its state from page to page and
    takes what a link asks for out of it.
    """
    seen = f"{key}-seen"
    if asked is not None:
        st.session_state[key] = asked
    elif seen in st.session_state:
        st.session_state[key] = st.session_state[seen]
        put_into_url(key)
    elif key == "period":
        st.session_state[key] = PRESETS[0]
    if key in st.session_state:
        st.session_state[seen] = st.session_state[key]


def put_into_url(key: str) -> None:
    """What the widget of this key holds becomes the address's."""
    value = st.session_state[key]
    st.session_state[f"{key}-seen"] = value
    if isinstance(value, tuple):
        st.query_params[key] = [end.isoformat() for end in value]
    elif value in (None, PRESETS[0]):
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = value


def choose_shop() -> str | None:
    """One shop of those in view, None for all."""
    shops = ask(merchants)
    if len(shops) < 2:
        return None
    if len(shops) > LONGEST_LIST:
        return pick_or_all(SHOP, ALL_SHOPS)
    names = dict(zip(shops["merchant_id"], shops["name"], strict=True))
    chosen = st.selectbox(
        "Shop",
        [ALL_SHOPS, *names],
        format_func=lambda key: names.get(key, key),
        key="shop",
        width=220,
        bind="query-params",
    )
    return None if chosen == ALL_SHOPS else chosen


def shop_in_url(merchant_id: str) -> str:
    """A shop as this filter writes it into the address: by name where it offers a list."""
    shops = ask(merchants)
    if len(shops) > LONGEST_LIST:
        return merchant_id
    return str(dict(shops.itertuples(index=False)).get(merchant_id, merchant_id))


def _choose_category() -> str | None:
    found = ask(categories)
    if len(found) < 2:
        return None
    chosen = st.selectbox(
        "Category",
        [ALL_CATEGORIES, *found],
        key="category",
        width=220,
        bind="query-params",
    )
    return None if chosen == ALL_CATEGORIES else chosen


def _choose_channel() -> str | None:
    chosen = st.selectbox(
        "Sold by",
        [ALL_CHANNELS, *CHANNEL_LABELS],
        format_func=lambda key: CHANNEL_LABELS.get(key, key),
        key="channel",
        width=170,
        bind="query-params",
    )
    return None if chosen == ALL_CHANNELS else chosen


def choose_currency(facts: MarketFacts) -> str:
    """The currency on screen: the market's largest, a choice where there are several."""
    if len(facts.currencies) < 2:
        return next(iter(facts.currencies), facts.currency)
    return st.selectbox(
        "Currency", facts.currencies, key="currency", width=110, bind="query-params"
    )
