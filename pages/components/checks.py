"""The checks of the data: what each found, what that does to the screens, and the failing rows."""

from functools import partial

import pandas as pd
import streamlit as st

from analytics import quality_checks
from analytics.market import MarketFacts
from pages.components.downloads import csv
from pages.components.numbers import count, share
from pages.components.resources import ask, session
from pages.components.tables import as_read
from pages.components.words import readable

STATES = {
    quality_checks.WRONG: "⛔ figures may be wrong",
    quality_checks.MISSING: "⚠️ something is missing",
    quality_checks.NOTE: "ℹ️ good to know",
}
FINE = "✓ nothing found"
MOST = 200
MOST_IN_FILE = 1_000_000


def checks(facts: MarketFacts) -> None:
    """All checks, the gravest first; a row opens the rows that fail."""
    found = ask(quality_checks.findings)
    with st.container(border=True):
        st.subheader("What the checks found", anchor=False)
        if found.empty:
            st.info("No table that could be checked holds rows yet.")
            return
        chosen = _table(found)
    with st.container(border=True):
        _failing(facts, found["key"].iloc[chosen if chosen is not None else 0])


def _table(found: pd.DataFrame) -> int | None:
    shown = found.assign(
        state=found["severity"].map(STATES).where(found["failing"] > 0, FINE),
        share=100 * found["share"],
        table=found["table"].map(readable),
    )
    event = st.dataframe(
        shown,
        column_order=["title", "failing", "state", "share", "table", "consequence"],
        column_config={
            "title": st.column_config.TextColumn("Check", pinned=True),
            "failing": st.column_config.NumberColumn("Rows", format="localized"),
            "state": "Result",
            "share": st.column_config.ProgressColumn(
                "Share of rows, %", min_value=0, max_value=100, format="%.2f"
            ),
            "table": "Table",
            "consequence": st.column_config.TextColumn("What it does", width="large"),
        },
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="check",
        height=38 * (len(shown) + 1),
    )
    return event.selection.rows[0] if event.selection.rows else None


def _failing(facts: MarketFacts, key: str) -> None:
    """One check: what it means, how many rows fail, the worst of them, all as a file."""
    finding = ask(quality_checks.finding, key, most=MOST)
    check = finding.check
    st.subheader(check.title, anchor=False)
    st.markdown(check.consequence)
    if not finding.failing:
        st.success("No row fails this check.", icon=":material/check:")
        return
    part = share(finding.failing / finding.checked if finding.checked else None)
    shown = f" · the first {MOST} are shown" if finding.failing > MOST else ""
    st.caption(
        f"n = {count(finding.failing)} of {count(finding.checked)} rows checked ({part}){shown}"
    )
    st.dataframe(as_read(finding.rows), hide_index=True, height=min(38 * (finding.failing + 1), 380))
    st.download_button(
        "The rows that fail (CSV)",
        partial(_file, facts, key),
        file_name=f"{facts.market_id}-{key}.csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _file(facts: MarketFacts, key: str) -> bytes:
    finding = quality_checks.finding(session(), key, most=MOST_IN_FILE)
    said = {
        "market": facts.title,
        "check": finding.check.title,
        "what it does": finding.check.consequence,
        "rows that fail": str(finding.failing),
        "rows in this file": str(len(finding.rows)),
        "money in": "minor units",
        "instants in": "UTC",
    }
    return csv(finding.rows, said)
