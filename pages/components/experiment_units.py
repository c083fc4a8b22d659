"""Who is to be drawn: products, pairs or creators, how many, and which of them together."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from models.experiments.candidates import (
    Candidates,
    Wish,
    candidates,
    creator_units,
    product_units,
)
from models.experiments.drawing import ARMS
from pages.components.experiment_controls import Chosen, draw_together, each_of, how_many
from pages.components.experiment_pairs import pairs
from pages.components.experiment_view import UNITS
from pages.components.filters import View
from pages.components.resources import ask

GIVEN = {"invitation": "Invitation", "sample": "Free sample"}
WHO = {"known": "Working with the shop", "new": "New to it"}


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
    chosen = _products(known, given) if unit_type == "product" else pairs(known, given)
    return replace(chosen, there=len(known.products))


def _products(known: Candidates, given: str) -> Chosen:
    most = how_many(len(known.products), "product")
    each = each_of("Creators asked per product", 5)
    together = draw_together("product", known.products)
    units = product_units(known.products, Wish(together, most))
    return Chosen("product", given, together, units, float(each))


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
    most, together = how_many(len(rows), "creator"), draw_together("creator", rows)
    units = creator_units(rows, shop, Wish(together, most))
    return Chosen("creator", given, together, units, there=len(rows))
