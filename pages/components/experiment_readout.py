"""Read-out of an experiment: which one, and all that is told of it in the order of reading."""

from datetime import date

import pandas as pd
import streamlit as st

from models.experiments.followed import UNITS as READABLE
from models.experiments.followed import experiments, followed
from models.experiments.report import control_of, report
from pages.components.experiment_decision import Both, decision
from pages.components.experiment_figures import figures, what
from pages.components.experiment_kept import kept_plan
from pages.components.experiment_method import method
from pages.components.experiment_segments import by_segment, days, export, ratios
from pages.components.experiment_undo import say_taken_back, undo_list
from pages.components.experiment_view import LEVELS, MEASURES
from pages.components.filters import View
from pages.components.resources import ask
from pages.components.words import plain


def read(view: View) -> None:
    """The experiment that is chosen, or what to do to have one."""
    say_taken_back()
    known = ask(experiments)
    known = known[known["unit_type"].isin(READABLE)]
    if known.empty:
        st.info(
            "No experiment is on record. **Plan** draws a list and keeps it; a list that was drawn "
            "elsewhere can be loaded on Data as a table of assignments."
        )
        return
    row, arms, measure, level = _choose(known)
    if arms is None or _is_other_currency(view, row):
        return
    last: date = view.slice.period.last_day
    found = ask(followed, row["experiment_id"], row["unit_type"], last, view.currency)
    if found.units.empty:
        st.info("Not estimable: no unit on the list is known in this market.")
        return
    what(view, row, found)
    both = found.between(*arms)
    told = report(both, arms[1], measure, level)
    decision(view, told, Both(row, both, arms[1]), measure)
    if told.itt is not None:
        figures(view, told, (row["unit_type"], measure))
    days(view, told, (measure, level))
    if told.itt is not None:
        by_segment(view, told, (measure, level))
        ratios(view, told)
    export(view, told, (measure, level))
    method(view, told, measure)


def _is_other_currency(view: View, row: pd.Series) -> bool:
    """Whether the test was planned in another currency, in which it is to be read; says so."""
    planned = kept_plan(row["experiment_id"]).get("currency")
    if planned in (None, view.currency):
        return False
    st.info(f"This test was planned in {planned}. Choose {planned} above to read it out.")
    return True


def _choose(known: pd.DataFrame) -> tuple[pd.Series, tuple[str, str] | None, str, float]:
    """Which experiment, the arm that was treated and the one left alone, what is measured, and how
    surely.
    """
    several = known["experiment_id"].duplicated(keep=False)
    kinds = (" (" + known["unit_type"] + ")").where(several, "")
    names = (known["experiment_id"] + kinds).tolist()
    with st.container(horizontal=True, vertical_alignment="bottom", key="read-filters"):
        name = st.selectbox("Experiment", names, key="experiment", width=280, bind="query-params")
        row = known.iloc[names.index(name)]
        kept = kept_plan(row["experiment_id"])
        measure = st.segmented_control(
            "Outcome", MEASURES, default=kept.get("measure", "net_gmv"), required=True,
            key=f"read-measure-{name}", format_func=MEASURES.__getitem__,
        )  # fmt: skip
        level = st.segmented_control(
            "Certainty", LEVELS, default=round(1 - kept.get("alpha", 0.1), 2), required=True,
            key=f"read-level-{name}", format_func=LEVELS.__getitem__,
        )  # fmt: skip
        arms = _arms(name, [str(arm) for arm in row["arms"]])
        undo_list(row)
    if arms is None:
        only = plain(str(row["arms"][0]))
        st.info(f"Not estimable: all were drawn into one arm, {only}; two are needed.")
    return row, arms, measure or "net_gmv", level or 0.9


def _arms(name: str, arms: list[str]) -> tuple[str, str] | None:
    """The treated arm and the control, chosen where names do not say which; None of one alone."""
    if len(arms) < 2:
        return None
    control = control_of(arms) or st.selectbox(
        "Left alone", arms, key=f"read-control-{name}", width=180
    )
    treated = [arm for arm in arms if arm != control]
    if len(treated) == 1:
        return treated[0], control
    chosen = st.selectbox(
        "Compared with it", treated, key=f"read-treated-{name}-{control}", width=180,
        format_func=lambda arm: arm.replace("_", " "),
    )  # fmt: skip
    return chosen, control
