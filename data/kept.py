"""What people make: shortlists, scenarios, views, tags, notes, experiments; each of one scope.

Kept in `data/store/NAME/user/SCOPE/KIND/`, a JSON file each, apart from lake and warehouse, so that
it survives every rebuild. A file appears by a rename: a reader sees the old or the new one.
"""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data.scope import Scope
from data.store import Store

KINDS = ("shortlist", "scenario", "roster", "view", "tag", "note", "experiment")


@dataclass(frozen=True)
class Kept:
    """One thing that someone made, `body` as JSON holds it; `changed_at` is UTC."""

    name: str
    body: Any
    changed_at: str


class Keeper:
    """The things of one scope in one market. Another scope's are out of reach, but for what is
    asked `within`: a scope that sees all shops has every other within it, else itself alone.
    """

    def __init__(self, store: Store, scope: Scope) -> None:
        self._folder = store.user / _file_name(scope.name)
        self._others = store.user if scope.is_everything else None

    def keep(self, kind: str, name: str, body: Any) -> None:
        """Writes a thing, in place of one of the same kind and name. Raises ValueError."""
        if kind not in KINDS or not name.strip():
            raise ValueError(f"'{kind}' named '{name}' cannot be kept; kinds: {KINDS}")
        changed_at = datetime.now(UTC).isoformat(timespec="microseconds")
        kept = {"name": name.strip(), "body": body, "changed_at": changed_at}
        path = self._path(kind, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{uuid.uuid4().hex}.part")
        temporary.write_text(json.dumps(kept, default=str, ensure_ascii=False), "utf-8")
        temporary.rename(path)

    def all(self, kind: str) -> list[Kept]:
        """Everything of a kind, the latest change first."""
        found = [_read(path) for path in (self._folder / kind).glob("*.json")]
        return sorted(found, key=lambda kept: kept.changed_at, reverse=True)

    def get(self, kind: str, name: str) -> Any | None:
        """The body of one thing; None if there is none."""
        path = self._path(kind, name)
        return _read(path).body if path.exists() else None

    def drop(self, kind: str, name: str) -> None:
        self._path(kind, name).unlink(missing_ok=True)

    def get_within(self, kind: str, name: str) -> Any | None:
        """The body of one thing of any scope within this one, the latest; None if there is none."""
        found = [_read(path) for path in self._within(kind, name)]
        return max(found, key=lambda kept: kept.changed_at).body if found else None

    def drop_within(self, kind: str, name: str) -> None:
        for path in self._within(kind, name):
            path.unlink(missing_ok=True)

    def _within(self, kind: str, name: str) -> list[Path]:
        """Where things of a kind and name lie, of this scope and all that are within it."""
        own = self._path(kind, name)
        every = [own]
        if self._others is not None:
            every = [folder / kind / own.name for folder in self._others.glob("*")]
        return [path for path in every if path.exists()]

    def _path(self, kind: str, name: str) -> Path:
        return self._folder / kind / f"{_file_name(name.strip())}.json"


def _read(path: Path) -> Kept:
    return Kept(**json.loads(path.read_text("utf-8")))


def _file_name(text: str) -> str:
    """Any text as a safe, short file name; two texts never share one."""
    readable = "".join(c if c.isascii() and c.isalnum() else "-" for c in text)[:40]
    return f"{readable}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
