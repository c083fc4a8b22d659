"""A report as sheets of A4: what is read on screen, printed, or saved as PDF."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.metrics import VERSION
from pages.components import panels
from pages.components.doubted import days
from pages.components.downloads import definitions
from pages.components.figures import card
from pages.components.header import context_line
from pages.components.links import link
from pages.components.numbers import counted, day
from pages.components.printing import print_button
from pages.components.report_file import chosen, download_report, made_on, sources
from pages.components.reports import Report
from pages.components.tables import Table
from pages.components.words import plain, short

MOST_ROWS = 20
LONGEST_CELL = 80
WIDTH = 762
"""Of the sheet on screen: what A4 leaves between its margins, 680 px, and the sheet's padding."""


def bar(report: Report) -> None:
    """What does not go on paper: the way back, the printer, the workbook."""
    with st.container(horizontal=True, vertical_alignment="center", key="report-bar"):
        back = {"overview": "Overview", "merchant": "Shop", "product": "Product"}[report.of]
        link(report.of, f"Back to {back}", icon=":material/arrow_back:", **_of_page(report))
        print_button()
        download_report(report)


def _of_page(report: Report) -> dict[str, str]:
    """What leads back to the page as it was."""
    view = report.view
    has_choice = len(view.facts.currencies) > 1
    return {**report.parameters, **({"currency": view.currency} if has_choice else {})}


def sheet(report: Report) -> None:
    """Heading, figures, charts, tables, then what they mean and where they come from."""
    with st.container(key="sheet", border=True, width=WIDTH):
        _heading(report)
        _figures(report)
        for place, panel in enumerate(report.panels):
            with st.container(key=f"panel-{place}"):
                panels.draw(panel, f"report-chart-{place}")
        for place, table in enumerate(report.tables):
            _table(table, report, f"table-{place}")
        told = definitions(report.metrics)[["metric", "definition", "formula"]]
        _words("Definitions", told.rename(columns=str.capitalize), f"Version {VERSION}.")
        facts = {name: value for name, value in chosen(report).items() if value != "all"}
        named = pd.DataFrame({"Filter": [*facts], "Value": [*facts.values()]})
        _words("Filters", named, "Kept in the address of this report, which can be sent on.")
        _sources(report)


def _heading(report: Report) -> None:
    view = report.view
    shown = view.slice if report.shop is None else view.slice.of(merchant_id=report.shop)
    about = "" if report.of == "overview" else f"{report.of.capitalize()} report"
    with st.container(key="report-head", gap="xsmall"):
        title = plain(short(report.title))
        st.title(title if about else "Overview report", anchor=False)
        st.caption(
            " · ".join(
                [
                    *([about] if about else []),
                    *([plain(f"category {shown.category}")] if shown.category else []),
                    context_line(replace(view, slice=shown), days(shown.period.previous)),
                    f"made on {day(made_on(report), has_year=True)}",
                ]
            )
        )


def _figures(report: Report) -> None:
    with st.container(horizontal=True, key="report-figures"):
        for figure in report.figures:
            with st.container(border=True, height="stretch", key=f"printed-{figure.key}"):
                card(replace(figure, series=()), report.view.currency, has_label=True)
    for note in report.notes:
        st.caption(note)


def _table(table: Table, report: Report, key: str) -> None:
    with st.container(key=f"numbers-{key}"):
        st.subheader(table.title, anchor=False)
        if table.rows.empty:
            st.caption(table.note or "Nothing in these days.")
            return
        st.caption(_how_many(table))
        _cells(table.as_text(MOST_ROWS, report.view.currency), table.title)


def _how_many(table: Table) -> str:
    n, word = len(table.rows), "row"
    if n <= MOST_ROWS:
        return f"n = {counted(n, word)}"
    return f"{MOST_ROWS} of {counted(n, word)}; the workbook has all of them"


def _words(title: str, frame: pd.DataFrame, note: str) -> None:
    with st.container(key=f"words-{title.lower()}"):
        st.subheader(title, anchor=False)
        _cells(frame, title, longest=400)
        st.caption(note)


def _sources(report: Report) -> None:
    found = sources(report)
    frame = found.as_text(MOST_ROWS, report.view.currency)
    _words(found.title, frame, found.note or f"{_how_many(found)}.")


def _cells(frame: pd.DataFrame, about: str, longest: int = LONGEST_CELL) -> None:
    """A table that prints: texts as they are, none of them run as Markdown."""
    texts = frame.map(lambda text: plain(short(text, longest))).rename(columns=plain)
    st.table(texts, border="horizontal", hide_index=True, alt=about)
