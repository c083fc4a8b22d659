"""What the parts of the Experiments page share: the view, words for units, a unit's figures."""

import pandas as pd
import streamlit as st

from analytics.market import MarketFacts
from analytics.period import Period
from analytics.slice import Slice
from models.experiments.drawing import overlap
from pages.components.access import viewer
from pages.components.filters import View, choose_shop
from pages.components.header import data_until
from pages.components.numbers import counted, is_missing, money
from pages.components.words import plain

PARTS = {"plan": "Plan", "read": "Read-out", "ranking": "New ranking"}
UNITS = {"product": "Products", "pair": "Product × creator", "creator": "Creators"}
NOUNS = {"product": "product", "pair": "product", "creator": "creator"}
"""Whose sales are counted, by what is drawn."""
MEASURES = {"net_gmv": "Net GMV", "sku_orders": "Orders"}
EXTRA = {"net_gmv": "Extra net GMV", "sku_orders": "Extra orders"}
LEVELS = {0.9: "90 %", 0.95: "95 %"}


def view_of(facts: MarketFacts, currency: str, *, has_shop: bool) -> View:
    """The last 28 days of the viewer's shop, or of one that an analyst chooses."""
    assert facts.last_day is not None
    shop = viewer().merchant_id
    if has_shop and viewer().is_analyst:
        shop = choose_shop()
    return View(facts, Slice(Period.last_days(facts.last_day), currency, merchant_id=shop))


def refusal(facts: MarketFacts) -> str | None:
    """Why no test can be read from this market; None if it can."""
    if not facts.has_orders or facts.last_day is None:
        return "Nothing to test on: no orders in this market. Order lines would bring them."
    if facts.is_sampled_lines:
        return "Not estimable: order lines are a random sample, so what a unit sold is not known."
    return None


def context(view: View, part: str) -> None:
    """Market · window of outcomes and their currency · time zone · data until."""
    money = ["28 days from the draw", view.currency] if part != "ranking" else []
    words = [plain(view.facts.title), *money, view.facts.time_zone]
    st.caption(" · ".join([*words, data_until(view.facts)]))


def amount(value: float | None, measure: str, currency: str) -> str:
    """A figure of the measure: $12.3K, or 1.25 orders."""
    if value is None or is_missing(value):
        return "not estimable"
    if measure == "net_gmv":
        return money(value, currency)
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"


def percent(part: float) -> str:
    """0.9 as 90 %."""
    return f"{100 * part:,.0f} %"


def of_both_arms(unit_type: str, rows: pd.DataFrame) -> list[str]:
    """Of a list of pairs, how many creators stand in more than one arm, where any do."""
    found = overlap(rows) if unit_type == "pair" and len(rows) else None
    if found is None or not found.creators:
        return []
    return [f"{counted(found.creators, 'creator')} in both arms, {percent(found.share)} of pairs"]
