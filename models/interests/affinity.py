"""How much of each creator's interest goes to a category: a signal for rankers."""

from datetime import date

import numpy as np
import pandas as pd
from scipy import sparse

from data.warehouse import Session
from models.entities import Block, Entities
from models.interests.keys import NONE, Keys
from models.interests.memory import SPANS
from models.interests.profiles import Profiles

LEVELS = ("category", "subcategory", "path")


def category_affinity(
    session: Session, pairs: pd.DataFrame, cut_off: date, *, kind: str = "creator"
) -> pd.DataFrame:
    """Per row of `pairs` (`entity_id`, `category`, a path of any depth) the share of the entity's
    interest in that category over the `long` run and in its last session (`short`), with the
    events they stand on (`n`, `n_short`), all from before a local day. Shares are empty for an
    entity without events, and 0 for a category that it, or the market, never turned to.
    """
    profiles = Profiles.before(session, kind, cut_off)
    entities = Entities(kind, profiles.entities, {})
    row = entities.places(pairs["entity_id"])
    found = pd.DataFrame(index=pairs.index)
    for span in SPANS:
        weights = profiles.weights(span)
        found[span] = _of_categories(weights, profiles.keys, row, pairs["category"])
    n_short = profiles.recent.session_lengths(profiles.memory)
    for name, counts in (("n", profiles.n), ("n_short", n_short)):
        found[name] = np.append(counts, 0)[row]
    return pairs.assign(**{name: found[name] for name in found})


def category_shares(session: Session, cut_off: date) -> pd.DataFrame:
    """All that `category_affinity` would tell of creators and is above 0: a row per `creator_id`
    and `category` of any level, with the shares `long` and `short`.
    """
    profiles = Profiles.before(session, "creator", cut_off)
    parts = []
    for level in LEVELS:
        names = np.array(profiles.keys.names[level], object)
        shares = {
            span: _shares(profiles.weights(span) @ profiles.keys.spread(level)).tocoo()
            for span in SPANS
        }
        parts += [
            pd.DataFrame(
                {
                    "creator_id": profiles.entities[held.row],
                    "category": names[held.col],
                    "span": span,
                    "share": held.data,
                }
            )
            for span, held in shares.items()
        ]
    # a path that ends at a level is a name of the next one too, with the same share
    told = pd.concat(parts).drop_duplicates(["creator_id", "category", "span"])
    wide = told.pivot(index=["creator_id", "category"], columns="span", values="share")
    return wide.reindex(columns=list(SPANS)).fillna(0.0).reset_index().rename_axis(columns=None)


def _shares(weights: Block) -> Block:
    whole = np.asarray(weights.sum(axis=1)).ravel()
    return sparse.csr_array(sparse.diags_array(1 / np.where(whole > 0, whole, 1.0)) @ weights)


def _of_categories(
    weights: Block, keys: Keys, row: np.ndarray, categories: pd.Series
) -> np.ndarray:
    """The share of each row in its category; the rows' whole is what has any category."""
    share = np.zeros(len(row))
    is_left = np.ones(len(row), bool)
    for level in LEVELS:
        by_key = sparse.csr_array(weights @ keys.spread(level))
        whole = np.asarray(by_key.sum(axis=1)).ravel()
        place = {name: number for number, name in enumerate(keys.names[level])}
        key = categories.map(place).fillna(NONE).to_numpy(np.int64)
        asked = np.flatnonzero(is_left & (key != NONE) & (row >= 0))
        held = np.asarray(by_key[row[asked], key[asked]]).ravel()
        share[asked] = held / np.where(whole[row[asked]] > 0, whole[row[asked]], 1.0)
        is_left[asked] = False
    return np.where(row >= 0, share, np.nan)
