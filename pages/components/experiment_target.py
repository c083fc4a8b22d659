"""The ranking to be valued: which model's lists, in which of the orders of Matches."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from analytics.catalogue import product_rows
from data.store import Store
from models.exposure import FIRST
from models.trained import TrainedModel
from models.versions import versions
from pages.components.filters import View
from pages.components.listing import DEEP, ranked_products, state
from pages.components.match_estimates import estimates_of, products_among
from pages.components.match_filters import CHANCE, SORTS, sorted_by
from pages.components.matching import loaded, model_or_stop
from pages.components.resources import ask, market

ORDERS = {name: words for name, words in SORTS.items() if name != CHANCE}
BY_MODEL = "fit"
PAIR = ["product_id", "creator_id"]


class NoListsError(ValueError):
    """The chosen ranking has no list for any of the products; says why."""


@dataclass(frozen=True)
class Target:
    """A model whose lists are valued in one of ORDERS; `words` name both."""

    model: TrainedModel
    order: str
    words: str


def choose_target() -> Target:
    """The model in force by its own order until another is chosen; those that cannot be read any
    more are not offered.
    """
    name = market() or ""
    known = {v.name: v for v in versions(Store.of(name)) if v.meta and not v.is_outdated}
    if not known:
        model_or_stop()
    in_force = [version.is_current for version in known.values()]
    labels = {v.name: f"{v.name}, in force" if v.is_current else v.name for v in known.values()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        version = st.selectbox(
            "Model of the new ranking", list(known), in_force.index(True) if any(in_force) else 0,
            key="ranking-model", bind="query-params", format_func=labels.__getitem__, width=280,
        )  # fmt: skip
        order = st.segmented_control(
            "Its order", ORDERS, default=BY_MODEL, required=True, key="ranking-order",
            bind="query-params", format_func=ORDERS.__getitem__,
            help="As Matches sorts. Surest: by the lower end of the interval. Largest: by the "
            "estimate. Best fit: by the model's score.",
        ) or BY_MODEL  # fmt: skip
    assert version is not None
    words = f"model {labels[version]} · {ORDERS[order].lower()}"
    return Target(loaded(name, version), order, words)


def lists(view: View, target: Target, products: tuple[str, ...]) -> pd.DataFrame:
    """The first places of each product's list as Matches shows them: `product_id`, `creator_id`,
    `rank`; no rows of a product that the model does not know, or whose pairs have no estimate to be
    ordered by. Raises NoListsError.
    """
    if target.order == BY_MODEL:
        return ranked_products(target.model, products, FIRST)
    found, why = _by_money((*state(target.model), target.order), view, target, products)
    if found.empty:
        raise NoListsError(why)
    return found


@st.cache_data(max_entries=20, show_spinner="Estimating each product's candidates")
def _by_money(
    key: tuple[str, ...], view: View, _target: Target, products: tuple[str, ...]
) -> tuple[pd.DataFrame, str]:
    """Estimates hang on whom they are made beside, so that all are that Matches looks at."""
    del key
    ranked = ranked_products(_target.model, products, DEEP)
    ranked = ranked.merge(ask(product_rows, products), on="product_id")
    found, why = [pd.DataFrame(columns=[*PAIR, "rank"])], "the model knows none of these products"
    for _, rows in ranked.groupby("product_id", sort=False):
        asked = products_among(rows, view.currency)
        estimates = estimates_of(rows, view.facts, view.currency, asked)
        if estimates["estimate"].isna().all():
            why = str(estimates["reason"].iloc[0]).removeprefix("not estimable: ")
            continue
        money = rows[[*PAIR, "rank"]].merge(estimates[[*PAIR, "low", "estimate"]], on=PAIR)
        first = sorted_by(money, _target.order).head(FIRST)
        found.append(first[PAIR].assign(rank=range(1, len(first) + 1)))
    return pd.concat(found, ignore_index=True), why
