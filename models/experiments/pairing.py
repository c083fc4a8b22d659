"""Pairs to be drawn: which creators a product would ask, and how both arms keep apart."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from models.experiments.candidates import COLUMNS, Candidates, Wish, clustered, some

PAIR = ["product_id", "creator_id"]
Offers = Mapping[str, Sequence[str]]
"""The creators of each product, the best first."""


def matched_pairs(known: Candidates, matches: pd.DataFrame, wish: Wish) -> pd.DataFrame:
    """A row per product and the best of its `matches` (`product_id`, `creator_id`, the best first)
    that are known and do not work together yet: COLUMNS and PAIR. As many as the wish says: of
    creators who may be asked for so many products alone, the best who is left.
    """
    begun = pd.MultiIndex.from_frame(known.begun[PAIR])
    is_new = ~pd.MultiIndex.from_frame(matches[PAIR]).isin(begun)
    is_known = matches["product_id"].isin(known.products["product_id"])
    is_known &= matches["creator_id"].isin(known.creators["creator_id"])
    by_product = matches[is_new & is_known].groupby("product_id", sort=False)["creator_id"]
    return chosen_pairs(_shared_out({name: list(of) for name, of in by_product}, wish), known, wish)


def pair_units(known: Candidates, wish: Wish) -> pd.DataFrame:
    """The same where no matches are known: creators of the product's category, by chance."""
    rng = np.random.default_rng(wish.seed)
    by_category = dict(iter(known.creators.groupby("category")))
    begun = set(zip(known.begun["product_id"], known.begun["creator_id"], strict=True))
    offers: dict[str, list[str]] = {}
    for category, rows in some(known.products, wish).groupby("category", sort=True):
        if category in by_category:
            names = by_category[category]["creator_id"].to_numpy(object)
            offers |= _by_chance(rows["product_id"], names, wish, rng)
    new = {
        product: [name for name in names if (product, name) not in begun]
        for product, names in offers.items()
    }
    return chosen_pairs(_shared_out(new, wish), known, wish)


def chosen_pairs(pairs: pd.DataFrame, known: Candidates, wish: Wish) -> pd.DataFrame:
    """The same of given pairs (`product_id`, `creator_id`), such as those of a shortlist; of
    products and creators that are not known none.
    """
    rows = pairs[PAIR].drop_duplicates()
    rows = rows.merge(known.products, on="product_id")
    rows = rows.merge(known.creators[["creator_id", "handle"]], on="creator_id")
    if rows.empty:
        return pd.DataFrame(columns=[*COLUMNS, *PAIR])
    rows = rows.assign(
        unit_id=rows["product_id"] + "|" + rows["creator_id"],
        label="@" + rows["handle"].fillna("?") + " × " + rows["title"].fillna(rows["product_id"]),
    )
    return clustered(rows, wish)


def linked(units: pd.DataFrame) -> pd.DataFrame:
    """Units of pairs with those drawn together that share a product or a creator, by whatever
    others: the cluster is called after its first product.
    """
    product, products = pd.factorize(units["product_id"], sort=True)
    creator, creators = pd.factorize(units["creator_id"])
    size = len(products) + len(creators)
    edges = coo_array((np.ones(len(units)), (product, len(products) + creator)), (size, size))
    group = connected_components(edges, directed=False)[1][: len(products)]
    first = pd.Series(products).groupby(group).transform("first").to_numpy()
    return units.assign(cluster_id=first[product])


def _shared_out(offers: Offers, wish: Wish) -> pd.DataFrame:
    """PAIRs of the wish: round by round every product takes the best of its creators who may be
    asked for one more, so that none has all the best.
    """
    asked: Counter[str] = Counter()
    left = {product: iter(names) for product, names in offers.items()}
    taken: dict[str, list[str]] = {product: [] for product in offers}
    for _ in range(wish.per_product):
        for product, names in left.items():
            free = next((name for name in names if asked[name] < wish.per_creator), None)
            if free is not None:
                asked[free] += 1
                taken[product].append(free)
    pairs = [(product, name) for product, names in taken.items() for name in names]
    return pd.DataFrame(pairs, columns=PAIR)


def _by_chance(
    products: pd.Series, creators: np.ndarray, wish: Wish, rng: np.random.Generator
) -> dict[str, list[str]]:
    """Each product's creators in an order by chance; where creators have several products, the same
    for as many.
    """
    names = rng.permutation(creators)
    if wish.together == "creator":
        return {
            product: list(np.roll(names, -(place // wish.each)))
            for place, product in enumerate(products)
        }
    return {product: list(rng.permutation(names)) for product in products}
