"""What changed in the matches from one version of a market's model to another, and why."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from models.account import Account
from models.ranking import NONE
from models.recommender import Recommender

TOP = 10


def changed_lists(
    before: Recommender, after: Recommender, kind: str = "product", k: int = TOP
) -> pd.Series:
    """Per product or creator that both know (the index), the share of the first version's k best
    candidates who are among the second's; known pairs of each version are left out of its lists.
    """
    ids = np.intersect1d(before.training.side(kind).ids, after.training.side(kind).ids)
    one, other = (_best(model, kind, ids, k) for model in (before, after))
    kept = {name: len(one[name] & other[name]) / len(one[name]) for name in ids if one[name]}
    return pd.Series(kept, dtype=float)


def _best(model: Recommender, kind: str, ids: np.ndarray, k: int) -> Mapping[str, set[str]]:
    training = model.training
    side = training.side(kind)
    candidates = training.creators if kind == "product" else training.products
    places = model.ranking(side.take(side.rows_of(ids)), candidates, k, training.pairs).places
    names = candidates.ids
    return {
        str(name): {str(names[place]) for place in row if place != NONE}
        for name, row in zip(ids, places, strict=True)
    }


def changed_ranks(before: Account, after: Account, k: int) -> pd.DataFrame:
    """Whoever is among the k best in either account (the index), by rank now: `before`, `after`
    (ranks, empty where not listed), `moved` (places won), `why` (the theme that did most of it,
    empty where one version does not know the candidate) and `by` (what it adds now beyond then).
    """
    ranks = pd.DataFrame({"before": before.order["rank"], "after": after.order["rank"]})
    shown = ranks[(ranks <= k).any(axis=1)]
    gained = _in_deviations(after).sub(_in_deviations(before), fill_value=0).reindex(shown.index)
    moved = shown["before"] - shown["after"]
    told = gained.mul(np.sign(moved), axis=0).where(moved.notna() & (moved != 0), axis=0)
    has_why = told.max(axis=1) > 0
    why = told[has_why].idxmax(axis=1).reindex(shown.index)
    by = pd.Series(
        [
            gained.at[name, theme] if isinstance(theme, str) else np.nan
            for name, theme in why.items()
        ],
        shown.index,
    )
    return shown.assign(moved=moved, why=why, by=by).sort_values(["after", "before"])


def _in_deviations(account: Account) -> pd.DataFrame:
    """Themes on the scale on which the candidates' scores differ, for two versions' scores have
    scales of their own.
    """
    return account.themes / max(float(account.order["score"].std(ddof=0)), 1e-9)
