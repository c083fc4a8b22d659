"""What a million pairs cost: extra GMV with intervals, stored, and the twenty best per product.

`python -m tests.bench.scoring --json`: on a drawn market of 5,000 products and 2,000 creators, with
what storing alone takes of it; every pair has a rank in an order of fit, as Matches would give it.
"""

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import typer

from data.market.panel import simulate
from models.causal.cohort.effect import estimated
from models.choice import Thinning
from models.training import peak_memory_mb
from models.trial.pairs import Market
from models.trial.simulated import shown
from tests.bench.report import tell

FIRST = 20
THINNING = Thinning(0.7, 2_000, 1_000)


def main(
    pairs: Annotated[int, typer.Option(help="How many are scored.", min=1_000)] = 1_000_000,
    as_json: Annotated[bool, typer.Option("--json", help="End with one line of JSON.")] = False,
) -> None:
    """The aim is at most 12 s and 8 GB."""
    panel = shown(simulate("S0", 1))
    asker = Market(panel, estimated(panel)).asker(THINNING)
    product, creator, rank = _drawn(len(panel.product_ids), len(panel.creator_ids), pairs)
    with TemporaryDirectory() as folder:
        began = time.perf_counter()
        found = asker.estimates(product, creator, rank)
        scored = time.perf_counter()
        columns = {
            "product_id": panel.product_ids[product],
            "creator_id": panel.creator_ids[creator],
            **{name: getattr(found, name) for name in ("estimate", "low", "high")},
        }
        table = pa.table(columns)
        pq.write_table(table, Path(folder) / "pairs.parquet")
        stored = time.perf_counter()
        best = _best(product, found.low)
        ended = time.perf_counter()
    figures = {
        "bench": "scoring",
        "pairs": pairs,
        "shown": len(best),
        "seconds": round(ended - began, 2),
        "scoring": round(scored - began, 2),
        "storing": round(stored - scored, 2),
        "choosing": round(ended - stored, 2),
        "peak_memory_mb": peak_memory_mb(),
    }
    line = f"{pairs:,} pairs in {ended - began:.1f} s ({scored - began:.1f} s scoring)"
    tell([line], figures, as_json)


def _drawn(products: int, creators: int, pairs: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs in the order of products, and a rank for each."""
    rng = np.random.default_rng(0)
    product = np.repeat(np.arange(products), -(-pairs // products))[:pairs]
    rank = rng.integers(1, creators + 1, pairs).astype(float)
    return product, rng.integers(0, creators, pairs), rank


def _best(product: np.ndarray, low: np.ndarray) -> np.ndarray:
    """Rows of the FIRST of each product by the lower end."""
    order = np.lexsort((-low, product))
    place = pd.Series(product[order]).groupby(product[order]).cumcount().to_numpy()
    return order[place < FIRST]


if __name__ == "__main__":
    typer.run(main)
