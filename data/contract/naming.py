"""Tables that name creators, who may be known by several handles."""

from data.contract.dimensions import DIMENSIONS
from data.contract.facts import FACTS

ALIASES = "creator_aliases"
"""The table that says which handle belongs to whom."""

DESCRIBING = frozenset({"creators", "creator_audience"})
"""Tables with a row per creator: one under an alias describes nobody."""

NAMING = frozenset(
    table.name
    for table in (*DIMENSIONS, *FACTS)
    if {"creator_id", "metric"}.intersection(table.names) and table.name != ALIASES
)
"""Tables whose rows name creators, be it as what a reported metric is of, so that a new alias
changes them."""
