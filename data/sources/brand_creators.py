"""Brands and the creators who worked with them, as feature vectors and pairs; no dates, no money.

A brand is a merchant with one product of the same id. A pair becomes a collaboration whose
required instant is UNDATED, for the source knows none. A pair that names a creator without
features is kept in quarantine: nothing is known of that creator, and the benchmark skips it.
`folds.csv` and a column `split` belong to the evaluation, which reads them from the folder.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from data.contract import UNDATED
from data.money import NO_CURRENCY
from data.sources.adapter import Adapter, Defaults, Part, Shape, Source
from data.sources.repeats import Repeats
from data.sources.sieve import Sieve
from data.sources.values import ids, numbers

BLOCKS = ("hashtag", "topic", "image")


def parts(source: Source) -> Iterator[Part]:
    """Merchants, products, creators, their feature vectors, and collaborations."""
    brands: set[str] = set()
    creators: set[str] = set()
    yield from _entities(source, "brands", "brand_id", brands)
    yield from _entities(source, "creators", "creator_id", creators)
    yield from _pairs(source, brands, creators)
    for file, chunk in source.chunks("folds"):
        yield Part(file, unused=len(chunk.rows))


def _entities(source: Source, shape: str, key: str, known: set[str]) -> Iterator[Part]:
    repeats = Repeats()
    for file, chunk in source.chunks(shape):
        frame = chunk.frame()
        blocks = {b: [c for c in frame if c.rpartition("_")[0] == b] for b in BLOCKS}
        sieve = Sieve(file, frame)
        sieve.reject(ids(frame[key]).isna(), key, "has no id", "give every row an id")
        for column in (c for columns in blocks.values() for c in columns):
            bad = numbers(sieve.frame[column]).isna()
            if bad.any():
                sieve.reject(bad, column, "'{value}' is no number", "give a finite number")
        sieve.once(repeats, [key])
        known.update(ids(sieve.frame[key]))
        tables = _brands if key == "brand_id" else _creators
        yield sieve.part(tables(ids(sieve.frame[key])) | _features(sieve.frame, key, blocks))


def _brands(names: pd.Series) -> dict[str, pd.DataFrame]:
    products = {"product_id": names, "merchant_id": names, "title": names, "brand": names}
    return {
        "merchants": pd.DataFrame({"merchant_id": names, "name": names}),
        "products": pd.DataFrame(products),
    }


def _creators(names: pd.Series) -> dict[str, pd.DataFrame]:
    return {"creators": pd.DataFrame({"creator_id": names, "handle": names})}


def _features(frame: pd.DataFrame, key: str, blocks: dict[str, list[str]]) -> dict[str, pa.Table]:
    entity = "product" if key == "brand_id" else "creator"
    names = pa.array(ids(frame[key]), pa.string())
    tables = []
    for block, columns in blocks.items():
        if columns:
            matrix = frame[columns].astype("float32").to_numpy("float32")
            offsets = np.arange(0, matrix.size + 1, len(columns), dtype="int32")
            vectors = pa.ListArray.from_arrays(pa.array(offsets), pa.array(matrix.ravel()))
            constant = [pa.array([value] * len(frame), pa.string()) for value in (entity, block)]
            tables.append(
                pa.table(
                    [constant[0], names, constant[1], vectors],
                    ["entity_type", "entity_id", "block", "vector"],
                )
            )
    return {"entity_features": pa.concat_tables(tables)}


def _pairs(source: Source, brands: set[str], creators: set[str]) -> Iterator[Part]:
    repeats = Repeats()
    for file, chunk in source.chunks("pairs"):
        sieve = Sieve(file, chunk.frame())
        sieve.reject_unknown("brand_id", ids(sieve.frame["brand_id"]), brands)
        sieve.reject_unknown("creator_id", ids(sieve.frame["creator_id"]), creators)
        sieve.once(repeats, ["brand_id", "creator_id"])
        brand, creator = ids(sieve.frame["brand_id"]), ids(sieve.frame["creator_id"])
        rows = {
            "collaboration_id": brand + "|" + creator,
            "merchant_id": brand,
            "product_id": brand,
            "creator_id": creator,
            "recorded_at": UNDATED,
        }
        yield sieve.part({"collaborations": pd.DataFrame(rows)})


BRAND_CREATORS = Adapter(
    "brand_creators",
    "brands and creators with features and pairs",
    (
        Shape("brands", frozenset({"brand_id", "hashtag_0", "topic_0"})),
        Shape("creators", frozenset({"creator_id", "hashtag_0", "topic_0"})),
        Shape("pairs", frozenset({"brand_id", "creator_id"})),
        Shape(
            "folds",
            frozenset({"brand_id", "fold"}),
            is_required=False,
            unused="the evaluation reads the folds from the folder itself",
        ),
    ),
    parts,
    Defaults("Brands and creators", "Etc/UTC", NO_CURRENCY, refund_lag_days=0),
)
