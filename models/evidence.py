"""What the models may know: the tables as they stood before a cut-off day."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pandas as pd

from data.contract import UNDATED
from data.warehouse import Session
from models.history import NO_HISTORY, History, history
from models.question import sql

READ = frozenset(
    {"market", "products", "creators", "creator_audience", "entity_features"}
    | {"events", "traffic", "sales", "collaborations"}
)
"""The tables and rollups that the questions of this file read; a snapshot needs no others."""


@dataclass(frozen=True)
class Evidence:
    """Attributes of all products and creators, and the pairs that had started by the cut-off.

    `products`: a row per product; `creators`: per creator; `audience`: per creator × dimension ×
    bucket; `vectors`: per entity × block; `pairs`: per product × creator with `started_on` (empty
    where undated), `orders`, `gmv` in minor units and `commission_rate`; `history`: what products
    and creators had done, as of the same day as the pairs.
    """

    products: pd.DataFrame
    creators: pd.DataFrame
    audience: pd.DataFrame
    vectors: pd.DataFrame
    pairs: pd.DataFrame
    history: History = field(default_factory=lambda: NO_HISTORY)

    def without_products(self, product_ids: Collection[str]) -> "Evidence":
        """The same evidence, as if these products had never been listed: of what creators did
        nothing is known then, for they may have done it with them.
        """
        is_kept = ~self.products["product_id"].isin(product_ids)
        is_held = ~self.pairs["product_id"].isin(product_ids)
        return replace(
            self,
            products=self.products[is_kept],
            pairs=self.pairs[is_held],
            history=NO_HISTORY,
        )

    def before(self, session: Session, cut_off: date) -> "Evidence":
        """The same products and creators, known as of the beginning of an earlier local day."""
        return replace(self, pairs=pairs(session, cut_off), history=history(session, cut_off))

    @property
    def has_likeness(self) -> bool:
        """Whether products and creators can be compared at all: by category or given vectors."""
        has_categories = self.products["category_path"].notna().any()
        return bool(has_categories or self.vectors["entity_type"].nunique() == 2)


def evidence(session: Session, cut_off: date | None = None) -> Evidence:
    """The market strictly before a local day; all of it where no cut-off is given.

    Attributes carry no history in the tables, so they are those of today.
    """
    return Evidence(
        session.frame(sql("product_attributes")),
        session.frame(sql("creator_attributes")),
        session.frame(sql("audience_shares")),
        session.frame(sql("given_vectors")),
        pairs(session, cut_off),
        _history(session, cut_off),
    )


def _history(session: Session, cut_off: date | None) -> History:
    """Up to the last complete day where no cut-off is given."""
    if cut_off is None:
        last_day = last_complete_day(session)
        if last_day is None:
            return NO_HISTORY
        cut_off = last_day + timedelta(1)
    return history(session, cut_off)


def pairs(session: Session, cut_off: date | None = None) -> pd.DataFrame:
    """Pairs of product and creator started before the cut-off; see models/sql/pairs.sql.

    `attrs["unplaced"]` counts those left out because their product or creator has no row.
    """
    frame = session.frame(sql("pairs"), cut_off=cut_off, undated=UNDATED)
    frame["started_on"] = pd.to_datetime(frame["started_on"])
    placed = frame[frame["is_placed"]].drop(columns="is_placed").reset_index(drop=True)
    placed.attrs["unplaced"] = len(frame) - len(placed)
    return placed


def last_complete_day(session: Session) -> date | None:
    """The last whole local day of the market's data; None where nothing has a date."""
    rows = session.rows(sql("last_complete_day"))
    return rows[0][0] if rows else None
