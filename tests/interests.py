"""Made-up interests for tests: catalogues, streams of events, profiles without any."""

import numpy as np
import pandas as pd
from scipy import sparse

from models.interests.keys import Keys
from models.interests.memory import MEMORIES
from models.interests.profiles import Profiles
from models.interests.recent import Recent
from models.interests.stream import Stream


def catalogue(categories: int, each: int) -> Keys:
    """So many categories of so many products, without prices; products are ordered by category."""
    paths = [f"c{number:03d} > s" for number in range(categories) for _ in range(each)]
    rows = {
        "product_id": [f"p{number:05d}" for number in range(len(paths))],
        "category_path": paths,
        "price": np.nan,
        "currency": None,
    }
    return Keys.learned(pd.DataFrame(rows))


def stream(events: list[tuple[int, float, int]], kind: str = "shopper") -> Stream:
    """From (entity, seconds since 1970, product)."""
    entity, seconds, product = (np.array(column) for column in zip(*sorted(events), strict=True))
    names = np.array([f"e{number}" for number in range(int(entity.max()) + 1)])
    return Stream(kind, names, entity, product, seconds, (seconds // 86_400).astype(np.int64))


def blank(kind: str, keys: Keys) -> Profiles:
    """Profiles of nobody yet."""
    nothing = Recent(np.zeros(1, np.int64), np.zeros(0), np.zeros(0, np.int32))
    totals = sparse.csr_array((0, len(keys)))
    nobody, none = np.array([], np.str_), np.zeros(0, np.int64)
    return Profiles(kind, MEMORIES[kind], keys, nobody, totals, none, nothing)
