"""What the What-if page is made of: the subject, its baseline and evidence, what was saved."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from analytics.catalogue import leading, merchants, product_row
from analytics.market import MarketFacts
from models.forecast.ahead import forecast
from models.forecast.history import PRODUCT, SHOP, daily_sales
from models.lever_evidence import Evidence, evidence
from models.levers import scenario_baseline
from models.response import Response
from pages.components.access import viewer
from pages.components.forecasts import market_lessons
from pages.components.header import data_until
from pages.components.numbers import NOTHING
from pages.components.resources import ask, ask_market, fewest_shops
from pages.components.search import pick_merchant, pick_product
from pages.components.what_if_case import HORIZONS, Case
from pages.components.words import plain

COLUMNS: dict[str, Any] = {
    "response": st.column_config.TextColumn("Response", pinned=True),
    "estimate": "Estimate",
    "n": st.column_config.NumberColumn(
        "n", format="localized", help="Products that moved it; of live, creators in both."
    ),
    "category alone": "Category alone",
    "its weight, %": "Its weight, %",
    "why not": st.column_config.TextColumn("Why not", width="large"),
}
UNDIRECTED = "nothing known: the interval reaches from less to more"
ON = {"product": "a product", "shop": "a shop"}


@dataclass(frozen=True)
class Subject:
    """What the scenario is about: one product, perhaps with one creator, or one shop."""

    label: str
    product_id: str | None = None
    merchant_id: str | None = None
    category: str | None = None
    creator_id: str | None = None

    @property
    def key(self) -> str:
        """Tells subjects apart, whatever they are called."""
        return f"product {self.product_id} shop {self.merchant_id} creator {self.creator_id}"


def choose_subject(facts: MarketFacts) -> Subject:
    """A product, the leading one until another is picked, or a shop."""
    on = st.segmented_control(
        "On", ON, default="product", required=True, key="on", bind="query-params",
        format_func=ON.__getitem__,
    )  # fmt: skip
    if on == "shop":
        merchant = viewer().merchant_id or pick_merchant()
        _stop_at_unknown("merchant", merchant)
        names = dict(ask(merchants).itertuples(index=False))
        label = names.get(merchant, merchant) or "all shops in view"
        return Subject(label, merchant_id=merchant)
    product = pick_product()
    _stop_at_unknown("product", product)
    product = product or ask(leading, "product", facts.last_day)
    if product is None:
        st.info("This market has no products.")
        st.stop()
    row = ask(product_row, product)
    top = (row.category_path or "").split(" > ")[0] or None
    creator = st.query_params.get("creator")
    return Subject(row.title, product, None, top, creator)


def _stop_at_unknown(key: str, picked: str | None) -> None:
    """Ends the page where the address names what the viewer has not: figures of another subject
    would be read as its own. The search box has said so.
    """
    if picked is None and st.query_params.get(key):
        st.stop()


def context(facts: MarketFacts, subject: Subject, currency: str) -> None:
    """Market · subject · window · evidence."""
    words = [facts.title, plain(subject.label), "from the last complete day on", currency]
    st.caption(" · ".join([*words, data_until(facts), ":gray-badge[prior only]"]))


def case_of(facts: MarketFacts, subject: Subject, currency: str) -> Case:
    """Where the subject stands, what the market says of each lever, and its forecast."""
    day = facts.last_day
    assert day is not None  # orders have days
    base = ask(scenario_baseline, day, currency, subject.product_id, subject.merchant_id)
    known = ask_market(evidence, day, currency, fewest_shops()).of(subject.category)
    sold = ask(daily_sales, day, currency, subject.product_id, subject.merchant_id)
    kind = PRODUCT if subject.product_id else SHOP
    coming = forecast(sold, day, market_lessons(facts, currency), kind)
    return Case(base, known, coming, currency, day)


def choose_horizon(case: Case) -> int:
    """How far ahead: 28 days, or a quarter where past forecasts reach so far."""
    ahead = st.segmented_control(
        "Ahead", case.horizons, default=min(HORIZONS), required=True, key="ahead",
        bind="query-params", format_func=HORIZONS.__getitem__,
    )  # fmt: skip
    return int(ahead)


def how_to_read(known: Evidence) -> None:
    """Each lever's response with its interval and n."""
    with st.expander("How to read this"):
        st.markdown(
            "A scenario is the forecast times what its levers do, draw by draw; without a change "
            "it is the forecast itself. Each response is how orders of the *same product* moved "
            "with its own price, commission or creators over 26 weeks, the product and the week "
            "held fixed; a category's is drawn to that of all categories, the less sure it is the "
            "more. A week's price is what was asked, sold or not: list price less the median "
            "discount of its promotions; without promotions on record, what was paid, by products "
            "that sold in four of five weeks alone. A response to price is net of what a campaign "
            "brings to all, but not of advertising or placement that a shop adds to its own "
            "discount, which counts as the price's. It is an association, graded *prior only*: "
            "what moved with the lever, not proof that the lever moved it. Live counts beside "
            "video as the same creators' clicks did in both: orders per click, and net GMV per "
            "order. Sliders end where products of this market have been: 98 % of their weeks lay "
            "no further from each product's own mean. A quarter takes it that as many more "
            "creators and samples come in every 28 days, and further creators are paid commission "
            "on all that they add."
        )
        rows = [
            _row("Price: elasticity of orders", known.price),
            _row("Commission: log orders per unit of rate", known.commission),
            _row("Commission, same creator: beside it, not used", known.same_creator),
            _row("Creators: elasticity of orders", known.creators),
            _row("Live over video: log ratio of orders per click", known.live),
            _row("Live over video: log ratio of net GMV per order", known.live_value),
        ]
        st.dataframe(
            pd.DataFrame(rows), hide_index=True, column_config=COLUMNS, placeholder=NOTHING
        )


def _row(label: str, seen: Response) -> dict[str, object]:
    is_known, own = seen.missing is None, seen.own
    why_not = UNDIRECTED if is_known and not seen.is_directed else seen.missing
    return {
        "response": label,
        "estimate": None if why_not else round(seen.slope, 3),
        "80 % from": round(seen.low, 3) if is_known else None,
        "to": round(seen.high, 3) if is_known else None,
        "n": seen.n,
        "category alone": round(own.slope, 3) if own else None,
        "its weight, %": round(100 * seen.weight) if own else None,
        "why not": why_not,
    }
