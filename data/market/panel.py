"""The daily economy: a market by product and day, quick enough to be drawn hundreds of times."""

from dataclasses import dataclass

import numpy as np

from data.market.carry import beside, claimed_share, claims, overlapping, rates
from data.market.choice import HORIZON, MEMORY, Sight, match, take_up
from data.market.demand import WEEKDAY, Momentum, momentum, organic_impressions
from data.market.economy import Economy, Panel, Requests, Truth
from data.market.population import Size, populate
from data.market.rng import stream
from data.market.scenario import SCENARIOS, Scenario
from data.market.taxonomy import Floats, Ints

LONGEST_WAIT = 4
VIEW_NOISE_SD = 0.25


def simulate(
    scenario: Scenario | str,
    seed: int,
    *,
    products: int = 5_000,
    creators: int = 2_000,
    days: int = 90,
    economy: Economy | None = None,
) -> Panel:
    """Draws one market; the number of starts follows the number of products."""
    config = economy or Economy(
        Size(products, creators, max(products * 3 // 50, 1)), days, max(products * 43 // 250, 1)
    )
    return Draw.of(scenario, seed, config).panel()


@dataclass(frozen=True)
class _Carried:
    """Per request × day: impressions and incremental orders expected, orders per click, share of
    organic claimed; per request: clicks per impression."""

    impressions: Floats
    ctr: Floats
    conversion: Floats
    orders: Floats
    claimed: Floats


class Draw:
    """One draw, step by step; each step has a random stream of its own. What it is made of, nobody
    in the market knows.
    """

    def __init__(self, scenario: Scenario, seed: int, economy: Economy) -> None:
        self.scenario, self.seed, self.economy, self.days = scenario, seed, economy, economy.days
        self.population = populate(seed, economy.size)
        self.products, self.creators = self.population.products, self.population.creators
        self.state = momentum(
            seed, economy.size.products, self.days + HORIZON, scenario.is_misspecified
        )
        self.usual = self._usual_impressions()
        self.conversion = self._conversion()
        self.worth = self.products.price * (1 - self.products.refund_rate)

    @classmethod
    def of(cls, scenario: Scenario | str, seed: int, economy: Economy) -> "Draw":
        """By the scenario or its name."""
        world = SCENARIOS[scenario] if isinstance(scenario, str) else scenario
        return cls(world, seed, economy)

    def panel(self) -> Panel:
        rng = stream(self.seed, "organic")
        impressions, clicks = self.organic(rng)
        requests = self._requests(impressions, clicks)
        views = self._usual_views()
        carried = self._carried(requests, views)
        lost = self._lost(requests, carried)
        orders = rng.binomial(clicks, self.conversion * (1 - lost))
        daily = self._daily(requests, carried, impressions, clicks, orders)
        reach = stream(self.seed, "reach").poisson(views)
        truth = self._truth(requests, carried)
        return Panel(self.scenario, self.seed, self.population, daily, reach, requests, truth)

    def organic(self, rng: np.random.Generator) -> tuple[Ints, Ints]:
        """Impressions and clicks without any creator, product × day."""
        impressions = rng.poisson(self.usual)
        return impressions, rng.binomial(impressions, self.products.ctr[:, None])

    def _usual_impressions(self) -> Floats:
        state = Momentum(self.state.level[:, : self.days], self.state.drift[:, : self.days])
        rhythm = WEEKDAY[np.arange(self.days) % 7].astype(np.float32)
        base = np.log(self.economy.impressions_a_day)
        return organic_impressions(self.population, state, rhythm, self.seed, base)

    def _conversion(self) -> Floats:
        """Orders per click; in the misspecified market crowds look and do not buy."""
        usual = np.repeat(self.products.conversion[:, None], self.days, axis=1)
        if self.scenario.is_misspecified:
            usual *= np.exp(-0.35 * np.maximum(self.state.level[:, : self.days], 0.0))
        return usual

    def _usual_views(self) -> Floats:
        rng = stream(self.seed, "views")
        noise = VIEW_NOISE_SD * rng.standard_normal((len(self.creators), self.days), np.float32)
        return self.economy.views_a_day * self.creators.reach[:, None] * np.exp(noise)

    def crowding(self) -> Floats:
        """A large creator shows more products, so that one gets a smaller share of the views."""
        return self.creators.reach**0.3

    def _requests(self, impressions: Ints, clicks: Ints) -> Requests:
        rng = stream(self.seed, "requests")
        sight = Sight(self.scenario, self.state, impressions, clicks, rng)
        first, last = MEMORY, self.days - HORIZON - LONGEST_WAIT
        many = self.scenario.randomised * len(self.products) // 5_000
        listed = rng.permutation(len(self.products))[:many]
        is_free = np.ones(len(self.products), bool)
        is_free[listed] = False
        due = np.linspace(0, self.economy.starts / self.economy.posted_share, last - first + 1)
        taken: list[Ints] = [listed]
        days: list[Ints] = [rng.integers(first, last, len(listed))]
        for day, count in zip(range(first, last), np.diff(np.round(due)).astype(int), strict=True):
            chosen = take_up(sight, day, count, is_free)
            is_free[chosen] = self.scenario.is_shared
            taken.append(chosen)
            days.append(np.full(len(chosen), day))
        product, requested = np.concatenate(taken), np.concatenate(days)
        is_random = np.arange(len(product)) < len(listed)
        creator = match(self.population, product, rng)
        starts = rng.random(len(product)) < np.where(is_random, 0.5, self.economy.posted_share)
        started = np.where(starts, requested + rng.integers(1, LONGEST_WAIT + 1, len(product)), -1)
        ended = np.where(
            starts & (started + self.economy.runs_for < self.days),
            started + self.economy.runs_for,
            -1,
        )
        return Requests(product, creator, requested, started, ended, is_random)

    def _carried(self, requests: Requests, views: Floats) -> _Carried:
        age = np.arange(self.days) - requests.started[:, None]
        is_on = (requests.started >= 0)[:, None] & (age >= 0) & (age < self.economy.runs_for)
        shown = self.economy.attention * np.exp(-age.clip(0) / self.economy.fades_after) * is_on
        impressions = views[requests.creator] * shown / self.crowding()[requests.creator, None]
        pair = rates(
            self.population,
            requests.product,
            requests.creator,
            self.creators.live_share[requests.creator],
        )
        clicks = impressions * pair.ctr[:, None]
        conversion = np.repeat(self.scenario.effect * pair.conversion[:, None], self.days, axis=1)
        organic = self.usual[requests.product] * self.products.ctr[requests.product][:, None]
        claimed = claimed_share(clicks, organic, self.economy.capture)
        orders = clicks * conversion
        if self.scenario.is_shared:
            fewer = overlapping(orders, requests.product, len(self.products))
            conversion *= np.divide(fewer, orders, out=np.ones_like(orders), where=orders > 0)
            claimed = claimed / np.maximum(
                beside(claimed, requests.product, len(self.products)) / self.economy.capture, 1.0
            )
            orders = np.asarray(fewer, orders.dtype)
        return _Carried(impressions, pair.ctr, conversion, orders, claimed)

    def _lost(self, requests: Requests, carried: _Carried) -> Floats | float:
        """Share of a product's own orders that go to siblings' creators, product × day."""
        if not self.scenario.spillover:
            return 0.0
        gained = np.zeros_like(self.usual)
        np.add.at(gained, requests.product, carried.orders * self.worth[requests.product][:, None])
        taken = self.scenario.spillover * self._from_siblings(gained)
        return np.minimum(taken / np.maximum(self._from_siblings(self._sales()), 1e-9), 0.8)

    def _sales(self) -> Floats:
        """Expected organic net GMV without any creator, product × day."""
        return self.usual * (self.products.ctr * self.worth)[:, None] * self.conversion

    def _from_siblings(self, values: Floats) -> Floats:
        """Sum over the same shop's other products of the same category, product × day."""
        _, group = np.unique(
            self.products.merchant * 64 + self.products.category, return_inverse=True
        )
        total = np.zeros((group.max() + 1, values.shape[1]))
        np.add.at(total, group, values)
        return total[group] - values

    def _daily(
        self, requests: Requests, carried: _Carried, impressions: Ints, clicks: Ints, orders: Ints
    ) -> dict[str, Floats]:
        rng = stream(self.seed, "carried")
        product = requests.product
        seen = rng.poisson(carried.impressions)
        clicked = rng.binomial(seen, carried.ctr[:, None])
        bought = rng.binomial(clicked, carried.conversion)
        by_search = rng.binomial(bought, self.economy.halo)
        claimed_clicks = claims(rng, clicks, product, carried.claimed)
        claimed_orders = claims(rng, orders, product, carried.claimed)
        linked = np.zeros_like(orders)
        np.add.at(linked, product, claimed_orders + bought - by_search)
        organic = {"impressions": impressions, "clicks": clicks.copy(), "orders": orders.copy()}
        np.subtract.at(organic["clicks"], product, claimed_clicks)
        np.add.at(organic["orders"], product, by_search - claimed_orders)
        total = {"impressions": impressions.copy(), "clicks": clicks.copy()}
        np.add.at(total["impressions"], product, seen)
        np.add.at(total["clicks"], product, clicked)
        refund = self.products.refund_rate[:, None]
        price = self.products.price[:, None]
        attributed = price * (linked - rng.binomial(linked, refund))
        organic_gmv = price * (organic["orders"] - rng.binomial(organic["orders"], refund))
        return {
            **total,
            "orders": organic["orders"] + linked,
            "net_gmv": organic_gmv + attributed,
            **{f"organic_{name}": values for name, values in organic.items()},
            "organic_net_gmv": organic_gmv,
            "attributed_net_gmv": attributed,
        }

    def _truth(self, requests: Requests, carried: _Carried) -> Truth:
        worth = self.worth[requests.product]
        day, has_started = np.arange(self.days), requests.started >= 0
        after_start = day - requests.started[:, None]
        after_request = day - requests.requested[:, None]
        window = (after_start >= 0) & (after_start < HORIZON) & has_started[:, None]
        asked = (after_request >= 0) & (after_request < HORIZON)
        orders = (carried.orders * window).sum(axis=1)
        sales = self._sales()[requests.product]
        has_siblings = (
            self._from_siblings(np.ones((len(self.products), 1)))[requests.product, 0] > 0
        )
        return Truth(
            effect=orders * worth,
            effect_from_request=(carried.orders * asked).sum(axis=1) * worth,
            effect_on_category=orders * worth * (1 - self.scenario.spillover * has_siblings),
            effect_on_orders=orders,
            baseline=(sales * window).sum(axis=1),
            affinity=self.population.affinity(requests.product, requests.creator),
        )
