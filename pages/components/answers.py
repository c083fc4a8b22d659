"""What was said of the files being tried out: answers to questions, cells of their table, columns.

Kept with the visit, by file and option; EVERY stands for all files together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from glob import escape
from typing import Any

import streamlit as st

from data.money import CurrencyError
from data.sources import OptionError, Options
from data.sources.options import Answer
from pages.components.words import in_words

EVERY = ""
REFUSALS = ("answers-refused", "cell-refused", "mapping-refused")
Said = dict[tuple[str, str], Any]


def said() -> Said:
    """Value by file and option."""
    held: Said = st.session_state.setdefault("answers", {})
    return held


def columns() -> dict[str, str]:
    """Field by header, as mapped in this visit."""
    held: dict[str, str] = st.session_state.setdefault("mapped-columns", {})
    return held


def applied(options: Options, files: Iterable[str]) -> Options:
    """The options with all that was said of these files."""
    names = set(files)
    plain = {name: value for (file, name), value in said().items() if file == EVERY}
    answers = tuple(
        Answer(name, escape(file), value) for (file, name), value in said().items() if file in names
    )
    return replace(options, answers=answers, columns=tuple(columns().items()), **plain)


def give(options: Options, new: Mapping[tuple[str, str], Any]) -> str | None:
    """Keeps what is newly said, None to take it back; what cannot be is not kept, but told."""
    kept = {key: value for key, value in {**said(), **new}.items() if value is not None}
    names = {file for file, _ in kept}
    try:
        for file in names - {EVERY}:
            of_file = {name: value for (of, name), value in kept.items() if of == file}
            replace(options, answers=(), **of_file)
        replace(options, **{name: value for (of, name), value in kept.items() if of == EVERY})
    except (OptionError, CurrencyError) as error:
        return in_words(str(error))
    st.session_state["answers"] = kept
    return None


def forget_all() -> None:
    """Drops everything said, as after a load."""
    for key in ("answers", "mapped-columns", *REFUSALS):
        st.session_state.pop(key, None)


def forget_refusals() -> None:
    """Drops what was said of answers that cannot be, as where other files were chosen."""
    for key in REFUSALS:
        st.session_state.pop(key, None)
