"""Lists of all that others report: creators, products, shops, videos and LIVE sessions."""

from functools import partial

import pandas as pd
import streamlit as st

from analytics.reported_list import ReportedList, reported_kinds, reported_list
from data.money import exponent
from pages.components.downloads import csv
from pages.components.filters import View
from pages.components.links import go_to
from pages.components.numbers import counted
from pages.components.reported import SHARES, spelt
from pages.components.resources import ask, market
from pages.components.tables import entity_table

KINDS = {
    "creator": ("Creators", "creator"),
    "product": ("Products", "product"),
    "merchant": ("Shops", "shop"),
    "content": ("Videos", "video"),
    "live": ("LIVE sessions", "LIVE session"),
}
"""What figures may be about, with the words for many and for one."""
OPENS = {
    "creator": ("creator", "the creator"),
    "product": ("product", "the product"),
    "merchant": ("merchant", "the shop"),
    "content": ("creator", "who posted it"),
    "live": ("merchant", "its shop"),
}
"""The page that a row leads to, and the words for whom it is of."""
FIRST = (
    *(
        "gmv",
        "live_gmv",
        "gross_revenue",
        "revenue",
        "video_gmv",
        "net_gmv",
        "orders",
        "sku_orders",
    ),
    *("items_sold", "est_commission", "refunded", "cost", "viewers", "video_views"),
)
OF_CREATORS = ("creator", "content", "live")
OF_SHOPS = ("merchant", "live", "creator", "product", "content")
MOST_ROWS = 5_000
NOBODY = (
    "Nobody has reported a figure here. Creator data, video data, LIVE data or GMV Max, loaded on "
    "**Data**, would bring them."
)


def lists(*kinds: str, shop: str | None = None, says_none: bool = False) -> None:
    """A list of the kinds of which others report, one at a time; nothing where there is none,
    unless it `says_none`.
    """
    known = ask(reported_kinds)
    found = {KINDS[kind][0]: kind for kind in kinds if kind in known}
    if not found:
        if says_none:
            st.info(NOBODY, icon=":material/info:")
        return
    with st.container(border=True):
        st.subheader("Reported by others", anchor=False)
        many = next(iter(found))
        if len(found) > 1:
            many = st.segmented_control(
                "Reported of",
                list(found),
                default=many,
                required=True,
                key="reported-of",
                bind="query-params",
                label_visibility="collapsed",
            )
        kind = found[many or next(iter(found))]
        _list(kind, ask(reported_list, kind, shop))


def of_creators(view: View) -> None:
    """What others report of creators, their videos and LIVE sessions."""
    lists(*OF_CREATORS, shop=view.slice.merchant_id, says_none=True)


def of_shops() -> None:
    """What others report of shops, and of all that is theirs."""
    lists(*OF_SHOPS, says_none=True)


def folded(view: View) -> None:
    """All lists behind a fold, drawn when it is opened; nothing where others report nothing."""
    if not ask(reported_kinds):
        return
    with st.expander("Reported by others", on_change="rerun", key="reported-fold") as opened:
        if opened.open:
            lists(*KINDS, shop=view.slice.merchant_id)


def _list(kind: str, told: ReportedList) -> None:
    if told.rows.empty:
        st.info(NOBODY, icon=":material/info:")
        return
    many, one = KINDS[kind]
    shown = in_words(told, one)
    columns = _columns(shown, told)
    chosen = entity_table(shown.head(MOST_ROWS), columns, "XXX", f"reported-{kind}")
    with st.container(horizontal=True, vertical_alignment="center"):
        some = f"the first {MOST_ROWS:,} of " if len(shown) > MOST_ROWS else ""
        bands = " · of a band its lower end" if told.has_bands else ""
        st.caption(
            f"{some}n = {counted(len(shown), 'row')} of "
            f"{counted(told.rows['entity_id'].nunique(), one)} · each of exactly the days from and "
            f"to, as reported; windows overlap and are never added up{bands} · choose "
            f"a row to open {OPENS[kind][1]}",
            width="stretch",
        )
        st.download_button(
            "Export (CSV)",
            partial(csv, shown, {"market": str(market()), "reported of": many}),
            file_name=f"reported-{many.lower().replace(' ', '-')}.csv",
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
        )
    if chosen is not None:
        _open(kind, told.rows.iloc[chosen]["opens"])


def _open(kind: str, about: str | None) -> None:
    page, whom = OPENS[kind]
    if not isinstance(about, str):
        st.info(f"No file names {whom}, so there is no page to open.")
        return
    part = {"creator": {"tab": "Reported"}, "merchant": {"part": "Reported"}}
    go_to(page, **{page: about}, **part.get(page, {}))


def in_words(told: ReportedList, one: str) -> pd.DataFrame:
    """The rows under their headers: money in major units, shares in percent."""
    rows = told.rows
    digits = rows["currency"].map({code: exponent(code or "XXX") for code in set(rows["currency"])})
    figures = {}
    for metric in _ordered(told.metrics):
        scale = 10.0**-digits if metric in told.money else 100.0 if metric in SHARES else 1.0
        figures[_label(metric)] = rows[metric] * scale
    first, *others = figures
    return pd.DataFrame(
        {
            one[:1].upper() + one[1:]: rows["name"],
            first: figures[first],
            "Currency": rows["currency"].replace("", None),
            "From": rows["starts_on"],
            "To": rows["ends_on"],
            **{name: figures[name] for name in others},
            "Reported by": rows["source"],
        }
    )


def _ordered(metrics: tuple[str, ...]) -> list[str]:
    return [*(m for m in FIRST if m in metrics), *(m for m in metrics if m not in FIRST)]


def _label(metric: str) -> str:
    return f"{spelt(metric)}, %" if metric in SHARES else spelt(metric)


def _columns(shown: pd.DataFrame, told: ReportedList) -> dict[str, object]:
    config = st.column_config
    columns: dict[str, object] = {}
    for name in shown:
        columns[name] = config.TextColumn(name)
    columns[next(iter(columns))] = config.TextColumn(next(iter(columns)), pinned=True)
    for name in ("From", "To"):
        columns[name] = config.DateColumn(name, format="D MMM YYYY")
    for metric in told.metrics:
        step = 0.01 if metric in told.money or metric in SHARES else None
        columns[_label(metric)] = config.NumberColumn(_label(metric), format="localized", step=step)
    return columns
