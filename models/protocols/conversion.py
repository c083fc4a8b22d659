"""`conversion`: which sessions end with a purchase, each foretold by a model that never saw it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold

from models.protocols.folder import FolderFormatError, check_files, table
from models.protocols.protocol import Outcome, Protocol
from models.rates.calibration import expected_calibration_error
from models.rates.predictor import Chances, Events
from models.rates.predictors import PREDICTORS

FOLDS = 5
TARGET = "Revenue"
YES, NO = {"1", "true"}, {"0", "false"}


class Conversion(Protocol):
    """Five stratified folds, the foretold chances of all pooled; nothing is sampled over."""

    name = "conversion"
    metrics = ("auroc", "average_precision", "ece")
    methods = tuple(PREDICTORS)

    def run(self, folder: Path, method: str, seed: int, dataset: str | None) -> Outcome:
        rows, bought = _read(folder)
        chances = np.zeros(len(rows))
        fold_of = np.zeros(len(rows), np.int64)
        folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
        rng = np.random.default_rng(seed)
        for fold, parts in enumerate(folds.split(rows, bought)):
            seen, held = map(rng.permutation, parts)
            model = PREDICTORS[method]().fit(_opaque(rows, seen), Events.once(bought[seen]))
            chances[held], fold_of[held] = model.chances(_opaque(rows, held)), fold
        parts = [
            figures(bought[fold_of == fold], chances[fold_of == fold]) for fold in range(FOLDS)
        ]
        errors = pd.DataFrame(parts).sem().to_dict()
        return Outcome(figures(bought, chances), errors, len(rows), lambda: _tables(chances))


def _opaque(rows: pd.DataFrame, places: np.ndarray) -> pd.DataFrame:
    """Rows in the order of their places, which are told to nobody."""
    return rows.iloc[places].reset_index(drop=True)


def figures(bought: np.ndarray, chances: Chances) -> dict[str, float]:
    """The protocol's metrics."""
    return {
        "auroc": float(roc_auc_score(bought, chances)),
        "average_precision": float(average_precision_score(bought, chances)),
        "ece": expected_calibration_error(Events.once(bought), chances),
    }


def _read(folder: Path) -> tuple[pd.DataFrame, np.ndarray]:
    check_files(Conversion.name, folder, ("sessions.csv",))
    rows = table(folder / "sessions.csv", (TARGET,))
    if len(rows.columns) < 2:
        raise FolderFormatError(
            f"{folder / 'sessions.csv'} has {TARGET} alone; expected columns to foretell it from"
        )
    said = rows.pop(TARGET).str.lower()
    odd = ~said.isin(YES | NO)
    if odd.any():
        row = int(np.flatnonzero(odd)[0])
        raise FolderFormatError(
            f"{folder / 'sessions.csv'} row {row + 2}: {TARGET} must be 0 or 1, not {said[row]!r}"
        )
    bought = said.isin(YES).to_numpy()
    if bought.sum() < FOLDS or (~bought).sum() < FOLDS:
        raise FolderFormatError(
            f"{folder / 'sessions.csv'} needs at least {FOLDS} sessions with a purchase "
            f"and as many without; it has {int(bought.sum())} and {int((~bought).sum())}"
        )
    return rows, bought


def _tables(chances: Chances) -> Iterator[pa.Table]:
    yield pa.table({"row": np.arange(len(chances)), "probability": chances})
