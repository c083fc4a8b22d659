"""How a query's candidates came into their order: who proposed each, and what counts for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.entities import Entities
from models.owed import feature_terms, shared_out, wholes
from models.pipeline import BASE, Pipeline
from models.ranking import NONE, best
from models.recommender import Recommender, cells
from models.themes import OF_PAST, OF_SIDE, theme_of


@dataclass(frozen=True)
class Account:
    """A row per candidate that is not left out (the index), best first.

    `order`: `rank` in the list, `score` by which all compare, `is_proposed` whether any generator
    named it (others stand below, whatever their score), `would_rank`, the rank had it been
    proposed, and `is_new`, whether the model knows no pair of it. `proposed`: by generator, whether
    it did, among its best or among its newcomers; `places`: its own rank, from 1, empty where it
    has nothing to say. `values`: what is known of the
    pair, by signal. `parts`: what each signal adds to the score, and BASE, which is the same for
    all; they add up to `score`. `terms`: by generator whose score is a sum over features, its terms
    (models/owed.py).
    """

    order: pd.DataFrame
    proposed: pd.DataFrame
    places: pd.DataFrame
    values: pd.DataFrame
    parts: pd.DataFrame
    depth: int | None
    terms: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    @cached_property
    def features(self) -> pd.DataFrame:
        """What generators' whole scores add beyond the average, feature by feature: candidates ×
        (generator, *TERM).
        """
        whole = wholes(self.parts.columns, self.terms)
        shared = {
            generator: shared_out(self.parts[signals].sum(axis=1), self.terms[generator])
            for generator, signals in whole.items()
        }
        return pd.concat(shared, axis=1) if shared else pd.DataFrame(index=self.parts.index)

    @cached_property
    def themes(self) -> pd.DataFrame:
        """What each theme adds to a candidate's score beyond what it adds to all on average,
        candidates × themes; they add up to the score less the mean score.
        """
        whole = wholes(self.parts.columns, self.terms)
        named = self.parts.drop(columns=[BASE, *chain(*whole.values())])
        named = (named - named.mean()).rename(columns=theme_of)
        features = self.features
        if len(features.columns):
            features = features.set_axis(features.columns.get_level_values("theme"), axis=1)
        return pd.concat([named, features], axis=1).T.groupby(level=0, sort=False).sum().T

    def of(self, candidate: str, asker: str) -> tuple[pd.Series, pd.Series]:
        """A candidate's themes, and the share of others to which each adds less; without what is
        told of who asks alone, a `product` or a `creator`, which sets no candidate apart, and
        without what one that has no pair cannot have: to lack it may count, and is no merit.
        """
        of_whom = "creator" if asker == "product" else "product"
        own = OF_PAST[of_whom] if self.order.at[candidate, "is_new"] else ()
        themes = self.themes.loc[candidate].drop([*OF_SIDE[asker], *own], errors="ignore")
        return themes, self.above.loc[candidate, themes.index]

    @cached_property
    def above(self) -> pd.DataFrame:
        """The share of all others to which a theme adds less, candidates × themes."""
        return (self.themes.rank(method="min") - 1) / max(len(self.themes) - 1, 1)


def account(
    model: Recommender, query: Entities, candidates: Entities, exclude: pd.DataFrame
) -> Account:
    """The account of a single query's candidates; pairs of `exclude` are left out.

    Raises ValueError for more than one query.
    """
    if len(query) != 1:
        raise ValueError(f"an account is of one query, not of {len(query)}")
    if not len(candidates):
        return _of_nobody()
    query = query.completed(model.training.side(query.kind))
    if isinstance(model, Pipeline):
        return _of_pipeline(model, query, candidates, exclude)
    return _of_one(model, query, candidates, exclude)


def origins(
    model: Pipeline, queries: Entities, candidates: Entities, exclude: pd.DataFrame
) -> pd.DataFrame:
    """Where the proposals of many queries come from: a row per query, candidate and generator that
    proposed it: both ids, `generator`, and its `rank` there from 1.
    """
    left_out = cells(exclude, queries, candidates)
    pool = model.proposals(queries, candidates, left_out, is_wide=True)
    row, member = np.nonzero(pool.ranks != NONE)
    return pd.DataFrame(
        {
            f"{queries.kind}_id": queries.ids[pool.query[row]],
            f"{candidates.kind}_id": candidates.ids[pool.candidate[row]],
            "generator": np.array(pool.members)[member],
            "rank": pool.ranks[row, member],
        }
    )


def _of_nobody() -> Account:
    order = pd.DataFrame(columns=["rank", "score", "is_proposed", "is_new", "would_rank"])
    nothing = pd.DataFrame(index=order.index)
    return Account(order, nothing, nothing, nothing, nothing.assign(**{BASE: 0.0}), None)


def _of_pipeline(
    model: Pipeline, query: Entities, candidates: Entities, exclude: pd.DataFrame
) -> Account:
    left_out = cells(exclude, query, candidates)
    pool = model.proposals(query, candidates, left_out, is_wide=True)
    ids = candidates.ids[pool.candidate]
    terms = {
        name: feature_terms(member, query, candidates).loc[ids]
        for name, member in model.generators.items()
    }
    values = pd.DataFrame(pool.signals, ids, list(pool.names))
    parts = model.parts(pool)
    told = pd.DataFrame(pool.places, ids, list(pool.members))
    is_new = _is_new(model, candidates)[pool.candidate]
    if candidates.kind == "creator":
        by_past = [name for name in told if model.generators[name].tells_by_past]
        told.loc[is_new, by_past] = NONE
    places = told.where(told != NONE).astype("Int64")
    score = parts.sum(axis=1).to_numpy()
    ranks = _ranks(model, query, candidates, exclude).reindex(ids).to_numpy()
    order = pd.DataFrame(
        {"rank": ranks, "score": score, "is_proposed": pool.is_proposed, "is_new": is_new},
        index=ids,
    )
    parts.index = order.index
    proposed = pd.DataFrame(pool.proposed_by, ids, list(pool.members)) & places.notna()
    return _sorted(Account(order, proposed, places, values, parts, model.reach, terms))


def _of_one(
    model: Recommender, query: Entities, candidates: Entities, exclude: pd.DataFrame
) -> Account:
    """A method alone: it lists everybody, and its score is its only part."""
    ranks = _ranks(model, query, candidates, exclude)
    told = model.signals(query, candidates)
    values = pd.DataFrame({name: one[0] for name, one in told.items()}, candidates.ids)
    values = values.loc[ranks.index].astype(np.float64)
    score = values[model.name]
    is_new = pd.Series(_is_new(model, candidates), candidates.ids)[ranks.index]
    order = pd.DataFrame({"rank": ranks, "score": score, "is_proposed": True, "is_new": is_new})
    parts = pd.DataFrame({model.name: score, BASE: 0.0})
    terms = {model.name: feature_terms(model, query, candidates).loc[ranks.index]}
    places = ranks.to_frame(model.name).astype("Int64")
    return _sorted(Account(order, places.notna(), places, values, parts, None, terms))


def _is_new(model: Recommender, candidates: Entities) -> NDArray[np.bool_]:
    known = model.training.pairs[f"{candidates.kind}_id"].to_numpy(np.str_)
    return ~np.isin(candidates.ids, known)


def _ranks(
    model: Recommender, query: Entities, candidates: Entities, exclude: pd.DataFrame
) -> pd.Series:
    """Ranks from 1 as `recommend` would list them, by candidate id."""
    left_out = cells(exclude, query, candidates)
    places, _ = best(model.rated(query, candidates, left_out), len(candidates))
    listed = places[0][places[0] >= 0]
    return pd.Series(np.arange(1, len(listed) + 1), index=candidates.ids[listed])


def _sorted(found: Account) -> Account:
    """Best first, and without generators that have no terms."""
    order = found.order.sort_values("rank")
    ids = order.index
    return Account(
        order.assign(would_rank=order["rank"].where(order["is_proposed"], _would(order))),
        found.proposed.loc[ids],
        found.places.loc[ids],
        found.values.loc[ids],
        found.parts.loc[ids],
        found.depth,
        {name: terms.loc[ids] for name, terms in found.terms.items() if len(terms.columns)},
    )


def _would(order: pd.DataFrame) -> pd.Series:
    """One more than how many of the proposed score higher."""
    proposed = np.sort(order["score"][order["is_proposed"]])
    above = len(proposed) - np.searchsorted(proposed, order["score"], side="right")
    return pd.Series(above + 1, order.index)
