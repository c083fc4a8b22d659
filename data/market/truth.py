"""What really happens in a simulated market; written apart, for tests and trials alone."""

import numpy as np
import pandas as pd

from data.market.baskets import (
    COUPON,
    COUPON_SHARE,
    OTHER_PRODUCT,
    QUANTITIES,
    QUANTITY_SHARES,
    SECOND_LINE,
)
from data.market.carry import rates
from data.market.content import LIVE
from data.market.fates import CANCELLED_SHARE, UNPAID_SHARE
from data.market.rows import Names
from data.market.taxonomy import Flags, Floats, Ints
from data.market.world import World

WINDOW = 28
SAMPLED_PRODUCTS = 200


def truth_tables(world: World, names: Names) -> dict[str, pd.DataFrame]:
    """Every table of the truth, by name."""
    return {
        "effects": started_effects(world, names),
        "pairs": pair_effects(world, names),
        "staged_orders": staged_orders(world, names),
        "bought_engagement": bought_engagement(world, names),
    }


def started_effects(world: World, names: Names) -> pd.DataFrame:
    """A row per collaboration that posted: expected extra orders and net GMV (cents) of the product
    within 28 days of the first post, all other collaborations as they are; only what falls into
    the data counts, `is_whole` where that is all of it."""
    deals, cells, contents = world.deals, world.cells, world.contents
    since = cells.day - deals.posted_day[cells.collaboration]
    orders = np.where((since >= 0) & (since < WINDOW), cells.effect, 0.0)
    has_coupon = contents.kind[cells.content] == LIVE
    worth = net_gmv_per_order(world)[cells.product, cells.day]
    worth = worth * np.where(has_coupon, 1 - COUPON_SHARE * COUPON, 1.0)
    posted = np.flatnonzero(deals.posted_day >= 0)
    product, creator = deals.product[posted], deals.creator[posted]
    return pd.DataFrame({
        "collaboration_id": [f"k{number:06d}" for number in posted],
        "product_id": names.product_texts[product],
        "creator_id": names.creator_texts[creator],
        "posted_on": [world.calendar.on(day) for day in deals.posted_day[posted]],
        "is_whole": _is_whole(world, deals.posted_day[posted]),
        "effect_orders": np.bincount(cells.collaboration, orders, len(deals))[posted],
        "effect_net_gmv": np.bincount(cells.collaboration, orders * worth, len(deals))[posted],
        "affinity": world.population.affinity(product, creator),
    })  # fmt: skip


def _is_whole(world: World, posted_day: Ints) -> Flags:
    calendar = world.calendar
    return (posted_day >= calendar.opens) & (posted_day + WINDOW <= calendar.closes)


def pair_effects(world: World, names: Names) -> pd.DataFrame:
    """Some products × all creators: log affinity, and expected extra orders and net GMV (cents) of
    one usual video at the end of the data, whether or not the two ever met."""
    rng, population = world.rng("truth"), world.population
    some = rng.permutation(len(population.products))[:SAMPLED_PRODUCTS]
    product = np.repeat(np.sort(some), len(population.creators))
    creator = np.tile(np.arange(len(population.creators)), len(some))
    pair = rates(population, product, creator, np.zeros(len(product)), world.plan.usual_affinity)
    orders = world.views_per_reach * population.creators.reach[creator] * pair.ctr * pair.conversion
    return pd.DataFrame({
        "product_id": pd.Categorical.from_codes(product, names.product_texts),
        "creator_id": pd.Categorical.from_codes(creator, names.creator_texts),
        "affinity": population.affinity(product, creator),
        "effect_orders": orders,
        "effect_net_gmv": orders * net_gmv_per_order(world)[product, world.calendar.closes - 1],
    })  # fmt: skip


def staged_orders(world: World, names: Names) -> pd.DataFrame:
    """A row per product × day with brushed orders; `creator_id` is empty where a shop did it."""
    brushing = world.brushing
    return pd.DataFrame({
        "product_id": names.product_texts[brushing.product],
        "creator_id": np.append(names.creator_texts, "")[brushing.creator],
        "on": [world.calendar.on(day) for day in brushing.day],
        "orders": brushing.orders,
    })  # fmt: skip


def bought_engagement(world: World, names: Names) -> pd.DataFrame:
    """The creators whose followers, views and likes are partly bought."""
    return pd.DataFrame({"creator_id": names.creator_texts[world.population.creators.is_inflated]})


def net_gmv_per_order(world: World) -> Floats:
    """Expected net GMV in cents that an order brings its product, product × day."""
    offers, products = world.offers, world.population.products
    paid = offers.price * (1 - offers.seller - offers.platform)
    shop_size = np.bincount(products.merchant)[products.merchant]
    lines = 1 + SECOND_LINE * (1 - OTHER_PRODUCT * (1 - 1 / shop_size))
    units = np.dot(QUANTITIES, QUANTITY_SHARES) * lines
    kept = (1 - UNPAID_SHARE) * (1 - CANCELLED_SHARE) * (1 - products.refund_rate)
    return paid * (units * kept)[:, None].astype(np.float32)
