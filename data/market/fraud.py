"""Staged orders: which products and creators buy from themselves, and when."""

from dataclasses import dataclass

import numpy as np

from data.market.collaborations import Collaborations
from data.market.content import CARD, Contents
from data.market.setting import Setting
from data.market.taxonomy import Ints

SHARE_OF_ORDERS, ORDERS_A_DAY = 0.01, (12, 48)


@dataclass(frozen=True)
class Brushing:
    """One entry per product × day with staged orders; `creator`, `content` and `collaboration` are
    -1 where a shop does it without a creator."""

    product: Ints
    creator: Ints
    content: Ints
    collaboration: Ints
    day: Ints
    orders: Ints


def brush(
    setting: Setting, deals: Collaborations, contents: Contents, expected_orders: float
) -> Brushing:
    """Staged orders of about one percent of all, half through showcase cards of creators."""
    rng, calendar = setting.rng("fraud"), setting.calendar
    jobs = max(int(SHARE_OF_ORDERS * expected_orders / np.mean(ORDERS_A_DAY)), 2)
    product = rng.choice(np.flatnonzero(setting.offers.listed <= calendar.opens), jobs)
    collaboration, content, creator = (np.full(jobs, -1) for _ in range(3))
    day = calendar.opens + rng.integers(0, max(calendar.days - 30, 1), jobs)
    is_inside = (contents.day >= calendar.opens) & (contents.day < calendar.closes - 12)
    staged = rng.permutation(np.flatnonzero((contents.kind == CARD) & is_inside))[: jobs // 2]
    some = np.arange(len(staged))
    content[some], creator[some] = staged, contents.creator[staged]
    product[some], day[some] = contents.product[staged], contents.day[staged] + 5
    pairs = deals.product * 1_000_000 + deals.creator
    order = np.argsort(pairs)
    wanted = product[some] * 1_000_000 + creator[some]
    collaboration[some] = order[np.searchsorted(pairs[order], wanted)]
    orders = rng.integers(*ORDERS_A_DAY, jobs)
    return Brushing(product, creator, content, collaboration, day, orders)
