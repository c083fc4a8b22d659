"""How fast a profile follows a new event, against doing it anew, in one run.

`python -m tests.bench.interests --json`: the last events of a simulated market are replayed one by
one on the profiles of all that came before. Peers: pandas adding up that one shopper's own events
again after each, and the question that reads all profiles anew.
"""

import tempfile
import time
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
import typer

from data.market.build import build
from data.market.plan import demo
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from models.interests.evaluate import READ
from models.interests.profiles import Profiles
from models.question import sql
from tests.bench.report import p50, p95, tell
from tests.interests import blank

KIND = "shopper"


def microseconds(start: float) -> float:
    return 1e6 * (time.perf_counter() - start)


def followed(known: Profiles, since: pd.DataFrame) -> list[float]:
    """Microseconds per event, the first of a shopper included, which fetches the profile."""
    spent = []
    for row in since.itertuples(index=False):
        start = time.perf_counter()
        known.update(row.entity_id, row.product_id, row.seconds)
        spent.append(microseconds(start))
    return spent


def added_again(since: pd.DataFrame, every: pd.DataFrame, most: int) -> list[float]:
    """Microseconds that pandas takes for the decayed sums of one shopper's own events."""
    asked = since["entity_id"].head(most)
    own = dict(list(every[every["entity_id"].isin(asked)].groupby("entity_id")))
    spent = []
    for name in asked:
        rows, start = own[name], time.perf_counter()
        age = rows["seconds"].max() - rows["seconds"]
        (2.0 ** (-age / 1.5e7)).groupby(rows["product_id"]).sum()
        spent.append(microseconds(start))
    return spent


def events_of(session: Session) -> pd.DataFrame:
    return session.frame(sql("interest_events"), kind=KIND, cut_off=None)


def main(
    scale: Annotated[float, typer.Option(help="Of the simulated market's traffic.")] = 0.2,
    events: Annotated[int, typer.Option(help="How many of the last to replay.")] = 20_000,
    as_json: Annotated[bool, typer.Option("--json", help="End with one line of JSON.")] = False,
) -> None:
    """Compares one update with adding up again; the aim is a ratio of at least 20."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder, "market"))
        build(store, demo(scale), seed=1)
        session = Warehouse.snapshot(store, READ).session(Scope.everything())
        every = events_of(session).sort_values("seconds", kind="stable", ignore_index=True)
        start = time.perf_counter()
        whole = Profiles.before(session, KIND)
        anew = microseconds(start)
    known, since = blank(KIND, whole.keys), every.tail(events)
    followed(known, every.head(len(every) - len(since)))
    updates = followed(known.settled(), since)
    again = added_again(since, every, 500)
    lines = [
        f"an event: {p50(updates)} µs (p95 {p95(updates)}), {len(whole):,} shoppers",
        f"pandas, that shopper's events added up again: {p50(again)} µs (p95 {p95(again)})",
        f"all profiles read anew: {anew / 1e6:.2f} s",
        f"ratio to pandas {p50(again) / p50(updates):.0f}, to all anew {anew / p50(updates):,.0f}",
    ]
    figures = {
        "bench": "interests",
        "scale": scale,
        "shoppers": len(whole),
        "events": len(every),
        "update_p50_us": p50(updates),
        "update_p95_us": p95(updates),
        "update_mean_us": round(float(np.mean(updates)), 1),
        "pandas_p50_us": p50(again),
        "anew_seconds": round(anew / 1e6, 2),
        "ratio": round(p50(again) / p50(updates), 1),
        "ratio_anew": round(anew / p50(updates)),
    }
    tell(lines, figures, as_json)


if __name__ == "__main__":
    typer.run(main)
