"""What every choice of units is made of: how many, how many each, and what is drawn together."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from models.experiments.candidates import ways
from models.experiments.planning import FEWEST_GROUPS
from pages.components.experiment_view import NOUNS

WORDS = {
    "unit": "Each by itself",
    "product": "By product",
    "creator": "By creator",
    "category": "By category",
}
USUAL, MOST = 40, 5_000


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


def how_many(there: int, noun: str, limit: int = MOST) -> int:
    """At most those there are; chosen by chance where fewer are wanted. All, where they are too few
    to choose from.
    """
    most = min(there, limit)
    if most <= FEWEST_GROUPS:
        return most
    usual = min(USUAL if noun == "product" else 2 * USUAL, most)
    label = f"{NOUNS[noun].capitalize()}s in the test, of {there:,}"
    return int(st.number_input(label, FEWEST_GROUPS, most, usual, 10, key=f"{noun}s-in-test"))


def each_of(label: str, usual: int) -> int:
    return int(st.number_input(label, 1, 20, usual, key=label.replace(" ", "-").lower()))


def draw_together(unit_type: str, rows: pd.DataFrame) -> str:
    """What units are drawn together by; by category only where there are enough of them."""
    usual, *others = ways(unit_type, rows, FEWEST_GROUPS)
    if not others:
        return usual
    return st.segmented_control(
        "Drawn together", [usual, *others], default=usual, required=True,
        key=f"together-{unit_type}", format_func=WORDS.__getitem__,
        help="What shares buyers, or a creator, belongs into one arm: else the arms touch.",
    ) or usual  # fmt: skip
