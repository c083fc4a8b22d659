"""Who is asked to promote what: the stated selection rule of the market of events.

Every week products are taken up with weight exp(momentum + size + commission), momentum being that
of views and clicks in the tables (`choice.Sight`, scenario S0). For an open plan a creator is drawn
by affinity as creators see it and by activity; for a target plan the shop, or the platform for it,
goes by followers and by the affinity that the tables show. A stated share of pairs stands on a
list drawn uniformly at random, and a coin decides which of those are invited at all.
"""

from dataclasses import dataclass

import numpy as np

from data.market.choice import MEMORY, PULL, Sight
from data.market.demand import Momentum
from data.market.scenario import SCENARIOS
from data.market.setting import Setting
from data.market.taxonomy import Flags, Floats, Ints

WEEK = 7
COMMISSION_PULL, SIZE_PULL, FOLLOWER_PULL = 6.0, 0.9, 0.35
SELECTIVE, STYLE_SEEN = 1.6, 0.8
TARGET_SHARE, PLATFORM_SHARE = 0.38, 0.18
NEWCOMERS, LEAVERS = 0.15, 0.07
OPEN, TARGET = 0, 1
CREATOR, MERCHANT, PLATFORM, RANDOM = range(4)


@dataclass(frozen=True)
class Asked:
    """One entry per pair, in time order: the day of the invitation or request, plan and chooser."""

    product: Ints
    creator: Ints
    day: Ints
    plan: Ints
    chosen_by: Ints


@dataclass(frozen=True)
class RandomList:
    """The randomised list: pairs, the day each was listed on, and whether it was to be invited."""

    product: Ints
    creator: Ints
    day: Ints
    is_invited: Flags


@dataclass(frozen=True)
class Presence:
    """Per creator the first day on the platform and the first without them."""

    joins: Ints
    leaves: Ints

    def is_there(self, day: int) -> Flags:
        return (self.joins <= day) & (day < self.leaves)


def come_and_go(setting: Setting) -> Presence:
    """Some creators join while the market runs, a few fall silent for good."""
    rng, n = setting.rng("presence"), len(setting.population.creators)
    days = setting.calendar.closes
    is_new, quits = rng.random(n) < NEWCOMERS, rng.random(n) < LEAVERS
    joins = np.where(is_new, rng.integers(0, days - 10, n), -rng.integers(10, 1_500, n))
    leaves = np.where(quits, rng.integers(setting.calendar.opens + 30, days, n), days + 1_000)
    return Presence(joins, np.maximum(leaves, joins + 1))


def ask(
    setting: Setting, presence: Presence, impressions: Ints, clicks: Ints
) -> tuple[Asked, RandomList]:
    """All pairs that are asked, each once; traffic is organic, product × day."""
    rng, calendar = setting.rng("requests"), setting.calendar
    listed = _random_list(setting, rng)
    parts = [_invited(listed)]
    nothing = Momentum(np.empty(0), np.empty(0))
    sight = Sight(SCENARIOS["S0"], nothing, impressions, clicks, rng)
    weeks = range(MEMORY, calendar.closes, WEEK)
    usual = np.linspace(0.92, 1.08, len(weeks)) * setting.plan.requests / len(weeks)
    for day, count in zip(weeks, rng.poisson(usual), strict=True):
        product = _taken_up(setting, sight, day, count)
        is_target = rng.random(count) < TARGET_SHARE
        for plan in (OPEN, TARGET):
            chosen = product[is_target == plan]
            liking = _liking(setting, chosen, plan, rng)
            liking[:, ~presence.is_there(day)] = -np.inf
            days = np.minimum(day + rng.integers(0, WEEK, len(chosen)), calendar.closes - 1)
            by = np.where(rng.random(len(chosen)) < PLATFORM_SHARE, PLATFORM, MERCHANT)
            by = by if plan == TARGET else np.full(len(chosen), CREATOR)
            parts.append(
                Asked(chosen, np.argmax(liking, axis=1), days, np.full(len(chosen), plan), by)
            )
    return _distinct(parts), listed


def _random_list(setting: Setting, rng: np.random.Generator) -> RandomList:
    plan, calendar = setting.plan, setting.calendar
    count = max(int(2 * plan.random_share * plan.requests), 8)
    return RandomList(
        product=rng.integers(0, plan.size.products, count),
        creator=rng.integers(0, plan.size.creators, count),
        day=np.sort(rng.integers(calendar.opens + WEEK, calendar.closes - WEEK, count)),
        is_invited=rng.random(count) < 0.5,
    )


def _invited(listed: RandomList) -> Asked:
    some = np.flatnonzero(listed.is_invited)
    plan, by = np.full(len(some), TARGET), np.full(len(some), RANDOM)
    return Asked(listed.product[some], listed.creator[some], listed.day[some], plan, by)


def _taken_up(setting: Setting, sight: Sight, day: int, count: int) -> Ints:
    """Products with replacement: several creators may take up one product in a week."""
    log = PULL * sight.momentum(day) + SIZE_PULL * sight.size(day)
    log = log + COMMISSION_PULL * (setting.offers.commission[:, day] - 0.14)
    total = np.cumsum(np.exp(log) * setting.offers.is_listed[:, day])
    return np.searchsorted(total, sight.rng.random(count) * total[-1])


def _liking(setting: Setting, product: Ints, plan: int, rng: np.random.Generator) -> Floats:
    """How much each creator, or the shop for them, likes the idea; the highest is asked."""
    products, creators = setting.population.products, setting.population.creators
    liking = SELECTIVE * products.seen[product] @ creators.seen.T
    if plan == OPEN:
        style = products.hidden[product] @ creators.hidden.T
        liking += (SELECTIVE * STYLE_SEEN * style).astype(np.float32)
        liking += np.log(creators.activity).astype(np.float32)
    else:
        liking += FOLLOWER_PULL * np.log(creators.followers).astype(np.float32)
    liking -= np.log(rng.standard_exponential(liking.shape, np.float32) + np.float32(1e-30))
    return liking


def _distinct(parts: list[Asked]) -> Asked:
    """The first request of every pair, in time order."""
    names = Asked.__dataclass_fields__
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    order = np.argsort(columns["day"], kind="stable")
    pair = columns["product"][order] * 1_000_000 + columns["creator"][order]
    first = order[np.sort(np.unique(pair, return_index=True)[1])]
    return Asked(**{name: values[first] for name, values in columns.items()})
