"""A panel as a folder of files, the form in which any market is handed to an estimator.

The truth goes into a subfolder of its own, which no estimator may open.
"""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.market.panel import Panel
from data.market.rows import ids
from data.market.taxonomy import Ints, categories

FIRST_DAY = date(2026, 8, 3)
DAILY = (
    "impressions",
    "clicks",
    "orders",
    "net_gmv",
    "organic_impressions",
    "organic_clicks",
    "organic_orders",
    "organic_net_gmv",
    "attributed_net_gmv",
)


def write_panel(panel: Panel, folder: Path) -> None:
    """Writes products, creators, daily, reach and collaborations, and `truth/effects.csv`.

    Money is in dollars, days are dates; an empty `started_on` is a request that led to no post.
    Where `assigned` is random, a coin decided between a start and none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    products(panel).to_csv(folder / "products.csv", index=False)
    creators(panel).to_csv(folder / "creators.csv", index=False)
    pq.write_table(daily(panel), folder / "daily.parquet")
    pq.write_table(reach(panel), folder / "reach.parquet")
    collaborations(panel).to_csv(folder / "collaborations.csv", index=False)
    (folder / "truth").mkdir(exist_ok=True)
    effects(panel).to_csv(folder / "truth" / "effects.csv", index=False)


def products(panel: Panel) -> pd.DataFrame:
    """A row per product."""
    entries = panel.population.products
    return pd.DataFrame({
        "product_id": _product_ids(panel),
        "merchant_id": [f"m{shop:04d}" for shop in entries.merchant],
        "category": _category_names(entries.category),
        "price": entries.price,
    })  # fmt: skip


def creators(panel: Panel) -> pd.DataFrame:
    """A row per creator."""
    entries = panel.population.creators
    return pd.DataFrame({
        "creator_id": _creator_ids(panel),
        "category": _category_names(entries.category),
        "followers": entries.followers,
    })  # fmt: skip


def daily(panel: Panel) -> pa.Table:
    """A row per product × day: traffic, orders, net GMV, the organic part and the attributed."""
    columns = {"product_id": _repeated(_product_ids(panel), panel.days), "day": _days(panel)}
    return pa.table(columns | {name: panel.daily[name].ravel() for name in DAILY})


def reach(panel: Panel) -> pa.Table:
    """A row per creator × day: views of all that they publish."""
    names = _creator_ids(panel)
    return pa.table({
        "creator_id": _repeated(names, panel.days),
        "day": pa.array(np.tile(_dates(panel), len(names))),
        "views": panel.reach.ravel(),
    })  # fmt: skip


def collaborations(panel: Panel) -> pd.DataFrame:
    """A row per product × creator who asked for it."""
    requests = panel.requests
    return pd.DataFrame({
        **_pairs(panel),
        "requested_on": _on(requests.requested),
        "started_on": _on(requests.started),
        "ended_on": _on(requests.ended),
        "assigned": np.where(requests.is_random, "random", "observed"),
    })  # fmt: skip


def effects(panel: Panel) -> pd.DataFrame:
    """The truth: a row per start with its expected effects, in dollars and orders."""
    requests, truth = panel.requests, panel.truth
    frame = pd.DataFrame({
        **_pairs(panel),
        "requested_on": _on(requests.requested),
        "started_on": _on(requests.started),
        "assigned": np.where(requests.is_random, "random", "observed"),
        "effect": truth.effect,
        "effect_from_request": truth.effect_from_request,
        "effect_on_category": truth.effect_on_category,
        "effect_on_orders": truth.effect_on_orders,
        "baseline": truth.baseline,
        "affinity": truth.affinity,
    })  # fmt: skip
    return frame[requests.started >= 0]


def _pairs(panel: Panel) -> dict[str, np.ndarray]:
    return {
        "product_id": np.array(_product_ids(panel).to_pylist())[panel.requests.product],
        "creator_id": np.array(_creator_ids(panel).to_pylist())[panel.requests.creator],
    }


def _product_ids(panel: Panel) -> pa.Array:
    return ids("p", len(panel.population.products), 5)


def _creator_ids(panel: Panel) -> pa.Array:
    return ids("c", len(panel.population.creators), 5)


def _category_names(category: Ints) -> np.ndarray:
    return np.array([kind.name for kind in categories()])[category]


def _dates(panel: Panel) -> np.ndarray:
    return np.datetime64(FIRST_DAY) + np.arange(panel.days)


def _days(panel: Panel) -> pa.Array:
    return pa.array(np.tile(_dates(panel), len(panel.population.products)))


def _repeated(names: pa.Array, days: int) -> pa.DictionaryArray:
    codes = np.repeat(np.arange(len(names), dtype=np.int32), days)
    return pa.DictionaryArray.from_arrays(codes, names)


def _on(day: Ints) -> list[date | None]:
    return [FIRST_DAY + timedelta(days=int(d)) if d >= 0 else None for d in day]
