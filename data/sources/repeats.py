"""Finds rows whose key was read before, over any number of pieces, in 24 bytes a row."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

FILE_STEP = 1 << 40


@dataclass(frozen=True)
class Seen:
    """Per row: its key is new, or stands already with equal or with other content, and where."""

    is_new: np.ndarray
    is_equal: np.ndarray
    where: np.ndarray


@dataclass
class Repeats:
    """Remembers 64-bit hashes of keys and contents; sorted runs, merged as they grow."""

    files: list[str] = field(default_factory=list)
    runs: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=list)

    def look(self, file: str, keys: pd.DataFrame, contents: pd.DataFrame) -> Seen:
        """Compares rows (indexed by row number) with all before, and remembers the new ones."""
        key, content = hashes(keys), hashes(contents)
        place = self._file(file) * FILE_STEP + keys.index.to_numpy("int64")
        first_content, first_place = self._first(key, content, place)
        is_new = first_place == place
        self._remember(key[is_new], content[is_new], place[is_new])
        return Seen(is_new, ~is_new & (first_content == content), first_place)

    def name(self, place: int) -> str:
        """A place as people say it: "row 12 of orders.csv"."""
        return f"row {place % FILE_STEP} of {self.files[place // FILE_STEP]}"

    def _file(self, file: str) -> int:
        if file not in self.files:
            self.files.append(file)
        return self.files.index(file)

    def _first(
        self, key: np.ndarray, content: np.ndarray, place: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
        contents, places = content[first][inverse], place[first][inverse]
        for run_key, run_content, run_place in self.runs:
            at = np.minimum(np.searchsorted(run_key, key), len(run_key) - 1)
            found = run_key[at] == key
            contents = np.where(found, run_content[at], contents)
            places = np.where(found, run_place[at], places)
        return contents, places

    def _remember(self, *new: np.ndarray) -> None:
        run = new
        while self.runs and len(self.runs[-1][0]) <= len(run[0]):
            run = tuple(map(np.concatenate, zip(self.runs.pop(), run, strict=True)))
        if len(run[0]):
            order = np.argsort(run[0], kind="stable")
            self.runs.append((run[0][order], run[1][order], run[2][order]))


def hashes(frame: pd.DataFrame) -> np.ndarray:
    """64 bits per row, the same for the same values."""
    plain = frame.reset_index(drop=True)
    return pd.util.hash_pandas_object(plain, index=False).to_numpy("uint64")
