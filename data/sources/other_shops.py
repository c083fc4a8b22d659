"""Order lines that a load brings under one shop and that stand under another one as well."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.contract.told import TOLD
from data.manifests import standing_segments
from data.sources.repeats import hashes
from data.store import Store

SHOP, LINE = "merchant_id", ["order_id", "sku_id"]
SHOWN = 3


@dataclass
class OtherShops:
    """The lines that passed, by a hash of 8 bytes each, and the shop of each."""

    seen: list[pd.DataFrame] = field(default_factory=list)

    def see(self, table: str, rows: pa.Table) -> None:
        """Remembers whose the order lines of a table are."""
        if table in TOLD:
            self.seen.append(_lines(rows))

    def notes(self, store: Store) -> Iterator[str]:
        """A sentence where lines stand under two shops: one shop under two names, most likely."""
        if not self.seen:
            return
        ours = pd.concat(self.seen).drop_duplicates()
        held = pd.concat([ours, *_held(store, set(ours[SHOP]))]).drop_duplicates()
        pairs = ours.merge(held, on="line")
        pairs = pairs[pairs[f"{SHOP}_x"] != pairs[f"{SHOP}_y"]]
        if n := pairs["line"].nunique():
            shops = sorted({*pairs[f"{SHOP}_x"], *pairs[f"{SHOP}_y"]})
            some = ", ".join(shops[:SHOWN]) + (" …" if len(shops) > SHOWN else "")
            lines = "order line stands" if n == 1 else "order lines stand"
            yield (
                f"{n:,} {lines} under another shop as well ({some}): if it is one shop, its sales "
                "count twice; then load all its files with the same --merchant"
            )


def _held(store: Store, ours: set[str]) -> Iterator[pd.DataFrame]:
    """Lines of segments that are not of our one shop alone."""
    for segment in standing_segments(store, *TOLD):
        rows = pq.read_table(store.lake / segment.path, columns=[SHOP, *LINE])
        if set(pc.unique(rows[SHOP]).to_pylist()) != ours or len(ours) > 1:
            yield _lines(rows)


def _lines(rows: pa.Table) -> pd.DataFrame:
    line = rows.select(LINE).to_pandas(types_mapper=pd.ArrowDtype)
    shop = rows[SHOP].to_pandas()
    return pd.DataFrame({"line": hashes(line), SHOP: shop}).drop_duplicates()
