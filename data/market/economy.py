"""What a daily economy is made of, and what comes out of a draw."""

from dataclasses import dataclass, field

from data.market.population import Population, Size
from data.market.scenario import Scenario
from data.market.taxonomy import Flags, Floats, Ints


@dataclass(frozen=True)
class Economy:
    """Everything about a daily economy that no scenario changes.

    `starts` is the number of products that a creator takes up and posts, `posted_share` of those
    requested; `attention` the share of a creator's views that a product gets on its first day;
    `capture` the largest share of organic sales that a link can claim; `halo` the share of a
    creator's sales that come through search and are never attributed.
    """

    size: Size = field(default_factory=Size)
    days: int = 90
    starts: int = 860
    posted_share: float = 0.6
    impressions_a_day: float = 420.0
    views_a_day: float = 9_000.0
    attention: float = 0.0275
    fades_after: float = 9.0
    runs_for: int = 45
    capture: float = 0.65
    halo: float = 0.08


@dataclass(frozen=True)
class Requests:
    """One entry per creator who asked for a product; days count from 0, -1 stands for never."""

    product: Ints
    creator: Ints
    requested: Ints
    started: Ints
    ended: Ints
    is_random: Flags

    def __len__(self) -> int:
        return len(self.product)


@dataclass(frozen=True)
class Truth:
    """Expected extra net GMV in dollars per request, zero where the creator never started.

    `effect` is the product's in the 28 days from the start, `effect_from_request` from the request;
    `effect_on_category` takes off what the shop's other products lost; `effect_on_orders` counts
    orders; `baseline` is what the product would have sold in the 28 days from the start.
    """

    effect: Floats
    effect_from_request: Floats
    effect_on_category: Floats
    effect_on_orders: Floats
    baseline: Floats
    affinity: Floats


@dataclass(frozen=True)
class Panel:
    """A drawn economy: `daily` maps the columns of the daily table to arrays of product × day,
    `reach` holds views, creator × day."""

    scenario: Scenario
    seed: int
    population: Population
    daily: dict[str, Floats]
    reach: Ints
    requests: Requests
    truth: Truth

    @property
    def days(self) -> int:
        return self.reach.shape[1]
