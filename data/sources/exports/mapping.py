"""Headers that people have mapped to fields by hand: said once, remembered for every market.

The store's file `headers.json` holds, per format, what a header means.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from data.durable import write_text_durably
from data.sources.exports.words import normal
from data.sources.options import Options
from data.store import store_root

FILE = "headers.json"


def mapped(export: str, options: Options) -> dict[str, str]:
    """Field by header as compared: remembered ones, and before them those that options say."""
    return {**remembered().get(export, {}), **_said(options)}


def remembered() -> dict[str, dict[str, str]]:
    """Format → header as compared → field."""
    path = _path()
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def remember(export: str, options: Options, header: Iterable[str]) -> None:
    """Keeps what options say about the headers of a file of a format."""
    present = {normal(name) for name in header}
    said = {name: field for name, field in _said(options).items() if name in present}
    if said and not said.items() <= remembered().get(export, {}).items():
        kept = remembered()
        kept[export] = {**kept.get(export, {}), **said}
        write_text_durably(_path(), json.dumps(kept, ensure_ascii=False, indent=1))


def forget(export: str) -> None:
    """Drops what is remembered of a format's headers; what is loaded stays."""
    kept = remembered()
    if kept.pop(export, None):
        write_text_durably(_path(), json.dumps(kept, ensure_ascii=False, indent=1))


def _said(options: Options) -> dict[str, str]:
    return {normal(header): field for header, field in options.columns}


def _path() -> Path:
    return store_root() / FILE
