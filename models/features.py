"""What the models know of a product and of a creator, existing or new.

Blocks that both sides carry share their columns: what a product is, and what a creator states or
has sold before the cut-off. Vectors given with the data keep their block's name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from models.encoding import LEVEL, Bands, Titles, Words
from models.entities import GIVEN, Block, Entities, Facts
from models.evidence import Evidence
from models.history import NO_HISTORY, History
from models.interests.memory import INTERESTS, SPANS

PRICE_LEVEL = "price level"
"""How far the logarithm of a list price lies above the usual one of its currency."""
STATED_WEIGHT = 2.0
"""Products' worth of past sales that a creator's stated categories count for."""


@dataclass(frozen=True)
class Features:
    """The encodings of one market, learned from evidence before a cut-off.

    `given` holds the width of each vector that came with the data, by kind and block, and
    `usual_prices` the mean logarithm of list prices, by currency.
    """

    words: Mapping[str, Words]
    bands: Mapping[str, Bands]
    titles: Titles
    given: Mapping[str, int]
    usual_prices: Mapping[str, float]

    @classmethod
    def learned(cls, known: Evidence) -> "Features":
        products, creators = known.products, known.creators
        words = {
            "category": Words.learned(_levels(products["category_path"])),
            "brand": Words.learned(_single(products["brand"])),
            "merchant": Words.learned(_single(products["merchant_id"])),
            "tier": Words.learned(_single(creators["tier"])),
            "country": Words.learned(_single(creators["country"])),
            "audience": Words(tuple(sorted(set(_buckets(known.audience))))),
        }
        bands = {
            f"price {currency}": Bands.learned(prices)
            for currency, prices in products.groupby("currency")["price"]
        }
        bands["followers"] = Bands.learned(creators["followers"])
        bands["commission"] = Bands.learned(1000 * known.pairs["commission_rate"])
        one_each = known.vectors.drop_duplicates(["entity_type", "block"])
        widths = zip(one_each["entity_type"], one_each["block"], one_each["vector"], strict=True)
        given = {f"{kind} {block}": len(vector) for kind, block, vector in widths}
        levels = _log_prices(products).groupby(products["currency"]).mean().dropna()
        usual_prices = {str(currency): float(level) for currency, level in levels.items()}
        return cls(words, bands, Titles.learned(products["title"]), given, usual_prices)

    def products(
        self,
        frame: pd.DataFrame,
        vectors: pd.DataFrame | None = None,
        history: History = NO_HISTORY,
    ) -> Entities:
        """A row per product of `frame`; `commission_rate` may be missing or empty."""
        ids = frame["product_id"].to_numpy(np.str_)
        blocks = {
            "category": self.words["category"].encode(_levels(frame["category_path"])),
            "brand": self.words["brand"].encode(_single(frame["brand"])),
            "merchant": self.words["merchant"].encode(_single(frame["merchant_id"])),
            "price": self._prices(frame),
            "title": self.titles.encode(frame["title"]),
            "commission": self._commission(frame),
        }
        usual = frame["currency"].map(self.usual_prices).astype(np.float64)
        stated = {PRICE_LEVEL: (_log_prices(frame) - usual).to_numpy(np.float64)}
        facts = {**stated, **_facts("product", ids, history)}
        return _entities("product", ids, blocks | self._given("product", frame, vectors), facts)

    def creators(
        self,
        frame: pd.DataFrame,
        audience: pd.DataFrame,
        vectors: pd.DataFrame | None = None,
        carried: "Carried | None" = None,
        history: History = NO_HISTORY,
    ) -> Entities:
        """A row per creator of `frame`; `carried` brings what they sold before the cut-off, and
        `history` what they had done.
        """
        ids = frame["creator_id"].to_numpy(np.str_)
        stated = self.words["category"].encode(_stated(frame["categories"]))
        sold = carried.profiles(ids) if carried else {}
        blocks = {
            "tier": self.words["tier"].encode(_single(frame["tier"])),
            "country": self.words["country"].encode(_single(frame["country"])),
            "followers": self.bands["followers"].encode(frame["followers"]),
            "audience": _shares(self.words["audience"], ids, audience),
            **sold,
            "category": _blend(stated, sold.get("category")),
            **self._interests(ids, history),
        }
        followers = {"followers": np.log1p(frame["followers"].astype(np.float64)).to_numpy()}
        facts = {**followers, **_facts("creator", ids, history)}
        return _entities("creator", ids, blocks | self._given("creator", frame, vectors), facts)

    def _interests(self, ids: np.ndarray, history: History) -> dict[str, Block]:
        """Shares of a creator's interest in the columns of categories, by span of time."""
        if INTERESTS not in history:
            return {}
        told, known = history[INTERESTS], pd.Index(self.words["category"].known, dtype="str")
        row = pd.Index(ids, dtype="str").get_indexer(told["creator_id"])
        column = known.get_indexer(told["category"])
        is_known = (row >= 0) & (column >= 0)
        cells = (row[is_known], column[is_known])
        shape = (len(ids), len(known))
        return {
            f"{INTERESTS} {span}": sparse.csr_array(
                (told[span].to_numpy(np.float32)[is_known], cells), shape=shape
            )
            for span in SPANS
        }

    def _prices(self, frame: pd.DataFrame) -> Block:
        """Bands of each currency beside each other, for prices in two currencies do not compare."""
        parts = [
            bands.encode(frame["price"].where(frame["currency"] == name.removeprefix("price ")))
            for name, bands in sorted(self.bands.items())
            if name.startswith("price ")
        ]
        empty = sparse.csr_array((len(frame), 0), dtype=np.float32)
        return sparse.csr_array(sparse.hstack([empty, *parts]))

    def _commission(self, frame: pd.DataFrame) -> Block:
        if "commission_rate" not in frame:
            return sparse.csr_array(
                (len(frame), len(self.bands["commission"].centres)), dtype=np.float32
            )
        return self.bands["commission"].encode(1000 * frame["commission_rate"])

    def _given(
        self, kind: str, frame: pd.DataFrame, vectors: pd.DataFrame | None
    ) -> dict[str, Block]:
        if vectors is None:
            vectors = pd.DataFrame({"entity_type": [], "entity_id": [], "block": [], "vector": []})
        own = vectors[vectors["entity_type"] == kind]
        widths = {
            name.removeprefix(f"{kind} "): width
            for name, width in sorted(self.given.items())
            if name.startswith(f"{kind} ")
        }
        return {
            f"{GIVEN}{block}": _stacked(frame[f"{kind}_id"], own[own["block"] == block], width)
            for block, width in widths.items()
        }


@dataclass(frozen=True)
class Carried:
    """The products that creators carried: `pairs` with a `weight`, and those products' features."""

    pairs: pd.DataFrame
    products: Entities

    def profiles(self, creator_ids: np.ndarray) -> dict[str, Block]:
        """Per creator the weighted sum of the products carried; a row's total is its weight."""
        row = {name: number for number, name in enumerate(creator_ids)}
        pairs = self.pairs[self.pairs["creator_id"].isin(row)]
        cells = (pairs["creator_id"].map(row), self.products.rows_of(pairs["product_id"]))
        shape = (len(creator_ids), len(self.products))
        weights = pairs["weight"].to_numpy(np.float32)
        shares = sparse.csr_array((weights, cells), shape=shape)
        blocks = self.products.blocks.items()
        return {name: shares @ block for name, block in blocks if not name.startswith(GIVEN)}


def _blend(stated: Block, carried: Block | None) -> Block:
    weighted = STATED_WEIGHT * stated
    return weighted if carried is None else weighted + carried


def _entities(kind: str, ids: np.ndarray, blocks: Mapping[str, Block], facts: Facts) -> Entities:
    """Without the blocks and facts that say nothing of anyone."""
    filled = {name: block for name, block in blocks.items() if block.shape[1]}
    told = {name: values for name, values in facts.items() if np.isfinite(values).any()}
    return Entities(kind, ids, filled, told)


def _facts(kind: str, ids: np.ndarray, history: History) -> Facts:
    """The facts known of ids, empty for those without a history."""
    told = history.get(kind, pd.DataFrame()).reindex(pd.Index(ids, dtype="str"))
    return {str(name): values.to_numpy(np.float64) for name, values in told.items()}


def _log_prices(frame: pd.DataFrame) -> pd.Series:
    price = frame["price"].astype(np.float64)
    return np.log(price.where(price > 0))


def _levels(paths: pd.Series) -> list[list[str]]:
    """`Beauty > Skincare` as the levels `Beauty` and `Beauty > Skincare`."""
    split = [path.split(LEVEL) if isinstance(path, str) else [] for path in paths]
    return [[LEVEL.join(parts[: depth + 1]) for depth in range(len(parts))] for parts in split]


def _single(values: pd.Series) -> list[list[str]]:
    return [[value] if isinstance(value, str) else [] for value in values]


def _stated(values: Iterable[object]) -> list[list[str]]:
    lists = [list(value) if isinstance(value, (list, np.ndarray)) else [] for value in values]
    return [[level for path in _levels(pd.Series(row)) for level in path] for row in lists]


def _buckets(audience: pd.DataFrame) -> pd.Series:
    return audience["dimension"] + " " + audience["bucket"]


def _shares(words: Words, ids: np.ndarray, audience: pd.DataFrame) -> Block:
    wide = audience.assign(bucket=_buckets(audience)).pivot_table(
        index="creator_id", columns="bucket", values="share", aggfunc="sum", fill_value=0.0
    )
    wide = wide.reindex(index=list(ids), columns=list(words.known), fill_value=0.0)
    return sparse.csr_array(wide.to_numpy(np.float32))


def _stacked(ids: pd.Series, vectors: pd.DataFrame, width: int) -> Block:
    held = dict(zip(vectors["entity_id"], vectors["vector"], strict=True))
    empty = np.zeros(width, np.float32)
    dense = np.array([held.get(name, empty) for name in ids], np.float32)
    return sparse.csr_array(dense.reshape(len(ids), width))
