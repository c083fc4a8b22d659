"""What creators publish: videos, live sessions and showcase cards, and how views spread over them.

A cell is a piece of content × product × day.
"""

from dataclasses import dataclass

import numpy as np

from data.market.calendar import seconds_of_day
from data.market.collaborations import USUAL_COMMISSION, Collaborations
from data.market.setting import Setting
from data.market.taxonomy import Floats, Ints

VIDEO, LIVE, CARD = 0, 1, 2
LONGEST_LIST = 9
_AGE = np.arange(24)
# Views by age in days; the first day is cut short by the hour of publication.
VIDEO_FADE = (0.62 * np.exp(-_AGE / 1.6) + 0.10 * np.exp(-_AGE / 8.0)) * np.where(_AGE, 1.0, 0.6)
CARD_FADE = np.exp(-np.arange(40) / 25.0)


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


def publish(setting: Setting, deals: Collaborations) -> tuple[Contents, Layout]:
    """Draws what is published and how its views spread over products and days."""
    rng, calendar = setting.rng("content"), setting.calendar
    posted = np.flatnonzero(deals.posted_day >= 0)
    parts = [kind(setting, rng, deals, posted) for kind in (_videos, _lives, _cards)]
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
    setting: Setting, rng: np.random.Generator, deals: Collaborations, posted: Ints
) -> _Part:
    """A first video on the day of the post, some more later; views fade within days."""
    creators = setting.population.creators
    above = deals.commission[posted] - USUAL_COMMISSION
    more = rng.poisson(0.6 * creators.effort[deals.creator[posted]] * np.exp(4 * above))
    deal = np.repeat(posted, more + 1)
    is_first = np.diff(deal, prepend=-1) != 0
    room = np.clip(deals.ended_day[deal] - deals.posted_day[deal], 2, 60)
    later = 1 + (rng.random(len(deal)) * room).astype(np.int64)
    day = deals.posted_day[deal] + np.where(is_first, 0, later)
    second = np.where(is_first, deals.posted_second[deal], seconds_of_day(rng, len(deal)))
    keep = day < setting.calendar.closes
    deal = deal[keep]
    when = {"day": day[keep], "second": second[keep], "length": np.zeros(len(deal), int)}
    when["virality"] = rng.lognormal(-0.4, 0.9, len(deal))
    weight = creators.reach[deals.creator[deal]] * when["virality"]
    return _contents(VIDEO, deals, deal, when), _aging(deal, when["day"], weight, VIDEO_FADE)


def _cards(
    setting: Setting, rng: np.random.Generator, deals: Collaborations, posted: Ints
) -> _Part:
    """Some creators keep the product in their showcase for weeks after the post."""
    deal = posted[rng.random(len(posted)) < 0.3]
    when = {
        "day": deals.posted_day[deal],
        "second": np.minimum(deals.posted_second[deal] + 60, 86_399),
        "length": np.zeros(len(deal), int),
        "virality": rng.lognormal(-0.12, 0.5, len(deal)),
    }
    weight = setting.population.creators.reach[deals.creator[deal]] ** 0.7 * when["virality"]
    return _contents(CARD, deals, deal, when), _aging(deal, when["day"], weight, CARD_FADE)


def _aging(deal: Ints, day: Ints, weight: Floats, fade: Floats) -> dict[str, Ints | Floats]:
    """Cells of content with one product, one per day of age."""
    days, age = len(fade), np.tile(np.arange(len(fade)), len(deal))
    return {
        "content": np.repeat(np.arange(len(deal)), days),
        "collaboration": np.repeat(deal, days),
        "day": np.repeat(day, days) + age,
        "age": age,
        "slot": np.zeros(len(age), int),
        "slots": np.ones(len(age), int),
        "weight": (weight[:, None] * fade).ravel(),
    }


def _lives(
    setting: Setting, rng: np.random.Generator, deals: Collaborations, posted: Ints
) -> _Part:
    """Sessions, mostly in the evening, in which a creator shows all that they promote then."""
    lists, days = _sessions(setting, rng, deals, posted)
    n, slots = len(days), np.array([len(deal) for deal in lists], int)
    length = rng.integers(6, 25, n) * 10
    when = {
        "day": days,
        "second": (rng.choice([11, 14, 17, 18, 19, 20], n) * 60 + rng.integers(0, 60, n)) * 60,
        "length": np.where(days == setting.calendar.closes - 1, np.minimum(length, 180), length),
        "virality": rng.lognormal(-0.2, 0.6, n),
    }
    first = np.array([deal[0] for deal in lists], int)
    deal = np.concatenate([*lists, np.empty(0, int)])
    reach = setting.population.creators.reach[deals.creator[first]]
    views = reach**0.85 * when["virality"] * when["length"] / 120 / slots**0.5
    return _contents(LIVE, deals, first, when), {
        "content": np.repeat(np.arange(n), slots),
        "collaboration": deal,
        "day": np.repeat(days, slots),
        "age": np.zeros(len(deal), int),
        "slot": np.arange(len(deal)) - np.repeat(np.cumsum(slots) - slots, slots),
        "slots": np.repeat(slots, slots),
        "weight": np.repeat(views, slots) * rng.lognormal(0, 0.5, len(deal)),
    }


def _sessions(
    setting: Setting, rng: np.random.Generator, deals: Collaborations, posted: Ints
) -> tuple[list[Ints], Ints]:
    """What each session shows and its day; a host with nothing to promote stays away."""
    creators, calendar = setting.population.creators, setting.calendar
    weekly = 0.34 * creators.live_share * creators.effort
    planned = rng.poisson(weekly * (calendar.days + 14) / 7)
    hosts = np.repeat(np.arange(len(creators)), planned)
    days = rng.integers(calendar.opens - 14, calendar.closes, len(hosts))
    by_creator = posted[np.argsort(deals.creator[posted], kind="stable")]
    bounds = np.searchsorted(deals.creator[by_creator], np.arange(len(creators) + 1))
    lists, kept = [], []
    for host, day in zip(hosts, days, strict=True):
        own = by_creator[bounds[host] : bounds[host + 1]]
        now = own[(deals.posted_day[own] <= day) & (deals.ended_day[own] > day)]
        if len(now):
            lists.append(rng.permutation(now)[:LONGEST_LIST])
            kept.append(day)
    return lists, np.array(kept, int)


def _contents(
    kind: int, deals: Collaborations, deal: Ints, when: dict[str, Ints | Floats]
) -> dict[str, Ints | Floats]:
    who = {"creator": deals.creator[deal], "product": deals.product[deal]}
    return {"kind": np.full(len(deal), kind), **who, **when}
