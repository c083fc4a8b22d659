"""The market of events by day: marginals that an expert would believe."""

from functools import cache
from itertools import pairwise

import numpy as np

from data.market.asking import RANDOM
from data.market.content import LIVE, VIDEO
from data.market.plan import Plan
from data.market.population import Size
from data.market.world import World, make_world


@cache
def middling() -> World:
    """A market of a fifth of the default's size, drawn down to days."""
    plan = Plan(
        size=Size(1_000, 600, 60, product_tail=1.1, creator_tail=1.3),
        organic_clicks=210_000,
        creator_clicks=244_000,
        requests=9_200,
        shoppers=26_000,
    )
    return make_world(plan, 2)


def test_few_creators_make_most_of_the_gmv() -> None:
    world = middling()
    worth = world.cells.orders * world.population.products.price[world.cells.product]
    gmv = np.sort(np.bincount(world.deals.creator[world.cells.collaboration], worth))[::-1]
    top = len(world.population.creators) // 10
    assert gmv[:top].sum() / gmv.sum() >= 0.6


def test_rates_are_those_of_the_trade() -> None:
    world = middling()
    cells, organic, opens = world.cells, world.organic, world.calendar.opens
    clicks = organic.clicks[:, opens:].sum() + cells.clicks.sum()
    shown = organic.impressions[:, opens:].sum() + cells.impressions.sum()
    orders = (organic.clicks * organic.conversion)[:, opens:].sum() + cells.orders.sum()
    assert 0.02 < clicks / shown < 0.05
    assert 0.01 < orders / clicks < 0.05
    assert 0.3 < cells.orders.sum() / orders < 0.8


def test_a_third_to_two_thirds_of_the_samples_are_posted() -> None:
    world = middling()
    stages, month = world.deals.stages, 30 * 86_400 * 1_000_000
    received = stages["sample_received_at"]
    settled = (received >= 0) & (received < world.calendar.closes_at - month)
    assert 0.3 < (stages["posted_at"][settled] >= 0).mean() < 0.6


def test_stages_of_a_collaboration_follow_each_other() -> None:
    stages = middling().deals.stages
    order = ("invited_at", "sample_shipped_at", "sample_received_at", "posted_at", "ended_at")
    for earlier, later in pairwise(order):
        both = (stages[earlier] >= 0) & (stages[later] >= 0)
        assert (stages[earlier][both] <= stages[later][both]).all()


def test_videos_fade_and_lives_sell_more_per_click() -> None:
    world = middling()
    cells, kind = world.cells, world.contents.kind[world.cells.content]
    views = np.bincount(cells.age[kind == VIDEO], cells.impressions[kind == VIDEO])
    assert views[1] > 2 * views[4] > 4 * views[14]
    lives = world.contents.length[world.contents.kind == LIVE]
    assert (lives >= 60).all()


def test_campaign_days_and_weekends_lift_organic_demand() -> None:
    world = middling()
    calendar = world.calendar
    shown = world.organic.impressions.sum(axis=0).astype(float)
    big = next(sale for sale in calendar.campaigns if sale.title == "11.11 Mega Sale 2025")
    usual = shown[big.first - 9 : big.first - 2].mean()
    assert shown[big.first : big.last + 1].mean() > 1.5 * usual
    days = np.arange(calendar.opens, calendar.closes)
    weekend = np.array([calendar.on(day).weekday() >= 5 for day in days])
    assert shown[days][weekend].mean() > 1.05 * shown[days][~weekend].mean()


def test_a_lower_price_and_a_higher_commission_draw_buyers_and_creators() -> None:
    world = middling()
    clicks, orders = world.offers.response(world.population.products)
    cheap = world.offers.seller[:, -1] >= 0.1
    assert (clicks * orders)[cheap, -1].mean() > 1.1 * (clicks * orders)[~cheap, -1].mean()
    rate = world.offers.commission[:, 300]
    asked = np.bincount(world.deals.product, minlength=len(rate))
    assert asked[rate >= 0.17].mean() > 1.15 * asked[rate <= 0.11].mean()


def test_affinity_and_not_followers_tells_what_a_pair_sells() -> None:
    world = middling()
    posted = world.deals.posted_day >= 0
    effect = np.bincount(world.cells.collaboration, world.cells.effect, len(world.deals))[posted]
    creator, product = world.deals.creator[posted], world.deals.product[posted]
    sells = effect > 0
    affinity = world.population.affinity(product, creator)[sells]
    followers = np.log(world.population.creators.followers[creator])[sells]
    of_affinity = np.corrcoef(affinity, np.log(effect[sells]))[0, 1]
    of_followers = np.corrcoef(followers, np.log(effect[sells]))[0, 1]
    assert of_affinity > 0.35
    assert of_affinity > of_followers + 0.1


def test_links_claim_more_than_creators_bring() -> None:
    cells = middling().cells
    assert 0.6 < cells.effect.sum() / cells.orders.sum() < 0.98


def test_the_random_list_is_a_coin_over_all_pairs() -> None:
    world = middling()
    assert 0.4 < world.listed.is_invited.mean() < 0.6
    drawn = world.deals.chosen_by == RANDOM
    affinity = world.population.affinity(world.deals.product, world.deals.creator)
    assert affinity[drawn].mean() < affinity[~drawn].mean() - 0.5
