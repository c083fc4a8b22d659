"""Staged orders: which products and creators buy from themselves, and when."""

from dataclasses import dataclass

import numpy as np

from data.market.calendar import Calendar
from data.market.collaborations import Collaborations
from data.market.content import CARD, Contents
from data.market.population import Population
from data.market.rng import stream
from data.market.taxonomy import Ints


@dataclass(frozen=True)
class Brushing:
    """One entry per product × day with staged orders; creator columns are -1 where a shop does it
    without a creator."""

    product: Ints
    creator: Ints
    content: Ints
    collaboration: Ints
    day: Ints
    orders: Ints


def brush(
    seed: int,
    population: Population,
    calendar: Calendar,
    deals: Collaborations,
    contents: Contents,
    expected_orders: float,
) -> Brushing:
    """Staged orders of about one percent of all, half through showcase cards of creators."""
    rng = stream(seed, "fraud")
    jobs = max(int(0.01 * expected_orders / 30), 2)
    product = rng.integers(0, len(population.products), jobs)
    collaboration, content, creator = (np.full(jobs, -1) for _ in range(3))
    days = max(calendar.days - 30, 1)
    day = calendar.opens + rng.integers(0, days, jobs)
    cards = np.flatnonzero(
        (contents.kind == CARD)
        & (contents.day >= calendar.opens)
        & (contents.day < calendar.closes - 12)
    )
    staged = rng.permutation(cards)[: jobs // 2]
    some = np.arange(len(staged))
    content[some], creator[some] = staged, contents.creator[staged]
    product[some], day[some] = contents.product[staged], contents.day[staged] + 5
    pairs = deals.product * 1_000_000 + deals.creator
    order = np.argsort(pairs)
    wanted = product[some] * 1_000_000 + creator[some]
    collaboration[some] = order[np.searchsorted(pairs[order], wanted)]
    return Brushing(product, creator, content, collaboration, day, rng.integers(12, 48, jobs))
