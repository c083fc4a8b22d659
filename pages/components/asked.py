"""What an address asks to see, read without a control: for a report, whose filters are its page's.

A page's own controls are bound to the names `shop`, `category` and `currency`, and on the way to
another page Streamlit takes these out of the address; so a link to a report says `only_shop`.
"""

import streamlit as st

from analytics.catalogue import categories, merchants
from analytics.market import MarketFacts
from analytics.period import PRESETS, Period
from analytics.slice import Slice
from pages.components.access import viewer
from pages.components.filters import View, days_of, usual_days
from pages.components.resources import ask
from pages.components.words import plain, short


def named_only(**filters: str | None) -> dict[str, str]:
    """Filters as a link to a report writes them, those that are set."""
    return {f"only_{key}": value for key, value in filters.items() if value}


def asked_view(facts: MarketFacts, *, has_shop: bool = False, has_category: bool = False) -> View:
    """The view that the address names; what it names in vain is said and left out."""
    shop = _shop() if has_shop and viewer().is_analyst else viewer().merchant_id
    category = _one_of("category", ask(categories)) if has_category else None
    currency = _one_of("currency", list(facts.currencies))
    usual = next(iter(facts.currencies), facts.currency)
    chosen = Slice(_period(facts), currency or usual, merchant_id=shop, category=category)
    return View(facts, chosen)


def _period(facts: MarketFacts) -> Period:
    first_day, last_day = facts.first_day, facts.last_day
    assert first_day is not None
    assert last_day is not None
    asked = _one_of("period", list(PRESETS)) or PRESETS[0]
    if asked != "Custom":
        return Period.of_preset(asked, last_day)
    if first_day >= last_day:
        return Period(last_day, last_day)
    days = days_of(st.query_params.get_all("days"), first_day, last_day)
    return Period(*(days or usual_days(first_day, last_day)))


def _shop() -> str | None:
    """The shop's id; pages write its name where they offer a list of shops."""
    asked = _asked("shop")
    names = dict(ask(merchants).itertuples(index=False))
    ids = {name: merchant_id for merchant_id, name in names.items()}
    known = asked if asked in names else ids.get(asked)
    if asked and known is None:
        _say_unknown("shop", asked)
    return known


def _one_of(key: str, known: list[str]) -> str | None:
    asked = _asked(key)
    if asked and asked not in known:
        _say_unknown(key, asked)
    return asked if asked in known else None


def _asked(key: str) -> str | None:
    return st.query_params.get(f"only_{key}", st.query_params.get(key))


def _say_unknown(key: str, asked: str) -> None:
    st.warning(
        f"There is no {key} '{plain(short(asked))}' in this market; the report is of all there is.",
        icon=":material/link_off:",
    )
