"""A whole list in the Inspector: the best, and those whom no generator proposed."""

from typing import Any

import pandas as pd
import streamlit as st

from models.account import Account
from models.trained import TrainedModel
from pages.components.inspector import list_or_stop, names
from pages.components.links import link
from pages.components.matching import Query
from pages.components.numbers import NOTHING
from pages.components.quality_charts import METHODS

LISTED = 50


def whole_list(query: Query, model: TrainedModel) -> None:
    """The best by rank, and those who would be among them had anyone proposed them."""
    account = list_or_stop(query, model)
    best = account.order.head(LISTED).index
    missed = account.order[
        ~account.order["is_proposed"] & (account.order["would_rank"] <= LISTED)
    ].sort_values("would_rank")
    rows = _named(account, best, query).drop(columns="would_rank")
    with st.container(border=True):
        st.subheader(f"The best {len(best)}", anchor=False)
        _choosing(rows, "list", query)
    with st.container(border=True):
        st.subheader("Near misses", anchor=False)
        if missed.empty:
            st.caption(f"Nobody whom no generator proposed would be among the best {LISTED}.")
        else:
            st.caption(f"Proposed by no generator, yet by score among the best {LISTED}.")
            _choosing(_named(account, missed.index, query), "missed", query)


def _named(account: Account, ids: pd.Index, query: Query) -> pd.DataFrame:
    """Candidates as rows: rank, name, score, first theme, and each generator's rank."""
    themes = account.themes.loc[ids]
    return pd.DataFrame(
        {
            "rank": account.order.loc[ids, "rank"],
            "would_rank": account.order.loc[ids, "would_rank"],
            "name": names(query, ids),
            "score": account.order.loc[ids, "score"] - account.order["score"].mean(),
            "most": themes.idxmax(axis=1),
            "least": themes.idxmin(axis=1),
            **{METHODS.get(n, n): account.places.loc[ids, n] for n in account.places},
        }
    )


LIST: dict[str, Any] = {
    "rank": st.column_config.NumberColumn("Rank", format="localized"),
    "would_rank": st.column_config.NumberColumn("Would rank", format="localized"),
    "score": st.column_config.NumberColumn("Above average", format="%+.2f"),
    "most": "Most for it",
    "least": "Most against it",
}


def _columns(rows: pd.DataFrame, query: Query) -> dict[str, Any]:
    """The columns' words; what the list does not know by name is a generator's own rank."""
    name = st.column_config.TextColumn(query.candidate.capitalize(), pinned=True)
    ranks = {
        column: st.column_config.NumberColumn(column, format="localized")
        for column in rows.columns.difference([*LIST, "name"])
    }
    return {**ranks, "name": name, **LIST}


def _choosing(rows: pd.DataFrame, key: str, query: Query) -> None:
    """Rows to choose one of, with the ways to it; the generators' columns hold their own ranks."""
    event = st.dataframe(
        rows.reset_index(drop=True),
        column_config=_columns(rows, query),
        hide_index=True,
        placeholder=NOTHING,
        on_select="rerun",
        selection_mode="single-row",
        key=f"{key}-{query.id}",
    )
    chosen = event["selection"]["rows"]
    if chosen:
        way = query.address(str(rows.index[chosen[0]]))
        link("inspector", "Inspect this match", icon=":material/troubleshoot:", **way)
