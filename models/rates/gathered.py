"""Rows of a market with all that was known before them, read once for all stages and channels."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from models.rates.cells import Cells
from models.rates.channel_rate import Rows
from models.rates.ledger import Ints
from models.rates.past import Past, past
from models.rates.stages import Stage
from models.rates.traits import Traits


@dataclass(frozen=True)
class Gathered:
    """What was known before each of some rows of the cells, read once for all stages."""

    cells: Cells
    rows: Ints
    past: Past
    traits: pd.DataFrame
    who: pd.DataFrame

    @classmethod
    def of(cls, cells: Cells, known: Traits, wanted: Mapping[Any, tuple[Ints, ...]]) -> "Gathered":
        parts = [rows for parts in wanted.values() for rows in parts]
        rows = np.unique(np.concatenate([np.zeros(0, np.int64), *parts]))
        product, creator = cells.product[rows], cells.creator[rows]
        product_ids, days = cells.product_ids[product], cells.day[rows]
        shops = known.products["merchant_id"].reindex(product_ids).to_numpy(str)
        pairs = product * len(cells.creator_ids) + creator
        who = pd.DataFrame({"pair": pairs, "shop": shops})
        traits = known.columns(product_ids, cells.creator_ids[creator], days)
        return cls(cells, rows, past(cells, rows), traits, who)

    def part(self, stage: Stage, rows: Ints) -> Rows:
        """Some of these rows with what came of them."""
        at = np.searchsorted(self.rows, rows)
        return Rows(
            self.past.take(at),
            self.traits.iloc[at].reset_index(drop=True),
            self.cells.day[rows],
            self.who.iloc[at].reset_index(drop=True),
            stage.outcome(self.cells, rows),
        )
