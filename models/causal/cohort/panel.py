"""A market by product and day, and who took up what when: all that the estimators are shown."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
NEVER = -1_000_000
DAILY = (
    "impressions",
    "clicks",
    "orders",
    "net_gmv",
    "organic_impressions",
    "organic_clicks",
    "organic_orders",
    "organic_net_gmv",
    "attributed_net_gmv",
)


@dataclass(frozen=True)
class Deals:
    """One entry per collaboration: rows of its `product` and `creator`, and days counted from the
    panel's first, NEVER where it did not come to that; `is_random` where a drawn list chose it;
    `credited`, the net GMV that its creator's links claim of the product in the 28 days from the
    start, not a number where the tables tell the product's alone.
    """

    product: Ints
    creator: Ints
    requested: Ints
    started: Ints
    ended: Ints
    is_random: Flags
    credited: Floats

    def __len__(self) -> int:
        return len(self.product)


@dataclass(frozen=True)
class Lots:
    """One entry per offer of a drawn list: row of its `product`; the `group` of those drawn
    together; the `day` of the draw, from the panel's first; `is_offered`, or held back; the
    `chance` to be offered; how many `starts` came of it, and the row of the first such
    collaboration, -1 where none did.
    """

    product: Ints
    group: Ints
    day: Ints
    is_offered: Flags
    chance: Floats
    starts: Ints
    deal: Ints

    @classmethod
    def of_deals(cls, deals: Deals) -> "Lots":
        """Where no arm is told: who was chosen by lot and started was to, all others were not."""
        rows = np.flatnonzero(deals.is_random)
        on = deals.started[rows] != NEVER
        chance = np.full(len(rows), on.mean() if len(rows) else 0.0)
        product, came = deals.product[rows], (on.astype(np.int64), np.where(on, rows, -1))
        return cls(product, product, deals.requested[rows], on, chance, *came)

    def take(self, which: Flags) -> "Lots":
        """Some of them."""
        return Lots(*(getattr(self, column.name)[which] for column in fields(self)))


@dataclass(frozen=True)
class Panel:
    """`shop` and `category` number what products share; `daily` maps DAILY to product × day, money
    in major units; `reach` holds views, creator × day; `niche` is a creator's category, -1 where no
    product has it; `lots` are the offers of drawn lists, without those, `alike` in number, of lists
    whose arms came to a start alike.
    """

    product_ids: NDArray[np.str_]
    creator_ids: NDArray[np.str_]
    shop: Ints
    category: Ints
    price: Floats
    niche: Ints
    followers: Floats
    daily: dict[str, Floats]
    reach: Floats
    deals: Deals
    lots: Lots
    alike: int = 0

    @property
    def days(self) -> int:
        return self.reach.shape[1]
