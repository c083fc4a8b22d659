"""Room at the top of a list for small creators or for chance, and how it spreads over tiers."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.contract.columns import TIERS

SMALL = TIERS[:2]
UNKNOWN = "unknown"
FIRST = 20
"""The places that are shared out: those a list shows at once."""


def explored(is_small: NDArray[np.bool_], share: float, first: int = FIRST) -> NDArray[np.int64]:
    """Rows of a list (best first) in a new order, in which among the first i places, for every i up
    to `first`, at least the whole part of `share` × i go to small creators while there are any.

    Each place goes to the best that is left unless a small one is due, so that both groups keep
    their order, as few as possible move, and a share of 0 changes nothing (deterministic
    constrained sorting, Geyik et al. 2019, arXiv 1905.01989).
    """
    small, other = (list(np.flatnonzero(kind)[::-1]) for kind in (is_small, ~is_small))
    taken: list[int] = []
    count = 0
    for place in range(1, min(first, len(is_small)) + 1):
        is_due = count < int(share * place + 1e-9)
        takes_small = bool(small) and (is_due or not other or small[-1] < other[-1])
        taken.append(int((small if takes_small else other).pop()))
        count += takes_small
    rest = np.setdiff1d(np.arange(len(is_small)), taken)
    return np.concatenate([np.array(taken, np.int64), rest])


def by_chance(n: int, seed: Sequence[int], first: int = FIRST) -> NDArray[np.int64]:
    """Rows of a list (best first) in a new order: the first places are shared out by chance, the
    rest stay. Each of the first is at each of these places with `chance`; the same seed gives the
    same order.
    """
    drawn = np.random.default_rng(seed).permutation(min(n, first))
    return np.concatenate([drawn, np.arange(len(drawn), n)]).astype(np.int64)


def chance(n: int, first: int = FIRST) -> NDArray[np.float64]:
    """Per place of such a list the chance of who is there; empty from where none was drawn."""
    drawn = min(n, first)
    return np.where(np.arange(n) < drawn, 1 / max(drawn, 1), np.nan)


def tier_shares(tiers: pd.Series, first: int = FIRST) -> pd.DataFrame:
    """A row per tier of a list (best first), the smallest first: `tier`, `candidates` and `places`
    (how many among the first), `candidate_share` and `place_share`.
    """
    known = tiers.fillna(UNKNOWN)
    names = [tier for tier in (*TIERS, UNKNOWN) if (known == tier).any()]
    candidates, places = (
        part.value_counts().reindex(names, fill_value=0).to_numpy()
        for part in (known, known.head(first))
    )
    return pd.DataFrame(
        {
            "tier": names,
            "candidates": candidates,
            "places": places,
            "candidate_share": candidates / max(len(known), 1),
            "place_share": places / max(min(first, len(known)), 1),
        }
    )


def expected(estimates: pd.Series, first: int = FIRST) -> float | None:
    """What the first places of a list are expected to bring together; None where any is unknown.
    Creators who take from each other are not reckoned with.
    """
    total = estimates.astype("Float64").head(first).sum(skipna=False)
    return None if pd.isna(total) else float(total)
