"""A stretch of days, the unit in which events are drawn and written."""

from dataclasses import dataclass

import numpy as np

from data.market.rows import Names
from data.market.shoppers import Crowd
from data.market.world import World


@dataclass(frozen=True)
class Chunk:
    """Days of a world, with what all its rows need; every stream depends on the first day."""

    world: World
    names: Names
    crowd: Crowd
    days: range

    def rng(self, name: str) -> np.random.Generator:
        return self.world.rng(name, self.days.start)
