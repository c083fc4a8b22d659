"""How long an interest is remembered: half-lives, and the silence that ends a session."""

from dataclasses import dataclass

HOUR, DAY = 3_600.0, 86_400.0
INTERESTS, SPANS = "interest", ("long", "short")
"""How models call what a creator turns to, over the long run and in its last session."""
LANDMARK = 1_577_836_800.0
"""2020-01-01, from which forward decay counts; shares do not depend on it."""


@dataclass(frozen=True)
class Memory:
    """Seconds after which an event counts half, over the long run (at least a month, so that sums
    stay finite for 85 years) and within a session; a silence of more than `gap` seconds ends a
    session, which is read from the last `kept` events.
    """

    long_half_life: float
    short_half_life: float
    gap: float
    kept: int = 50

    def forward(self, seconds: float) -> float:
        """What an event adds to a long-term sum; decay counted forward from LANDMARK, so that no
        later event changes it (Cormode et al. 2009, forward exponential decay).
        """
        return float(2.0 ** ((seconds - LANDMARK) / self.long_half_life))


MEMORIES = {
    "shopper": Memory(long_half_life=180 * DAY, short_half_life=2 * HOUR, gap=HOUR / 2),
    "creator": Memory(long_half_life=180 * DAY, short_half_life=7 * DAY, gap=7 * DAY),
}
"""Per kind of entity. A visit ends after half an hour, as web analytics has it; creators post every
few days, so their days belong together until a week goes by without a post or a sale.
"""
