"""Which shop a report's rows belong to: however it is spelled, a shop has one id."""

from collections.abc import Iterable

import pandas as pd
import pyarrow.parquet as pq

from data.manifests import standing_segments
from data.sources.chunk import UnreadableError
from data.sources.exports.words import normal
from data.store import Store

SHOWN = 3


class Shops:
    """Ids of shops by their ids and names, in any case and spacing: held ones first, then those
    that people say, then those that reports name.
    """

    def __init__(self, store: Store, said: Iterable[str | None]) -> None:
        self._ids: dict[str, str] = {}
        for merchant, name in _held(store):
            self._ids.setdefault(normal(merchant), merchant)
            self._ids.setdefault(normal(name), merchant)
        for named in said:
            self.id_of(named)

    def id_of(self, name: str | None) -> str | None:
        """The one id of a shop, however it is written; None of nothing."""
        return self._ids.setdefault(normal(name), name.strip()) if name else None

    def of_rows(self, file: str, named: pd.Series, said: str | None) -> pd.Series:
        """The shop of each row: as the report names it, else as people say, else none.

        Raises UnreadableError where people say a shop and the report names others alone.
        """
        ids = {name: self.id_of(name) for name in named.dropna().unique()}
        shop = self.id_of(said)
        if shop and ids and shop not in ids.values():
            others = ", ".join(sorted(ids)[:SHOWN])
            raise UnreadableError(
                file,
                f"its rows name the shop {others}, not '{said}'",
                f"say --merchant '{next(iter(ids))}' for every report of this shop, or, where it "
                "is another one, leave --merchant away for this file",
            )
        return named.astype(object).map(ids).where(named.notna(), shop).astype(object)


def _held(store: Store) -> Iterable[tuple[str, str]]:
    for segment in standing_segments(store, "merchants"):
        rows = pq.read_table(store.lake / segment.path, columns=["merchant_id", "name"])
        yield from zip(*(column.to_pylist() for column in rows.columns), strict=True)
