"""The shortlist: creators picked for a product, what asking them takes, and what it may bring."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from data.money import exponent
from models.outcomes import Span
from pages.components.keeping import keeper
from pages.components.match_estimates import products_of
from pages.components.match_impressions import acted
from pages.components.matching import Query, Search
from pages.components.numbers import count, counted, money, symbol
from pages.components.pair_estimates import estimated_together

KIND = "shortlist"


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
    acted(search, "shortlisted", [(search.query.id, creator_id)])
    others = [picked for picked in kept.creator_ids if picked != creator_id]
    is_new = len(others) == len(kept.creator_ids)
    _keep(kept, [*others, creator_id] if is_new else others, kept.budget)


def footer(search: Search, kept: Shortlist, picked: pd.DataFrame) -> None:
    """Count, samples, fees, commission, reach, expected orders, extra GMV, budget left."""
    query, currency = search.query, search.currency
    with st.container(border=True, key="shortlist"):
        st.markdown(f"**Shortlist · {counted(len(kept.creator_ids), 'creator')}**")
        if picked.empty:
            st.caption("Add creators from the card; the list is kept until you clear it.")
            return
        samples = _times(query.costs.sample_cost, len(picked))
        fees = picked["flat_fee"].fillna(0).sum()
        with st.container(horizontal=True, key="shortlist-figures"):
            at_hand = "" if query.samples is None else f" of {query.samples}"
            _figure("Samples", f"{len(picked)}{at_hand} · {money(samples, currency)}")
            _figure("Usual fees", money(fees, currency))
            commission = _commission(query, picked)
            told = "not estimable" if commission is None else money(commission, currency)
            _figure("Commission", told)
            _figure("Reach, 28 d", f"{count(picked['views'].sum())} views")
            orders, extra = _together(search, picked)
            _figure("Expected orders", orders)
            _figure("Extra GMV", extra)
            spend = (samples or 0) + fees + (commission or 0)
            _figure("Budget left", _budget(kept, spend, currency))
        _budget_input(kept, currency)
        st.caption(" ".join(_notes(samples, commission, picked)))


def _notes(samples: float | None, commission: float | None, picked: pd.DataFrame) -> list[str]:
    """What the sums leave out."""
    unknown = int(picked["flat_fee"].isna().sum())
    notes = [
        "80 % intervals of the sum, of extra GMV without the chance in single orders.",
        "Audiences that overlap are counted twice.",
    ]
    if unknown:
        notes.append(f"No fixed fee on record of {counted(unknown, 'creator')}: taken for none.")
    if samples is None:
        notes.append("The cost of a sample is not known and left out of the budget.")
    if commission is None:
        return [*notes, "The budget pays samples and fees; commission is not estimable."]
    return [*notes, "The budget pays samples, fees and expected commission, as in Roster."]


def _figure(label: str, text: str) -> None:
    with st.container(gap=None):
        st.caption(label)
        st.markdown(f"**{text}**")


def _times(cost: float | None, n: int) -> float | None:
    return None if cost is None else cost * n


def _together(search: Search, picked: pd.DataFrame) -> tuple[str, str]:
    """Expected orders and extra GMV of all picked: mean, and the 80 % interval of the sum."""
    if picked["estimate"].isna().all():
        return "not estimable", "not estimable"
    (product,) = products_of(picked, search.query, search.currency)
    total = estimated_together(search.facts, product, picked["creator_id"].tolist())

    def told(span: Span, form: Callable[[float], str]) -> str:
        low, mean, high = map(form, span)
        return f"{mean} ({low} – {high})"

    return told(total.orders, count), told(total.extra, lambda v: money(v, search.currency))


def _commission(query: Query, picked: pd.DataFrame) -> float | None:
    """What is expected of all picked, minor units; None where nothing tells."""
    if "attributed" not in picked or picked["attributed"].isna().all():
        return None
    usual = picked["commission_rate"].astype(float)
    rate = usual.fillna(usual.median())
    if query.commission_rate is not None:
        rate = query.commission_rate
    return float((picked["attributed"] * rate).sum())


def _budget(kept: Shortlist, spend: float, currency: str) -> str:
    return money(kept.budget - spend, currency) if kept.budget else "no budget set"


def _budget_input(kept: Shortlist, currency: str) -> None:
    scale = 10 ** exponent(currency)
    given = st.number_input(
        f"Budget, {symbol(currency)}", min_value=0.0, value=kept.budget / scale, step=100.0,
        key=f"budget-{kept.name}", width=180,
    )  # fmt: skip
    if given * scale != kept.budget:
        _keep(kept, list(kept.creator_ids), given * scale)
        st.rerun()


def _keep(kept: Shortlist, creator_ids: list[str], budget: float) -> None:
    keeper().keep(KIND, kept.name, {"creators": creator_ids, "budget": budget})
