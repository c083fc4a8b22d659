"""The checks of the data: what each found, what that does to the screens, and the failing rows."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from analytics import quality_checks
from analytics.checks import MISSING, NOTE, WRONG
from analytics.market import MarketFacts
from data.money import exponent
from data.warehouse import Session
from pages.components.downloads import csv
from pages.components.holdings import findings_in_words
from pages.components.numbers import NOTHING, count, share
from pages.components.resources import ask, session_later
from pages.components.same_creators import same_creators
from pages.components.words import header, plain, readable

STATES = {
    WRONG: "wrong?",
    MISSING: "gap",
    NOTE: "note",
}
COLOURS = ["red", "orange", "gray"]
SAME_CREATOR = "content_of_two_creators"
MONEY = ("payment", "refund", "net_gmv")
MOST = 200
MOST_IN_FILE = 1_000_000


def checks(facts: MarketFacts) -> None:
    """What the checks found, the gravest first; a row opens the rows that fail."""
    results = ask(quality_checks.findings)
    found, fine = results[results["failing"] > 0], results[results["failing"] == 0]
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True):
        st.subheader(f"{len(results)} checks found: {findings_in_words(results)}", anchor=False)
        chosen = _table(found) if len(found) else None
        _fine(fine)
    with right, st.container(border=True):
        if len(found):
            failing_rows(facts, str(found["key"].iloc[chosen or 0]))
        else:
            st.success("No row fails any check.", icon=":material/check:")


def _table(found: pd.DataFrame) -> int | None:
    shown = found.assign(
        state=[[STATES[severity]] for severity in found["severity"]],
        share=100 * found["share"],
        table=found["table"].map(readable),
    )
    event = st.dataframe(
        shown,
        column_order=["title", "failing", "state", "share", "table"],
        column_config={
            "title": st.column_config.TextColumn("Check", pinned=True, width=165),
            "failing": st.column_config.NumberColumn("Rows", format="localized", width=70),
            "state": st.column_config.MultiselectColumn(
                "Figures", options=list(STATES.values()), color=COLOURS
            ),
            "share": st.column_config.ProgressColumn(
                "Share, %", help="Of the rows checked.", max_value=100, format="%.2f"
            ),
            "table": "Table",
        },
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="check",
        height=35 * (len(shown) + 1) + 3,
        placeholder=NOTHING,
    )
    return event.selection.rows[0] if event.selection.rows else None


def _fine(fine: pd.DataFrame) -> None:
    """What was looked for and not found."""
    if fine.empty:
        return
    with st.expander(f"{len(fine)} checks found nothing"):
        for row in fine.itertuples():
            st.markdown(f"**{row.title}** :gray[({readable(row.table)})] {row.consequence}")


def failing_rows(facts: MarketFacts, key: str) -> None:
    """One check: what it means, how many rows fail, the worst of them, all as a file."""
    finding = ask(quality_checks.finding, key, most=MOST)
    st.subheader(finding.check.title, anchor=False)
    st.markdown(finding.check.consequence)
    part = share(finding.failing / finding.checked if finding.checked else None)
    parts = [f"n = {count(finding.failing)} of {count(finding.checked)} checked ({part})"]
    if finding.failing > MOST:
        parts.append(f"the first {MOST} are shown")
    parts += [plain(facts.title), "instants in UTC"]
    st.caption(" · ".join(parts))
    st.dataframe(_as_read(finding.rows), hide_index=True, placeholder=NOTHING)
    if key == SAME_CREATOR:
        same_creators(finding.rows)
    st.download_button(
        "The rows that fail (CSV)",
        partial(_file, session_later(), facts, key),
        file_name=f"{facts.market_id}-{key}.csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _as_read(rows: pd.DataFrame) -> pd.DataFrame:
    """Columns named as people say them."""
    return _in_own_money(rows).rename(columns=header)


def _in_own_money(rows: pd.DataFrame) -> pd.DataFrame:
    """Money in major units of each row's own currency."""
    shown = rows.copy()
    for column in set(MONEY) & set(rows.columns):
        shown[column] = rows[column] / 10.0 ** rows["currency"].map(exponent)
    return shown


def _file(asking: Callable[[], Session], facts: MarketFacts, key: str) -> bytes:
    finding = quality_checks.finding(asking(), key, most=MOST_IN_FILE)
    said = {
        "market": facts.title,
        "check": finding.check.title,
        "what it does": finding.check.consequence,
        "rows that fail": str(finding.failing),
        "rows in this file": str(len(finding.rows)),
        "money in": "major units of each row's currency",
        "instants in": "UTC",
    }
    return csv(_in_own_money(finding.rows), said)
