"""A market whose right answer is obvious: even products go with even creators, odd with odd.

Each product has worked with every creator of its colour but one, its namesake, which any matcher
worth the name proposes first.
"""

import numpy as np
import pandas as pd
from scipy import sparse

from models.entities import Entities
from models.exam import Training

SIZE = 12


def entities(kind: str, numbers: np.ndarray) -> Entities:
    """Entities whose only feature is their colour."""
    colours = sparse.csr_array(np.eye(2, dtype=np.float32)[numbers % 2])
    ids = np.array([f"{kind[0]}{number:02d}" for number in numbers])
    return Entities(kind, ids, {"category": colours})


def checkerboard(order: np.ndarray | None = None) -> Training:
    """The board, its rows in the given order of numbers."""
    numbers = np.arange(SIZE) if order is None else order
    pairs = [
        {"product_id": f"p{p:02d}", "creator_id": f"c{c:02d}", "weight": 1.0, "at": np.nan}
        for p in numbers
        for c in numbers
        if p % 2 == c % 2 and p != c
    ]
    return Training(entities("product", numbers), entities("creator", numbers), pd.DataFrame(pairs))
