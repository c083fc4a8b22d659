"""Which pages show the figures of others that a load brings."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from data.sources.held_figures import NAME
from data.sources.report import Gap

SHOWN_ON = {
    "creator": ("Creators and Creator", "creator", "creators"),
    "product": ("Products and Product", "product", "products"),
    "merchant": ("Merchants and Merchant", "shop", "shops"),
    "content": ("Creators and Merchants", "video", "videos"),
    "live": ("Creators and Merchants", "LIVE session", "LIVE sessions"),
}
"""Per kind of thing: the pages, and the words for one and for many."""


@dataclass
class ReportedGains:
    """Of what a load brings figures that others report, by kind."""

    seen: dict[str, set[str]] = field(default_factory=dict)

    def see(self, table: str, rows: pa.Table) -> None:
        if table == NAME:
            pairs = rows.select(["entity_type", "entity_id"])
            for kind, thing in zip(*(column.to_pylist() for column in pairs), strict=True):
                self.seen.setdefault(kind, set()).add(thing)

    def gains(self) -> Iterator[Gap]:
        """A line per kind, under "Reported" of its pages."""
        for kind, (pages, one, many) in SHOWN_ON.items():
            if n := len(self.seen.get(kind, ())):
                what = f"figures that others report of {n:,} {one if n == 1 else many}"
                yield Gap(f"{pages}, Reported", what, NAME)
