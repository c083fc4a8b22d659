"""The shortlist: creators picked for a product, what asking them takes, and what it may bring."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from data.money import exponent
from models.outcomes import Span
from models.roster.problem import COSTS
from pages.components.keeping import keeper
from pages.components.match_estimates import products_of
from pages.components.match_impressions import acted
from pages.components.matching import Query, Search
from pages.components.numbers import count, counted, money, symbol
from pages.components.pair_estimates import estimated_together
from pages.components.spend import BUDGET, DEEP, costed, not_known

KIND = "shortlist"
NOT_ESTIMABLE = "not estimable"


@dataclass(frozen=True)
class Shortlist:
    """Creator ids picked for one product, in the order of picking, and the money at hand."""

    name: str
    creator_ids: tuple[str, ...]
    budget: float


def shortlist(query: Query) -> Shortlist:
    """The shortlist of the query's product; empty before the first pick."""
    name = query.id if query.kind == "product" else f"new: {query.label}"
    body = keeper().get(KIND, name) or {"creators": [], "budget": 0.0}
    return Shortlist(name, tuple(body["creators"]), float(body["budget"]))


def toggle(search: Search, kept: Shortlist, creator_id: str) -> None:
    """Puts a creator on the shortlist, or takes it off."""
    others = [picked for picked in kept.creator_ids if picked != creator_id]
    is_new = len(others) == len(kept.creator_ids)
    if is_new:
        acted(search, "shortlisted", [(search.query.id, creator_id)])
    _keep(kept, [*others, creator_id] if is_new else others, kept.budget)


def footer(search: Search, kept: Shortlist, picked: pd.DataFrame, every: pd.DataFrame) -> None:
    """Count, samples, fees, commission, reach, expected orders, extra GMV, budget left; `every`
    candidate of the model, best first, tells what is usual.
    """
    query, currency = search.query, search.currency
    with st.container(border=True, key="shortlist"):
        st.markdown(f"**Shortlist · {counted(len(kept.creator_ids), 'creator')}**")
        if picked.empty:
            st.caption("Add creators from the card; the list is kept until you clear it.")
            return
        is_told = "attributed" in picked and picked["attributed"].notna().any()
        spent = costed(
            picked if is_told else picked.assign(attributed=np.nan), query, every.head(DEEP)
        )[list(COSTS)].sum()
        with st.container(horizontal=True, key="shortlist-figures"):
            at_hand = "" if query.samples is None else f" of {query.samples}"
            _figure("Samples", f"{len(picked)}{at_hand} · {_sample(query, spent, currency)}")
            _figure("Fixed fees", money(spent["flat_fee"], currency))
            _figure(
                "Commission", money(spent["commission"], currency) if is_told else NOT_ESTIMABLE
            )
            _figure("Spend", money(spent.sum(), currency))
            _figure("Reach, 28 d", f"{count(picked['views'].sum())} views")
            orders, extra = _together(search, picked)
            _figure("Expected orders", orders)
            _figure("Extra GMV", extra)
            _figure("Budget left", _left(kept, spent.sum(), currency))
        _budget_input(kept, currency)
        st.caption(" ".join(_notes(query, picked, is_told=is_told)))


def _notes(query: Query, picked: pd.DataFrame, *, is_told: bool) -> list[str]:
    """What the sums count and what they leave out."""
    notes = [
        "80 % intervals of the sum, of extra GMV without the chance in single orders.",
        "Audiences that overlap are counted twice; Roster counts them once.",
        *not_known(picked, [query]),
    ]
    return notes if is_told else [*notes, "Commission is not estimable and left out of the spend."]


def _sample(query: Query, spent: pd.Series, currency: str) -> str:
    return money(None if query.costs.sample_cost is None else spent["sample_cost"], currency)


def _figure(label: str, text: str) -> None:
    with st.container(gap=None):
        st.caption(label)
        st.markdown(f"**{text}**")


def _together(search: Search, picked: pd.DataFrame) -> tuple[str, str]:
    """Expected orders and extra GMV of all picked: mean, and the 80 % interval of the sum."""
    if picked["estimate"].isna().all():
        return NOT_ESTIMABLE, NOT_ESTIMABLE
    (product,) = products_of(picked, search.query, search.currency)
    total = estimated_together(search.facts, product, picked["creator_id"].tolist())

    def told(span: Span, form: Callable[[float], str]) -> str:
        low, mean, high = map(form, span)
        return f"{mean} ({low} – {high})"

    return told(total.orders, count), told(total.extra, lambda v: money(v, search.currency))


def _left(kept: Shortlist, spent: float, currency: str) -> str:
    if not kept.budget:
        return "no budget set"
    return money(kept.budget - spent, currency)


def _budget_input(kept: Shortlist, currency: str) -> None:
    scale = 10 ** exponent(currency)
    given = st.number_input(
        f"Budget, {symbol(currency)}", min_value=0.0, value=kept.budget / scale, step=100.0,
        key=f"budget-{kept.name}", width=180, help=BUDGET,
    )  # fmt: skip
    if given * scale != kept.budget:
        _keep(kept, list(kept.creator_ids), given * scale)
        st.rerun()


def _keep(kept: Shortlist, creator_ids: list[str], budget: float) -> None:
    keeper().keep(KIND, kept.name, {"creators": creator_ids, "budget": budget})
