"""What a creator does for a product: expected traffic and sales, and what the link only claims."""

from dataclasses import dataclass

import numpy as np

from data.market.population import Population
from data.market.taxonomy import Floats, Ints

USUAL_AFFINITY = 0.8
HIGHEST_RATE = 0.30


@dataclass(frozen=True)
class Rates:
    """Per pair: clicks per impression and incremental orders per click."""

    ctr: Floats
    conversion: Floats


def rates(
    population: Population,
    product: Ints,
    creator: Ints,
    live: Floats,
    usual: float = USUAL_AFFINITY,
) -> Rates:
    """Half of a pair's affinity shows in clicks, half in orders; live sells better than video.

    `live` is the share of the pair's traffic that comes from live sessions, 0 to 1; `usual` the
    affinity at which a creator's audience clicks and buys as the product's own visitors do.
    """
    products = population.products
    pull = np.exp(0.5 * (population.affinity(product, creator) - usual))
    return Rates(
        np.minimum(products.ctr[product] * pull * (1 + 0.1 * live), HIGHEST_RATE),
        np.minimum(products.conversion[product] * pull * (1 + 0.7 * live), HIGHEST_RATE),
    )


def claimed_share(creator_clicks: Floats, organic_clicks: Floats, largest: float) -> Floats:
    """Share of organic visits that come by a creator's link and are credited to it.

    They would have come anyway, so they count as attributed and not as extra.
    """
    return largest * creator_clicks / (creator_clicks + 0.03 * organic_clicks + 1e-9)


def saturated(orders: Floats, ceiling: Floats) -> Floats:
    """Extra orders of a product on a day when several creators together would bring `orders`.

    Below a small part of the ceiling all of them come; at the ceiling seven in ten do.
    """
    return orders / (1 + orders / ceiling) ** 0.5
