"""Small folders in the format of each public protocol, with a structure that can be found."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import typer
from click.testing import Result
from typer.testing import CliRunner

from data.market.build import small_market
from data.store import Store
from models import evaluate
from models.protocols.protocol import Outcome

BRANDS, CREATORS, TOPICS = 25, 200, 4
READERS, ARTICLES, SUBJECTS = 60, 90, 6


def brands(folder: Path, *, with_split: bool = False) -> Path:
    """Brands and creators on four topics; a brand works with eight creators of its topic."""
    folder.mkdir(exist_ok=True)
    rng = np.random.default_rng(5)
    described = _described("brand_id", "b", BRANDS, rng)
    creators = _described("creator_id", "c", CREATORS, rng)
    pairs = pd.DataFrame(
        [
            (f"b{b:03d}", f"c{(b % TOPICS) + TOPICS * c:03d}")
            for b in range(BRANDS)
            for c in rng.choice(CREATORS // TOPICS, 8, replace=False)
        ],
        columns=["brand_id", "creator_id"],
    )
    pairs.loc[len(pairs)] = ["b000", "c999"]
    if with_split:
        described["split"] = np.where(described["brand_id"] < "b020", "train", "test")
        creators["split"] = np.where(creators["creator_id"] < "c100", "train", "test")
        pairs["split"] = np.where(pairs["brand_id"] < "b020", "train", "test")
    described.to_parquet(folder / "brands.parquet")
    creators.to_parquet(folder / "creators.parquet")
    pairs.to_csv(folder / "pairs.csv", index=False)
    if not with_split:
        folds = pd.DataFrame({"brand_id": described["brand_id"], "fold": np.arange(BRANDS) % 5})
        folds.to_csv(folder / "folds.csv", index=False)
    return folder


def articles(folder: Path) -> Path:
    """Readers who keep to a subject, articles with its tags; a third of them has no reader yet."""
    folder.mkdir(exist_ok=True)
    rng = np.random.default_rng(6)
    tags = [
        (item, tag)
        for item in range(ARTICLES)
        for tag in (item % SUBJECTS, SUBJECTS + int(rng.integers(0, 20)))
    ]
    read = {
        (reader, item)
        for reader in range(READERS)
        for item in rng.choice(ARTICLES, 30, replace=False)
        if item % SUBJECTS == reader % SUBJECTS or rng.random() < 0.05
    }
    rows = pd.DataFrame(sorted(read), columns=["user", "item"])
    is_cold = rows["item"] // SUBJECTS % 3 == 0
    rows[~is_cold].to_csv(folder / "train.csv", index=False)
    rows[is_cold].to_csv(folder / "cold_test.csv", index=False)
    for name in ("warm_val.csv", "warm_test.csv"):
        rows.iloc[:3].to_csv(folder / name, index=False)
    pd.DataFrame(tags, columns=["item", "tag"]).to_parquet(folder / "item_tags.parquet")
    return folder


def check_ins(folder: Path) -> Path:
    """Takers of two kinds, each of things of its own kind; every fifth pair is the test's."""
    folder.mkdir(exist_ok=True)
    rng = np.random.default_rng(7)
    parts: dict[str, list[str]] = {"train.txt": [], "test.txt": []}
    for taker in range(80):
        things = 2 * rng.choice(40, 15, replace=False) + taker % 2
        parts["train.txt"].append(" ".join(map(str, (taker, *things[3:]))))
        parts["test.txt"].append(" ".join(map(str, (taker, *things[:3]))))
    for name, lines in parts.items():
        (folder / name).write_text("\n".join(lines) + "\n")
    return folder


def sequences(folder: Path) -> Path:
    """Shoppers who walk through a circle of 30 things, mostly one step at a time."""
    folder.mkdir(exist_ok=True)
    rng = np.random.default_rng(8)
    lines = []
    for shopper in range(120):
        steps = rng.choice([1, 1, 1, 2], 7).cumsum()
        walked = (int(rng.integers(0, 30)) + steps) % 30 + 1
        lines.append(" ".join(map(str, (shopper + 1, *dict.fromkeys(walked.tolist())))))
    (folder / "walks.txt").write_text("\n".join(lines) + "\n")
    attributes = {str(thing): [thing % 5, 5 + thing // 10] for thing in range(1, 31)}
    (folder / "walks_item_attributes.json").write_text(json.dumps(attributes))
    return folder


def sessions(folder: Path, count: int = 600) -> Path:
    """Visits whose chance to buy follows what their pages were worth."""
    folder.mkdir(exist_ok=True)
    rng = np.random.default_rng(9)
    worth = rng.exponential(10, count) * (rng.random(count) < 0.5)
    pages = rng.integers(1, 60, count)
    bought = rng.random(count) < 1 / (1 + np.exp(3 - worth / 8))
    frame = pd.DataFrame(
        {
            "ProductRelated": pages,
            "ProductRelated_Duration": pages * rng.exponential(30, count),
            "PageValues": worth,
            "Month": rng.integers(1, 13, count),
            "VisitorType": rng.choice(["New_Visitor", "Returning_Visitor"], count),
            "Revenue": bought.astype(int),
        }
    )
    frame.to_csv(folder / "sessions.csv", index=False)
    return folder


def _described(key: str, letter: str, count: int, rng: np.random.Generator) -> pd.DataFrame:
    topic = np.eye(TOPICS)[np.arange(count) % TOPICS] + 0.1 * rng.random((count, TOPICS))
    tags = topic @ rng.normal(size=(TOPICS, 6)) + 0.3 * rng.normal(size=(count, 6))
    columns = {f"hashtag_{n}": tags[:, n] for n in range(6)}
    columns |= {f"topic_{n}": topic[:, n] for n in range(TOPICS)}
    return pd.DataFrame({key: [f"{letter}{n:03d}" for n in range(count)]} | columns)


def small(folder: Path) -> Path:
    """A simulated market, as a folder of data/store holds it."""
    small_market(Store(folder), seed=1)
    return folder


WRITERS = {
    "brand-cold-start": brands,
    "item-cold-start": articles,
    "warm": check_ins,
    "next-item": sequences,
    "conversion": sessions,
    "market": small,
}


def predicted(outcome: Outcome) -> pd.DataFrame:
    """All predictions as one table."""
    return pd.concat([part.to_pandas() for part in outcome.predictions()], ignore_index=True)


def evaluated(*arguments: str) -> Result:
    """What `python -m models.evaluate` says."""
    app = typer.Typer()
    app.command()(evaluate.main)
    return CliRunner().invoke(app, list(arguments))
