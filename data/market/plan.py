"""How large a simulated market is: entities, days and traffic."""

from dataclasses import dataclass, field
from datetime import date

from data.market.population import Size

# To be raised whenever equal plans and seeds give other rows than before.
GENERATOR = 1


@dataclass(frozen=True)
class Plan:
    """A market to build.

    `organic_clicks` and `creator_clicks` are expected totals, `requests` the collaborations asked
    for. `capture` is the largest share of organic sales that links can claim, `halo` the share of a
    creator's sales that come by search and are credited to nobody. `intent` tells how much more
    often organic visitors buy, `usual_affinity` that of a pair that sells as the product does by
    itself, `saturates_at` how many times the day's organic orders creators can bring before they
    get in each other's way. `chunk` bounds the clicks that are in memory at once.
    """

    market: str = "demo"
    title: str = "Demo market"
    size: Size = field(default_factory=lambda: Size(product_tail=1.1, creator_tail=1.3))
    days: int = 400
    last_on: date = date(2026, 10, 31)
    zone: str = "America/Los_Angeles"
    currency: str = "USD"
    refund_lag_days: int = 14
    organic_clicks: float = 1_050_000
    creator_clicks: float = 1_220_000
    requests: int = 46_000
    shoppers: int = 130_000
    live_minute_days: int = 90
    capture: float = 0.75
    intent: float = 1.35
    halo: float = 0.08
    usual_affinity: float = 1.25
    saturates_at: float = 5.0
    random_share: float = 0.04
    chunk: int = 300_000

    def label(self, seed: int) -> tuple[str, ...]:
        """What the rows hang on, as the manifest of a build records it."""
        clicks = self.organic_clicks + self.creator_clicks
        return f"generator {GENERATOR}", f"seed {seed}", f"{clicks:.0f} clicks"


def demo(scale: float = 1.0) -> Plan:
    """The default market; `scale` multiplies its traffic and shoppers, not its entities."""
    plan = Plan()
    return Plan(
        organic_clicks=plan.organic_clicks * scale,
        creator_clicks=plan.creator_clicks * scale,
        shoppers=int(plan.shoppers * scale),
    )


def small(market: str) -> Plan:
    """A market for tests with every kind of row in it."""
    return Plan(
        market=market,
        title="Small market",
        size=Size(60, 40, 8, product_tail=0.9, creator_tail=1.3),
        days=120,
        organic_clicks=12_000,
        creator_clicks=18_000,
        requests=600,
        shoppers=2_500,
    )
