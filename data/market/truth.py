"""What really happens in a simulated market; written apart, for tests and trials alone."""

import numpy as np
import pandas as pd

from data.market.carry import rates
from data.market.rng import stream
from data.market.rows import Names
from data.market.world import World

WINDOW = 28
SAMPLED_PRODUCTS = 200


def started_effects(world: World, names: Names) -> pd.DataFrame:
    """A row per collaboration that posted: expected extra orders and net GMV (cents) within 28 days
    of its first post, and the affinity of the pair."""
    deals, cells, products = world.deals, world.cells, world.population.products
    since = cells.day - deals.posted_day[cells.collaboration]
    extra = np.where((since >= 0) & (since < WINDOW), cells.extra, 0.0)
    worth = _worth(world)[cells.product, cells.day]
    posted = np.flatnonzero(deals.posted_day >= 0)
    orders = np.bincount(cells.collaboration, extra, len(deals))[posted]
    gmv = np.bincount(cells.collaboration, extra * worth, len(deals))[posted]
    return pd.DataFrame({
        "collaboration_id": [f"k{number:06d}" for number in posted],
        "product_id": names.product_texts[deals.product[posted]],
        "creator_id": np.array(names.creator.to_pylist())[deals.creator[posted]],
        "posted_on": [world.calendar.on(day) for day in deals.posted_day[posted]],
        "effect_orders": orders,
        "effect_net_gmv": gmv,
        "affinity": world.population.affinity(deals.product[posted], deals.creator[posted]),
        "price": products.price[deals.product[posted]],
    })  # fmt: skip


def pair_effects(world: World, names: Names) -> pd.DataFrame:
    """Some products × all creators: log affinity, and expected extra orders and net GMV (cents) of
    one usual video, whether or not the two ever met."""
    rng, population = stream(world.seed, "truth"), world.population
    many = min(SAMPLED_PRODUCTS, len(population.products))
    some = np.sort(rng.permutation(len(population.products))[:many])
    product = np.repeat(some, len(population.creators))
    creator = np.tile(np.arange(len(population.creators)), many)
    pair = rates(population, product, creator, np.zeros(len(product)), world.plan.usual_affinity)
    orders = world.views_per_reach * population.creators.reach[creator] * pair.ctr * pair.conversion
    worth = _worth(world)[:, -1][product]
    return pd.DataFrame({
        "product_id": names.product_texts[product],
        "creator_id": np.array(names.creator.to_pylist())[creator],
        "affinity": population.affinity(product, creator),
        "effect_orders": orders,
        "effect_net_gmv": orders * worth,
    })  # fmt: skip


def staged_orders(world: World, names: Names) -> pd.DataFrame:
    """A row per product × day with brushed orders."""
    brushing = world.brushing
    creators = np.array([*names.creator.to_pylist(), ""])
    return pd.DataFrame({
        "product_id": names.product_texts[brushing.product],
        "creator_id": creators[brushing.creator],
        "on": [world.calendar.on(day) for day in brushing.day],
        "orders": brushing.orders,
    })  # fmt: skip


def bought_engagement(world: World, names: Names) -> pd.DataFrame:
    """The creators whose followers, views and likes are partly bought."""
    inflated = world.population.creators.is_inflated
    return pd.DataFrame({"creator_id": np.array(names.creator.to_pylist())[inflated]})


def _worth(world: World) -> np.ndarray:
    """Net GMV in cents of an order, product × day."""
    offers, products = world.offers, world.population.products
    paid = offers.price * (1 - offers.seller - offers.platform)
    return paid * (1 - products.refund_rate[:, None].astype(np.float32)) * 0.966 * 1.14
