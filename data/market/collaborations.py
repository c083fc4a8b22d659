"""The life of a collaboration, from the invitation over the sample to the last post."""

from dataclasses import dataclass

import numpy as np

from data.market.asking import TARGET, Asked, Presence
from data.market.calendar import MICROSECONDS, TAIL, Calendar, seconds_of_day
from data.market.setting import Setting
from data.market.taxonomy import Flags, Floats, Ints

USUAL_COMMISSION = 0.14
# Shortest and longest wait in days, the longest not included.
WAITS = {
    "answer": (1, 6),
    "approve": (1, 4),
    "ship": (1, 4),
    "travel": (2, 7),
    "shoot": (2, 15),
    "run": (25, 110),
}


@dataclass(frozen=True)
class Collaborations:
    """One entry per pair that was asked; `stages` are UTC microseconds, -1 where never reached or
    not by the end of the data. `posted_day` and `ended_day` count in the calendar, `posted_day` is
    -1 where never; `fee` is cents, 0 where none or not agreed."""

    product: Ints
    creator: Ints
    plan: Ints
    chosen_by: Ints
    commission: Floats
    fee: Ints
    posted_day: Ints
    posted_second: Ints
    ended_day: Ints
    stages: dict[str, Ints]

    def __len__(self) -> int:
        return len(self.product)


@dataclass(frozen=True)
class _Path:
    """How far each pair goes: link only (no sample), sample requested, shipped, agreed, posted."""

    is_link: Flags
    requests: Flags
    ships: Flags
    agrees: Flags
    posts: Flags


def live_through(setting: Setting, asked: Asked, presence: Presence) -> Collaborations:
    """Walks every pair through its stages; what lies after the end of the data is not known."""
    rng, calendar, n = setting.rng("collaborations"), setting.calendar, len(asked.product)
    commission = setting.offers.commission[asked.product, asked.day].astype(float)
    raise_ = rng.choice([0, 0.02, 0.03, 0.05], n)
    commission = np.round(commission + np.where(asked.plan == TARGET, raise_, 0.0), 2)
    path = _path(setting, rng, asked, commission)
    at, posted_day, ended_day = _dates(setting, rng, asked, path)
    posts = path.posts & (posted_day < np.minimum(presence.leaves[asked.creator], calendar.closes))
    posted_second = seconds_of_day(rng, n)
    at["posted_at"] = np.where(posts, _at(calendar, posted_day, posted_second), -1)
    ends = _at(calendar, ended_day, seconds_of_day(rng, n))
    at["ended_at"] = np.where(path.agrees, ends, -1)
    known = {name: np.where(when < calendar.closes_at, when, -1) for name, when in at.items()}
    return Collaborations(
        product=asked.product,
        creator=asked.creator,
        plan=asked.plan,
        chosen_by=asked.chosen_by,
        commission=commission,
        fee=np.where(known["accepted_at"] >= 0, _fees(setting, rng, asked), 0),
        posted_day=np.where(known["posted_at"] >= 0, posted_day, -1),
        posted_second=posted_second,
        ended_day=np.minimum(ended_day, presence.leaves[asked.creator]),
        stages=known,
    )


def _path(setting: Setting, rng: np.random.Generator, asked: Asked, commission: Floats) -> _Path:
    """Affinity and commission raise acceptance and posting; large creators accept less often."""
    n, population = len(asked.product), setting.population
    is_target = asked.plan == TARGET
    pull = population.affinity(asked.product, asked.creator) - setting.plan.usual_affinity
    above = commission - USUAL_COMMISSION
    says_yes = rng.random(n) < _logistic(
        -0.45 + 0.35 * pull + 7 * above - 0.22 * _log_followers(setting, asked.creator)
    )
    is_link = ~is_target & (rng.random(n) < 0.3)
    ships = np.where(is_target, says_yes, ~is_link) & (
        rng.random(n) < np.where(is_target, 0.88, 0.6)
    )
    reliability = population.creators.reliability[asked.creator]
    posts = rng.random(n) < np.clip(reliability * np.exp(0.2 * pull + 2 * above), 0.03, 0.97)
    return _Path(
        is_link=is_link,
        requests=np.where(is_target, says_yes, ~is_link),
        ships=ships,
        agrees=np.where(is_target, says_yes, ships | is_link),
        posts=posts & (ships | (is_link & (rng.random(n) < 0.8))),
    )


def _dates(
    setting: Setting, rng: np.random.Generator, asked: Asked, path: _Path
) -> tuple[dict[str, Ints], Ints, Ints]:
    """Instants of the stages up to the agreement, and the days of the first post and the end."""
    n, calendar = len(asked.product), setting.calendar
    wait = {name: rng.integers(*bounds, n) for name, bounds in WAITS.items()}
    is_target = asked.plan == TARGET
    start = calendar.at(asked.day, seconds_of_day(rng, n))
    agreed = start + _days(rng, np.where(is_target, wait["answer"], wait["approve"]))
    agreed = np.where(path.is_link, start, agreed)
    shipped = agreed + _days(rng, wait["ship"])
    received = shipped + _days(rng, wait["travel"])
    posted_day = _day_of(np.where(path.is_link, start, received), calendar) + wait["shoot"]
    hosts = setting.population.creators.live_share[asked.creator] > 0
    runs = np.where(path.posts, wait["run"] * np.where(hosts, 3, 1), 45)
    return {
        "invited_at": np.where(is_target, start, -1),
        "sample_requested_at": np.where(path.requests, np.where(is_target, agreed, start), -1),
        "sample_shipped_at": np.where(path.ships, shipped, -1),
        "sample_received_at": np.where(path.ships, received, -1),
        "accepted_at": np.where(path.agrees, agreed, -1),
    }, posted_day, posted_day + runs  # fmt: skip


def _fees(setting: Setting, rng: np.random.Generator, asked: Asked) -> Ints:
    """Flat fees in cents for some of the target plans, larger creators more often."""
    n, size = len(asked.product), _log_followers(setting, asked.creator)
    is_paid = (asked.plan == TARGET) & (rng.random(n) < _logistic(1.1 * size - 2.0))
    dollars = 90 * np.exp(0.75 * size + rng.normal(0, 0.35, n))
    return np.where(is_paid, np.maximum(np.round(dollars / 5), 5) * 500, 0).astype(np.int64)


def _log_followers(setting: Setting, creator: Ints) -> Floats:
    return np.log(setting.population.creators.followers[creator] / 24_000)


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
