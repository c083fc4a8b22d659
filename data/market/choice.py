"""Which products creators take up, and which creators: the stated selection rule.

Every day a fixed number of products is taken up, drawn without replacement with weight
exp(PULL × momentum + SIZE × log size). What `momentum` is depends on the scenario: the growth of
organic impressions and clicks in the tables, or the latent drift seen noisily, with or without the
coming four weeks. For each product a creator is drawn with weight exp(affinity as seen + reach).
"""

import numpy as np

from data.market.demand import DRIFT_KEEPS, LEVEL_KEEPS, Momentum
from data.market.population import Population
from data.market.scenario import Scenario
from data.market.taxonomy import Flags, Floats, Ints

PULL, SIZE = 0.55, 0.2
MEMORY, RECENT, HORIZON = 28, 7, 28


class Sight:
    """What those who choose know about every product on a day."""

    def __init__(
        self,
        scenario: Scenario,
        state: Momentum,
        impressions: Ints,
        clicks: Ints,
        rng: np.random.Generator,
    ) -> None:
        self.scenario, self.state, self.rng = scenario, state, rng
        self.impressions, self.clicks = _running(impressions), _running(clicks)

    def momentum(self, day: int) -> Floats:
        """One standardised number per product, from what is known at the start of `day`."""
        if not self.scenario.sees_truth:
            return _standardised(self._growth(day))
        expected = self._forecast(day) - self.state.level[:, day - MEMORY : day].mean(axis=1)
        seen = _standardised(expected)
        seen += self.scenario.blur * self.rng.standard_normal(len(seen))
        return _standardised(seen) + self.scenario.foresight * _standardised(self._surprise(day))

    def size(self, day: int) -> Floats:
        """Standardised log of organic impressions in the four weeks before `day`."""
        return _standardised(np.log(_window(self.impressions, day - MEMORY, day) + 1.0))

    def _growth(self, day: int) -> Floats:
        """Log ratio of the last week to the three weeks before it, views and clicks alike."""
        parts = ((self.impressions, 0.6, 5.0), (self.clicks, 0.4, 3.0))
        return np.sum(
            [share * _ratio(counts, day, prior) for counts, share, prior in parts], axis=0
        )

    def _forecast(self, day: int) -> Floats:
        """Mean level of the coming four weeks, as latent level and drift let expect."""
        keeps, adds = forecast_weights()
        return keeps * self.state.level[:, day - 1] + adds * self.state.drift[:, day - 1]

    def _surprise(self, day: int) -> Floats:
        """How much the coming four weeks will exceed that."""
        return self.state.level[:, day : day + HORIZON].mean(axis=1) - self._forecast(day)


def forecast_weights() -> tuple[float, float]:
    """Weights of today's level and drift in the expected mean level of the coming four weeks."""
    level, drift, from_level, from_drift = 1.0, 1.0, [], []
    carried = 0.0
    for _ in range(HORIZON):
        level *= LEVEL_KEEPS
        drift *= DRIFT_KEEPS
        carried = LEVEL_KEEPS * carried + drift
        from_level.append(level)
        from_drift.append(carried)
    return float(np.mean(from_level)), float(np.mean(from_drift))


def take_up(sight: Sight, day: int, count: int, is_free: Flags) -> Ints:
    """The products taken up on a day, drawn without replacement among those that are free."""
    momentum = sight.momentum(day)
    if sight.scenario.is_misspecified:
        momentum = 2.2 * (momentum > 1.0) - 0.6 * (momentum < -1.0)
    weight = PULL * momentum + SIZE * sight.size(day)
    luck = weight + sight.rng.gumbel(size=len(weight))
    luck[~is_free] = -np.inf
    count = min(count, int(is_free.sum()))
    return np.argpartition(-luck, count)[:count] if count < len(luck) else np.flatnonzero(is_free)


def match(population: Population, product: Ints, rng: np.random.Generator) -> Ints:
    """A creator per product: creators know their audience well and their style less well."""
    products, creators = population.products, population.creators
    liking = products.seen[product] @ creators.seen.T
    liking += 0.6 * (products.hidden[product] @ creators.hidden.T).astype(np.float32)
    liking += np.log(creators.activity * np.sqrt(creators.reach)).astype(np.float32)
    liking -= np.log(rng.standard_exponential(liking.shape, np.float32) + np.float32(1e-30))
    return np.argmax(liking, axis=1)


def _running(counts: Ints) -> Ints:
    """Totals before each day, so that any window is one subtraction."""
    total = np.zeros((counts.shape[0], counts.shape[1] + 1), np.int64)
    np.cumsum(counts, axis=1, out=total[:, 1:])
    return total


def _window(running: Ints, start: int, end: int) -> Ints:
    return running[:, max(end, 0)] - running[:, max(start, 0)]


def _ratio(running: Ints, day: int, prior: float) -> Floats:
    recent = _window(running, day - RECENT, day)
    before = _window(running, day - MEMORY, day - RECENT) / (MEMORY / RECENT - 1.0)
    return np.log((recent + prior) / (before + prior))


def _standardised(values: Floats) -> Floats:
    return (values - values.mean()) / (values.std() + 1e-9)
