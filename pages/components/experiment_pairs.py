"""Pairs of products and creators to be drawn: whose, how many, and how both arms keep apart."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from models.experiments.candidates import Candidates, Wish, some
from models.experiments.pairing import PAIR, chosen_pairs, linked, matched_pairs, pair_units
from models.experiments.planning import FEWEST_GROUPS
from models.trained import TrainedModel
from pages.components.experiment_controls import MOST, Chosen, draw_together, each_of, how_many
from pages.components.keeping import keeper
from pages.components.listing import ranked_products
from pages.components.matching import model_if_any
from pages.components.numbers import counted

SOURCES = {
    "matches": "Top of its matches",
    "chance": "By chance, of its category",
    "shortlists": "My shortlists",
}
FROM = {
    "matches": "Creators are the top of each product's matches by best fit, whom one would ask",
    "chance": "Creators are any of the product's category, by chance: no model is trained yet",
}
MOST_MATCHED, DEPTH = 500, 200
"""Products that matches are sought for at once, and how far down each one's list."""
SHORTLIST = "shortlist"
APART = (
    "Else what a creator does for one arm may come at the cost of the other. Of matches a creator "
    "is then asked for one product, and the next best for the others; of shortlists, products that "
    "share a creator are drawn together."
)


def pairs(known: Candidates, given: str) -> Chosen:
    """The controls, and the pairs that they ask for."""
    listed, model = _shortlisted(), model_if_any()
    usual = "chance" if model is None else "matches"
    if (_source(usual) if len(listed) else usual) == "shortlists":
        return _of_shortlists(known, listed, given)
    most = how_many(len(known.products), "product", MOST if model is None else MOST_MATCHED)
    together = draw_together("pair", known.products)
    of = "Products per creator" if together == "creator" else "Creators per product"
    wish = Wish(together, most, 1 if together == "category" else each_of(of, 3))

    def of_wish(wish: Wish) -> pd.DataFrame:
        return pair_units(known, wish) if model is None else _matched(model, known, wish)

    said = [FROM[usual]]
    units = of_wish(wish) if together == "creator" else _apart(of_wish, wish, said)
    st.caption(" · ".join(said))
    why = "No creator is new to these products." if units.empty else ""
    return _paired(given, together, units, why)


def _apart(of_wish: Callable[[Wish], pd.DataFrame], wish: Wish, said: list[str]) -> pd.DataFrame:
    """No creator for two products, unless there are too few creators, or that is not wanted; adds
    to what is `said` of them.
    """
    every, apart = of_wish(wish), of_wish(replace(wish, is_apart=True))
    lacking = len(every) - len(apart)
    if not _keep_apart(is_possible=not lacking):
        return every
    said.append("where another product has one of these, the next best")
    if lacking:
        said.append(f"too few are left for {counted(lacking, 'pair')}")
    return apart


def _keep_apart(*, is_possible: bool) -> bool:
    return st.toggle(
        "Each creator in one arm only", is_possible, key=f"apart-{is_possible}", help=APART
    )


def _of_shortlists(known: Candidates, listed: pd.DataFrame, given: str) -> Chosen:
    """As they were listed; a product's pairs stay together, for they share its sales."""
    units = chosen_pairs(listed, known, Wish("product", MOST))
    if units.empty:
        why = "None of your shortlists is of a product of this shop."
        return _paired(given, "product", units, why)
    apart = linked(units)
    groups = apart["cluster_id"].nunique()
    if groups < units["product_id"].nunique() and _keep_apart(is_possible=groups >= FEWEST_GROUPS):
        return _paired(given, "creator", apart, "")
    return _paired(given, "product", units, "")


def _source(usual: str) -> str:
    """Whose pairs, where there are shortlists too."""
    return st.segmented_control(
        "Creators", [usual, "shortlists"], default=usual, required=True, key="pairs-from",
        format_func=SOURCES.__getitem__,
    ) or usual  # fmt: skip


def _matched(model: TrainedModel, known: Candidates, wish: Wish) -> pd.DataFrame:
    """The top of the match lists of products, in the order in which Matches ranks by fit."""
    names = tuple(some(known.products, wish)["product_id"])
    return matched_pairs(known, ranked_products(model, names, DEPTH), wish)


def _paired(given: str, together: str, units: pd.DataFrame, why: str) -> Chosen:
    if units.empty:
        return Chosen("pair", given, together, units, why=why)
    return Chosen("pair", given, together, units, len(units) / units["product_id"].nunique())


def _shortlisted() -> pd.DataFrame:
    """Pairs of the viewer's shortlists of known products."""
    pairs = [
        (kept.name, creator_id)
        for kept in keeper().all(SHORTLIST)
        if not kept.name.startswith("new: ")
        for creator_id in kept.body["creators"]
    ]
    return pd.DataFrame(pairs, columns=PAIR)
