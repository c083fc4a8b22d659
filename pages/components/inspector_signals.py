"""The tables below one match in the Inspector: signal by signal, and feature by feature."""

from typing import Any

import pandas as pd
import streamlit as st

from models.account import Account
from models.owed import wholes
from models.pipeline import BASE
from models.themes import theme_of
from pages.components.numbers import NOTHING
from pages.components.quality_charts import METHODS

BY_FEATURE = "by feature, below"


def signals(account: Account, candidate: str) -> None:
    """Every signal's value, its place among the candidates, and what it adds."""
    values = account.values
    adds = account.parts.drop(columns=BASE)
    beyond = (adds.loc[candidate] - adds.mean()).rename("adds")
    shared = {name for whole in wholes(beyond.index, account.terms).values() for name in whole}
    frame = pd.DataFrame(
        {
            "theme": [BY_FEATURE if name in shared else theme_of(name) for name in beyond.index],
            "value": values.loc[candidate].reindex(beyond.index),
            "above": 100 * values.rank(pct=True).loc[candidate].reindex(beyond.index),
            "adds": beyond,
        }
    ).rename_axis("signal")
    with st.expander(f"All {len(frame)} signals", key="signals"):
        _table(frame.reset_index(), SIGNALS)


def features(account: Account, candidate: str) -> None:
    """What each generator's whole score owes to every two features, in the ranker's score."""
    if account.features.empty:
        return
    frame = account.features.loc[candidate].rename("adds").reset_index()
    frame = frame.set_axis(["generator", "theme", "candidate", "query", "adds"], axis=1)
    frame = frame.replace({"generator": METHODS, "query": {"": "alone"}})
    with st.expander(f"All {len(frame)} pairs of features", key="features"):
        _table(frame, FEATURES)


def _table(frame: pd.DataFrame, columns: dict[str, Any]) -> None:
    """Rows by how much they add or take."""
    order = frame["adds"].abs().sort_values(ascending=False).index
    st.dataframe(
        frame.loc[order, list(columns)],
        column_config=columns,
        hide_index=True,
        placeholder=NOTHING,
    )


SIGNALS: dict[str, Any] = {
    "signal": st.column_config.TextColumn("Signal", pinned=True),
    "theme": "Theme",
    "value": st.column_config.NumberColumn("Value", format="%.3f"),
    "above": st.column_config.NumberColumn("At or above, % of candidates", format="%.0f"),
    "adds": st.column_config.NumberColumn("Adds to the score", format="%+.3f"),
}
FEATURES: dict[str, Any] = {
    "candidate": st.column_config.TextColumn("Of the candidate", pinned=True),
    "query": "With, of who asks",
    "adds": st.column_config.NumberColumn("Adds", format="%+.3f"),
    "theme": "Theme",
    "generator": "Generator",
}
