"""Held-out time: who turned to what in a window, and what had been told of them just before."""

from dataclasses import dataclass

import numpy as np

from models.interests.keys import Keys
from models.interests.memory import Memory
from models.interests.profile import Profile
from models.interests.stream import Rows, Stream


@dataclass(frozen=True)
class Asked:
    """One query per entity: the event of its last move in a window, as rows of the stream."""

    stream: Stream
    first_day: int
    rows: Rows

    @classmethod
    def of(cls, stream: Stream, first_day: int, last_day: int, most: int, seed: int) -> "Asked":
        """The last move of each entity from one day to another, where it had any event before;
        `most` of them, drawn with a seed.
        """
        start = stream.bounds()[stream.entity]
        number = np.arange(len(stream))
        is_asked = stream.moves() & (stream.day >= first_day) & (stream.day <= last_day)
        rows = number[is_asked & (number > start)]
        rows = rows[
            np.append(stream.entity[rows][1:] != stream.entity[rows][:-1], True)[: len(rows)]
        ]
        if len(rows) > most:
            rows = np.sort(np.random.default_rng(seed).choice(rows, most, replace=False))
        return cls(stream, first_day, rows)

    def __len__(self) -> int:
        return len(self.rows)

    def known(self) -> Stream:
        """What models may learn from: all events before the window."""
        return self.stream.until(self.first_day)

    def profiles(self, memory: Memory, keys: Keys, rows: Rows) -> list[Profile]:
        """The profiles of some queries' entities, replayed up to just before what is asked."""
        starts = self.stream.bounds()[self.stream.entity[rows]]
        return [
            _replayed(self.stream, memory, keys, start, end)
            for start, end in zip(starts.tolist(), rows.tolist(), strict=True)
        ]


def _replayed(stream: Stream, memory: Memory, keys: Keys, start: int, end: int) -> Profile:
    profile = Profile(memory, keys)
    events = zip(
        stream.product[start:end].tolist(), stream.seconds[start:end].tolist(), strict=True
    )
    for product, seconds in events:
        profile.update(product, seconds)
    return profile
