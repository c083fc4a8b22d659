"""The rollups in the order in which they are built, and the tables whose rows they rest on."""

from collections.abc import Iterable

from data.contract import TABLES
from data.contract.naming import ALIASES, NAMING
from data.contract.told import TOLD

LINES = TOLD | {"market", "report_windows"}
FACTS = LINES | {"events"}
ROLLUPS: dict[str, frozenset[str]] = {
    "order_states": frozenset({"order_lines"}),
    "affiliate_states": frozenset({"affiliate_lines"}),
    "affiliate_results": frozenset({"affiliate_lines"}),
    "order_refunds": TOLD,
    "same_products": TOLD,
    "catalogue": TOLD | {"products"},
    "lines": LINES,
    "line_conflicts": TOLD,
    "sales": LINES | {"product_costs", "merchant_fees"},
    "traffic": frozenset({"market", "events"}),
    "converted": FACTS,
    "daily": FACTS,
    "content_products": FACTS,
    "creator_shoppers": frozenset({"events"}),
    "starts": FACTS | {"products", "collaborations"},
    "samples": frozenset({"market", "collaborations", "product_costs"}),
}

THROUGH = {
    "products": ("catalogue",),
    "order_lines": ("lines",),
    "affiliate_lines": ("affiliate_results",),
    "affiliate_results": ("affiliate_states",),
    "order_refunds": ("order_states", "affiliate_results"),
    "same_products": ("order_states", "affiliate_results"),
    "catalogue": ("same_products",),
    "lines": ("same_products", "order_refunds"),
    "line_conflicts": ("order_refunds",),
    "sales": ("lines",),
}
"""Rollups that stand between a rollup, or what viewers see under a table's name, and the tables."""


def altered_by(tables: Iterable[str]) -> set[str]:
    """The rollups that rows of these tables change; a cost does not count every click anew."""
    touched = set(tables)
    return {name for name, rests_on in ROLLUPS.items() if rests_on & touched}


EVERYTHING = frozenset({*TABLES, "quarantine", *ROLLUPS})


def with_tables(names: Iterable[str]) -> frozenset[str]:
    """Tables and rollups, and all that those rest on."""
    held = frozenset(names)
    between = held.union(*(THROUGH[name] for name in held & THROUGH.keys()))
    read = between.union(*(ROLLUPS[name] for name in between & ROLLUPS.keys()))
    read |= {ALIASES} if read & NAMING else set()
    return held if read == held else with_tables(read)
