"""Read-out of an experiment: which one, and all that is told of it in the order of reading."""

from datetime import date

import pandas as pd
import streamlit as st

from models.experiments.followed import UNITS as READABLE
from models.experiments.followed import experiments, followed
from models.experiments.report import control_of, report
from pages.components.experiment_decision import decision
from pages.components.experiment_figures import figures, kept_plan, what
from pages.components.experiment_method import method
from pages.components.experiment_segments import by_segment, days, export, ratios
from pages.components.experiment_view import LEVELS, MEASURES
from pages.components.filters import View
from pages.components.resources import ask
from pages.components.words import plain


def read(view: View) -> None:
    """The experiment that is chosen, or what to do to have one."""
    known = ask(experiments)
    known = known[known["unit_type"].isin(READABLE)]
    if known.empty:
        st.info(
            "No experiment is on record. **Plan** draws a list and keeps it; a list that was drawn "
            "elsewhere can be loaded on Data as a table of assignments."
        )
        return
    row, control, measure, level = _choose(known)
    if control is None:
        return
    last: date = view.slice.period.last_day
    found = ask(followed, row["experiment_id"], row["unit_type"], last, view.currency)
    if found.units.empty:
        st.info("Not estimable: no unit on the list is known in this market.")
        return
    told = report(found, control, measure, level)
    what(view, row, found)
    decision(view, told, (row["unit_type"], measure))
    if told.itt is not None:
        figures(view, told, (row["unit_type"], measure))
    days(view, told, (measure, level))
    if told.itt is not None:
        by_segment(view, told, (measure, level))
        ratios(view, told)
    export(view, told, (measure, level))
    method(view, told, measure)


def _choose(known: pd.DataFrame) -> tuple[pd.Series, str | None, str, float]:
    """Which experiment, which arm was left alone, what is measured, and how surely."""
    several = known["experiment_id"].duplicated(keep=False)
    kinds = (" (" + known["unit_type"] + ")").where(several, "")
    names = (known["experiment_id"] + kinds).tolist()
    with st.container(horizontal=True, vertical_alignment="bottom", key="read-filters"):
        name = st.selectbox("Experiment", names, key="experiment", width=280, bind="query-params")
        row = known.iloc[names.index(name)]
        kept = kept_plan(row)
        measure = st.segmented_control(
            "Outcome", MEASURES, default=kept.get("measure", "net_gmv"), required=True,
            key=f"read-measure-{name}", format_func=MEASURES.__getitem__,
        )  # fmt: skip
        level = st.segmented_control(
            "Certainty", LEVELS, default=round(1 - kept.get("alpha", 0.1), 2), required=True,
            key=f"read-level-{name}", format_func=LEVELS.__getitem__,
        )  # fmt: skip
        arms = [str(arm) for arm in row["arms"]]
        control = control_of(arms)
        if control is None and len(arms) > 1:
            control = st.selectbox("Left alone", arms, key=f"read-control-{name}", width=180)
    if len(arms) < 2:
        st.info(f"Not estimable: all were drawn into one arm, {plain(arms[0])}; two are needed.")
        return row, None, "", 0.0
    return row, control, measure or "net_gmv", level or 0.9
