"""A report as a workbook: the same figures and tables as on paper, every row of them."""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from analytics import lineage
from analytics.costs import last_edit
from analytics.metrics import METRICS
from data.money import exponent
from pages.components.access import viewer
from pages.components.doubted import days
from pages.components.downloads import as_counted, filters, in_major, workbook
from pages.components.figures import Figure
from pages.components.filters import View
from pages.components.header import compared_with, data_until
from pages.components.numbers import day, metric_value
from pages.components.reports import Report
from pages.components.resources import ask
from pages.components.tables import Table
from pages.components.words import file_name

NO_LOADS = (
    "Which files the market was loaded from is for analysts; whoever runs this app can tell. Of "
    "your shop, what was entered on its page last."
)


def download_report(report: Report) -> None:
    """A button that offers the workbook; it is made when asked for."""
    facts, currency = report.view.facts, report.view.currency
    tables = {
        t.title: in_major(as_counted(t.rows, facts), currency, t.money) for t in report.tables
    }
    made = partial(
        workbook,
        tables,
        chosen(report),
        report.metrics,
        summary=summary(report),
        sources=sources(report).rows,
    )
    st.download_button(
        "Workbook (XLSX)",
        made,
        file_name=f"report-{report.of}.xlsx",
        on_click="ignore",
        icon=":material/table_view:",
    )


def chosen(report: Report) -> dict[str, str]:
    """What the report is of, what filters it, and until when the data reaches."""
    view = report.view
    return {
        "report": report.of,
        "title": report.title,
        **filters(view),
        "compared with": _before(view),
        "data until": data_until(view.facts).removeprefix("data until "),
        "made on": day(made_on(report), has_year=True),
    }


def _before(view: View) -> str:
    """The days before, or since when there is data where these are not whole."""
    of_before = days(view.slice.period.previous)
    told = compared_with(view, of_before).removeprefix("compared with ")
    return told.replace("not compared:", "nothing:")


def made_on(report: Report) -> datetime:
    """Now, in the market's time zone."""
    return datetime.now(ZoneInfo(report.view.facts.time_zone))


def summary(report: Report) -> pd.DataFrame:
    """A row per headline figure: its value as a number (money in major units, shares 0 to 1), and
    value and change in the words of the page.
    """
    return pd.DataFrame([_row(figure, report.view.currency) for figure in report.figures])


def _row(figure: Figure, currency: str) -> dict[str, object]:
    metric = METRICS[figure.key]
    units = {"money": currency, "share": "share, 0 to 1", "ratio": "ratio"}
    missing = "not estimable" if figure.note.startswith("not estimable") else "–"
    value = metric_value(figure.key, figure.now, currency)
    return {
        "figure": metric.label,
        "value": None if figure.note else _number(figure, figure.now, currency),
        "unit": units.get(metric.unit, "count"),
        "before": None if figure.note else _number(figure, figure.before, currency),
        "as on the page": missing if figure.note else value,
        "change": "" if figure.note else figure.compared(currency) or "not compared",
        "note": figure.note.removeprefix("not estimable: "),
        "n": figure.n,
        "n before": figure.n_before,
    }


def _number(figure: Figure, value: float | None, currency: str) -> float | None:
    if value is None or pd.isna(value):
        return None
    if METRICS[figure.key].unit == "money":
        return round(float(value) / 10 ** exponent(currency), exponent(currency) + 2)
    return float(value)


def sources(report: Report) -> Table:
    """The loads of the data, newest first; for a merchant, the last edit of the own shop."""
    columns = {
        "source": "Format",
        "loaded_at": "Loaded, UTC",
        "by": "By",
        "rows": st.column_config.NumberColumn("Rows"),
        "rejected": st.column_config.NumberColumn("Not loaded"),
        "files": "Files",
    }
    if not viewer().is_analyst:
        return Table("Sources", _own_edit(report), columns, note=NO_LOADS)
    loads = ask(lineage.sources)
    rows = loads.assign(
        loaded_at=pd.to_datetime(loads["committed_at"]).dt.strftime("%Y-%m-%d %H:%M"),
        files=[", ".join(map(file_name, files)) for files in loads["files"]],
    )
    return Table("Sources", rows[list(columns)], columns)


def _own_edit(report: Report) -> pd.DataFrame:
    edit = ask(last_edit, report.shop or report.view.slice.merchant_id or "")
    if edit is None:
        return pd.DataFrame({"source": ["nothing was entered on the page"]})
    return pd.DataFrame(
        {
            "source": ["costs and fees entered on the page"],
            "loaded_at": [f"{pd.Timestamp(edit['changed_at']):%Y-%m-%d %H:%M}"],
            "by": [edit["by"]],
            "rows": [edit["rows"]],
        }
    )
