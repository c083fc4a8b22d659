"""Headers and words of reports in every language known: one file per language in `headers/`."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HEADERS = Path(__file__).parent / "headers"
UNIT = re.compile(r"\s*[(\[（]([^)\]）]*)[)\]）]\s*$")
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Named:
    """What a header means: a field, in which language, and the unit written behind it ("$")."""

    field: str
    language: str
    unit: str = ""


def normal(text: str) -> str:
    """A header or word as it is compared: one case, single blanks, no marks around it."""
    plain = unicodedata.normalize("NFKC", text).replace("\ufeff", "")
    return BLANKS.sub(" ", plain).strip(" \t'\"*:：").casefold()


def unit_of(header: str) -> str:
    """What stands in brackets at the end of a header: `$` of "Price($)"."""
    found = UNIT.search(unicodedata.normalize("NFKC", header))
    return found.group(1).strip() if found else ""


def meaning(export: str, header: str, mapped: Mapping[str, str]) -> Named | None:
    """The field that a header names in an export; what people mapped by hand goes first."""
    whole, unit = normal(header), unit_of(header)
    if whole in mapped:
        return Named(mapped[whole], "mapped by hand", unit)
    known = _headers(export)
    bare = normal(UNIT.sub("", unicodedata.normalize("NFKC", header)))
    for written in (whole, bare):
        if written in known:
            field, language = known[written]
            return Named(field, language, unit if written == bare else "")
    return None


@cache
def is_known(export: str, header: str) -> bool:
    """Whether a report is known to have such a header, read or not."""
    unread = {normal(name) for file in _files() for name in file.get("unread", ())}
    return meaning(export, header, {}) is not None or normal(header) in unread


def header(export: str, field: str, language: str = "English") -> str:
    """How a report writes the header of a field; raises KeyError where it has none there."""
    return str(_language(language)["headers"][export][field][0])


@cache
def meanings(words: str) -> dict[str, str]:
    """What each word of a list (such as `status`) means, in all languages."""
    return {
        normal(written): meant
        for file in _files()
        for meant, ways in file["words"].get(words, {}).items()
        for written in ways
    }


def word(words: str, meant: str, language: str = "English") -> str:
    """How a report writes a word of a list."""
    return str(_language(language)["words"][words][meant][0])


@cache
def _headers(export: str) -> dict[str, tuple[str, str]]:
    return {
        normal(written): (field, file["language"])
        for file in reversed(_files())
        for field, ways in file["headers"].get(export, {}).items()
        for written in ways
    }


def _language(name: str) -> dict[str, Any]:
    return next(file for file in _files() if file["language"] == name)


@cache
def _files() -> tuple[dict[str, Any], ...]:
    """English first, then the others by their code."""
    paths = sorted(HEADERS.glob("*.json"), key=lambda path: (path.stem != "en", path.stem))
    return tuple(json.loads(path.read_text(encoding="utf-8")) for path in paths)
