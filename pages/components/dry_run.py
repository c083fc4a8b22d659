"""A dry run's report on screen: what was recognised, what goes where, problems, what is missing."""

import pandas as pd
import streamlit as st

from data.money import format_money
from data.sources import Report
from data.sources.report import TableReport
from pages.components.changes import changes
from pages.components.file_settings import title_of
from pages.components.numbers import NOTHING, count
from pages.components.tiles import tiles
from pages.components.words import in_words, plain, readable

NO_ROWS = "definitions below the header and totals, which are no rows of the report"
"""Why rows are set aside where a format says nothing else."""


def summary(report: Report, refused: str) -> None:
    """What was recognised and how many rows it would bring; nothing has been written yet."""
    st.subheader("What would be loaded", anchor=False)
    if report.already:
        st.info(f"Load {report.already} brought these very files already; nothing would change.")
    elif refused:
        st.error(f"Nothing can be loaded: {plain(refused)}", icon=":material/error:")
    if report.why:
        what = readable(report.format or "")
        st.markdown(f"Recognised as **{what}**: {plain(report.why)}. Nothing is written yet.")
    if report.tables:
        _figures(report)
    for name, why in report.left_alone:
        st.warning(f"Left alone: {plain(name)} ({plain(why)})")
    for note in report.notes:
        st.caption(f"Note: {plain(in_words(note))}.")


def details(report: Report) -> None:
    """Tables and files; problems by row and column; what pages could not show."""
    changes(report)
    if report.files or report.gaps:
        _problems(report)
        left, right = st.columns(2, gap="medium")
        with left:
            _tables(report)
            _files(report)
        with right:
            _gaps(report)


def _figures(report: Report) -> None:
    shown = {
        "Rows to load": sum(table.rows for table in report.tables),
        "Rows that cannot be": report.rejected,
        "Repeats, loaded once": sum(file.repeated for file in report.files),
        "Set aside": sum(file.unused for file in report.files),
    }
    tiles({label: count(float(value)) for label, value in shown.items()})


def _tables(report: Report) -> None:
    if not report.tables:
        return
    with st.container(border=True):
        st.subheader("Into which tables", anchor=False)
        frame = pd.DataFrame(
            {
                "table": [readable(table.table) for table in report.tables],
                "rows": [table.rows for table in report.tables],
                "first": [table.first and table.first[:10] for table in report.tables],
                "last": [table.last and table.last[:10] for table in report.tables],
                "sums": [_sums(table) or None for table in report.tables],
            }
        )
        st.dataframe(
            frame,
            column_config={
                "table": st.column_config.TextColumn("Table", pinned=True),
                "rows": st.column_config.NumberColumn("Rows", format="localized"),
                "first": "From",
                "last": "To (UTC)",
                "sums": "Sums",
            },
            hide_index=True,
            placeholder=NOTHING,
        )


def _sums(table: TableReport) -> str:
    return ", ".join(
        f"{readable(column)} {format_money(amount, currency)}"
        for column, sums in table.sums.items()
        for currency, amount in sums.items()
    )


def _files(report: Report) -> None:
    if not report.files:
        return
    with st.container(border=True):
        st.subheader("From which files", anchor=False)
        st.dataframe(
            pd.DataFrame(report.files).assign(
                shape=[title_of(file.shape) for file in report.files]
            ),
            column_order=["name", "read", "rejected", "used", "repeated", "unused", "shape"],
            column_config={
                "name": st.column_config.TextColumn("File", pinned=True),
                "read": st.column_config.NumberColumn("Rows", format="localized"),
                "rejected": st.column_config.NumberColumn("Cannot load", format="localized"),
                "used": st.column_config.NumberColumn("Used", format="localized"),
                "repeated": st.column_config.NumberColumn("Repeats", format="localized"),
                "unused": st.column_config.NumberColumn("Set aside", format="localized"),
                "shape": "Recognised as",
            },
            hide_index=True,
            placeholder=NOTHING,
        )
        for file in report.files:
            if file.unused:
                why = file.why_unused or NO_ROWS
                st.caption(f"{plain(file.name)}, {file.unused:,} set aside: {plain(why)}")


def _problems(report: Report) -> None:
    with st.container(border=True):
        st.subheader("Problems", anchor=False)
        if not report.problems:
            st.success("Every row can be loaded.", icon=":material/check:")
            return
        for kind, rows in report.problem_counts[:5]:
            st.markdown(f":orange-badge[{rows:,}] {plain(kind)}")
        st.dataframe(
            pd.DataFrame(report.problems),
            column_order=["file", "row", "column", "reason", "remedy"],
            column_config={
                "file": st.column_config.TextColumn("File", pinned=True),
                "row": "Row",
                "column": "Column",
                "reason": st.column_config.TextColumn("Why", width="large"),
                "remedy": st.column_config.TextColumn("What to do", width="large"),
            },
            hide_index=True,
            placeholder=NOTHING,
        )
        told = sum(rows for _, rows in report.problem_counts)
        st.caption(f"The first {len(report.problems)} of {told:,}; the header is row 1.")


def _gaps(report: Report) -> None:
    if not report.gaps:
        return
    with st.container(border=True):
        st.subheader("What pages could not show", anchor=False)
        st.dataframe(
            pd.DataFrame(report.gaps),
            column_config={
                "page": st.column_config.TextColumn("Page", pinned=True),
                "consequence": st.column_config.TextColumn("What is missing", width="medium"),
                "brought_by": "Would be brought by",
            },
            hide_index=True,
            placeholder=NOTHING,
        )
