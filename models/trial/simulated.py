"""A drawn economy as an estimator may see it: its tables, without the truth."""

import numpy as np
from numpy.typing import NDArray

from data.market.economy import Panel as Drawn
from models.causal.cohort.panel import DAILY, NEVER, Deals, Ints, Lots, Panel


def shown(drawn: Drawn) -> Panel:
    """What `data.market.panel_folder` writes of it, without the writing."""
    products, creators, requests = (
        drawn.population.products,
        drawn.population.creators,
        drawn.requests,
    )
    deals = Deals(
        requests.product.astype(np.int64),
        requests.creator.astype(np.int64),
        _since(requests.requested),
        _since(requests.started),
        _since(requests.ended),
        requests.is_random,
        np.full(len(requests.product), np.nan),
    )
    niche = np.where(np.isin(creators.category, products.category), creators.category, -1)
    return Panel(
        np.array([f"p{n:05d}" for n in range(len(products))]),
        np.array([f"c{n:05d}" for n in range(len(creators))]),
        products.merchant.astype(np.int64),
        products.category.astype(np.int64),
        products.price.astype(np.float64),
        niche.astype(np.int64),
        creators.followers.astype(np.float64),
        {name: drawn.daily[name].astype(np.float64) for name in DAILY},
        drawn.reach.astype(np.float64),
        deals,
        Lots.of_deals(deals),
    )


def _since(days: NDArray[np.integer]) -> Ints:
    return np.where(days < 0, NEVER, days).astype(np.int64)
