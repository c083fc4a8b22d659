"""A market over many months: everything expected and counted by day, before single events.

Organic traffic comes first, creators choose by it, and what they then do adds to it: extra sales,
and organic ones that their links claim.
"""

from dataclasses import dataclass

import numpy as np

from data.market.calendar import Calendar
from data.market.carry import claimed_share, rates
from data.market.collaborations import Collaborations, RandomList, collaborate
from data.market.content import CARD, LIVE, VIDEO, VIDEO_FADE, Contents, Layout, publish
from data.market.demand import Momentum, momentum, organic_impressions
from data.market.fraud import Brushing, brush
from data.market.offers import Offers, offers
from data.market.plan import Plan
from data.market.population import Population, populate
from data.market.rng import stream
from data.market.taxonomy import Floats, Ints

TRAFFIC_SHARE = {VIDEO: 0.53, LIVE: 0.34, CARD: 0.13}
BOUGHT_VIEWS = 3.0


@dataclass(frozen=True)
class Cells:
    """Content × product × day, sorted by day. `slot` is the product's place in a live session and
    `slots` how many there are; `age` counts days from publication; `extra` is the expected number
    of orders that the creator brings, `orders` all that content is credited with."""

    content: Ints
    collaboration: Ints
    product: Ints
    day: Ints
    age: Ints
    slot: Ints
    slots: Ints
    impressions: Floats
    clicks: Floats
    extra: Floats
    orders: Floats

    def __len__(self) -> int:
        return len(self.content)


@dataclass(frozen=True)
class Organic:
    """Product × day: realised impressions and clicks without a creator, orders per click, and the
    expected extra sales that reach the shop by search after a creator's post."""

    impressions: Ints
    clicks: Ints
    conversion: Floats


@dataclass(frozen=True)
class World:
    plan: Plan
    seed: int
    calendar: Calendar
    population: Population
    offers: Offers
    deals: Collaborations
    listed: RandomList
    contents: Contents
    cells: Cells
    organic: Organic
    brushing: Brushing
    views_per_reach: float


def make_world(plan: Plan, seed: int) -> World:
    """Draws the market down to days."""
    population = populate(seed, plan.size)
    calendar = Calendar(plan.days, plan.last_on, plan.zone)
    deals_of_the_day = offers(seed, population.products, calendar)
    impressions, clicks, conversion = _organic(plan, seed, population, calendar, deals_of_the_day)
    rng = stream(seed, "organic")
    shown = rng.poisson(impressions).astype(np.int32)
    visits = rng.poisson(clicks).astype(np.int32)
    deals, listed = collaborate(plan, seed, population, calendar, deals_of_the_day, (shown, visits))
    contents, layout = publish(seed, population, calendar, deals)
    cells, claimed, by_search, scale = _cells(
        plan, population, calendar, deals_of_the_day, deals, contents, layout, clicks
    )
    visits = rng.binomial(visits, 1 - claimed) + rng.poisson(by_search)
    organic = Organic(shown, visits.astype(np.int32), conversion)
    brushing = brush(seed, population, calendar, deals, contents, plan.organic_clicks / 12)
    return World(
        plan,
        seed,
        calendar,
        population,
        deals_of_the_day,
        deals,
        listed,
        contents,
        cells,
        organic,
        brushing,
        scale,
    )


def _organic(
    plan: Plan, seed: int, population: Population, calendar: Calendar, deals: Offers
) -> tuple[Floats, Floats, Floats]:
    """Expected organic impressions and clicks, and orders per click, product × day."""
    products = population.products
    state = momentum(seed, len(products), calendar.closes)
    rhythm = calendar.rhythm()[products.category].astype(np.float32)
    impressions = organic_impressions(population, state, rhythm, seed, 0.0) * deals.is_listed
    clicks_respond, orders_respond = deals.response(products)
    clicks = impressions * products.ctr[:, None].astype(np.float32) * clicks_respond
    scale = plan.organic_clicks / clicks[:, calendar.opens :].sum()
    conversion = np.minimum(products.conversion[:, None] * orders_respond, 0.5)
    return impressions * scale, clicks * scale, conversion.astype(np.float32)


def _cells(
    plan: Plan,
    population: Population,
    calendar: Calendar,
    today: Offers,
    deals: Collaborations,
    contents: Contents,
    layout: Layout,
    organic_clicks: Floats,
) -> tuple[Cells, Floats, Floats, float]:
    """Expected traffic of every cell; the share of organic visits that links claim and the visits
    that come by search, both product × day; and the views of a usual video per unit of reach."""
    product, creator = deals.product[layout.collaboration], deals.creator[layout.collaboration]
    kind = contents.kind[layout.content]
    pair = rates(population, product, creator, (kind == LIVE).astype(float), plan.usual_affinity)
    clicks_respond, orders_respond = today.response(population.products)
    at = product, layout.day
    season = np.exp(0.7 * calendar.rhythm()[population.products.category[product], layout.day])
    ctr = np.minimum(pair.ctr * clicks_respond[at], 0.4)
    views = layout.weight * season * today.is_listed[at]
    clicks = views * ctr
    scales = {}
    for which, share in TRAFFIC_SHARE.items():
        of_kind = kind == which
        scales[which] = scale = share * plan.creator_clicks / max(clicks[of_kind].sum(), 1e-9)
        clicks[of_kind] *= scale
        views[of_kind] *= scale
    extra = clicks * np.minimum(pair.conversion * orders_respond[at], 0.4)
    total = np.zeros(organic_clicks.shape)
    np.add.at(total, at, clicks)
    claimed = claimed_share(total, organic_clicks, plan.capture)
    claimed_clicks = (claimed * organic_clicks)[at] * clicks / np.maximum(total[at], 1e-12)
    usual = population.products.conversion[product] * orders_respond[at]
    by_search = np.zeros(organic_clicks.shape)
    np.add.at(by_search, at, plan.halo * extra / np.maximum(usual, 1e-9))
    bought = np.where(population.creators.is_inflated[creator], BOUGHT_VIEWS, 1.0)
    order = np.argsort(layout.day, kind="stable")
    cells = Cells(
        content=layout.content,
        collaboration=layout.collaboration,
        product=product,
        day=layout.day,
        age=layout.age,
        slot=layout.slot,
        slots=layout.slots,
        impressions=views * bought + claimed_clicks / ctr,
        clicks=clicks + claimed_clicks,
        extra=extra,
        orders=(1 - plan.halo) * extra + claimed_clicks * usual,
    )
    return (
        Cells(**{name: getattr(cells, name)[order] for name in cells.__dataclass_fields__}),
        claimed,
        by_search,
        scales[VIDEO] * float(VIDEO_FADE.sum()),
    )
