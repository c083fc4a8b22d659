"""Two versions of the model side by side: how much of the lists changed, for whom, and why."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from data.store import Store
from models.artefact import ModelError
from models.trained import TrainedModel
from models.version_changes import TOP, changed_lists, changed_ranks
from models.versions import versions
from pages.components.colours import ACCENT
from pages.components.inspector import list_or_stop, names
from pages.components.matching import Query, loaded
from pages.components.numbers import NOTHING, counted, share
from pages.components.resources import market
from pages.components.tiles import tiles
from pages.components.words import plain

LISTED = 20


def two_versions(query: Query, model: TrainedModel) -> None:
    """The version in force beside another: all lists at a glance, the one asked for in full."""
    other = _other(model)
    if other is None:
        return
    kind = query.asker
    kept = _kept(market() or "", other.version, model.version, kind, other, model)
    _headline(kept, kind)
    left, right = st.columns([2, 3], gap="medium")
    with left, st.container(border=True):
        st.subheader("How much of the lists stayed", anchor=False)
        st.altair_chart(_spread(kept, kind))
        st.caption(f"{kind.capitalize()}s by how many of their best {TOP} both versions list.")
    with right, st.container(border=True):
        st.subheader(f"This {kind}", anchor=False)
        _changes(query, other, model)


def _other(model: TrainedModel) -> TrainedModel | None:
    """The version to compare with, the newest other one until another is chosen."""
    name = market() or ""
    others = [v for v in versions(Store.of(name)) if v.meta and v.name != model.version]
    known = [version.name for version in others if not version.is_outdated]
    if left_out := len(others) - len(known):
        st.caption(_left_out(left_out))
    if not known:
        st.info("There is one version alone. Train again on Model quality to compare two.")
        return None
    chosen = st.selectbox("Compare with", known, key="version", bind="query-params", width=260)
    try:
        return loaded(name, chosen)
    except ModelError as error:
        st.error(plain(error), icon=":material/error:")
        return None


def _left_out(n: int) -> str:
    by = "an earlier version of this program, whose features and files were others"
    return f"{counted(n, 'version')} left out: trained by {by}, so nothing compares."


@st.cache_data(max_entries=6, show_spinner="Comparing all lists…")
def _kept(
    name: str, before: str, after: str, kind: str, _before: TrainedModel, _after: TrainedModel
) -> pd.Series:
    del name, before, after
    return changed_lists(_before.recommender, _after.recommender, kind)


def _headline(kept: pd.Series, kind: str) -> None:
    """Three figures over all products or creators that both versions know."""
    if kept.empty:
        st.info(f"The two versions know no {kind} in common.")
        st.stop()
    tiles(
        {
            f"Best {TOP} that stayed": share(kept.mean()),
            "Lists unchanged": share((kept == 1).mean()),
            f"{kind.capitalize()}s": f"{len(kept):,}",
        },
        about={
            f"Best {TOP} that stayed": f"Mean share of a {kind}'s best {TOP} in both versions.",
            "Lists unchanged": f"Those whose best {TOP} are the same, in any order.",
            f"{kind.capitalize()}s": "Known to both versions.",
        },
    )


def _spread(kept: pd.Series, kind: str) -> alt.Chart:
    """How many products or creators kept how many of their best."""
    places = (TOP * kept).round().astype(int)
    counts = places.value_counts().reindex(range(TOP + 1), fill_value=0)
    frame = counts.rename("lists").rename_axis("kept").reset_index()
    return (
        alt.Chart(frame)
        .mark_bar(color=ACCENT, cornerRadiusEnd=3)
        .encode(
            x=alt.X("kept:O", title=f"Of the best {TOP} in both", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("lists:Q", title=f"{kind.capitalize()}s"),
            tooltip=[
                alt.Tooltip("kept:O", title="In both"),
                alt.Tooltip("lists:Q", title=f"{kind.capitalize()}s", format=","),
            ],
        )
        .properties(height=260)
    )


CHANGES: dict[str, Any] = {
    "before": st.column_config.NumberColumn("Rank before", format="localized"),
    "after": st.column_config.NumberColumn("Rank now", format="localized"),
    "moved": st.column_config.NumberColumn("Places won", format="%+d"),
    "why": "Most of it by",
    "by": st.column_config.NumberColumn("Adds now beyond before, deviations", format="%+.2f"),
}


def _changes(query: Query, before: TrainedModel, after: TrainedModel) -> None:
    """Whoever is or was among the best."""
    found = changed_ranks(list_or_stop(query, before), list_or_stop(query, after), LISTED)
    rows = found.assign(name=names(query, found.index)).replace({np.nan: None})
    name = st.column_config.TextColumn(query.candidate.capitalize(), pinned=True)
    columns = {"name": name, **CHANGES}
    st.dataframe(rows[list(columns)], column_config=columns, hide_index=True, placeholder=NOTHING)
    st.caption(
        f"Whoever is or was among the best {LISTED}. A theme is named where it moved it "
        "in the direction it went, in deviations of each version's scores; who was passed by "
        "others has none. Empty ranks: unknown to that version, or working together by then."
    )
