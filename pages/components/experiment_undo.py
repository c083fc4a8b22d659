"""Taking back a list that was kept by mistake, with what that means said first."""

import pandas as pd
import streamlit as st

from data.edits import NotYourShopError
from data.experiment_lists import TakenBack, take_back, written_by
from data.manifests import UndoError
from data.owner import OWNER
from data.store import Store
from pages.components.access import viewer
from pages.components.experiment_kept import drop_plan
from pages.components.numbers import counted, day
from pages.components.resources import market, session
from pages.components.words import plain

TAKEN_BACK = "list-taken-back"


def undo_list(row: pd.Series) -> None:
    """The way to take the list back, where the viewer may."""
    name = row["experiment_id"]
    if written_by(Store.of(market() or ""), session(), name, viewer().name) is None:
        return
    with st.popover("Take this list back", icon=":material/undo:", type="tertiary"):
        st.markdown(
            f"**{counted(int(row['units']), row['unit_type'])}** drawn "
            f"{day(row['first_on'], has_year=True)} will go from every read-out. Whoever was asked "
            "since then stays asked: what they bring can no longer be told from chance, and if "
            "anyone was, a new draw of the same units is no clean test. No sale is touched."
        )
        if st.button("Take it back", type="primary", key="take-list-back"):
            _take_back(name)


def say_taken_back() -> None:
    """Once, after it was done."""
    found: tuple[str, TakenBack] | None = st.session_state.pop(TAKEN_BACK, None)
    if found is None:
        return
    name, done = found
    if not done.held_by:
        st.success(f"**{plain(name)}** was taken back.", icon=":material/check:")
        return
    loads = ", ".join(map(str, done.held_by))
    st.warning(
        f"Load {done.load} was taken back, but **{plain(name)}** is still on record: rows of it "
        f"came in a file too. Undo on Data: load {loads}.",
        icon=":material/warning:",
    )


def _take_back(name: str) -> None:
    where = market() or ""
    try:
        done = take_back(Store.of(where), session(), name, by=viewer().name)
    except (NotYourShopError, UndoError, OSError) as error:
        st.error(f"Nothing was taken back: {plain(str(error))}.", icon=":material/error:")
        return
    if not done.held_by:
        drop_plan(name)
    OWNER.warehouse(where).take_up()
    st.session_state[TAKEN_BACK] = (name, done)
    st.rerun()
