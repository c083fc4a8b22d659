"""A market by product and day, and who took up what when: all that the estimators are shown."""

from dataclasses import dataclass

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
class Panel:
    """`shop` and `category` number what products share; `daily` maps DAILY to product × day, money
    in major units; `reach` holds views, creator × day; `niche` is a creator's category, -1 where no
    product has it.
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

    @property
    def days(self) -> int:
        return self.reach.shape[1]
