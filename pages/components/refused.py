"""Rows that were not loaded: why, where they stood, what to do; filtered and as a file."""

from collections.abc import Callable
from functools import partial
from pathlib import PurePath
from typing import Any

import pandas as pd
import streamlit as st

from analytics.market import MarketFacts
from analytics.quarantine import quarantine_reasons, quarantine_rows
from data.quarantine import NothingToMendError, left_out, mend
from data.warehouse import Session
from pages.components.downloads import csv
from pages.components.numbers import NOTHING, count
from pages.components.resources import ask, session_later

MOST = 200
MOST_IN_FILE = 1_000_000
ALL_LOADS, ALL_REASONS = "All loads", "All reasons"


def refused(facts: MarketFacts) -> None:
    """The quarantine: reasons with their counts, then the rows behind the filter."""
    reasons = ask(quarantine_reasons)
    if reasons.empty:
        st.success("Every row that was read has been loaded.", icon=":material/check:")
        return
    chosen = _filter(reasons)
    with st.container(border=True):
        st.subheader("Why rows were not loaded", anchor=False)
        _reasons(reasons, chosen["load"])
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
            "The rows under their own headers, as they stood. Mend the cells, then load the file; "
            "buyers stay the same people. In a spreadsheet program open it with ids as text."
        )
        for load, file in dict.fromkeys(zip(rows["load"], rows["file"], strict=True)):
            st.download_button(
                f"Load {load}: {file}",
                partial(_mended, session_later(), load, file),
                file_name=f"{PurePath(file).stem}-to-mend.csv",
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
    rows = quarantine_rows(asking(), load=load, text=file, most=MOST_IN_FILE)
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
            width=150,
            bind="query-params",
        )
        of_load = reasons if load == ALL_LOADS else reasons[reasons["number"] == load]
        reason = st.selectbox(
            "Reason",
            [ALL_REASONS, *dict.fromkeys(of_load["reason"])][:50],
            key="reason",
            width=380,
            bind="query-params",
        )
        text = st.text_input("Contains", key="contains", width=220, bind="query-params")
    return {
        "load": None if load == ALL_LOADS else int(load),
        "reason": None if reason == ALL_REASONS else reason,
        "text": text,
    }


def _reasons(reasons: pd.DataFrame, load: int | None) -> None:
    shown = reasons if load is None else reasons[reasons["number"] == load]
    st.dataframe(
        shown,
        column_order=["reason", "rows", "column", "file", "remedy", "number"],
        column_config={
            "reason": st.column_config.TextColumn("Reason", pinned=True, width="medium"),
            "rows": st.column_config.NumberColumn("Rows", format="localized"),
            "column": "Column",
            "file": "File",
            "remedy": "What to do",
            "number": "Load",
        },
        hide_index=True,
        placeholder=NOTHING,
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
