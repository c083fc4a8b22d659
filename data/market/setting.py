"""What is fixed before anybody acts: who takes part, when, and what is on offer."""

from dataclasses import dataclass

import numpy as np

from data.market.calendar import Calendar
from data.market.offers import Offers, draw_offers
from data.market.plan import Plan
from data.market.population import Population, populate
from data.market.rng import stream


@dataclass(frozen=True)
class Setting:
    plan: Plan
    seed: int
    calendar: Calendar
    population: Population
    offers: Offers

    def rng(self, name: str, *keys: int) -> np.random.Generator:
        """The random stream of one named part of the market."""
        return stream(self.seed, name, *keys)


def set_up(plan: Plan, seed: int) -> Setting:
    """Draws the setting of a market."""
    population = populate(seed, plan.size)
    calendar = Calendar(plan.days, plan.last_on, plan.zone)
    return Setting(
        plan, seed, calendar, population, draw_offers(seed, population.products, calendar)
    )
