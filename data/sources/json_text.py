"""JSON files of events: one object per line, or one array of objects; read piece by piece."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from data.sources.chunk import CHUNK_ROWS, Broken, Records, UnreadableError

BLOCK = 1 << 20
HEAD = 200
LARGEST = 1 << 26
"""Characters that one event may have before the file counts as damaged."""

_GAP = re.compile(r"[\s,]*")
DECODER = json.JSONDecoder(parse_float=Decimal)
REMEDY = "the file may be cut: export it again"


def columns(path: Path) -> tuple[str, ...]:
    """Keys of the first records, together. Raises UnreadableError."""
    first = (value for _, value in islice(_values(path), HEAD))
    keys = dict.fromkeys(key for value in first if isinstance(value, dict) for key in value)
    if not keys:
        raise UnreadableError(path.name, "holds no JSON object", "export it, one event per line")
    return tuple(keys)


def records(path: Path) -> Iterator[Records]:
    """Objects numbered by line, or by element of the array, from 1; decimals stay exact."""
    good: list[tuple[int, dict[str, Any]]] = []
    broken: list[Broken] = []
    for row, value in _values(path):
        if isinstance(value, dict):
            good.append((row, value))
        else:
            broken.append(_broken(row, value))
        if len(good) + len(broken) >= CHUNK_ROWS:
            yield Records(good, broken)
            good, broken = [], []
    yield Records(good, broken)


def _values(path: Path) -> Iterator[tuple[int, Any]]:
    with path.open(encoding="utf-8-sig", errors="surrogateescape") as file:
        start = file.read(BLOCK).lstrip()
        file.seek(0)
        yield from _elements(file) if start.startswith("[") else _lines(file)


def _lines(file: TextIO) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            yield number, _text_only(line, DECODER.decode(line.strip()))
        except (ValueError, RecursionError) as error:
            yield number, Broken(number, f"is no JSON ({error})", REMEDY, _raw(line))


def _elements(file: TextIO) -> Iterator[tuple[int, Any]]:
    buffer = file.read(BLOCK)
    at, number = buffer.index("[") + 1, 1
    while True:
        at = _GAP.match(buffer, at).end()  # type: ignore[union-attr]
        if buffer.startswith("]", at):
            return
        try:
            value, end = DECODER.raw_decode(buffer, at)
        except (ValueError, RecursionError):
            more = file.read(BLOCK) if len(buffer) - at < LARGEST else ""
            if not more:
                reason = "and all after it cannot be read as JSON"
                yield number, Broken(number, reason, REMEDY, _raw(buffer[at:]))
                return
            buffer, at = buffer[at:] + more, 0
            continue
        yield number, _text_only(buffer[at:end], value)
        at, number = end, number + 1


def _text_only(raw: str, value: Any) -> Any:
    """The value, or a broken row where a string in it is no text (bytes, half an emoji)."""
    if not raw.isascii() or "\\ud" in raw.lower():
        try:
            json.dumps(value, ensure_ascii=False, default=str).encode()
        except UnicodeEncodeError:
            return Broken(0, "is not UTF-8 text", "save the file in UTF-8", _raw(raw))
    return value


def _broken(row: int, value: Any) -> Broken:
    if isinstance(value, Broken):
        return Broken(row, value.reason, value.remedy, value.record)
    return Broken(row, "is no JSON object", "one event is one object", {"value": value})


def _raw(text: str) -> dict[str, str]:
    clean = text[:2000].encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return {"text": clean}
