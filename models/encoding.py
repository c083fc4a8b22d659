"""How raw attributes become numbers: words, bands and titles, each learned once and then fixed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds
from sklearn.feature_extraction.text import CountVectorizer

from models.entities import Block

Floats = NDArray[np.float32]
LEVEL = " > "
"""Between the levels of a category path."""


@dataclass(frozen=True)
class Words:
    """A closed list of words; each row becomes its words' columns, of length 1 together."""

    known: tuple[str, ...]

    @classmethod
    def learned(cls, rows: Iterable[Iterable[str]]) -> "Words":
        return cls(tuple(sorted({word for words in rows for word in words})))

    def encode(self, rows: Sequence[Iterable[str]]) -> Block:
        """A row per list of words; unknown words leave no trace."""
        column = {word: number for number, word in enumerate(self.known)}
        found = [
            (row, column[word])
            for row, words in enumerate(rows)
            for word in dict.fromkeys(words)
            if word in column
        ]
        cells = np.array(found, np.int64).reshape(-1, 2)
        ones = np.ones(len(found), np.float32)
        shape = (len(rows), len(self.known))
        return unit_rows(sparse.csr_array((ones, (cells[:, 0], cells[:, 1])), shape=shape))


@dataclass(frozen=True)
class Bands:
    """Centres of overlapping bands on a log scale; a value is shared by its two nearest centres."""

    centres: tuple[float, ...]

    @classmethod
    def learned(cls, values: pd.Series, count: int = 7) -> "Bands":
        known = np.log1p(values.dropna().to_numpy(np.float64))
        if known.size == 0:
            return cls(())
        quantiles = np.quantile(known, np.linspace(0.04, 0.96, count))
        return cls(tuple(np.unique(quantiles.round(6)).tolist()))

    def encode(self, values: pd.Series) -> Block:
        """A row per value that sums to 1; empty values give empty rows."""
        if not self.centres:
            return sparse.csr_array((len(values), 0), dtype=np.float32)
        scale = np.log1p(values.to_numpy(np.float64, na_value=np.nan))
        eye = np.eye(len(self.centres))
        tents = [np.interp(scale, self.centres, tent) for tent in eye]
        dense = np.nan_to_num(np.column_stack(tents)).astype(np.float32)
        return sparse.csr_array(dense)


@dataclass(frozen=True)
class Titles:
    """Title words weighted by rarity, folded into a few axes (latent semantic analysis)."""

    words: tuple[str, ...]
    rarity: Floats
    axes: Floats

    @classmethod
    def learned(cls, titles: pd.Series, count: int = 32) -> "Titles":
        """Axes from titles; none where too few titles share words."""
        shared = titles.dropna()
        if shared.nunique() < 2 * count:
            return cls((), np.zeros(0, np.float32), np.zeros((0, 0), np.float32))
        counter = CountVectorizer(min_df=2, max_features=5000, binary=True)
        try:
            seen = counter.fit_transform(shared)
        except ValueError:
            return cls((), np.zeros(0, np.float32), np.zeros((0, 0), np.float32))
        words = tuple(counter.get_feature_names_out())
        rarity = np.log(len(shared) / np.asarray(seen.sum(axis=0)).ravel())
        weighted = unit_rows(sparse.csr_array(seen.multiply(rarity), dtype=np.float64))
        if min(weighted.shape) <= count:
            return cls((), np.zeros(0, np.float32), np.zeros((0, 0), np.float32))
        start = np.full(min(weighted.shape), 1.0)
        _, _, axes = svds(weighted, k=count, v0=start)
        return cls(words, rarity.astype(np.float32), axes.T.astype(np.float32))

    def encode(self, titles: pd.Series) -> Block:
        """A unit row per title; empty where no word is known."""
        if not self.words:
            return sparse.csr_array((len(titles), 0), dtype=np.float32)
        counter = CountVectorizer(vocabulary=list(self.words), binary=True)
        seen = sparse.csr_array(counter.transform(titles.fillna("")), dtype=np.float32)
        folded = unit_rows(seen * self.rarity[None, :]) @ self.axes
        return unit_rows(sparse.csr_array(folded))


def unit_rows(block: Block) -> Block:
    """Rows scaled to length 1; empty rows stay empty."""
    lengths = np.sqrt(np.asarray(block.multiply(block).sum(axis=1)).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sparse.csr_array(sparse.diags_array(scale.astype(np.float32)) @ block)
