"""What nobody who trades in a daily economy can know: the chances behind choices and sales.

An estimator that were told them would be as good as any; its width is what others are held against.
"""

from dataclasses import dataclass

import numpy as np

from data.market.carry import rates
from data.market.choice import HORIZON, MEMORY, PULL, SIZE, Sight
from data.market.demand import DAY_NOISE_SD, DRIFT_KEEPS, DRIFT_SD, LEVEL_KEEPS, WEEKDAY
from data.market.economy import Panel
from data.market.panel import LONGEST_WAIT, VIEW_NOISE_SD, Draw
from data.market.rng import stream
from data.market.taxonomy import Floats, Ints


@dataclass(frozen=True)
class Oracle:
    """`starts` is the chance that a creator starts with a free product on a day, product × day, 0
    where nobody can.
    """

    draw: Draw
    starts: Floats

    def expected(self, product: Ints, day: Ints) -> Floats:
        """Net GMV of the HORIZON days from the start of `day` without a creator, as the state of
        the evening before lets expect.
        """
        state, products = self.draw.state, self.draw.products
        keeps, adds, spread = _ahead()
        level, drift = state.level[product, day - 1], state.drift[product, day - 1]
        own = products.ctr * self.draw.worth * products.conversion
        own = own * np.exp(products.level) * self.draw.economy.impressions_a_day
        total = np.zeros(len(product))
        for ahead in range(HORIZON):
            log = keeps[ahead] * level + adds[ahead] * drift + WEEKDAY[(day + ahead) % 7]
            total += np.exp(log + (spread[ahead] + DAY_NOISE_SD**2) / 2)
        return own[product] * total


def pair_effect(draw: Draw, product: Ints, creator: Ints) -> Floats:
    """Expected extra net GMV, dollars, of the HORIZON days from a start, of any pair."""
    economy, creators = draw.economy, draw.creators
    pair = rates(draw.population, product, creator, creators.live_share[creator])
    fading = np.exp(-np.arange(HORIZON) / economy.fades_after).sum()
    views = economy.views_a_day * creators.reach[creator] * np.exp(VIEW_NOISE_SD**2 / 2)
    shown = economy.attention * fading * views / draw.crowding()[creator]
    return np.asarray(
        shown * pair.ctr * draw.scenario.effect * pair.conversion * draw.worth[product]
    )


def oracle(panel: Panel, draw: Draw) -> Oracle:
    """Of a panel that `draw` drew. Exact where demand is log-linear and choice sees the tables."""
    asked = np.zeros((len(draw.products), panel.days))
    traffic = draw.organic(stream(panel.seed, "organic"))
    sight = Sight(panel.scenario, draw.state, *traffic, stream(panel.seed, "requests"))
    requests = panel.requests
    is_free = np.ones(len(draw.products), bool)
    is_free[requests.product[requests.is_random]] = False
    for day in range(MEMORY, panel.days - HORIZON - LONGEST_WAIT):
        chosen = requests.product[(requests.requested == day) & ~requests.is_random]
        weight = np.exp(PULL * sight.momentum(day) + SIZE * sight.size(day)) * is_free
        asked[:, day] = np.minimum(len(chosen) * weight / weight.sum(), 0.5)
        is_free[chosen] = False
    starts = np.zeros_like(asked)
    for wait in range(1, LONGEST_WAIT + 1):
        starts[:, wait:] += draw.economy.posted_share / LONGEST_WAIT * asked[:, :-wait]
    return Oracle(draw, starts)


def _ahead() -> tuple[Floats, Floats, Floats]:
    """For each coming day: weights of today's level and drift in its expected level, and the
    variance of what is still to happen.
    """
    keeps, adds, spread = np.empty(HORIZON), np.empty(HORIZON), np.empty(HORIZON)
    level, drift, carried, variance = 1.0, 1.0, 0.0, 0.0
    past: list[float] = []
    for ahead in range(HORIZON):
        level *= LEVEL_KEEPS
        drift *= DRIFT_KEEPS
        carried = LEVEL_KEEPS * carried + drift
        # a shock that is `ahead` days old moves the level as a drift of 1 did then
        past.append(carried / DRIFT_KEEPS)
        variance = DRIFT_SD**2 * float(np.sum(np.square(past)))
        keeps[ahead], adds[ahead], spread[ahead] = level, carried, variance
    return keeps, adds, spread
