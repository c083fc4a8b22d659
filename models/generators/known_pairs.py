"""Scores of those who were there to learn from, set among those who were not."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.entities import Block, Entities
from models.exam import Training
from models.ranking import Scores
from models.recommender import Arrays

Rows = NDArray[np.int64]


def among_known(
    training: Training, products: Entities, creators: Entities, score: Callable[[Rows], Scores]
) -> Scores:
    """Products × creators; `score` gives rows of known creators × all known products. A pair with
    a newcomer gets 0.
    """
    column, row = training.products.places(products.ids), training.creators.places(creators.ids)
    is_column, is_row = column >= 0, row >= 0
    is_whole = np.array_equal(column, np.arange(len(training.products)))
    if is_whole and is_row.all():
        return score(row).T
    found = np.zeros((len(creators), len(products)), np.float32)
    if is_column.any() and is_row.any():
        found[np.ix_(is_row, is_column)] = score(row[is_row])[:, column[is_column]]
    return found.T


def interactions(training: Training) -> Block:
    """Creators × products, 1 where the two are a pair."""
    product, creator = training.cells
    shape = (len(training.creators), len(training.products))
    found = sparse.csr_array((np.ones(len(product), np.float32), (creator, product)), shape=shape)
    found.data = np.minimum(found.data, 1)
    return found


def degrees(pairs: Block) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How many pairs each creator and each product has, at least 1."""
    ones = (np.asarray(pairs.sum(axis=axis), np.float32).ravel() for axis in (1, 0))
    rows, columns = (np.maximum(count, 1) for count in ones)
    return rows, columns


def scaled(rows: NDArray[np.float32], matrix: Block, columns: NDArray[np.float32]) -> Block:
    """The matrix with its rows and columns multiplied."""
    return sparse.csr_array(sparse.diags_array(rows) @ matrix @ sparse.diags_array(columns))


def packed(**matrices: Block) -> Arrays:
    """Sparse matrices as plain arrays."""
    return {
        f"{name}/{part}": np.asarray(getattr(matrix, part))
        for name, matrix in matrices.items()
        for part in ("data", "indices", "indptr", "shape")
    }


def unpacked(arrays: Arrays, name: str) -> Block:
    """One of the matrices that were packed."""
    parts = tuple(arrays[f"{name}/{part}"] for part in ("data", "indices", "indptr"))
    return sparse.csr_array(parts, shape=tuple(arrays[f"{name}/shape"].tolist()))
