"""The trained versions of a market's model, side by side in `store.models/`, and which one serves.

`store.models/VERSION/` holds a version, `store.models/current` the name of the one in force; both
appear by a rename, so that a reader sees an old or a new one and never half of one.
"""

import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.durable import sync
from data.store import Store
from models.artefact import ModelCorruptError, ModelMissingError, check_seal, read_document
from models.trained import RATES, TrainedModel, is_readable

CURRENT = "current"
META = "meta.json"
OUTDATED = "Another version of this program wrote it: it cannot serve any more. Train anew."


@dataclass(frozen=True)
class Version:
    """One trained version; `meta` as `models.train` wrote it, None where its files are damaged.
    `is_outdated`: another version of this program wrote it, so that it cannot be loaded.
    """

    name: str
    is_current: bool
    meta: dict[str, Any] | None
    problem: str | None = None
    is_outdated: bool = False


def versions(store: Store) -> list[Version]:
    """All versions of a market, newest first; a damaged one too, whatever it lacks."""
    folders = [path for path in store.models.glob("*") if path.is_dir()]
    names = sorted((path.name for path in folders if _is_version(path.name)), reverse=True)
    in_force = current(store)
    return [_version(store, name, name == in_force) for name in names]


def current(store: Store) -> str | None:
    """The name of the version that serves; None before the first training."""
    try:
        return (store.models / CURRENT).read_text().strip()
    except FileNotFoundError:
        return None


def load_current(store: Store) -> TrainedModel:
    """The model that serves a market. Raises ModelMissingError, ModelCorruptError,
    ModelForeignError.
    """
    name = current(store)
    if name is None:
        raise ModelMissingError(
            f"market '{store.market}' has no trained model; "
            f"run: python -m models.train --market {store.market}"
        )
    return load_version(store, name)


def load_version(store: Store, name: str) -> TrainedModel:
    """One version of a market's model; raises as `load_current`."""
    return TrainedModel.load(_folder(store, name), store.market)


def rates_report(store: Store, name: str) -> list[dict[str, Any]] | None:
    """What a version says of its click and order rates (models/rates/report.py); None of a version
    from before there were any. Raises ModelCorruptError.
    """
    path = _folder(store, name) / RATES
    return list(read_document(path)["report"]) if path.exists() else None


def publish(store: Store, model: TrainedModel) -> str:
    """Saves a model as a new version and puts it in force; returns its name."""
    store.models.mkdir(parents=True, exist_ok=True)
    temporary = store.models / f".{uuid.uuid4().hex}"
    temporary.mkdir()
    try:
        model.save(temporary)
        for path in temporary.iterdir():
            sync(path)
        temporary.rename(store.models / model.version)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    _put_in_force(store, model.version)
    return model.version


def roll_back(store: Store, name: str) -> None:
    """Puts an earlier (or later) version in force. Raises ModelMissingError, ModelCorruptError,
    ModelForeignError, and then changes nothing.
    """
    load_version(store, name)
    _put_in_force(store, name)


def _version(store: Store, name: str, is_current: bool) -> Version:
    try:
        folder = store.models / name
        check_seal(folder)
        is_outdated = not is_readable(folder)
        problem = OUTDATED if is_outdated else None
        return Version(name, is_current, read_document(folder / META), problem, is_outdated)
    except (ModelCorruptError, ModelMissingError) as error:
        return Version(name, is_current, None, str(error))


def _folder(store: Store, name: str) -> Path:
    folder = store.models / name
    if not _is_version(name) or not folder.is_dir():
        known = [version.name for version in versions(store)]
        raise ModelMissingError(
            f"market '{store.market}' has no model version '{name}'; versions: {known or 'none'}"
        )
    return folder


def _is_version(name: str) -> bool:
    return name.replace("-", "").isalnum()


def _put_in_force(store: Store, name: str) -> None:
    temporary = store.models / f".{uuid.uuid4().hex}"
    temporary.write_text(name + "\n")
    sync(temporary)
    temporary.rename(store.models / CURRENT)
