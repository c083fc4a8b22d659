"""The markets that the browser visits, built once and kept until the code or data behind changes.

A test gets a copy: the lake's files linked, for they never change, all else copied.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from tests import tiny
from tests.places import ROOT, real_data_folder

# Where built markets are kept from one run to the next.
KEPT = ROOT / ".pytest_cache" / "d" / "markets"
REAL = {
    "brands": "brand_creators",
    "complete_journey": "complete_journey",
    "live_sellers": "live_sellers",
}
TRAINED = ("demo", "brands")
BRANDS = 8
MADE_BY = {
    "demo": ("data/market", "data/contract"),
    "tiny": ("tests/tiny.py", "data/contract"),
    "empty": (),
    **dict.fromkeys(REAL, ("data/sources", "data/contract", "tests/browser/markets.py")),
}
# The ids whose pages have the most to show: by order lines, then by content.
BUSIEST = {
    "product": """
        select product_id from products as p order by
            (select count(*) from sales where product_id = p.product_id) desc,
            (select count(*) from content_products where product_id = p.product_id) desc, 1
        limit 1
    """,
    "creator": """
        select creator_id from creators as c order by
            (select count(*) from sales where creator_id = c.creator_id) desc,
            (select count(*) from content where creator_id = c.creator_id) desc, 1
        limit 1
    """,
    "merchant": """
        select merchant_id from merchants as m
        order by (select count(*) from sales where merchant_id = m.merchant_id) desc, 1
        limit 1
    """,
}


@dataclass(frozen=True)
class Pantry:
    """A folder of built markets."""

    folder: Path = KEPT

    def market(self, name: str) -> Path:
        """The folder of a market, built or trained anew where what made it has changed."""
        notes = self.folder / f"{name}.json"
        done = json.loads(notes.read_text()) if notes.exists() else {}
        built, trained = _digest(MADE_BY[name]), _digest(("models", *MADE_BY[name]))
        if done.get("built") != built:
            shutil.rmtree(self.folder / name, ignore_errors=True)
            self._build(name)
            done = {"built": built}
        if name in TRAINED and done.get("trained") != trained:
            shutil.rmtree(self.folder / name / "models", ignore_errors=True)
            self._run("models.train", "--market", name)
            done["trained"] = trained
        notes.write_text(json.dumps(done))
        return self.folder / name

    def kept(self, name: str) -> Path:
        """The folder of a market, while no other run builds it."""
        with self._alone():
            return self.market(name)

    def copy(self, name: str, store: Path) -> dict[str, str]:
        """Puts a copy of a market into a store, its warehouse filled; returns its busiest ids."""
        with self._alone():
            kept, copy = self.market(name), store / name
            warehouse = Warehouse.open(Store(kept))
            ids = busiest(warehouse)
            warehouse.close()
            shutil.copytree(kept / "lake", copy / "lake", copy_function=_link)
            shutil.copytree(kept, copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns("lake"))
        return ids

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keeps a second test run from building or copying meanwhile."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _build(self, name: str) -> None:
        store = Store(self.folder / name)
        if name == "empty":
            store.lake.mkdir(parents=True)
            store.loads.mkdir()
        elif name == "tiny":
            tiny.build(store)
        elif name == "demo":
            self._run("data.market", "build", "--market", name)
        elif name == "brands":
            with TemporaryDirectory() as some:
                some_brands(real_data_folder() / REAL[name], Path(some))
                self._run("data.load", some, "--market", name)
        else:
            self._run("data.load", str(real_data_folder() / REAL[name]), "--market", name)

    def _run(self, module: str, *arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env={**os.environ, "TANDEM_STORE": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{module} {arguments} failed:\n{done.stdout}\n{done.stderr}")


def some_brands(folder: Path, part: Path) -> None:
    """Writes every BRANDS-th brand of a folder with the creators it worked with, so that training
    on them takes a minute; pages show the same of fewer.
    """
    pairs, folds = (pd.read_csv(folder / f"{name}.csv", dtype=str) for name in ("pairs", "folds"))
    brands, creators = (pd.read_parquet(folder / f"{n}.parquet") for n in ("brands", "creators"))
    kept = brands.iloc[::BRANDS]
    pairs = pairs[pairs["brand_id"].isin(kept["brand_id"])]
    kept.to_parquet(part / "brands.parquet")
    creators[creators["creator_id"].isin(pairs["creator_id"])].to_parquet(part / "creators.parquet")
    pairs.to_csv(part / "pairs.csv", index=False)
    folds[folds["brand_id"].isin(kept["brand_id"])].to_csv(part / "folds.csv", index=False)


def busiest(warehouse: Warehouse) -> dict[str, str]:
    """The ids of the product, creator and merchant with the most to show, of those there are."""
    session = warehouse.session(Scope.everything())
    found = {kind: session.rows(sql) for kind, sql in BUSIEST.items()}
    return {kind: str(rows[0][0]) for kind, rows in found.items() if rows}


def _digest(places: Iterable[str]) -> str:
    """Names the state of some source files."""
    digest = hashlib.sha256()
    for place in map(ROOT.joinpath, places):
        files = [place] if place.is_file() else sorted(place.rglob("*.*"))
        for path in files:
            if path.suffix in (".py", ".sql", ".json"):
                digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
