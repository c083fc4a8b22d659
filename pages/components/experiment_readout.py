"""Read-out of an experiment: what to do and the risk of it, the days, segments, and ratios."""

from datetime import date

import pandas as pd
import streamlit as st

from models.experiments.followed import UNITS as READABLE
from models.experiments.followed import Followed, experiments, followed
from models.experiments.report import Report, control_of, report
from pages.components.experiment_decision import decision
from pages.components.experiment_method import method
from pages.components.experiment_segments import by_segment, days, ratios
from pages.components.experiment_view import LEVELS, MEASURES, NOUNS, amount, percent
from pages.components.filters import View
from pages.components.keeping import keeper
from pages.components.numbers import counted, day, share
from pages.components.resources import ask
from pages.components.tiles import tiles
from pages.components.words import plain

KIND = "experiment"
ABOUT = {
    "Extra per unit asked": "What one that was asked had more in its 28 days than one that was "
    "left alone, on average, whether or not a creator started. An estimated causal difference.",
    "Extra per start": "The same per creator who started because of it: the difference of the arms "
    "÷ the difference of their starts.",
    "Started": "Creators who started within the 28 days, per unit asked and per unit left alone.",
    "Over": "Units whose 28 days are over, of those on the list.",
}


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
    _what(row, found)
    decision(view, told, (row["unit_type"], measure))
    if told.itt is not None:
        _figures(view, told, (row["unit_type"], measure))
    days(view, told, (measure, level))
    if told.itt is not None:
        by_segment(view, told, (measure, level))
        ratios(view, told)
    method(view, told, measure)


def _choose(known: pd.DataFrame) -> tuple[pd.Series, str | None, str, float]:
    """Which experiment, which arm was left alone, what is measured, and how surely."""
    several = known["experiment_id"].duplicated(keep=False)
    kinds = (" (" + known["unit_type"] + ")").where(several, "")
    names = (known["experiment_id"] + kinds).tolist()
    with st.container(horizontal=True, vertical_alignment="bottom", key="read-filters"):
        name = st.selectbox("Experiment", names, key="experiment", width=280, bind="query-params")
        row = known.iloc[names.index(name)]
        kept = keeper().get(KIND, row["experiment_id"]) or {}
        measure = st.segmented_control(
            "Outcome", MEASURES, default=kept.get("measure", "net_gmv"), required=True,
            key="read-measure", format_func=MEASURES.__getitem__,
        )  # fmt: skip
        level = st.segmented_control(
            "Certainty", LEVELS, default=round(1 - kept.get("alpha", 0.1), 2), required=True,
            key="read-level", format_func=LEVELS.__getitem__,
        )  # fmt: skip
        arms = [str(arm) for arm in row["arms"]]
        control = control_of(arms)
        if control is None and len(arms) > 1:
            control = st.selectbox("Left alone", arms, key="read-control", width=180)
    if len(arms) < 2:
        st.info(f"Not estimable: all were drawn into one arm, {plain(arms[0])}; two are needed.")
        return row, None, "", 0.0
    return row, control, measure or "net_gmv", level or 0.9


def _what(row: pd.Series, found: Followed) -> None:
    """What was drawn, when."""
    first, last = row["first_on"], row["last_on"]
    days_of = day(first, has_year=True)
    if last > first:
        days_of = f"{days_of} – {day(last, has_year=True)}"
    arms = " · ".join(
        f"{plain(arm.replace('_', ' '))}: {n:,}" for arm, n in sorted(found.drawn.items())
    )
    st.caption(f"drawn {days_of} · {counted(int(row['units']), row['unit_type'])} · {arms}")


def _figures(view: View, told: Report, of: tuple[str, str]) -> None:
    assert told.itt is not None
    assert told.starts is not None
    assert told.per_start is not None
    unit_type, measure = of
    extra, per_start = told.itt.difference, told.per_start
    noun = NOUNS[unit_type]
    shown = {
        "Extra per unit asked": amount(extra.estimate, measure, view.currency),
        "at least": amount(extra.low, measure, view.currency),
        "at most": amount(extra.high, measure, view.currency),
        "Extra per start": amount(per_start.estimate, measure, view.currency),
        "Started": f"{_starts(told.starts.treated)} vs {_starts(told.starts.control)}",
    }
    tiles(shown, key="read-figures", about=ABOUT)
    whole = f"n = {told.whole:,} of {counted(told.planned, noun)} with 28 days over"
    spans = f"per start {percent(extra.level)} interval "
    if per_start.low == per_start.low:
        low, high = (amount(v, measure, view.currency) for v in (per_start.low, per_start.high))
        spans += f"{low} to {high}"
    else:
        spans = "per start not estimable: the arms do not differ enough in who started"
    st.caption(
        f"{whole} · at least, at most: {percent(extra.level)} interval · {spans} · started, per "
        f"{noun}: of those asked vs of those left alone".replace("$", r"\$")
    )


def _starts(per_unit: float) -> str:
    """Starts per unit: a share as long as one cannot start more than once."""
    return f"{per_unit:.2f}" if per_unit > 1 else share(per_unit)
