"""The files being tried out as a table: what each was taken for, and what is said of it alone."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import available_timezones

import pandas as pd
import streamlit as st

from data.sources import Options, Plan, Report
from data.sources.exports.marketplace import BY_NAME
from data.sources.formats import FORMATS
from pages.components import answers
from pages.components.numbers import NOTHING
from pages.components.words import plain, readable

EDITED = ("format", "merchant", "first_day", "last_day", "currency", "time_zone")


def formats() -> dict[str, str]:
    """Title by name of every format that files may be said to be of."""
    return {
        name: BY_NAME[name].title if name in BY_NAME else adapter.title
        for adapter in FORMATS
        for name in adapter.formats
    }


def title_of(shape: str) -> str:
    """What the rows of a file are, in words."""
    return formats().get(shape, readable(shape).capitalize())


def file_settings(plan: Plan, report: Report, files: Sequence[str], options: Options) -> None:
    """One row per file; a cell that is changed holds for its file and goes before the rest."""
    kinds, unknown = _kinds(plan), _unknown(plan)
    rows = {file.name: file.read for file in report.files}
    said = [options.of(file) for file in files]
    frame = pd.DataFrame(
        {
            "file": list(files),
            "kind": [kinds.get(file, unknown) for file in files],
            "rows": pd.array([rows.get(file) for file in files], dtype="Int64"),
            **{name: pd.Series([getattr(o, name) for o in said], dtype=object) for name in EDITED},
        }
    )
    for day in ("first_day", "last_day"):
        frame[day] = pd.to_datetime(frame[day])
    key = f"file-settings-{st.session_state.get('file-settings-drawn', 0)}"
    with st.container(border=True):
        st.subheader("The files", anchor=False)
        st.caption("A cell that you change holds for its file alone; the rest holds for all.")
        st.data_editor(
            frame,
            column_config=_columns(),
            disabled=["file", "kind", "rows"],
            hide_index=True,
            placeholder=NOTHING,
            key=key,
            on_change=_take,
            args=(key, tuple(files), options),
        )
        if why := st.session_state.get("cell-refused"):
            st.warning(plain(why))


def _kinds(plan: Plan) -> dict[str, str]:
    if plan.recognised is None:
        return {}
    return {
        file.name: title_of(shape)
        for shape, together in plan.recognised.files.items()
        for file in together
    }


def _unknown(plan: Plan) -> str | None:
    """The word for a file of no known kind; none where another file kept all from being read."""
    is_refused = plan.recognised is None and "not recognised" not in (plan.refused or "")
    return None if is_refused else "Not recognised"


def _columns() -> dict[str, Any]:
    titles = formats()
    column = st.column_config
    return {
        "file": column.TextColumn("File", pinned=True, width=170),
        "kind": column.TextColumn("Recognised as", help="Why is said under What would be loaded."),
        "rows": column.NumberColumn("Rows", format="localized", width=70),
        "format": column.SelectboxColumn(
            "Read as",
            options=list(titles),
            format_func=lambda name: titles.get(str(name), str(name)),
        ),
        "merchant": column.TextColumn("Shop", help="Of files that name no shop."),
        "first_day": column.DateColumn("From", help="First day that the report covers."),
        "last_day": column.DateColumn("To", help="Last day that the report covers."),
        "currency": column.TextColumn("Currency", max_chars=3, width=80),
        "time_zone": column.SelectboxColumn("Time zone", options=sorted(available_timezones())),
    }


def _take(key: str, files: Sequence[str], options: Options) -> None:
    """Keeps changed cells, and draws the table anew with what then holds."""
    new = {
        (files[place], name): _value(name, cell)
        for place, cells in st.session_state[key]["edited_rows"].items()
        for name, cell in cells.items()
    }
    st.session_state["cell-refused"] = answers.give(options, new)
    st.session_state["file-settings-drawn"] = st.session_state.get("file-settings-drawn", 0) + 1


def _value(name: str, cell: Any) -> Any:
    if cell in (None, ""):
        return None
    if name in ("first_day", "last_day"):
        return date.fromisoformat(str(cell)[:10])
    return str(cell).strip().upper() if name == "currency" else str(cell).strip()
