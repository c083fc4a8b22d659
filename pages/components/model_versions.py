"""The trained versions of a market's model: which serves, how each did, and the way back."""

import pandas as pd
import streamlit as st

from data.store import Store
from models.artefact import ModelError
from models.versions import Version, roll_back, versions
from pages.components.access import viewer
from pages.components.numbers import NOTHING
from pages.components.quality import Meta
from pages.components.quality_charts import METHODS
from pages.components.words import plain


def served(store: Store) -> Meta | None:
    """What is known of the version in force; None where nothing serves."""
    current = next((version for version in versions(store) if version.is_current), None)
    if current is None:
        return None
    if current.meta is None:
        st.error(f"The version in force is damaged: {plain(current.problem)}")
    return current.meta


def all_versions(store: Store) -> None:
    """Every version, newest first; a chosen one can be put in force again."""
    known = versions(store)
    with st.container(border=True):
        st.subheader("Versions", anchor=False)
        lines = pd.DataFrame([_line(version) for version in known])
        event = st.dataframe(
            lines if viewer().is_analyst else lines.drop(columns="data"),
            column_config={
                "version": st.column_config.TextColumn("Version", pinned=True),
                "state": "State",
                "ndcg@10": st.column_config.NumberColumn("NDCG@10", format="%.3f"),
                "recall@50": st.column_config.NumberColumn("recall@50", format="%.3f"),
                "method": "Method",
                "pairs": st.column_config.NumberColumn("Pairs", format="localized"),
                "data": st.column_config.NumberColumn("Data version"),
                "seconds": st.column_config.NumberColumn("Seconds", format="%.0f"),
            },
            hide_index=True,
            placeholder=NOTHING,
            on_select="rerun",
            selection_mode="single-row",
            key="versions",
        )
        if viewer().is_analyst:
            _offer(store, known, event.selection.rows)


def _line(version: Version) -> dict[str, object]:
    state = "damaged" if version.meta is None else "outdated" if version.is_outdated else "kept"
    state = "in force" if version.is_current else state
    meta = version.meta or {}
    tested = [f for f in meta.get("figures", []) if f["part"] == "test" and f["products"] == "all"]
    own: Meta = next((f for f in tested if f["method"] == meta["winner"]), {})
    return {
        "version": version.name,
        "state": state,
        "ndcg@10": own.get("ndcg@10"),
        "recall@50": own.get("recall@50"),
        "method": METHODS.get(meta.get("winner", ""), meta.get("winner")),
        "pairs": meta.get("rows", {}).get("pairs"),
        "data": meta.get("data_version"),
        "seconds": meta.get("seconds"),
    }


def _offer(store: Store, known: list[Version], rows: list[int]) -> None:
    """The way back to the chosen version, where there is one."""
    if not rows or rows[0] >= len(known):
        st.caption("Choose a version to put it in force again.")
        return
    chosen = known[rows[0]]
    if chosen.is_current:
        st.caption("This version is in force.")
    elif chosen.meta is None or chosen.is_outdated:
        st.warning(plain(chosen.problem))
    elif st.button("Roll back to this version", icon=":material/undo:", key="roll-back"):
        _confirm(store, chosen)


@st.dialog("Roll back?")
def _confirm(store: Store, version: Version) -> None:
    st.markdown(
        f"Version **{plain(version.name)}** would make the matches from now on. Nothing is "
        "deleted: the version in force now stays in the list."
    )
    with st.container(horizontal=True):
        if st.button("Roll back", type="primary", key="roll-back-surely"):
            try:
                roll_back(store, version.name)
            except ModelError as error:
                st.error(plain(error))
            else:
                st.rerun()
        if st.button("Leave it", key="roll-back-not"):
            st.rerun()
