"""What a ranker's use of a generator owes to the single features behind the generator's score."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from models.entities import Entities
from models.recommender import Recommender
from models.themes import theme_of_feature, whole_of

TERM = ("theme", "candidate", "query")


def feature_terms(model: Recommender, query: Entities, candidates: Entities) -> pd.DataFrame:
    """What a method's score owes to every feature of a candidate, with each of the query's:
    candidates × TERM; the columns add up to the score. None where the scores are no such sum.
    """
    is_product = query.kind == "product"
    sides = (query, candidates) if is_product else (candidates, query)
    told = {}
    for (one, other), scores in model.by_features(*sides).items():
        of_query, of_candidate = (one, other) if is_product else (other, one)
        if of_candidate:  # else all candidates have it in common
            theme = theme_of_feature(candidates.kind, of_candidate)
            told[theme, of_candidate, of_query] = scores.ravel().astype(np.float64)
    columns = pd.MultiIndex.from_frame(pd.DataFrame(list(told), columns=list(TERM)))
    values = np.array(list(told.values()), np.float64).reshape(len(told), len(candidates))
    return pd.DataFrame(values.T, candidates.ids, columns)


def wholes(signals: pd.Index, generators: Mapping[str, pd.DataFrame]) -> dict[str, list[str]]:
    """By generator whose score is a sum over features, the signals that measure that score."""
    found: dict[str, list[str]] = {}
    for signal in signals:
        generator = whole_of(signal)
        if generator and generator in generators:
            found.setdefault(generator, []).append(signal)
    return found


def shared_out(adds: pd.Series, terms: pd.DataFrame) -> pd.DataFrame:
    """What a generator adds to a list's scores beyond the average, shared out among the terms of
    its own score; the columns add up to it.

    As far as it follows the generator's score in a line, each term's deviation has its exact part;
    the rest, which trees add that bend that line, goes to the terms by the size of their deviations
    (the rescale rule of DeepLIFT, Shrikumar et al. 2017, made safe where deviations cancel out).
    """
    apart = terms - terms.mean()
    beyond = adds - adds.mean()
    score = apart.sum(axis=1)
    slope = float(beyond @ score) / max(float(score @ score), 1e-18)
    size = apart.abs()
    of_all = size.sum(axis=1)
    shares = size.div(of_all.where(of_all > 0), axis=0).fillna(1 / terms.shape[1])
    return slope * apart + shares.mul(beyond - slope * score, axis=0)
