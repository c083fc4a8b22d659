"""The drawn list: a look at it, a file to take along, and Keep, which writes it into the market."""

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from data.edits import NotYourShopError
from data.experiment_lists import KeptList, ListHeldError, held_list, keep_list
from data.owner import OWNER
from data.store import Store
from models.experiments.drawing import Draw, DrawError, draw
from pages.components.access import viewer
from pages.components.downloads import csv
from pages.components.experiment_kept import keep_plan
from pages.components.experiment_size import Planned
from pages.components.experiment_view import of_both_arms
from pages.components.filters import View
from pages.components.numbers import NOTHING, counted
from pages.components.resources import market, session
from pages.components.words import plain

MOST_ROWS = 200
DRAWN = (
    "The file is a table of our own: loaded on Data it is known again, as Keep would have written "
    "it. Keep it before anyone is asked; after that neither arm may be changed."
)
KEPT = "**Kept**: this is the list on record, arms and time as they were when it was kept."
COLUMNS = {
    "arm": st.column_config.TextColumn("Arm", pinned=True, width=100),
    "label": st.column_config.TextColumn("Who"),
    "cluster_id": st.column_config.TextColumn("Drawn together in"),
    "stratum": st.column_config.TextColumn("Block", width=70),
}


def listed(view: View, planned: Planned) -> None:
    """The list as drawn from name and seed, its file, and the way to keep it."""
    _say_kept(view)
    with st.container(border=True):
        st.subheader("The list", anchor=False)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.text_input("Name", "Test", max_chars=40, key="test-name", width=240)
            seed = st.number_input(
                "Seed", 1, 999_999, 1, key="test-seed", width=130,
                help="The same seed draws the same list, so that anyone can check the draw.",
            )  # fmt: skip
        chosen = planned.chosen
        by = Draw(name.strip() or "Test", chosen.unit_type, chosen.given, int(seed))
        try:
            rows = draw(chosen.units, by, datetime.now(UTC).replace(tzinfo=None, microsecond=0))
        except DrawError as error:
            st.info(f"Nothing drawn: {error}.")
            return
        held = held_list(session(), rows["experiment_id"].iloc[0])
        rows = rows if held.empty else held[list(rows)]
        _look(rows, planned)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.download_button(
                "Download the list (CSV)",
                csv(rows.assign(label=_labels(rows, planned)), {}),
                file_name=f"assignments-{rows['experiment_id'].iloc[0]}.csv",
                on_click="ignore",
                icon=":material/download:",
            )
            if held.empty:
                _keep(view, rows, planned)
        st.caption(DRAWN if held.empty else KEPT)


def _look(rows: pd.DataFrame, planned: Planned) -> None:
    arm = rows["arm"].str.replace("_", " ")
    shown = rows.assign(label=_labels(rows, planned), arm=arm)
    counts = shown["arm"].value_counts()
    told = " · ".join(f"{arm}: {n:,}" for arm, n in counts.items())
    clusters = rows["cluster_id"].nunique()
    words = [
        told,
        f"drawn in blocks of four that sold alike, {counted(clusters, 'group')}",
        *of_both_arms(planned.chosen.unit_type, rows),
        f"`{rows['experiment_id'].iloc[0]}`",
    ]
    st.caption(" · ".join(words))
    is_told = planned.chosen.together == "category"
    columns = [name for name in COLUMNS if name != "cluster_id" or is_told]
    st.dataframe(
        shown[columns].head(MOST_ROWS),
        column_config=COLUMNS,
        hide_index=True,
        placeholder=NOTHING,
        height=min(35 * (len(shown) + 1) + 3, 250),
    )


def _labels(rows: pd.DataFrame, planned: Planned) -> pd.Series:
    """Titles and @handles by which people know the units; a load leaves them alone."""
    labels = planned.chosen.units.set_index("unit_id")["label"]
    return rows["unit_id"].map(labels).fillna(rows["unit_id"])


def _keep(view: View, rows: pd.DataFrame, planned: Planned) -> None:
    """Keep asks once more, for a kept list is what the read-out will go by."""
    lacks_shop = rows["merchant_id"].isna().any()
    with st.popover("Keep this list", icon=":material/save:", disabled=bool(lacks_shop)):
        treated = int((rows["arm"] != "left_alone").sum())
        st.markdown(
            f"Writes **{counted(len(rows), 'row')}** of assignments into "
            f"**{plain(view.facts.title)}**: {treated:,} to get the {planned.chosen.given}, "
            f"{len(rows) - treated:,} left alone for 28 days. **Read-out** can take it back."
        )
        if st.button("Write it", type="primary", key="write-list"):
            _write(view, rows, planned)


def _write(view: View, rows: pd.DataFrame, planned: Planned) -> None:
    name = market()
    assert name is not None
    try:
        kept = keep_list(Store.of(name), session(), rows, by=viewer().name)
    except (NotYourShopError, ListHeldError) as error:
        st.error(f"Nothing was written: {plain(error)}.", icon=":material/error:")
        return
    experiment = str(rows["experiment_id"].iloc[0])
    body = {
        "alpha": planned.design.alpha,
        "asked_per_unit": planned.chosen.asked_per_unit,
        "currency": view.currency,
        "measure": planned.measure,
        "effect": planned.effect,
        "units": planned.n,
        "noun": planned.noun,
    }
    keep_plan(rows, body)
    with st.spinner("Taking the list up"):
        OWNER.warehouse(name).take_up()
    st.session_state["list-kept"] = (experiment, kept)
    st.rerun()


def _say_kept(view: View) -> None:
    found: tuple[str, KeptList] | None = st.session_state.pop("list-kept", None)
    if found is None:
        return
    experiment, kept = found
    st.success(
        f"**{plain(experiment)}** is kept: {counted(kept.rows, 'row')} of assignments, load "
        f"{kept.load} of {plain(view.facts.title)}. **Read-out** follows it from today on, and can "
        "take it back.",
        icon=":material/check:",
    )
