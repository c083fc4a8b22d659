"""Downloads that carry their filters and definitions: CSV, and a workbook of several sheets."""

import io
from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from analytics.market import MarketFacts
from analytics.metrics import METRICS, VERSION
from data.formulas import RISKY
from data.money import exponent
from pages.components.filters import View

MOST_PIXELS = 400
MONEY = frozenset(key for key, metric in METRICS.items() if metric.unit == "money") | {
    *("net_gmv_before", "net_gmv_since", "change", "margin", "attributed_net_gmv"),
    *("cancelled", "refunded", "platform_discount", "seller_discount", "price"),
    *("platform_fee", "goods_cost", "unit_cost", "sample_cost", "sample_costs", "flat_fee"),
    *("flat_fees", "commission_still_estimated", "actual_commission", "estimated_commission"),
    "open_commission",
}
"""Columns that the tables hold in minor units, by whatever question they come."""


def download(
    view: View,
    name: str,
    tables: Mapping[str, pd.DataFrame],
    metrics: Sequence[str] = (),
    also: Mapping[str, str] | None = None,
    *,
    money: Sequence[str] = (),
) -> None:
    """A button that offers the tables as one workbook or, each, as CSV, money in major units: MONEY
    and the columns that `money` names; `also` says what else filters them.
    """
    chosen = {**filters(view), **(also or {})}
    tables = {
        title: in_major(as_counted(frame, view.facts), view.currency, money)
        for title, frame in tables.items()
    }
    with st.popover("Export", icon=":material/download:", type="tertiary", key=f"export-{name}"):
        st.download_button(
            "Workbook (XLSX)",
            partial(workbook, tables, chosen, metrics),
            file_name=f"{name}.xlsx",
            on_click="ignore",
            icon=":material/table_view:",
        )
        for title, frame in tables.items():
            st.download_button(
                f"{title} (CSV)",
                partial(csv, frame, chosen, metrics),
                file_name=f"{name}-{title.lower().replace(' ', '-')}.csv",
                on_click="ignore",
                icon=":material/csv:",
            )


def filters(view: View) -> dict[str, str]:
    """What was chosen, as it is written into every file."""
    slice_, facts = view.slice, view.facts
    return {
        "market": facts.title,
        "from": slice_.period.first_day.isoformat(),
        "to": slice_.period.last_day.isoformat(),
        "time zone": facts.time_zone,
        "currency": slice_.currency,
        "money in": f"{slice_.currency}, major units",
        "shop": slice_.merchant_id or "all in scope",
        "category": slice_.category or "all",
        "product": slice_.product_id or "all",
        "creator": slice_.creator_id or "all",
        "channel": slice_.channel or "all",
    }


def as_counted(frame: pd.DataFrame, facts: MarketFacts) -> pd.DataFrame:
    """The frame without counts of traffic that this market does not count: empty, never zero."""
    is_counted = {
        "impressions": facts.has_impressions,
        "views": facts.has_views,
        "clicks": facts.has_clicks,
    }
    unknown = [n for n in frame if not is_counted.get(str(n).removesuffix("_before"), True)]
    return frame.assign(**dict.fromkeys(unknown))


def in_major(frame: pd.DataFrame, currency: str, also: Sequence[str] = ()) -> pd.DataFrame:
    """Money in major units, as people read it: MONEY, and the columns named besides."""
    digits = exponent(currency)
    names = frame.columns.intersection([*MONEY, *also])
    # Two digits more than the currency has, for averages such as AOV.
    major = {n: (frame[n].astype("Float64") / 10**digits).round(digits + 2) for n in names}
    return frame.assign(**major)


def workbook(
    tables: Mapping[str, pd.DataFrame],
    chosen: Mapping[str, str],
    metrics: Sequence[str],
    summary: pd.DataFrame | None = None,
    sources: pd.DataFrame | None = None,
) -> bytes:
    """One XLSX: a summary if there is one, a sheet per table, definitions, filters, and the sources
    if they are known; texts never become formulas.
    """
    sheets = {"Summary": summary, **tables, "Definitions": definitions(metrics)}
    told = pd.DataFrame({"filter": chosen.keys(), "value": chosen.values()})
    sheets |= {"Filters": told, "Sources": sources}
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        for title, frame in sheets.items():
            if frame is not None:
                frame.to_excel(writer, sheet_name=title[:31], index=False)
                writer.sheets[title[:31]].autofit(MOST_PIXELS)
    return buffer.getvalue()


def csv(frame: pd.DataFrame, chosen: Mapping[str, str], metrics: Sequence[str] = ()) -> bytes:
    """CSV below comment lines with filters and definitions; texts that a spreadsheet would run are
    escaped.
    """
    told = {METRICS[key].label: METRICS[key].definition for key in metrics}
    head = "".join(f"# {name}: {value}\n" for name, value in {**chosen, **told}.items())
    return (head + frame.apply(_escaped).to_csv(index=False)).encode()


def definitions(metrics: Sequence[str]) -> pd.DataFrame:
    """Definition and formula per metric named."""
    rows = [METRICS[key] for key in metrics]
    return pd.DataFrame(
        {
            "metric": [m.label for m in rows],
            "definition": [m.definition for m in rows],
            "formula": [m.formula for m in rows],
            "version": VERSION,
        }
    )


def _escaped(column: pd.Series) -> pd.Series:
    if not (pd.api.types.is_string_dtype(column) or column.dtype == object):
        return column
    return column.map(
        lambda text: f"'{text}" if isinstance(text, str) and text.startswith(RISKY) else text
    )
