"""Rows that were not loaded: why, where they stood, what to do; filtered and as a file."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analytics import lineage
from analytics.market import MarketFacts
from analytics.quarantine import came_again, quarantine_reasons, quarantine_rows
from data.quarantine import NothingToMendError, left_out, mend, mend_name
from data.warehouse import Session
from pages.components.downloads import csv
from pages.components.numbers import NOTHING, count
from pages.components.resources import ask, session_later

MOST = 200
MOST_IN_FILE = 1_000_000
ALL_LOADS, ALL_REASONS = "All loads", "All reasons"
ALL_FILES, ALL_COLUMNS = "All files", "All columns"
WHOLE_ROW = "Whole row"
MOST_CHOICES = 50


def refused(facts: MarketFacts) -> None:
    """The quarantine: reasons with their counts, then the rows behind the filter."""
    reasons = ask(quarantine_reasons)
    if reasons.empty:
        st.success("Every row that was read has been loaded.", icon=":material/check:")
        return
    chosen = _filter(reasons)
    with st.container(border=True):
        st.subheader("Why rows were not loaded", anchor=False)
        _reasons(reasons, chosen)
    rows = ask(quarantine_rows, **chosen, most=MOST)
    with st.container(border=True):
        st.subheader("The rows", anchor=False)
        if rows.empty:
            st.info("No refused row fits the filter.")
            return
        found = int(rows["found"].iloc[0])
        st.caption(f"n = {count(found)}" + (f" · the first {MOST} shown" if found > MOST else ""))
        _rows(rows)
        st.download_button(
            "These rows (CSV)",
            partial(_file, session_later(), facts, chosen),
            file_name=f"{facts.market_id}-not-loaded.csv",
            on_click="ignore",
            icon=":material/download:",
        )
        _to_mend(rows, facts)


def _to_mend(rows: pd.DataFrame, facts: MarketFacts) -> None:
    """A file per file and load that has rows on screen, to mend and load again."""
    with st.popover("These rows as a file to mend", icon=":material/build:"):
        st.caption(
            "The rows under their own headers, as they stood, but for cells that may be personal: "
            "these are empty. Mend and fill them in, then load the file; "
            "buyers stay the same people. In a spreadsheet program open it with ids as text."
        )
        for load, file in dict.fromkeys(zip(rows["load"], rows["file"], strict=True)):
            st.download_button(
                f"Load {load}: {file}",
                partial(_mended, session_later(), load, file),
                file_name=mend_name(file),
                mime="text/csv",
                on_click="ignore",
                icon=":material/download:",
                key=f"mend-{facts.market_id}-{load}-{file}",
            )
            if out := left_out(rows[rows["load"] == load], file):
                st.caption(
                    f"Not in it, for their cells stand in no known column: rows "
                    f"{', '.join(map(str, out))}. Mend them in the report itself and load it again."
                )


def _mended(asking: Callable[[], Session], load: int, file: str) -> bytes:
    rows = quarantine_rows(asking(), load=load, file=file, most=MOST_IN_FILE)
    try:
        return mend(rows, file).to_csv(index=False).encode("utf-8-sig")
    except NothingToMendError as error:
        return str(error).encode()


def _filter(reasons: pd.DataFrame) -> dict[str, Any]:
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        numbers = sorted(set(reasons["number"]), reverse=True)
        load = st.selectbox(
            "Load",
            [ALL_LOADS, *numbers],
            format_func=lambda n: n if n == ALL_LOADS else f"Load {n}",
            key="load",
            width=130,
            bind="query-params",
        )
        of_load = reasons if load == ALL_LOADS else reasons[reasons["number"] == load]
        file = _choice("File", ALL_FILES, of_load["file"], 205)
        column = _choice("Column", ALL_COLUMNS, of_load["column"].fillna(WHOLE_ROW), 165)
        text = st.text_input(
            "Contains",
            placeholder="Part of a row",
            key="contains",
            width=170,
            bind="query-params",
        )
        reason = _choice("Reason", ALL_REASONS, of_load["reason"], 358)
    return {
        "load": None if load == ALL_LOADS else int(load),
        "file": file,
        "column": "" if column == WHOLE_ROW else column,
        "reason": reason,
        "text": text,
    }


def _choice(label: str, every: str, values: "pd.Series[str]", width: int) -> str | None:
    """One of the values, which stand most frequent first; None for every one."""
    chosen = st.selectbox(
        label,
        [every, *dict.fromkeys(values)][:MOST_CHOICES],
        key=label.lower(),
        width=width,
        bind="query-params",
    )
    return None if chosen == every else chosen


def _reasons(reasons: pd.DataFrame, chosen: dict[str, Any]) -> None:
    shown = reasons.rename(columns={"number": "load"})
    for name in ("load", "file", "column", "reason"):
        if chosen[name] is not None:
            shown = shown[shown[name].fillna("") == chosen[name]]
    loads = ask(lineage.load_history)
    again = [
        came_again(load, file, loads)
        for load, file in zip(shown["load"], shown["file"], strict=True)
    ]
    came = any(again)
    st.dataframe(
        shown.assign(again=pd.array(again, dtype="Int64")),
        column_order=[
            *("reason", "rows", "column", "file", "remedy", "load"),
            *(["again"] if came else []),
        ],
        column_config={
            "reason": st.column_config.TextColumn("Reason", pinned=True, width="medium"),
            "rows": st.column_config.NumberColumn("Rows", format="localized"),
            "column": "Column",
            "file": "File",
            "remedy": "What to do",
            "load": "Load",
            "again": st.column_config.NumberColumn("Came again with load", format="%d"),
        },
        hide_index=True,
        placeholder=NOTHING,
    )
    if came:
        st.caption(
            "What was refused stays listed. Where its file or the file to mend came again, that "
            "load is named: rows that it mended are in the figures."
        )


def _rows(rows: pd.DataFrame) -> None:
    st.dataframe(
        rows,
        column_order=["file", "row", "reason", "column", "remedy", "record", "load"],
        column_config={
            "file": st.column_config.TextColumn("File", pinned=True),
            "row": st.column_config.NumberColumn("Row", help="The header is row 1."),
            "reason": "Reason",
            "column": "Column",
            "remedy": "What to do",
            "record": st.column_config.JsonColumn("The row as it stood", width="large"),
            "load": "Load",
        },
        hide_index=True,
        placeholder=NOTHING,
    )


def _file(asking: Callable[[], Session], facts: MarketFacts, chosen: dict[str, Any]) -> bytes:
    rows = quarantine_rows(asking(), **chosen, most=MOST_IN_FILE)
    said = {"market": facts.title, **{name: str(value or "all") for name, value in chosen.items()}}
    return csv(rows.drop(columns="found"), said)
