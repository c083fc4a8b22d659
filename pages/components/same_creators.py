"""Two handles that are one creator: joined by an analyst, and undone like any load."""

import pandas as pd
import streamlit as st

from data import aliases
from data.aliases import AliasError
from data.store import Store
from pages.components.access import viewer
from pages.components.resources import market
from pages.components.words import plain

SAID = "joined-creators"


def same_creators(found: pd.DataFrame) -> None:
    """Offers to join the handles that content was seen under, and any others by name."""
    with st.container(border=True, key="same-creators"):
        st.markdown("**One creator under two handles?**")
        st.caption(
            "All that is held under the older handle moves to the newer one, in every figure. "
            "It is noted as a load of its own, which can be undone under *Held*."
        )
        suggested = list(
            dict.fromkeys(zip(found["older_handle"], found["newer_handle"], strict=True))
        )
        with st.form("join-creators", border=False):
            older, newer = st.columns(2)
            names = sorted({name for pair in suggested for name in pair})
            first = suggested[0] if suggested else (None, None)
            alias = older.selectbox(
                "Older handle",
                names,
                index=names.index(first[0]) if first[0] else None,
                accept_new_options=True,
            )
            creator = newer.selectbox(
                "Creator it belongs to",
                names,
                index=names.index(first[1]) if first[1] else None,
                accept_new_options=True,
            )
            if st.form_submit_button("They are one creator", icon=":material/join:"):
                _join(alias, creator)
        if said := st.session_state.pop(SAID, None):
            st.success(said, icon=":material/check:")


def _join(alias: str | None, creator: str | None) -> None:
    if not alias or not creator:
        st.warning("Give both handles.")
        return
    try:
        aliases.join(Store.of(market() or ""), alias, creator, viewer().name)
    except AliasError as error:
        st.warning(str(error))
        return
    st.session_state[SAID] = f"{plain(alias)} is {plain(creator)} from now on, in all figures."
