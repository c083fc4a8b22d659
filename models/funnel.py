"""From an invitation to a post: the stages that a creator passes, each with what it is known by."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FEWEST_SAMPLES = 10
FEWEST_OF_CATEGORY = 30
STAGES = ("invited", "accepted", "shipped", "arrived", "received", "posted")


@dataclass(frozen=True)
class Funnel:
    """Counts of collaborations old enough to be decided: accepted of those invited, arrived of
    samples shipped, posted of those arrived and of samples whose sending is not on record. Zero
    where nobody recorded a stage.
    """

    invited: int = 0
    accepted: int = 0
    shipped: int = 0
    arrived: int = 0
    received: int = 0
    posted: int = 0

    @property
    def starts_at_shipping(self) -> bool:
        """Whether samples sent are known, and not only those that arrived."""
        return self.shipped >= FEWEST_SAMPLES

    @property
    def posted_share(self) -> float:
        """Posts per sample: the product of the stages' means under flat priors."""
        return float(np.prod([(1 + passed) / (2 + of) for passed, of in self._stages()]))

    @property
    def invitations(self) -> float | None:
        """Invitations per one accepted; None where too few are on record."""
        return (2 + self.invited) / (1 + self.accepted) if self.invited >= FEWEST_SAMPLES else None

    def draws(self, rng: np.random.Generator, n: int) -> Floats:
        """Posts per sample, each stage drawn from its beta posterior under a flat prior."""
        stages = [rng.beta(1 + passed, 1 + of - passed, n) for passed, of in self._stages()]
        return np.asarray(np.prod(stages, axis=0), np.float64)

    def _stages(self) -> list[tuple[int, int]]:
        received = (self.posted, self.received)
        return [(self.arrived, self.shipped), received] if self.starts_at_shipping else [received]


def funnel(samples: pd.DataFrame, category: str | None, fewest_shops: int) -> Funnel:
    """The category's funnel, else that of all; none of too few shops.

    `samples`: category x counts of STAGES, with the `merchant_ids` behind.
    """
    for known in (samples[samples["category"] == category], samples):
        shops = {shop for ids in known["merchant_ids"] for shop in ids}
        is_enough = len(known) == len(samples) or known["received"].sum() >= FEWEST_OF_CATEGORY
        if len(shops) >= fewest_shops and is_enough:
            return Funnel(*(int(known[stage].sum()) for stage in STAGES))
    return Funnel()
