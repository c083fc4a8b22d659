"""Tables of things: names first and pinned, numbers right-aligned with units in the header."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10
from typing import Any

import pandas as pd
import streamlit as st

from analytics.metrics import METRICS, VERSION
from data.money import exponent
from pages.components.numbers import NOTHING, day, symbol


@dataclass(frozen=True)
class Table:
    """All rows as the question gave them, and of their columns those that people are shown, with
    their settings; `money` names those in minor units that the dictionary does not know, `note`
    says why there may be no row.
    """

    title: str
    rows: pd.DataFrame
    columns: Mapping[str, Any]
    metrics: Sequence[str] = ()
    money: Sequence[str] = ()
    note: str = ""

    def first(self, most: int, currency: str) -> pd.DataFrame:
        """The first rows as `entity_table` takes them."""
        return in_major_units(self.rows.head(most), list(self.money), currency)

    def as_text(self, most: int, currency: str) -> pd.DataFrame:
        """The first rows as words and numbers under their headers, as the page shows them."""
        known = {name: column for name, column in self.columns.items() if name in self.rows}
        shown = rounded(in_screen_units(self.first(most, currency)[list(known)], currency), known)
        texts = {
            _label(column): [_text(value, column) for value in shown[name]]
            for name, column in known.items()
        }
        return pd.DataFrame(texts, dtype="str")


def _label(column: Any) -> str:
    return column if isinstance(column, str) else str(column["label"])


def _text(value: Any, column: Any) -> str:
    """A cell as the page's grid writes it."""
    settings = {} if isinstance(column, str) else column["type_config"]
    if pd.isna(value):
        return NOTHING
    if settings.get("type") == "date":
        return day(value, has_year=True)
    if settings.get("type") != "number":
        return str(value)
    if settings.get("format") == "%.2f":
        return f"{value:,.2f}"
    return f"{value:,.{round(-log10(settings.get('step') or 1))}f}"


def definition(key: str) -> str:
    """A metric's definition and formula in one paragraph."""
    metric = METRICS[key]
    formula = f"  \n*{metric.formula}*" if metric.formula else ""
    return f"{metric.definition}{formula}  \nDefinition version {VERSION}."


def metric_columns(keys: list[str], currency: str) -> dict[str, Any]:
    """Column settings for metrics by their key: unit in the header, definition as help."""
    return {key: _column(key, currency) for key in keys}


def in_screen_units(frame: pd.DataFrame, currency: str) -> pd.DataFrame:
    """Money in major units and shares in percent, for the columns that the dictionary knows."""
    shown = frame.copy()
    for key in METRICS.keys() & set(frame.columns):
        if METRICS[key].unit == "money":
            shown[key] = frame[key].astype(float) / 10 ** exponent(currency)
        elif METRICS[key].unit == "share":
            shown[key] = 100 * frame[key].astype(float)
    return shown


def rounded(frame: pd.DataFrame, columns: Mapping[str, Any]) -> pd.DataFrame:
    """The frame with its numbers rounded to the digits that their columns show.

    The browser cuts digits off beyond a column's step: 3,588.88 would read 3,588.
    """
    steps = {name: _step(column) for name, column in columns.items() if name in frame}
    digits = {name: round(-log10(step)) for name, step in steps.items() if step}
    numbers = frame[list(digits)].astype(float).round(digits)
    return frame.assign(**(numbers + 0))  # which takes the sign from a minus nought


def _step(column: Any) -> float | None:
    settings = column.get("type_config") if isinstance(column, dict) else None
    return (settings or {}).get("step")


def money_column(label: str, currency: str, about: str = "", *, has_cents: bool = False) -> Any:
    """A column of money in major units that is no metric of the dictionary."""
    digits = exponent(currency) if has_cents else 0
    return st.column_config.NumberColumn(
        f"{label}, {symbol(currency)}", help=about or None, format="localized", step=10.0**-digits
    )


def share_column(label: str, about: str = "") -> Any:
    """A column of shares in percent that is no metric of the dictionary."""
    return st.column_config.NumberColumn(f"{label}, %", help=about or None, format="%.2f")


def in_major_units(frame: pd.DataFrame, columns: list[str], currency: str) -> pd.DataFrame:
    """These columns, held in minor units, as floats in major units."""
    scale = 10 ** exponent(currency)
    return frame.assign(**{name: frame[name].astype(float) / scale for name in columns})


def entity_table(
    frame: pd.DataFrame, columns: Mapping[str, Any], currency: str, key: str
) -> int | None:
    """A table in screen units; the position of the row that was ticked, or whose first column was
    clicked, if any.
    """
    shown = frame[[name for name in columns if name in frame]]
    event = st.dataframe(
        rounded(in_screen_units(shown, currency), columns),
        column_config=dict(columns),
        column_order=list(columns),
        hide_index=True,
        on_select="rerun",
        selection_mode=["single-row", "single-cell"],
        placeholder=NOTHING,
        key=key,
    )
    named = [row for row, column in event.selection.cells if column == next(iter(columns))]
    return next(iter([*event.selection.rows, *named]), None)


def _column(key: str, currency: str) -> Any:
    metric = METRICS[key]
    if metric.unit == "money":
        label = f"{metric.label}, {symbol(currency)}"
        digits = 2 if key in ("aov", "watch_gpm", "show_gpm") and exponent(currency) else 0
        return st.column_config.NumberColumn(
            label, help=definition(key), format="localized", step=10.0**-digits
        )
    if metric.unit == "share":
        return st.column_config.NumberColumn(
            f"{metric.label}, %", help=definition(key), format="%.2f"
        )
    number = "%.2f" if metric.unit == "ratio" else "localized"
    return st.column_config.NumberColumn(metric.label, help=definition(key), format=number)
