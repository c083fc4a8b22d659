"""Past rates, each drawn towards that of its like as far as its counts are few: empirical Bayes.

A level's strength, the trials that its prior is worth, is the one under which what was known before
each day foretold that day best (prequential likelihood, Dawid 1984).
"""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pandas as pd
from scipy.special import logit

from models.rates.cells import CHANNELS
from models.rates.ledger import Floats
from models.rates.past import Past
from models.rates.predictor import Events
from models.rates.scores import SMALLEST, log_loss
from models.rates.stages import Stage

ORDER = (
    *("category", "brand", "product elsewhere", "product"),
    *("creator elsewhere", "creator", "taste", "pair"),
)
"""In which strengths are found: each level's prior is of levels before it."""
GRID = tuple(float(10 ** (power / 2)) for power in range(13))
WEAK = 100.0
SINCE = ("product", "creator", "pair")


@dataclass(frozen=True)
class Shrinkage:
    """Of one stage and channel: the `base` rate and, by name of ORDER, the strengths in trials;
    those of `elsewhere` in events.
    """

    stage: Stage
    channel: str
    base: float
    strengths: dict[str, float]

    @classmethod
    def fitted(cls, stage: Stage, channel: str, past: Past, events: Events) -> Self:
        found = cls(stage, channel, events.rate, {})
        rates = found.rates(past)
        for name in ORDER:
            tried = [found._with(name, strength) for strength in GRID]
            told = [each._rate(name, rates, past) for each in tried]
            best = int(np.argmin([log_loss(events, rate) for rate in told]))
            found, rates = tried[best], rates | {name: told[best]}
        return found

    def _with(self, name: str, strength: float) -> Self:
        return replace(self, strengths=self.strengths | {name: strength})

    def rates(self, past: Past) -> dict[str, Floats]:
        """The shrunk rate per row and level; `elsewhere`: what the other channels let expect."""
        own = CHANNELS.index(self.channel)
        rates = {"channel": self._drawn(past, "channel", own, self.base, WEAK)}
        for name in ORDER[: len(self.strengths)]:
            rates[name] = self._rate(name, rates, past)
        return rates

    def _rate(self, name: str, known: dict[str, Floats], past: Past) -> Floats:
        """Of one level, given those before it."""
        level, _, is_elsewhere = name.partition(" ")
        if is_elsewhere:
            return known["brand" if level == "product" else "channel"] * self._factor(past, level)
        prior = {
            "category": lambda: known["channel"],
            "brand": lambda: known["category"],
            "product": lambda: known["product elsewhere"],
            "creator": lambda: known["creator elsewhere"],
            "taste": lambda: known["creator"] * known["category"] / known["channel"],
            "pair": lambda: known["product"] * known["taste"] / known["category"],
        }[level]()
        return self._drawn(past, level, CHANNELS.index(self.channel), prior, self.strengths[level])

    def columns(self, past: Past, days: Floats) -> pd.DataFrame:
        """Per row: log odds of each rate, log of the trials behind it, and days since the last."""
        own = CHANNELS.index(self.channel)
        found = {f"past {name}": log_odds(rate) for name, rate in self.rates(past).items()}
        for level, counts in past.counts.items():
            found[f"log trials of {level}"] = np.log1p(counts[self.stage.trial_place, own])
        for level in SINCE:
            found[f"days since {level}"] = days - past.last[level][own]
        return pd.DataFrame(found)

    def _drawn(
        self, past: Past, level: str, at: int, prior: Floats | float, strength: float
    ) -> Floats:
        trials = past.counts[level][self.stage.trial_place, at]
        events = np.minimum(past.counts[level][self.stage.event_place, at], trials)
        rate = (events + strength * np.minimum(prior, 1 - SMALLEST)) / (trials + strength)
        return np.asarray(np.clip(rate, SMALLEST, 1 - SMALLEST))

    def _factor(self, past: Past, level: str) -> Floats:
        """How many times as often as usual it happened in the other channels: a product against its
        category there, a creator against all.
        """
        others = [at for at, channel in enumerate(CHANNELS) if channel != self.channel]
        counts, strength = past.counts[level], self.strengths[f"{level} elsewhere"]
        like = "category" if level == "product" else "channel"
        usual = [self._drawn(past, like, at, self.base, WEAK) for at in others]
        events = counts[self.stage.event_place][others].sum(axis=0)
        expected = (counts[self.stage.trial_place][others] * np.array(usual)).sum(axis=0)
        return np.asarray((events + strength) / (expected + strength))


def log_odds(rate: Floats) -> Floats:
    return np.asarray(logit(np.clip(rate, SMALLEST, 1 - SMALLEST)))
