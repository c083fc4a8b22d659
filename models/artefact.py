"""A fitted thing on disk: arrays as .npz, everything else as JSON, and a checksum of each file.

Nothing is pickled, so a model from elsewhere can do nothing but be read.
"""

import hashlib
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

CHECKSUMS = "SHA256SUMS"


class ModelError(RuntimeError):
    """A model cannot be used; every such error says what to do."""


class ModelMissingError(ModelError):
    """There is no such model."""


class ModelCorruptError(ModelError):
    """A model's files are not those that training wrote."""


class ModelForeignError(ModelError):
    """A model was trained on another market."""


class ModelOutdatedError(ModelError):
    """A model was written by a version of this program that kept other settings."""


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    np.savez(path, allow_pickle=False, **{_escaped(name): array for name, array in arrays.items()})


def write_document(path: Path, document: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n")


def seal(folder: Path) -> None:
    """Writes the checksums of all files of a folder, in the format of `sha256sum -c`."""
    (folder / CHECKSUMS).write_bytes(_checksums(folder))


def check_seal(folder: Path) -> None:
    """Raises ModelMissingError or ModelCorruptError unless every file is as it was sealed."""
    if not (folder / CHECKSUMS).is_file():
        raise ModelMissingError(f"no model in {folder}; train one: python -m models.train")
    sealed = (folder / CHECKSUMS).read_bytes().splitlines()
    found = _checksums(folder).splitlines()
    if sealed != found:
        line = next((line for line in sealed if line not in found), b"")
        name = line.partition(b"  ")[2].decode(errors="replace") or CHECKSUMS
        raise ModelCorruptError(f"{folder / name} is not what training wrote; {REMEDY}")


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of a sealed file. Raises ModelCorruptError."""
    try:
        with np.load(path, allow_pickle=False) as held:
            return {_unescaped(name): held[name] for name in held.files}
    except (OSError, EOFError, ValueError, zipfile.BadZipFile) as error:
        raise ModelCorruptError(f"{path} cannot be read: {error}; {REMEDY}") from error


def read_document(path: Path) -> dict[str, Any]:
    """The document of a sealed file. Raises ModelCorruptError."""
    try:
        return dict(json.loads(path.read_text()))
    except (OSError, ValueError) as error:
        raise ModelCorruptError(f"{path} cannot be read: {error}; {REMEDY}") from error


REMEDY = "roll back to an earlier version, or train again: python -m models.train"


def _checksums(folder: Path) -> bytes:
    """A line per file of the folder, by name."""
    paths = sorted(path for path in folder.iterdir() if path.name != CHECKSUMS)
    return "".join(f"{_digest(path)}  {path.name}\n" for path in paths).encode()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _escaped(name: str) -> str:
    """Names such as `axes/given topic` within a zip file."""
    return name.replace("/", "\\")


def _unescaped(name: str) -> str:
    return name.replace("\\", "/")
