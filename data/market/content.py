"""What creators publish: videos, live sessions and showcase cards, and how views spread over them.

A cell is a piece of content × product × day.
"""

from dataclasses import dataclass

import numpy as np

from data.market.calendar import Calendar, seconds_of_day
from data.market.collaborations import Collaborations
from data.market.population import Population
from data.market.rng import stream
from data.market.taxonomy import Floats, Ints

VIDEO, LIVE, CARD = 0, 1, 2
VIDEO_DAYS, CARD_DAYS, LONGEST_LIST = 15, 40, 9
_AGE = np.arange(VIDEO_DAYS)
# Views by age in days; the first day is cut short by the hour of publication.
VIDEO_FADE = (0.62 * np.exp(-_AGE / 1.6) + 0.10 * np.exp(-_AGE / 8.0)) * np.where(_AGE, 1.0, 0.6)


@dataclass(frozen=True)
class Contents:
    """One entry per piece of content. `second` is the wall-clock second of its first day, `length`
    the minutes of a live session; `product` is the first that it shows."""

    kind: Ints
    creator: Ints
    product: Ints
    day: Ints
    second: Ints
    length: Ints
    starts_at: Ints
    virality: Floats

    def __len__(self) -> int:
        return len(self.kind)


@dataclass(frozen=True)
class Layout:
    """Cells before their traffic is known; `weight` is the share of views within a kind."""

    content: Ints
    collaboration: Ints
    day: Ints
    age: Ints
    slot: Ints
    slots: Ints
    weight: Floats


_Part = tuple[dict[str, Ints | Floats], dict[str, Ints | Floats]]


def publish(
    seed: int, population: Population, calendar: Calendar, deals: Collaborations
) -> tuple[Contents, Layout]:
    """Draws what is published and how its views spread over products and days."""
    rng = stream(seed, "content")
    posted = np.flatnonzero(deals.posted_day >= 0)
    parts = [
        _videos(rng, population, calendar, deals, posted),
        _lives(rng, population, calendar, deals, posted),
        _cards(rng, population, calendar, deals, posted),
    ]
    before = np.cumsum([0] + [len(contents["kind"]) for contents, _ in parts])
    for offset, (_, layout) in zip(before, parts, strict=False):
        layout["content"] = layout["content"] + offset
    contents = {name: np.concatenate([c[name] for c, _ in parts]) for name in parts[0][0]}
    cells = {name: np.concatenate([c[name] for _, c in parts]) for name in parts[0][1]}
    starts_at = calendar.at(contents["day"], contents["second"])
    is_inside = (cells["day"] >= calendar.opens) & (cells["day"] < calendar.closes)
    return Contents(**contents, starts_at=starts_at), Layout(
        **{name: values[is_inside] for name, values in cells.items()}
    )


def _videos(
    rng: np.random.Generator,
    population: Population,
    calendar: Calendar,
    deals: Collaborations,
    posted: Ints,
) -> _Part:
    """A first video on the day of the post, some more later; views fade within days."""
    effort = population.creators.effort[deals.creator[posted]]
    more = rng.poisson(0.6 * effort * np.exp(4 * (deals.commission[posted] - 0.14)))
    deal = np.repeat(posted, more + 1)
    is_first = np.diff(deal, prepend=-1) != 0
    room = np.maximum(np.minimum(deals.ended_day[deal] - deals.posted_day[deal], 60), 2)
    later = 1 + (rng.random(len(deal)) * room).astype(np.int64)
    day = deals.posted_day[deal] + np.where(is_first, 0, later)
    second = np.where(is_first, deals.posted_second[deal], seconds_of_day(rng, len(deal)))
    keep = day < calendar.closes
    deal, day, second = deal[keep], day[keep], second[keep]
    virality = rng.lognormal(-0.4, 0.9, len(deal))
    age = np.tile(np.arange(VIDEO_DAYS), len(deal))
    reach = population.creators.reach[deals.creator[deal]] * virality
    contents = _contents(VIDEO, deals, deal, day, second, np.zeros(len(deal), int), virality)
    return contents, {
        "content": np.repeat(np.arange(len(deal)), VIDEO_DAYS),
        "collaboration": np.repeat(deal, VIDEO_DAYS),
        "day": np.repeat(day, VIDEO_DAYS) + age,
        "age": age,
        "slot": np.zeros(len(age), int),
        "slots": np.ones(len(age), int),
        "weight": (reach[:, None] * VIDEO_FADE).ravel(),
    }


def _lives(
    rng: np.random.Generator,
    population: Population,
    calendar: Calendar,
    deals: Collaborations,
    posted: Ints,
) -> _Part:
    """Evening sessions in which a creator shows all that they promote at the time."""
    hosts, days = _sessions(rng, population, calendar)
    by_creator = posted[np.argsort(deals.creator[posted], kind="stable")]
    bounds = np.searchsorted(deals.creator[by_creator], np.arange(len(population.creators) + 1))
    lists, kept = [], []
    for host, day in zip(hosts, days, strict=True):
        own = by_creator[bounds[host] : bounds[host + 1]]
        now = own[(deals.posted_day[own] <= day) & (deals.ended_day[own] > day)]
        if len(now):
            lists.append(rng.permutation(now)[:LONGEST_LIST])
            kept.append(day)
    day = np.array(kept, int)
    first = np.array([deal[0] for deal in lists], int)
    slots = np.array([len(deal) for deal in lists], int)
    n = len(day)
    second = (rng.choice([11, 14, 17, 18, 19, 20], n) * 60 + rng.integers(0, 60, n)) * 60
    length = rng.integers(6, 25, n) * 10
    length = np.where(day == calendar.closes - 1, np.minimum(length, 180), length)
    heat = rng.lognormal(-0.2, 0.6, n)
    views = population.creators.reach[deals.creator[first]] ** 0.85 * heat * length / 120
    deal = np.concatenate(lists) if lists else np.empty(0, int)
    share = rng.lognormal(0, 0.5, len(deal)) * np.repeat(1 / slots**0.5, slots)
    slot = np.arange(len(deal)) - np.repeat(np.cumsum(slots) - slots, slots)
    return _contents(LIVE, deals, first, day, second, length, heat), {
        "content": np.repeat(np.arange(n), slots),
        "collaboration": deal,
        "day": np.repeat(day, slots),
        "age": np.zeros(len(deal), int),
        "slot": slot,
        "slots": np.repeat(slots, slots),
        "weight": np.repeat(views, slots) * share,
    }


def _sessions(
    rng: np.random.Generator, population: Population, calendar: Calendar
) -> tuple[Ints, Ints]:
    """Hosts and days of planned sessions; some hosts go on air several times a week."""
    creators = population.creators
    weekly = 0.34 * creators.live_share * creators.effort
    planned = rng.poisson(weekly * (calendar.days + 14) / 7)
    hosts = np.repeat(np.arange(len(creators)), planned)
    return hosts, rng.integers(calendar.opens - 14, calendar.closes, len(hosts))


def _cards(
    rng: np.random.Generator,
    population: Population,
    calendar: Calendar,
    deals: Collaborations,
    posted: Ints,
) -> _Part:
    """Some creators keep the product in their showcase for weeks after the post."""
    deal = posted[rng.random(len(posted)) < 0.3]
    virality = rng.lognormal(-0.12, 0.5, len(deal))
    day, second = deals.posted_day[deal], np.minimum(deals.posted_second[deal] + 60, 86_399)
    age = np.tile(np.arange(CARD_DAYS), len(deal))
    base = population.creators.reach[deals.creator[deal]] ** 0.7 * virality
    contents = _contents(CARD, deals, deal, day, second, np.zeros(len(deal), int), virality)
    return contents, {
        "content": np.repeat(np.arange(len(deal)), CARD_DAYS),
        "collaboration": np.repeat(deal, CARD_DAYS),
        "day": np.repeat(day, CARD_DAYS) + age,
        "age": age,
        "slot": np.zeros(len(age), int),
        "slots": np.ones(len(age), int),
        "weight": (base[:, None] * np.exp(-np.arange(CARD_DAYS) / 25.0)).ravel(),
    }


def _contents(
    kind: int,
    deals: Collaborations,
    deal: Ints,
    day: Ints,
    second: Ints,
    length: Ints,
    virality: Floats,
) -> dict[str, Ints | Floats]:
    return {
        "kind": np.full(len(deal), kind),
        "creator": deals.creator[deal],
        "product": deals.product[deal],
        "day": day,
        "second": second,
        "length": length,
        "virality": virality,
    }
