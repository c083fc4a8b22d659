"""What Matches asks the model: for a product, a new product or a creator."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.catalogue import (
    leading,
    product_row,
    subcategories,
    usual_platform_fee,
)
from analytics.creator import creator_profile
from analytics.market import MarketFacts
from data.money import exponent, to_minor
from data.store import Store
from models.artefact import ModelError
from models.evidence import pairs
from models.newcomers import NEW, NewProduct
from models.terms import Costs
from models.trained import TrainedModel
from models.versions import current, load_version
from pages.components.access import viewer
from pages.components.numbers import symbol
from pages.components.resources import ask, market
from pages.components.search import pick_creator, pick_product
from pages.components.words import NOTHING_LINKS

NOTHING_KNOWN = Costs()
HAVE = {"product": "a product", "new": "a new product", "creator": "a creator"}


@dataclass(frozen=True)
class Query:
    """What matches are sought for; `new` describes a product, also one that is not listed yet."""

    kind: str
    id: str
    label: str
    merchant_id: str | None = None
    new: NewProduct | None = None
    price: int | None = None
    category_path: str | None = None
    commission_rate: float | None = None
    costs: Costs = NOTHING_KNOWN
    samples: int | None = None

    @property
    def wants_products(self) -> bool:
        return self.kind == "creator"

    @property
    def asker(self) -> str:
        """What matches are sought for: a `product` or a `creator`."""
        return "creator" if self.wants_products else "product"

    @property
    def candidate(self) -> str:
        """What is sought for it: a `creator` or a `product`."""
        return "product" if self.wants_products else "creator"

    def address(self, candidate: str) -> dict[str, str]:
        """The URL's parameters that ask the same, and choose a candidate."""
        asked = {self.kind: self.id} if self.kind != NEW else _of_form()
        return {"have": HAVE[self.kind], **asked, self.candidate: candidate}


@dataclass(frozen=True)
class Search:
    """What the page searches with: `model` ranks, `query` asks, in a market with its `facts`."""

    model: TrainedModel
    query: Query
    facts: MarketFacts
    currency: str


def model_or_stop() -> TrainedModel:
    """The model in force; ends the page with what to do where there is none or it is damaged."""
    name = market() or ""
    try:
        version = current(Store.of(name))
        if version is None:
            st.info(_why_untrained(name))
            st.stop()
        return loaded(name, version)
    except ModelError as error:
        st.error(str(error), icon=":material/error:")
        st.stop()


def model_if_any() -> TrainedModel | None:
    """The model in force; None where there is none that can be read."""
    name = market() or ""
    try:
        version = current(Store.of(name))
        return None if version is None else loaded(name, version)
    except ModelError:
        return None


def _why_untrained(name: str) -> str:
    if not viewer().is_analyst:
        return "No model has been trained on this market yet; an analyst can train one."
    if not len(ask(pairs)):
        return f"No matches: {NOTHING_LINKS}."
    return (
        "No model has been trained on this market. Train one on **Model quality**, or run "
        f"`python -m models.train --market {name}`."
    )


@st.cache_resource(max_entries=6, show_spinner=False)
def loaded(name: str, version: str) -> TrainedModel:
    return load_version(Store.of(name), version)


def choose_query(facts: MarketFacts, currency: str, below: DeltaGenerator) -> Query:
    """Draws what the viewer has; the leading product or creator until another is picked. The form
    of a new product stands `below`.
    """
    have = st.segmented_control(
        "I have", HAVE, default="product", required=True, key="have", bind="query-params",
        format_func=HAVE.__getitem__,
    )  # fmt: skip
    if have == "new":
        with below:
            return _new_product(currency)
    kind = "creator" if have == "creator" else "product"
    picked = pick_creator() if kind == "creator" else pick_product()
    picked = picked or ask(leading, kind, facts.last_day)
    if picked is None:
        st.info(f"This market has no {kind}s to match.")
        st.stop()
    if kind == "product":
        return known_product(picked)
    told = ask(creator_profile, picked)
    return Query("creator", picked, f"@{told.handle}", viewer().merchant_id)


def known_product(product_id: str) -> Query:
    """A query about a product of the market."""
    row = ask(product_row, product_id)
    return Query(
        "product",
        product_id,
        row.title,
        row.merchant_id,
        price=row.price,
        category_path=row.category_path,
        costs=Costs.of(vars(row)),
        new=NewProduct(
            row.title, row.category_path, row.price, row.currency, None, row.brand, row.merchant_id
        ),
    )


def _new_product(currency: str) -> Query:
    unit = symbol(currency)
    fields = st.container(
        horizontal=True, vertical_alignment="bottom", border=True, key="new-product"
    )
    with fields:
        title = st.text_input("Title", key="title", bind="query-params", width=280)
        category = st.selectbox(
            "Category",
            ask(subcategories),
            index=None,
            placeholder="Choose the nearest",
            key="new-category",
            bind="query-params",
            width=260,
        )
        price = _amount(f"Price, {unit}", "price", 19.9)
        cost = _amount(f"Unit cost, {unit}", "cost", 6.0)
        sample = _amount(f"One sample, {unit}", "sample-cost", 9.0)
        samples = st.number_input(
            "Samples at hand", 0, 10_000, 30, key="samples-at-hand", bind="query-params", width=130
        )
        commission = _amount("Commission, %", "commission", 15.0, most=80.0)
        usual = ask(usual_platform_fee)
        fee = _amount("Platform fee, %", "platform-fee", round(100 * (usual or 0), 2), most=80.0)
    if not title.strip() or category is None:
        st.info("Give the new product a title and a category to see who could carry it.")
        st.stop()
    minor = _minor(price, currency)
    return Query(
        "new",
        NEW,
        title.strip(),
        viewer().merchant_id,
        NewProduct(title.strip(), category, minor, currency, commission / 100),
        price=minor,
        category_path=category,
        commission_rate=commission / 100,
        samples=int(samples),
        costs=Costs(minor, _minor(cost, currency), fee / 100, _minor(sample, currency)),
    )


FORM = (
    *("title", "new-category", "price", "cost", "sample-cost", "samples-at-hand"),
    *("commission", "platform-fee"),
)
"""The fields of a new product, as the URL names them."""


def _of_form() -> dict[str, str]:
    return {key: st.query_params[key] for key in FORM if key in st.query_params}


def _amount(label: str, key: str, value: float, most: float | None = None) -> float:
    return st.number_input(
        label, min_value=0.0, max_value=most, value=value, step=0.5, key=key,
        bind="query-params", width=130,
    )  # fmt: skip


def _minor(amount: float, currency: str) -> int:
    return to_minor(f"{amount:.{exponent(currency)}f}", currency)
