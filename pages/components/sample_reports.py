"""Samples that reports tell of and nobody entered: named beside every margin that lacks them."""

from typing import Any

from analytics.reported import samples_not_entered
from pages.components.filters import View
from pages.components.numbers import counted, day
from pages.components.resources import ask
from pages.components.words import plain

MOST = 3


def not_entered(view: View) -> str:
    """Which samples are in no margin, and what to enter; empty where none is known of."""
    found = ask(samples_not_entered, view.slice)
    if found.empty:
        return ""
    of_shop = ", of the whole shop" if view.slice.product_id else ""
    told = "; ".join(_sentence(row) for row in found.head(MOST).itertuples())
    return (
        f"Not counted{of_shop}: {told}. A report does not say which product was sent at what "
        "cost: enter samples under the shop's Costs → Samples."
    )


def _sentence(row: Any) -> str:
    days = f"{day(row.starts_on)} – {day(row.ends_on, has_year=True)}"
    return (
        f"{counted(row.reported, 'sample')} shipped {days}, as reported by {plain(row.source)}, of "
        f"which {row.entered:,} {'is' if row.entered == 1 else 'are'} entered"
    )
