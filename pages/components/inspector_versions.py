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
from pages.components.inspector import handles, list_or_stop
from pages.components.matching import Query, loaded
from pages.components.numbers import NOTHING, share
from pages.components.resources import market
from pages.components.tiles import tiles
from pages.components.words import plain

LISTED = 20


def two_versions(query: Query, model: TrainedModel) -> None:
    """The version in force beside another: all lists at a glance, this product's in full."""
    other = _other(model)
    if other is None:
        return
    kept = _kept(market() or "", other.version, model.version, other, model)
    _headline(kept)
    left, right = st.columns([2, 3], gap="medium")
    with left, st.container(border=True):
        st.subheader("How much of the lists stayed", anchor=False)
        st.altair_chart(_spread(kept))
        st.caption(f"Products by how many of their best {TOP} both versions list.")
    with right, st.container(border=True):
        st.subheader("This product", anchor=False)
        _changes(query, other, model)


def _other(model: TrainedModel) -> TrainedModel | None:
    """The version to compare with, the newest other one until another is chosen."""
    name = market() or ""
    known = [v.name for v in versions(Store.of(name)) if v.meta and v.name != model.version]
    if not known:
        st.info("There is one version alone. Train again on Model quality to compare two.")
        return None
    chosen = st.selectbox("Compare with", known, key="version", bind="query-params", width=260)
    try:
        return loaded(name, chosen)
    except ModelError as error:
        st.error(plain(error), icon=":material/error:")
        return None


@st.cache_data(max_entries=6, show_spinner="Comparing all lists…")
def _kept(
    name: str, before: str, after: str, _before: TrainedModel, _after: TrainedModel
) -> pd.Series:
    del name, before, after
    return changed_lists(_before.recommender, _after.recommender)


def _headline(kept: pd.Series) -> None:
    """Three figures over all products that both versions know."""
    if kept.empty:
        st.info("The two versions know no product in common.")
        st.stop()
    tiles(
        {
            f"Best {TOP} that stayed": share(kept.mean()),
            "Lists unchanged": share((kept == 1).mean()),
            "Products": f"{len(kept):,}",
        },
        about={
            f"Best {TOP} that stayed": f"Mean share of a product's best {TOP} in both versions.",
            "Lists unchanged": f"Products whose best {TOP} are the same creators, in any order.",
            "Products": "Known to both versions.",
        },
    )


def _spread(kept: pd.Series) -> alt.Chart:
    """How many products kept how many of their best."""
    places = (TOP * kept).round().astype(int)
    counts = places.value_counts().reindex(range(TOP + 1), fill_value=0)
    frame = counts.rename("products").rename_axis("kept").reset_index()
    return (
        alt.Chart(frame)
        .mark_bar(color=ACCENT, cornerRadiusEnd=3)
        .encode(
            x=alt.X("kept:O", title=f"Of the best {TOP} in both", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("products:Q", title="Products"),
            tooltip=[
                alt.Tooltip("kept:O", title="In both"),
                alt.Tooltip("products:Q", title="Products", format=","),
            ],
        )
        .properties(height=260)
    )


CHANGES: dict[str, Any] = {
    "name": st.column_config.TextColumn("Creator", pinned=True),
    "before": st.column_config.NumberColumn("Rank before", format="localized"),
    "after": st.column_config.NumberColumn("Rank now", format="localized"),
    "moved": st.column_config.NumberColumn("Places won", format="%+d"),
    "why": "Most of it by",
    "by": st.column_config.NumberColumn("Adds now beyond before, deviations", format="%+.2f"),
}


def _changes(query: Query, before: TrainedModel, after: TrainedModel) -> None:
    """Whoever is or was among the best of this product."""
    found = changed_ranks(list_or_stop(query, before), list_or_stop(query, after), LISTED)
    rows = found.assign(name=handles(found.index)).replace({np.nan: None})
    st.dataframe(rows[list(CHANGES)], column_config=CHANGES, hide_index=True, placeholder=NOTHING)
    st.caption(
        f"Whoever is or was among the best {LISTED}. A theme is named where it moved the creator "
        "in the direction it went, in deviations of each version's scores; who was passed by "
        "others has none. Empty ranks: unknown to that version, or working together by then."
    )
