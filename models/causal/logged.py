"""The value of a policy from the log of another one that drew at random.

Inverse propensity weights (Horvitz and Thompson 1952), the same self-normalised (Swaminathan and
Joachims 2015), and doubly robust with a cross-fitted model of rewards (Dudík, Langford and Li
2011).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import chi2, sem

from models.causal.effect import LEVEL, Effect, Estimate, Floats, Grade, shown
from models.causal.logs import Log
from models.causal.ratio import ratios

FEWEST_ESS = 100
FEWEST_REWARDS, ENOUGH_REWARDS = 3, 10
"""Rewarded rows' worth below which intervals of simulated logs hold the truth too rarely (in 50 to
70 % of logs below 2), and from which they are narrow enough to be relied on.
"""
FAR_OFF, TOLERATED = 4.0, 0.1
"""Standard errors, and share, beyond both of which the mean weight is not 1: the log's policy then
did not draw by the propensities noted. A target told by a log of its own is off by a little.
"""
UNSEEN = 0.01
"""Share of the target policy on items that the log never shows, up to which it can be valued."""
FOLDS = 5
USUAL_ROWS = 300.0
"""Rows that the mean reward counts for beside an item's own, in the model of rewards."""
ASSUMPTIONS = (
    "the log's policy drew items with the propensities that it noted",
    "what an item earns at its position does not depend on the items beside it",
    "the target policy is how often its own log shows each item at each position",
)


@dataclass(frozen=True)
class Value:
    """Mean reward per row that the target policy would have earned: `effect` is the self-normalised
    one, `ways` has all three by name (none where refused); `ess`: how many of the `effect.n` rows
    they were worth, and `rewards`, how many of the rarer of rewarded and other rows; `logged`: what
    the log's own policy earned; `weight`: the mean weight, 1 where propensities are right.
    """

    effect: Effect
    ways: Mapping[str, Estimate]
    ess: float
    rewards: float
    logged: float
    weight: Estimate

    @property
    def weighing(self) -> str:
        """What weights tell of the propensities, in words."""
        return _weighing(self.weight)


@dataclass(frozen=True)
class Shortfall:
    """How many more of `what` was logged a refused value needs, `low` to `high` in LEVEL of cases;
    `about` and `high` are infinite where nothing logged was like the target.
    """

    what: str
    about: float
    low: float
    high: float

    @classmethod
    def of(cls, ess: float, logged: int, what: str) -> "Shortfall":
        """The worth grows with what is logged alike; so far it is a count, with the exact interval
        of a Poisson mean (Garwood 1936).
        """
        tail = (1 - LEVEL) / 2
        least = float(chi2.ppf(tail, 2 * ess)) / 2 if ess else 0.0
        most = float(chi2.isf(tail, 2 * ess + 2)) / 2
        return cls(what, *(_more(worth, logged) for worth in (ess, most, least)))

    def __str__(self) -> str:
        about, low, high = map(_rough, (self.about, self.low, self.high))
        if math.isinf(self.about):
            return f"at least {low} more such {self.what} are needed, for none of these was like it"
        return (
            f"about {about} more such {self.what} are needed ({LEVEL:.0%} interval {low} to "
            f"{high}), for what they are worth grows with their number"
        )


def value(log: Log, target: Floats, seed: int = 0) -> Value:
    """Of a target given as positions × items; not estimable below FEWEST_ESS or FEWEST_REWARDS.
    Intervals end where the log's own rewards do, for no policy earns more or less on average.
    """
    weights = target[log.position, log.item] / log.propensity
    ess, rewards = worth(weights), _rewards_worth(weights, log.reward)
    logged = float(log.reward.mean())
    weight = Estimate.normal(float(weights.mean()), float(sem(weights)))
    lacks = _lacks(log, target, ess) or _lacks_chances(weight) or _lacks_rewards(rewards)
    if lacks:
        return Value(_refused(len(weights), lacks), {}, ess, rewards, logged, weight)
    expected, own = _rewards(log, target, seed)
    one = np.ones(len(weights))
    doubly = expected + weights * (log.reward - own)
    pairs = [(weights * log.reward, one), (weights * log.reward, weights), (doubly, one)]
    found = [_within(way, log.reward) for way in ratios(pairs, seed)]
    ways = dict(zip(("ips", "snips", "dr"), found, strict=True))
    effect = _valued(ways["snips"], len(weights), logged, _graded(ess, rewards))
    return Value(effect, ways, ess, rewards, logged, weight)


def worth(weights: Floats) -> float:
    """How many rows of weight 1 tell as much (Kish 1965)."""
    return float(weights.sum() ** 2 / (weights**2).sum()) if weights.any() else 0.0


def _rewards_worth(weights: Floats, reward: Floats) -> float:
    """Of the rarer of rows with a reward and without; where all have one, of all."""
    is_rewarded = reward != 0
    parts = [part for part in (is_rewarded, ~is_rewarded) if part.any()]
    return min(worth(weights[part]) for part in parts)


def _within(found: Estimate, reward: Floats) -> Estimate:
    """Plain weights may leave the rewards' range; their interval then ends at the estimate."""
    low = max(found.low, min(float(reward.min()), found.estimate))
    high = min(found.high, max(float(reward.max()), found.estimate))
    return replace(found, low=low, high=high)


def _more(worth: float, logged: int) -> float:
    """Beyond those logged, where they are worth so much."""
    return math.ceil(max(FEWEST_ESS / worth - 1, 0.0) * logged) if worth else math.inf


def _rough(number: float) -> str:
    """Two figures, for no more is known."""
    return f"{float(f'{number:.2g}'):,.0f}"


def _lacks(log: Log, target: Floats, ess: float) -> str:
    """What the log lacks to value the target, if anything."""
    rows = f"the {len(log.item):,} logged rows"
    if ess < FEWEST_ESS:
        return (
            f"{rows} are worth {ess:,.0f} of the target policy, fewer than {FEWEST_ESS}: log more, "
            "or value a policy that is nearer to the log's"
        )
    is_unseen = np.bincount(log.item, minlength=target.shape[1]) == 0
    share = float(target[log.position][:, is_unseen].sum(axis=1).mean())
    if share > UNSEEN:
        return (
            f"{rows} never show {is_unseen.sum():,} of the items, to which the target gives "
            f"{share:.0%} of its own: log these too, if rarely"
        )
    alike = log.reward[target[log.position, log.item] > 0]
    if not np.ptp(alike):
        return (
            f"{rows} hold {len(alike):,} that the target policy might show, which all earned "
            f"{alike[0]:g}: log more, until some earn and others do not"
        )
    return ""


def _lacks_chances(weight: Estimate) -> str:
    """Weights by the chances of a log's own policy are 1 on average, whatever the target."""
    off = abs(weight.estimate - 1)
    if off <= max(FAR_OFF * weight.standard_error, TOLERATED):
        return ""
    return (
        f"{_weighing(weight)}: the noted propensities are not the chances with which items were "
        "drawn, or rows are missing; note each item's own chance at its position"
    )


def _weighing(weight: Estimate) -> str:
    mean, error = shown(weight.estimate), shown(weight.standard_error)
    return f"weights average {mean} (standard error {error}), where 1 is expected"


def _lacks_rewards(rewards: float) -> str:
    if rewards >= FEWEST_REWARDS:
        return ""
    return (
        f"rows with a reward, or those without, are worth {rewards:.1f} of the target policy, "
        f"fewer than {FEWEST_REWARDS}: log more, until more such are like the target"
    )


def _graded(ess: float, rewards: float) -> tuple[Grade, str]:
    if rewards < ENOUGH_REWARDS:
        return Grade.weak, (
            f"rows with a reward, or those without, are worth {rewards:.1f}, fewer than "
            f"{ENOUGH_REWARDS}: log more before relying on it"
        )
    return Grade.randomised, f"items were drawn with known chances; the rows are worth {ess:,.0f}"


def _rewards(log: Log, target: Floats, seed: int) -> tuple[Floats, Floats]:
    """Per row what the target is expected to earn there, and what the logged item is: from shrunk
    means per item over the rows of other folds.
    """
    fold = np.random.default_rng(seed).permutation(len(log.item)) % FOLDS
    expected, own = np.zeros(len(fold)), np.zeros(len(fold))
    for number in range(FOLDS):
        learn, speak = fold != number, fold == number
        count = np.bincount(log.item[learn], minlength=target.shape[1])
        total = np.bincount(log.item[learn], log.reward[learn], minlength=target.shape[1])
        means = (total + USUAL_ROWS * log.reward[learn].mean()) / (count + USUAL_ROWS)
        expected[speak] = (target @ means)[log.position[speak]]
        own[speak] = means[log.item[speak]]
    return expected, own


def _valued(found: Estimate, n: int, logged: float, graded: tuple[Grade, str]) -> Effect:
    beyond = found.low > logged or found.high < logged
    verdict = "" if beyond else ", which does not tell the two apart"
    return Effect(
        **vars(found),
        n=n,
        grade=graded[0],
        reason=graded[1],
        assumptions=ASSUMPTIONS,
        sentence=f"The target policy would have earned {shown(found.estimate)} per row "
        f"({found.span}), where the log's earned {shown(logged)}{verdict}.",
    )


def _refused(n: int, lacks: str) -> Effect:
    return Effect(
        **vars(Estimate.unknown()),
        n=n,
        grade=Grade.none,
        reason=lacks,
        assumptions=ASSUMPTIONS,
        sentence=f"The value is not estimable, because {lacks}.",
    )
