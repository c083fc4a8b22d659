"""Logs of a shop that shows items at random, and of another policy, with what that truly earns."""

from dataclasses import dataclass

import numpy as np

from models.causal.effect import Floats
from models.causal.logs import Log, policy

ITEMS, POSITIONS, CLICKS = 34, 3, 0.005
"""As in the open-bandit logs."""
TARGET = np.array([[0.2, 0.8], [0.5, 0.5]])
"""Of the log made by hand: positions × items."""


@dataclass(frozen=True)
class World:
    """How often an item is clicked at a position, and a policy: both positions × items."""

    rates: Floats
    target: Floats

    @property
    def truth(self) -> Floats:
        """What the policy earns per row where positions come up alike."""
        return np.asarray((self.rates * self.target).sum(axis=1).mean())


def world(seed: int) -> World:
    """Items of unlike popularity, earlier positions better; a policy that favours some items."""
    rng = np.random.default_rng(seed)
    liked = rng.gamma(1.5, 1, ITEMS)
    rates = CLICKS * np.array([[1.2], [1.0], [0.8]]) * liked / liked.mean()
    favours = 0.97 * rng.dirichlet(np.full(ITEMS, 0.6), POSITIONS) + 0.03 / ITEMS
    return World(rates, favours)


def logged(known: World, rows: int, rng: np.random.Generator) -> Log:
    """Of a policy that shows every item alike."""
    item, position = rng.integers(0, ITEMS, rows), rng.integers(0, POSITIONS, rows)
    reward = (rng.random(rows) < known.rates[position, item]).astype(float)
    return Log(item, position, reward, np.full(rows, 1 / ITEMS))


def told_target(known: World, rows: int, rng: np.random.Generator) -> Floats:
    """The policy as a log of its own tells it."""
    position = rng.integers(0, POSITIONS, rows)
    edges = known.target.cumsum(axis=1)[position]
    item = (rng.random(rows)[:, None] > edges / edges[:, -1:]).sum(axis=1)
    return policy(item, position, (POSITIONS, ITEMS))


def log_of(rows: int = 300) -> Log:
    """Items 0 and 1 drawn alike, at two positions; item 1 earns a half, item 0 a tenth."""
    number = np.arange(rows)
    item, position = number % 2, number // 2 % 2
    reward = ((number // 2) % 10 < np.where(item == 1, 5, 1)).astype(float)
    return Log(item, position, reward, np.full(rows, 0.5))
