"""Who is to be drawn: products, pairs or creators, how many, and which of them together."""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from models.experiments.candidates import (
    Candidates,
    Wish,
    candidates,
    chosen_pairs,
    creator_units,
    matched_pairs,
    pair_units,
    product_units,
    some,
    ways,
)
from models.experiments.drawing import ARMS
from models.experiments.planning import FEWEST_GROUPS
from models.trained import TrainedModel
from pages.components.experiment_view import NOUNS, UNITS
from pages.components.filters import View
from pages.components.keeping import keeper
from pages.components.listing import ranked_products
from pages.components.matching import model_if_any
from pages.components.resources import ask

GIVEN = {"invitation": "Invitation", "sample": "Free sample"}
WORDS = {
    "unit": "Each by itself",
    "product": "By product",
    "creator": "By creator",
    "category": "By category",
}
SOURCES = {
    "matches": "Top of its matches",
    "chance": "By chance, of its category",
    "shortlists": "My shortlists",
}
FROM = {
    "matches": "Creators are the top of each product's matches by best fit, whom one would ask.",
    "chance": "Creators are any of the product's category, by chance: no model is trained yet.",
}
WHO = {"known": "Working with the shop", "new": "New to it"}
USUAL, MOST = 40, 5_000
MOST_MATCHED, DEPTH = 500, 50
"""Products that matches are sought for at once, and how far down each one's list."""
SHORTLIST = "shortlist"


@dataclass(frozen=True)
class Chosen:
    """`units`: rows to draw; `together`: what they are drawn together by; `asked_per_unit`: how
    many creators are asked per unit whose sales are counted; how many products or creators
    `there` are to draw from; `why` there is none.
    """

    unit_type: str
    given: str
    together: str
    units: pd.DataFrame
    asked_per_unit: float = 1.0
    why: str = ""
    there: int = 0

    @property
    def independent(self) -> pd.DataFrame:
        """A row per product or creator whose sales are counted."""
        if self.unit_type != "pair":
            return self.units
        return self.units.drop_duplicates("product_id")


def choose_units(view: View) -> Chosen:
    """The controls of the draw."""
    unit_type = st.segmented_control(
        "Drawn are", UNITS, default="product", required=True, key="drawn", bind="query-params",
        format_func=UNITS.__getitem__,
    ) or "product"  # fmt: skip
    given = st.segmented_control(
        "Half of them get", GIVEN, default="invitation", required=True, key="given",
        bind="query-params", format_func=GIVEN.__getitem__,
        help="The other half is left alone for 28 days. Both arms stay as they are drawn.",
    ) or next(iter(ARMS))  # fmt: skip
    asked = (view.slice.period.last_day, view.currency, view.slice.merchant_id)
    known = ask(candidates, *asked)
    if unit_type == "creator":
        return _creators(view, known, given)
    if known.products.empty:
        return Chosen(unit_type, given, "unit", pd.DataFrame())
    chosen = _products(known, given) if unit_type == "product" else _pairs(known, given)
    return replace(chosen, there=len(known.products))


def _products(known: Candidates, given: str) -> Chosen:
    most = _how_many(len(known.products), "product")
    each = _each("Creators asked per product", 5)
    together = _together("product", known.products)
    units = product_units(known.products, Wish(together, most))
    return Chosen("product", given, together, units, float(each))


def _pairs(known: Candidates, given: str) -> Chosen:
    lists, model = _shortlisted(), model_if_any()
    usual = "chance" if model is None else "matches"
    source = _source(usual) if len(lists) else usual
    if source == "shortlists":
        units = chosen_pairs(lists, known, Wish("product", MOST))
        why = "None of your shortlists is of a product of this shop." if units.empty else ""
        return _paired(given, "product", units, why)
    most = _how_many(len(known.products), "product", MOST if model is None else MOST_MATCHED)
    together = _together("pair", known.products)
    of = "Products per creator" if together == "creator" else "Creators per product"
    wish = Wish(together, most, 1 if together == "category" else _each(of, 3))
    units = pair_units(known, wish) if model is None else _matched(model, known, wish)
    st.caption(FROM[usual])
    why = "No creator is new to these products." if units.empty else ""
    return _paired(given, together, units, why)


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


def _creators(view: View, known: Candidates, given: str) -> Chosen:
    shop = view.slice.merchant_id
    if shop is None:
        why = "A test among creators is one shop's: choose the shop above."
        return Chosen("creator", given, "unit", pd.DataFrame(), why=why)
    who = st.segmented_control(
        "Creators", WHO, default="known", required=True, key="creators-who",
        format_func=WHO.__getitem__,
    )  # fmt: skip
    is_known = known.creators["is_known"].astype(bool)
    own = known.products["category"].unique()
    is_near = known.creators["category"].isin(own) if len(own) else True
    rows = known.creators[is_known if who == "known" else ~is_known & is_near]
    if rows.empty:
        return Chosen("creator", given, "unit", pd.DataFrame(), why="No such creator is known.")
    most, together = _how_many(len(rows), "creator"), _together("creator", rows)
    units = creator_units(rows, shop, Wish(together, most))
    return Chosen("creator", given, together, units, there=len(rows))


def _how_many(there: int, noun: str, limit: int = MOST) -> int:
    """At most those there are; chosen by chance where fewer are wanted. All, where they are too few
    to choose from.
    """
    most = min(there, limit)
    if most <= FEWEST_GROUPS:
        return most
    usual = min(USUAL if noun == "product" else 2 * USUAL, most)
    label = f"{NOUNS[noun].capitalize()}s in the test, of {there:,}"
    return int(st.number_input(label, FEWEST_GROUPS, most, usual, 10, key=f"{noun}s-in-test"))


def _each(label: str, usual: int) -> int:
    return int(st.number_input(label, 1, 20, usual, key=label.replace(" ", "-").lower()))


def _together(unit_type: str, rows: pd.DataFrame) -> str:
    """What units are drawn together by; by category only where there are enough of them."""
    usual, *others = ways(unit_type, rows, FEWEST_GROUPS)
    if not others:
        return usual
    return st.segmented_control(
        "Drawn together", [usual, *others], default=usual, required=True,
        key=f"together-{unit_type}", format_func=WORDS.__getitem__,
        help="What shares buyers, or a creator, belongs into one arm: else the arms touch.",
    ) or usual  # fmt: skip


def _shortlisted() -> pd.DataFrame:
    """Pairs of the viewer's shortlists of known products."""
    pairs = [
        (kept.name, creator_id)
        for kept in keeper().all(SHORTLIST)
        if not kept.name.startswith("new: ")
        for creator_id in kept.body["creators"]
    ]
    return pd.DataFrame(pairs, columns=["product_id", "creator_id"])
