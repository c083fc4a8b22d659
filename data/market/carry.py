"""What a creator does for a product: expected traffic and sales, and what the link only claims."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.market.population import Population
from data.market.taxonomy import Floats, Ints

USUAL_AFFINITY = 0.8
HIGHEST_RATE = 0.30
OVERLAP = 1.25


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


def overlapping(orders: Floats, product: Ints, products: int) -> Floats:
    """Extra orders, request × day, when audiences of creators of one product overlap: two alike
    bring 1.74 times as many as one (constant elasticity), one alone all of its own.
    """
    together = beside(orders**OVERLAP, product, products) ** (1 / OVERLAP)
    return orders * together / np.maximum(beside(orders, product, products), 1e-12)


def saturated(orders: Floats, ceiling: Floats) -> Floats:
    """Extra orders of a product on a day when several creators together would bring `orders`.

    Below a small part of the ceiling all of them come; at the ceiling seven in ten do.
    """
    return orders / (1 + orders / ceiling) ** 0.5


def beside(values: Floats, product: Ints, products: int) -> Floats:
    """Request × day: the sum over all requests of the same product."""
    total = np.zeros((products, values.shape[1]))
    np.add.at(total, product, values)
    return total[product]


def claims(rng: np.random.Generator, counts: Ints, product: Ints, share: Floats) -> Ints:
    """Request × day: how many of a product's own each link claims, of those that no other did."""
    left, room = counts.copy(), np.ones(counts.shape)
    taken = np.zeros(share.shape, counts.dtype)
    turn = pd.Series(product).groupby(product).cumcount().to_numpy()
    for number in range(int(turn.max(initial=-1)) + 1):
        rows = np.flatnonzero(turn == number)
        own = product[rows]
        taken[rows] = rng.binomial(left[own], np.minimum(share[rows] / room[own], 1.0))
        left[own] -= taken[rows]
        room[own] -= share[rows]
    return taken
