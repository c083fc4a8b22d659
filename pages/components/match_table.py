"""Matches as a table: eight columns, more by a picker; and the shortlisted side by side."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from data.money import exponent
from pages.components.colours import GRADE_LABELS
from pages.components.numbers import NOTHING, symbol

FIRST = ["name", "low", "estimate", "high", "conversion", "sample_post_rate", "rank", "grade"]
MONEY = (
    *("estimate", "low", "high", "attributed", "outcome_low", "outcome_high"),
    *("flat_fee", "received_price"),
)
OF_AVERAGE = " of the 80 % interval of the pair's average, chance in single orders left out"
OUTCOME = "80 % interval of the GMV that one try would be credited with, chance included"
SHARES = (
    *("conversion", "baseline_conversion", "sample_post_rate", "commission_rate", "new_share"),
    *("conversion_uplift", "conversion_uplift_low", "conversion_uplift_high"),
)
UPLIFT = "Product's orders per click with the creator less without, in percentage points"


def table(shown: pd.DataFrame, currency: str, key: str, first: Sequence[str] = FIRST) -> str | None:
    """The candidates as rows, of whose columns those named `first` are shown unasked; the id of the
    row chosen, if any.
    """
    frame, columns = _in_units(shown, currency), _columns(currency)
    known = [name for name in columns if name in frame and frame[name].notna().any()]
    with st.container(horizontal=True, horizontal_alignment="right"):
        more = st.multiselect(
            "More columns",
            [name for name in known if name not in first],
            format_func=lambda name: columns[name]["label"],
            key=f"{key}-columns",
            bind="query-params",
            label_visibility="collapsed",
            placeholder="More columns",
            width=240,
        )
    event = st.dataframe(
        frame,
        column_order=[name for name in first if name in known] + more,
        column_config=columns,
        hide_index=True,
        placeholder=NOTHING,
        on_select="rerun",
        selection_mode="single-row",
        height="content",
        key=key,
    )
    rows = event["selection"]["rows"]
    return str(frame["id"].iloc[rows[0]]) if rows else None


def compare(picked: pd.DataFrame, currency: str) -> None:
    """Two to four of the shortlisted, a column each."""
    names = picked["name"].tolist()
    chosen = st.multiselect(
        "Compare", names, default=names[:3], max_selections=4, key="compare", bind="query-params"
    )
    if len(chosen) < 2:
        st.caption("Choose two to four creators to compare.")
        return
    columns = _columns(currency)
    frame = _in_units(picked[picked["name"].isin(chosen)], currency).set_index("name")
    known = [name for name in columns if name in frame and frame[name].notna().any()]
    side = frame[known].T.rename(index=lambda name: columns[name]["label"])
    st.dataframe(side.map(_as_text), height="content")


def _as_text(value: Any) -> str:
    if value is None or pd.isna(value):
        return NOTHING
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _in_units(shown: pd.DataFrame, currency: str) -> pd.DataFrame:
    frame = shown.copy()
    for name in MONEY:
        if name in frame:
            frame[name] = frame[name].astype("Float64") / 10 ** exponent(currency)
    for name in SHARES:
        if name in frame:
            frame[name] = 100 * frame[name].astype("Float64")
    if "grade" in frame:
        frame["grade"] = frame["grade"].map(GRADE_LABELS)
    return frame


def _columns(currency: str) -> dict[str, Any]:
    unit = symbol(currency)
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    whole: dict[str, Any] = {"format": "localized", "step": 1}
    rate: dict[str, Any] = {"format": "%.2f"}
    return {
        "name": text("Name", pinned=True, width=190),
        "rank": number("Rank by fit"),
        "estimate": number(f"Extra GMV, {unit}", **whole),
        "low": number(f"from, {unit}", help=f"Lower end{OF_AVERAGE}", **whole),
        "high": number(f"to, {unit}", help=f"Upper end{OF_AVERAGE}", **whole),
        "conversion": number("Conversion, %", **rate),
        "sample_post_rate": number("Sample→post, %", **rate),
        "grade": text("Evidence"),
        "attributed": number(f"Would be attributed, {unit}", **whole),
        "new_share": number("New of that, %", format="%.0f"),
        "conversion_uplift": number("Conversion uplift, pp", help=UPLIFT, **rate),
        "conversion_uplift_low": number("Uplift from, pp", help=UPLIFT, **rate),
        "conversion_uplift_high": number("Uplift to, pp", help=UPLIFT, **rate),
        "outcome_low": number(f"Outcome from, {unit}", help=OUTCOME, **whole),
        "outcome_high": number(f"Outcome to, {unit}", help=OUTCOME, **whole),
        "baseline_conversion": number("Organic conversion, %", **rate),
        "followers": number("Followers", **whole),
        "tier": text("Tier"),
        "country": text("Country"),
        "views": number("Product views, 28 d", **whole),
        "commission_rate": number("Usual commission, %", **rate),
        "flat_fee": number(f"Usual fee, {unit}", **whole),
        "samples_received": number("Samples received, n"),
        "days_to_post": number("Days to post", format="%.1f"),
        "n": number("Starts, n", help="The creator's complete first 28 days", **whole),
        "reason": text("Why this evidence", width="large"),
        "score": number("Fit", format="%.3f"),
        "merchant": text("Shop"),
        "category_path": text("Category"),
    }
