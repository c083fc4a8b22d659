"""A simulated market before the app of this process, its matches by popularity."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.choice import Thinning
from models.evaluation import prepared
from models.evidence import READ, evidence
from models.exam import Training
from models.generators.popularity import Popularity
from models.trained import TrainedModel
from models.versions import publish
from tests.visits import app_on

THINNING = Thinning(0.7, 100, 300)


@contextmanager
def served(larger: Store, root: Path) -> Iterator[Training]:
    """A copy of the market, called `larger`, in the folder; what its model learned from."""
    with app_on(root, "larger"):
        store = Store.of("larger")
        shutil.copytree(larger.root, store.root)
        ready = prepared(evidence(Warehouse.snapshot(store, READ).session(Scope.everything())))
        model = Popularity().fit(ready.training)
        meta = {"version": "v1", "market": "larger", "thinning": asdict(THINNING)}
        publish(store, TrainedModel(model, ready.features, meta))
        yield ready.training
