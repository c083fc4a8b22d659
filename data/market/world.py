"""A market over many months: everything expected and counted by day, before single events.

Organic traffic comes first, creators choose by it, and what they then do adds to it: extra sales,
and organic ones that their links claim.
"""

from dataclasses import dataclass

import numpy as np

from data.market.asking import Presence, RandomList, ask, come_and_go
from data.market.carry import claimed_share, rates, saturated
from data.market.collaborations import Collaborations, live_through
from data.market.content import CARD, LIVE, VIDEO, VIDEO_FADE, Contents, Layout, publish
from data.market.demand import momentum, organic_impressions
from data.market.fraud import Brushing, brush
from data.market.plan import Plan
from data.market.setting import Setting, set_up
from data.market.taxonomy import Floats, Ints

TRAFFIC_SHARE = {VIDEO: 0.53, LIVE: 0.34, CARD: 0.13}
BOUGHT_VIEWS = 3.0


@dataclass(frozen=True)
class Cells:
    """Content × product × day, sorted by day. `slot` is the product's place in a live session and
    `slots` how many there are; `age` counts days from publication; `orders` is the expected number
    that the content is credited with, `effect` that by which the product's orders would fall if
    this collaboration alone were not on that day."""

    content: Ints
    collaboration: Ints
    product: Ints
    day: Ints
    age: Ints
    slot: Ints
    slots: Ints
    impressions: Floats
    clicks: Floats
    orders: Floats
    effect: Floats

    def __len__(self) -> int:
        return len(self.content)


@dataclass(frozen=True)
class Organic:
    """Product × day: realised impressions, clicks left without a creator, and orders per click."""

    impressions: Ints
    clicks: Ints
    conversion: Floats


@dataclass(frozen=True)
class World(Setting):
    """A market drawn down to days; `views_per_reach` are those of a usual video."""

    presence: Presence
    deals: Collaborations
    listed: RandomList
    contents: Contents
    cells: Cells
    organic: Organic
    brushing: Brushing
    views_per_reach: float


def make_world(plan: Plan, seed: int) -> World:
    """Draws the market down to days."""
    setting = set_up(plan, seed)
    rng = setting.rng("organic")
    impressions, clicks, conversion = _organic(setting)
    shown = rng.poisson(impressions).astype(np.int32)
    visits = rng.poisson(clicks).astype(np.int32)
    presence = come_and_go(setting)
    asked, listed = ask(setting, presence, shown, visits)
    deals = live_through(setting, asked, presence)
    contents, layout = publish(setting, deals)
    carried = _Carried(setting, deals, contents, layout, clicks)
    visits = rng.binomial(visits, 1 - carried.claimed) + rng.poisson(carried.by_search())
    return World(
        **vars(setting),
        presence=presence,
        deals=deals,
        listed=listed,
        contents=contents,
        cells=carried.cells(),
        organic=Organic(shown, visits.astype(np.int32), conversion),
        brushing=brush(setting, deals, contents, plan.organic_clicks / 12),
        views_per_reach=carried.views_per_reach,
    )


def _organic(setting: Setting) -> tuple[Floats, Floats, Floats]:
    """Expected organic impressions and clicks, and orders per click, product × day."""
    products, calendar, today = setting.population.products, setting.calendar, setting.offers
    state = momentum(setting.seed, len(products), calendar.closes)
    rhythm = calendar.rhythm()[products.category].astype(np.float32)
    impressions = organic_impressions(setting.population, state, rhythm, setting.seed, 0.0)
    impressions *= today.is_listed
    clicks_respond, orders_respond = today.response(products)
    clicks = impressions * products.ctr[:, None].astype(np.float32) * clicks_respond
    scale = np.float32(setting.plan.organic_clicks / clicks[:, calendar.opens :].sum())
    intent = (setting.plan.intent * products.conversion[:, None]).astype(np.float32)
    return impressions * scale, clicks * scale, np.minimum(intent * orders_respond, np.float32(0.5))


class _Carried:
    """What content brings, cell by cell, and what it takes from or adds to organic visits."""

    def __init__(
        self,
        setting: Setting,
        deals: Collaborations,
        contents: Contents,
        layout: Layout,
        organic_clicks: Floats,
    ) -> None:
        self.setting, self.deals, self.contents, self.layout = setting, deals, contents, layout
        self.product = deals.product[layout.collaboration]
        self.creator = deals.creator[layout.collaboration]
        self.at = self.product, layout.day
        self.organic_clicks, self.shape = organic_clicks[self.at], organic_clicks.shape
        self._draw_traffic()
        self._draw_orders()
        total = self._summed(self.clicks)
        self.total_clicks = total[self.at]
        self.claimed = claimed_share(total, organic_clicks, setting.plan.capture)

    def _draw_traffic(self) -> None:
        """Views and clicks, scaled so that each kind of content gets its share of all clicks."""
        setting, kind = self.setting, self.contents.kind[self.layout.content]
        products, today = setting.population.products, setting.offers
        clicks_respond, orders_respond = today.response(products)
        is_live = (kind == LIVE).astype(float)
        usual = setting.plan.usual_affinity
        pair = rates(setting.population, self.product, self.creator, is_live, usual)
        season = setting.calendar.rhythm()[products.category[self.product], self.layout.day]
        self.ctr = np.minimum(pair.ctr * clicks_respond[self.at], 0.4)
        self.conversion = np.minimum(pair.conversion * orders_respond[self.at], 0.4)
        intent = setting.plan.intent * products.conversion[self.product]
        self.usual_conversion = intent * orders_respond[self.at]
        self.views = self.layout.weight * np.exp(0.7 * season) * today.is_listed[self.at]
        scale = np.ones(3)
        for which, share in TRAFFIC_SHARE.items():
            clicks = (self.views * self.ctr)[kind == which].sum()
            scale[which] = share * setting.plan.creator_clicks / max(clicks, 1e-9)
        self.views *= scale[kind]
        self.clicks = self.views * self.ctr
        self.views_per_reach = float(scale[VIDEO] * VIDEO_FADE.sum())

    def _draw_orders(self) -> None:
        """Extra orders; several creators on one product on one day reach the same shoppers."""
        raw = self.clicks * self.conversion
        ceiling = self.setting.plan.saturates_at * (self.organic_clicks * self.usual_conversion)
        ceiling += 0.3 * self.setting.plan.saturates_at
        total = self._summed(raw)[self.at]
        own = self._own(raw)
        self.extra = raw * saturated(total, ceiling) / np.maximum(total, 1e-12)
        marginal = saturated(total, ceiling) - saturated(total - own, ceiling)
        self.effect = marginal * raw / np.maximum(own, 1e-12)

    def cells(self) -> Cells:
        """The cells, sorted by day."""
        claimed = self.claimed[self.at] * self.organic_clicks
        claimed = claimed * self.clicks / np.maximum(self.total_clicks, 1e-12)
        inflated = self.setting.population.creators.is_inflated[self.creator]
        halo, layout = self.setting.plan.halo, self.layout
        columns = {
            "content": layout.content,
            "collaboration": layout.collaboration,
            "product": self.product,
            "day": layout.day,
            "age": layout.age,
            "slot": layout.slot,
            "slots": layout.slots,
            "impressions": self.views * np.where(inflated, BOUGHT_VIEWS, 1.0) + claimed / self.ctr,
            "clicks": self.clicks + claimed,
            "orders": (1 - halo) * self.extra + claimed * self.usual_conversion,
            "effect": self.effect,
        }
        order = np.argsort(layout.day, kind="stable")
        return Cells(**{name: values[order] for name, values in columns.items()})

    def by_search(self) -> Floats:
        """Expected organic visits that come by search after a post, product × day."""
        orders = self.setting.plan.halo * self.extra
        return self._summed(orders / np.maximum(self.usual_conversion, 1e-9))

    def _summed(self, values: Floats) -> Floats:
        """Sums over the cells of a product on a day, product × day."""
        products, days = self.shape
        flat = self.product * days + self.layout.day
        return np.bincount(flat, values, products * days).reshape(self.shape).astype(float)

    def _own(self, values: Floats) -> Floats:
        """For each cell the sum over its collaboration on the day."""
        key = self.layout.collaboration * self.shape[1] + self.layout.day
        _, group = np.unique(key, return_inverse=True)
        return np.bincount(group, values)[group].astype(float)
