"""The shortlist: creators picked for a product, what asking them takes, and what it may bring."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from data.money import exponent
from pages.components.keeping import keeper
from pages.components.matching import Query
from pages.components.numbers import count, money, symbol

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


def toggle(kept: Shortlist, creator_id: str) -> None:
    """Puts a creator on the shortlist, or takes it off."""
    others = [picked for picked in kept.creator_ids if picked != creator_id]
    is_new = len(others) == len(kept.creator_ids)
    _keep(kept, [*others, creator_id] if is_new else others, kept.budget)


def footer(query: Query, kept: Shortlist, picked: pd.DataFrame, currency: str) -> None:
    """Count, samples, fees, commission, reach, expected orders, extra GMV, budget left."""
    with st.container(border=True, key="shortlist"):
        st.markdown(f"**Shortlist · {len(kept.creator_ids)} creators**")
        if picked.empty:
            st.caption("Add creators from the card; the list is kept until you clear it.")
            return
        samples = _times(query.costs.sample_cost, len(picked))
        fees = picked["flat_fee"].fillna(0).sum()
        with st.container(horizontal=True, key="shortlist-figures"):
            _figure("Samples", f"{len(picked)} · {money(samples, currency)}")
            _figure("Usual fees", money(fees, currency))
            _figure("Commission", _commission(query, picked, currency))
            _figure("Reach, 28 d", f"{count(picked['views'].sum())} views")
            _figure("Expected orders", _span(picked, "orders", count))
            _figure("Extra GMV", _extra(picked, currency))
            _figure("Budget left", _budget(kept, samples, fees, currency))
        _budget_input(kept, currency)
        st.caption(
            "Sums over the shortlist; audiences that overlap are counted twice. "
            "Samples without a known cost are left out of the budget."
        )


def _figure(label: str, text: str) -> None:
    with st.container(gap=None):
        st.caption(label)
        st.markdown(f"**{text}**")


def _times(cost: float | None, n: int) -> float | None:
    return None if cost is None else cost * n


def _extra(picked: pd.DataFrame, currency: str) -> str:
    if "low" not in picked or picked["low"].isna().all():
        return "not estimable"
    return f"{money(picked['low'].sum(), currency)} – {money(picked['high'].sum(), currency)}"


def _span(picked: pd.DataFrame, column: str, form: object) -> str:
    low, high = f"{column}_low", f"{column}_high"
    if low not in picked or picked[low].isna().all():
        return "not estimable"
    assert callable(form)
    return f"{form(picked[low].sum())} – {form(picked[high].sum())}"


def _commission(query: Query, picked: pd.DataFrame, currency: str) -> str:
    if "attributed" not in picked or picked["attributed"].isna().all():
        return "not estimable"
    usual = picked["commission_rate"]
    rate = usual.fillna(query.commission_rate or usual.median())
    return money((picked["attributed"] * rate).sum(), currency)


def _budget(kept: Shortlist, samples: float | None, fees: float, currency: str) -> str:
    if not kept.budget:
        return "no budget set"
    return money(kept.budget - (samples or 0) - fees, currency)


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
