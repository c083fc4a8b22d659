"""The rollups in the order in which they are built, and the tables whose rows they rest on."""

from collections.abc import Iterable

from data.contract import TABLES

FACTS = frozenset({"market", "events", "order_lines"})
ROLLUPS: dict[str, frozenset[str]] = {
    "sales": frozenset({"market", "order_lines", "product_costs", "merchant_fees"}),
    "traffic": frozenset({"market", "events"}),
    "converted": FACTS,
    "daily": FACTS,
    "content_products": FACTS,
    "creator_shoppers": frozenset({"events"}),
    "starts": FACTS | {"products", "collaborations"},
    "samples": frozenset({"market", "collaborations", "product_costs"}),
}


def altered_by(tables: Iterable[str]) -> set[str]:
    """The rollups that rows of these tables change; a cost does not count every click anew."""
    touched = set(tables)
    return {name for name, rests_on in ROLLUPS.items() if rests_on & touched}


EVERYTHING = frozenset({*TABLES, "quarantine", *ROLLUPS})


def with_tables(names: Iterable[str]) -> frozenset[str]:
    """Tables and rollups, and the tables on which those rollups rest."""
    held = frozenset(names)
    return held.union(*(ROLLUPS[name] for name in held & ROLLUPS.keys()))
