"""Who promotes what: collaborations and their life, from the invitation to the last post.

The selection rule. Every week products are taken up as `choice.take_up` states: by the momentum of
views and clicks that the tables show, by size, and by commission. For an open plan a creator is
drawn by affinity as creators see it and by their activity; for a target plan the shop, or the
platform for it, goes by followers and the affinity that the tables show. A stated share of the
pairs is drawn uniformly at random, and a coin decides which of those are invited at all.
"""

from dataclasses import dataclass

import numpy as np

from data.market.calendar import MICROSECONDS, TAIL, Calendar, seconds_of_day
from data.market.carry import USUAL_AFFINITY
from data.market.choice import MEMORY, PULL, SIZE, Sight
from data.market.demand import Momentum
from data.market.offers import Offers
from data.market.plan import Plan
from data.market.population import Population
from data.market.rng import stream
from data.market.scenario import SCENARIOS
from data.market.taxonomy import Flags, Floats, Ints

COMMISSION_PULL = 6.0
WEEK = 7
OPEN, TARGET = 0, 1
CREATOR, MERCHANT, PLATFORM, RANDOM = range(4)


@dataclass(frozen=True)
class Collaborations:
    """One entry per pair that was asked; stages are UTC microseconds, -1 where never reached or
    not by the end of the data. `posted_day` and `ended_day` count in the calendar, `posted_second` is
    wall-clock time on that day; `fee` is cents.
    """

    product: Ints
    creator: Ints
    plan: Ints
    chosen_by: Ints
    commission: Floats
    fee: Ints
    day: Ints
    posted_day: Ints
    posted_second: Ints
    ended_day: Ints
    stages: dict[str, Ints]

    def __len__(self) -> int:
        return len(self.product)


@dataclass(frozen=True)
class RandomList:
    """The randomised list: pairs, the day each was listed on, and whether it was to be invited."""

    product: Ints
    creator: Ints
    day: Ints
    is_invited: Flags


@dataclass(frozen=True)
class _Asked:
    product: Ints
    creator: Ints
    day: Ints
    plan: Ints
    chosen_by: Ints


def collaborate(
    plan: Plan,
    seed: int,
    population: Population,
    calendar: Calendar,
    offers: Offers,
    traffic: tuple[Ints, Ints],
) -> tuple[Collaborations, RandomList]:
    """Draws all collaborations; `traffic` holds organic impressions and clicks, product × day."""
    rng = stream(seed, "collaborations")
    listed = _random_list(plan, rng, population, calendar)
    asked = _distinct(_asked(plan, rng, population, offers, traffic, calendar, listed))
    return _live_through(rng, asked, population, calendar, offers), listed


def _random_list(
    plan: Plan, rng: np.random.Generator, population: Population, calendar: Calendar
) -> RandomList:
    count = max(int(2 * plan.random_share * plan.requests), 8)
    first = calendar.opens + WEEK
    return RandomList(
        product=rng.integers(0, len(population.products), count),
        creator=rng.integers(0, len(population.creators), count),
        day=np.sort(rng.integers(first, calendar.closes - WEEK, count)),
        is_invited=rng.random(count) < 0.5,
    )


def _asked(
    plan: Plan,
    rng: np.random.Generator,
    population: Population,
    offers: Offers,
    traffic: tuple[Ints, Ints],
    calendar: Calendar,
    listed: RandomList,
) -> list[_Asked]:
    sight = Sight(SCENARIOS["S0"], Momentum(np.empty(0), np.empty(0)), *traffic, rng)
    weeks = range(MEMORY, calendar.closes, WEEK)
    invited = np.flatnonzero(listed.is_invited)
    kinds = np.full(len(invited), TARGET), np.full(len(invited), RANDOM)
    found = [_Asked(listed.product[invited], listed.creator[invited], listed.day[invited], *kinds)]
    growth = np.linspace(0.8, 1.2, len(weeks)) * plan.requests / len(weeks)
    for day, count in zip(weeks, rng.poisson(growth), strict=True):
        product = _taken_up(sight, rng, day, count, offers)
        is_target = rng.random(count) < 0.38
        for kind in (OPEN, TARGET):
            chosen = product[is_target == kind]
            creator = _creators_for(population, chosen, kind, rng)
            by = np.full(len(chosen), CREATOR)
            if kind == TARGET:
                by = np.where(rng.random(len(chosen)) < 0.82, MERCHANT, PLATFORM)
            days = np.minimum(day + rng.integers(0, WEEK, len(chosen)), calendar.closes - 1)
            found.append(_Asked(chosen, creator, days, np.full(len(chosen), kind), by))
    return found


def _taken_up(sight: Sight, rng: np.random.Generator, day: int, count: int, offers: Offers) -> Ints:
    """Products with replacement: several creators may take up one product in a week."""
    log = PULL * sight.momentum(day) + 3 * SIZE * sight.size(day)
    log = log + COMMISSION_PULL * (offers.commission[:, day] - 0.14)
    weight = np.exp(log) * offers.is_listed[:, day]
    total = np.cumsum(weight)
    return np.searchsorted(total, rng.random(count) * total[-1])


def _creators_for(
    population: Population, product: Ints, kind: int, rng: np.random.Generator
) -> Ints:
    products, creators = population.products, population.creators
    liking = products.seen[product] @ creators.seen.T
    if kind == OPEN:
        liking += 0.6 * (products.hidden[product] @ creators.hidden.T).astype(np.float32)
        liking += np.log(creators.activity).astype(np.float32)
    else:
        liking += 0.35 * np.log(creators.followers).astype(np.float32)
    liking -= np.log(rng.standard_exponential(liking.shape, np.float32) + np.float32(1e-30))
    return np.argmax(liking, axis=1)


def _distinct(parts: list[_Asked]) -> _Asked:
    """The first request of every pair, in time order."""
    names = ("product", "creator", "day", "plan", "chosen_by")
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    order = np.argsort(columns["day"], kind="stable")
    pair = columns["product"][order] * 1_000_000 + columns["creator"][order]
    first = order[np.sort(np.unique(pair, return_index=True)[1])]
    return _Asked(**{name: values[first] for name, values in columns.items()})


def _live_through(
    rng: np.random.Generator,
    asked: _Asked,
    population: Population,
    calendar: Calendar,
    offers: Offers,
) -> Collaborations:
    """Walks every pair through its stages; a stage that is not reached ends the walk."""
    n, creators = len(asked.product), population.creators
    commission = offers.commission[asked.product, asked.day].astype(float)
    is_target = asked.plan == TARGET
    commission = commission + np.where(is_target, rng.choice([0, 0.02, 0.03, 0.05], n), 0.0)
    pull = population.affinity(asked.product, asked.creator) - USUAL_AFFINITY
    log_followers = np.log(creators.followers[asked.creator] / 24_000)
    keen = 0.35 * pull + 7 * (commission - 0.14)
    says_yes = rng.random(n) < _logistic(-0.45 + keen - 0.22 * log_followers)
    is_link_only = ~is_target & (rng.random(n) < 0.3)
    ships = np.where(
        is_target, says_yes & (rng.random(n) < 0.88), ~is_link_only & (rng.random(n) < 0.6)
    )
    agrees = np.where(is_target, says_yes, ships | is_link_only)
    posts = rng.random(n) < np.clip(
        creators.reliability[asked.creator] * np.exp(0.2 * pull + 2 * (commission - 0.14)),
        0.03,
        0.97,
    )
    posts &= ships | (is_link_only & (rng.random(n) < 0.8))
    wait = {name: rng.integers(low, high, n) for name, low, high in _WAITS}
    start = calendar.at(asked.day, seconds_of_day(rng, n))
    agreed = np.where(
        is_target, start + _days(rng, wait["answer"]), start + _days(rng, wait["approve"])
    )
    agreed = np.where(is_link_only, start, agreed)
    requested = np.where(is_target, agreed, start)
    shipped = agreed + _days(rng, wait["ship"])
    received = shipped + _days(rng, wait["travel"])
    posted_day = _day_of(np.where(is_link_only, start, received), calendar) + wait["shoot"]
    hosts = creators.live_share[asked.creator] > 0
    ended_day = posted_day + np.where(posts, wait["run"] * np.where(hosts, 3, 1), 45)
    posted_second = seconds_of_day(rng, n)
    stages = {
        "invited_at": np.where(is_target, start, -1),
        "sample_requested_at": np.where(~is_link_only & (~is_target | says_yes), requested, -1),
        "sample_shipped_at": np.where(ships, shipped, -1),
        "sample_received_at": np.where(ships, received, -1),
        "accepted_at": np.where(agrees, agreed, -1),
        "posted_at": np.where(posts, _at(calendar, posted_day, posted_second), -1),
        "ended_at": np.where(agrees, _at(calendar, ended_day, seconds_of_day(rng, n)), -1),
    }
    known = {name: np.where(at < calendar.closes_at, at, -1) for name, at in stages.items()}
    return Collaborations(
        product=asked.product,
        creator=asked.creator,
        plan=asked.plan,
        chosen_by=asked.chosen_by,
        commission=np.round(commission, 2),
        fee=_fees(rng, is_target, log_followers),
        day=asked.day,
        posted_second=posted_second,
        posted_day=np.where(known["posted_at"] >= 0, posted_day, -1),
        ended_day=ended_day,
        stages=known,
    )


_WAITS = (
    ("answer", 1, 6),
    ("approve", 1, 4),
    ("ship", 1, 4),
    ("travel", 2, 7),
    ("shoot", 2, 15),
    ("run", 25, 110),
)


def _fees(rng: np.random.Generator, is_target: Flags, log_followers: Floats) -> Ints:
    """Flat fees in cents for some of the target plans, larger creators more often."""
    is_paid = is_target & (rng.random(len(is_target)) < _logistic(1.1 * log_followers - 2.6))
    dollars = 90 * np.exp(0.75 * log_followers + rng.normal(0, 0.35, len(is_target)))
    return np.where(is_paid, np.maximum(np.round(dollars / 5), 5) * 500, 0).astype(np.int64)


def _days(rng: np.random.Generator, days: Ints) -> Ints:
    """So many days, give or take some hours, in microseconds."""
    return ((days + rng.uniform(-0.3, 0.3, len(days))) * 86_400 * MICROSECONDS).astype(np.int64)


def _day_of(at: Ints, calendar: Calendar) -> Ints:
    """The day that an instant falls on, to within an hour of summer time."""
    return (at - int(calendar.at(np.array([0]), np.array([0]))[0])) // (86_400 * MICROSECONDS)


def _at(calendar: Calendar, day: Ints, second: Ints) -> Ints:
    return calendar.at(np.minimum(day, calendar.closes + TAIL - 2), second)


def _logistic(x: Floats) -> Floats:
    return 1 / (1 + np.exp(-x))
