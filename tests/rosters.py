"""Rosters small enough to try every set, and drawn ones of any size."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import numpy as np

from models.roster.bounds import bounds
from models.roster.choose import Roster
from models.roster.curve import Curve, measured
from models.roster.problem import ALONE, Candidates, Floats, Ints, Limits, Problem
from models.roster.worth import Worth


def candidates(
    pairs: Sequence[str],
    value: Sequence[float],
    spend: Sequence[float],
    *,
    audience: Sequence[int] | None = None,
    shared: Sequence[float] = (),
    draws: Floats | None = None,
) -> Candidates:
    """Pairs as "p1 c1"; all spend is the fixed fee, and draws are the values unless given."""
    values = np.array(value, np.float64)
    nothing = np.zeros(len(values))
    return Candidates(
        np.array([pair.split()[0] for pair in pairs], np.str_),
        np.array([pair.split()[1] for pair in pairs], np.str_),
        values,
        np.repeat(values[:, None], 4, axis=1) if draws is None else draws,
        nothing,
        np.array(spend, np.float64),
        nothing,
        np.array([ALONE] * len(values) if audience is None else audience, np.int64),
        np.array(shared, np.float64),
    )


THREE = candidates(["p1 c1", "p1 c2", "p2 c3"], [60, 50, 40], [50, 30, 30])


def names(found: Roster) -> set[str]:
    """The chosen pairs as "p1 c1"."""
    return set(found.table["product_id"] + " " + found.table["creator_id"])


def drawn(
    n: int, products: int, creators: int, *, seed: int, draws: int = 200, groups: int = 0
) -> Candidates:
    """Random pairs of log-normal worth; each draw has luck of the pair and of all. Samples, some
    fixed fees, and commission of 5 to 30 % on one to 1.6 times the value.
    """
    rng = np.random.default_rng(seed)
    places = rng.permutation(products * creators)[:n]
    value = rng.lognormal(5, 1, n)
    in_common = np.clip(1 + 0.2 * rng.standard_normal(draws), 0, None)
    group = rng.integers(-groups, groups, creators).clip(min=ALONE) if groups else None
    return Candidates(
        np.array([f"p{place // creators:03}" for place in places]),
        np.array([f"c{place % creators:04}" for place in places]),
        value,
        value[:, None] * rng.gamma(1, 1, (n, draws)) * in_common,
        rng.uniform(5, 20, n),
        np.where(rng.random(n) < 0.3, rng.lognormal(4, 0.8, n), 0.0),
        value * rng.uniform(0.05, 0.3, n) * rng.uniform(1, 1.6, n),
        np.full(n, ALONE) if group is None else group[places % creators].astype(np.int64),
        rng.uniform(0.2, 0.7, groups),
    )


def curves(of: Candidates, slope: float, running: float) -> dict[str, Curve]:
    """One curve per product, from a measured slope."""
    return {
        product: measured(slope, running, of.value[of.product_ids == product])
        for product in np.unique(of.product_ids).tolist()
    }


def sets(problem: Problem) -> Iterator[Ints]:
    """Every set within the limits; must-haves are not looked at."""
    held, places = bounds(problem), range(len(problem.candidates))
    for size in range(len(problem.candidates) + 1):
        for one in combinations(places, size):
            chosen = np.array(one, np.int64)
            if held.hold(chosen):
                yield chosen


def best_of_all(problem: Problem, of: Callable[[Worth, Ints], float]) -> float:
    """The most that any set within the limits comes to."""
    worth = Worth(problem)
    return max(of(worth, chosen) for chosen in sets(problem))


def random_limits(of: Candidates, seed: int) -> Limits:
    """Limits that bind more often than not."""
    rng = np.random.default_rng(seed)
    return Limits(
        budget=float(of.spend.sum() * rng.uniform(0.1, 0.8)),
        fee_budget=float(of.flat_fee.sum() * 0.6) if rng.random() < 0.3 else None,
        asked=int(rng.integers(1, 6)) if rng.random() < 0.5 else None,
        per_product=int(rng.integers(1, 5)) if rng.random() < 0.3 else None,
        is_one_product_each=bool(rng.random() < 0.4),
    )
