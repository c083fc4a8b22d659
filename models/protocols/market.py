"""`market`: what a market holds out, later weeks or whole products, as its training does.

Methods, settings and exams are those of models/training.py, so that one seed gives the figures that
Model quality shows.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pandas as pd

from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.evidence import READ
from models.exam import Exam
from models.protocols.opaque import Opaque, veiled
from models.protocols.protocol import Figures, Held, RankingProtocol, over_queries
from models.rounds import NothingToLearnError, examined
from models.selection import FIGURES

COLD = "cold "
"""Begins the names of figures of products new to the model."""


class Market(RankingProtocol):
    """The folder is a market's, `data/store/NAME`; its lake is read as it stands."""

    name = "market"
    metrics = FIGURES
    depth = None

    def read(self, folder: Path, seed: int, dataset: str | None) -> Held:
        """Also raises MarketMissingError, NotTakenUpError, NothingToLearnError."""
        store = Store(folder)
        with ExitStack() as opened:
            warehouse = Warehouse.snapshot(store, READ)
            opened.callback(warehouse.close)
            known, exams = examined(warehouse.session(Scope.everything()), seed)
            if exams is None:
                raise NothingToLearnError(
                    f"market '{store.market}' has too few pairs to hold any out"
                )
            products = Opaque.of(known.products["product_id"], seed)
            creators = Opaque.of(known.creators["creator_id"], seed + 1)
            return Held(
                partial(_exams, exams.tests, products, creators),
                products,
                creators,
                {"market": store.market, "held_out": exams.told()},
                opened.pop_all().close,
            )

    def figures(self, found: pd.DataFrame) -> Figures:
        """Over all products, and over those new to the model apart where not all are."""
        every, cold = over_queries(found, FIGURES), found[found["is_cold"]]
        notes = {"n_cold": len(cold)}
        if not 0 < len(cold) < len(found):
            return Figures(every.metrics, every.errors, notes)
        new = over_queries(cold, FIGURES)
        return Figures(
            {**every.metrics, **{COLD + name: value for name, value in new.metrics.items()}},
            {**every.errors, **{COLD + name: error for name, error in new.errors.items()}},
            notes,
        )


def _exams(tests: tuple[Exam, ...], products: Opaque, creators: Opaque) -> Iterator[Exam]:
    return (veiled(test, products, creators) for test in tests)
