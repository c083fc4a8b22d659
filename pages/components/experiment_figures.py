"""What an experiment was and what it brought, in figures with their intervals and n."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from data.experiment_lists import held_list
from models.experiments.followed import Followed
from models.experiments.report import Report
from models.experiments.spread import DAYS
from pages.components.experiment_kept import kept_plan
from pages.components.experiment_view import NOUNS, amount, of_both_arms, percent
from pages.components.filters import View
from pages.components.numbers import counted, day, is_missing, share
from pages.components.resources import session
from pages.components.tiles import tiles
from pages.components.words import plain

EXTRA, CREDITED, PER_START, STARTED = (
    *("Extra per unit asked", "Credited per unit asked"),
    *("Extra per start", "Started"),
)
ABOUT = {
    EXTRA: "What one that was asked had more in its 28 days than one that was left alone, on "
    "average, whether or not a creator started. An estimated causal difference.",
    CREDITED: "How much more the creators who were asked were credited with in their 28 days. It "
    "may hold sales that would have come anyway.",
    PER_START: "The same per creator who started because of it: the difference of the arms ÷ the "
    "difference of their starts.",
    STARTED: "Creators who started within the 28 days, per unit asked and per unit left alone.",
}


def what(view: View, row: pd.Series, found: Followed) -> None:
    """What was drawn, when, what was planned, and whether refunds may still come."""
    first, last = row["first_on"], row["last_on"]
    days_of = day(first, has_year=True)
    if last > first:
        days_of = f"{days_of} – {day(last, has_year=True)}"
    arms = [f"{plain(arm.replace('_', ' '))}: {n:,}" for arm, n in sorted(found.drawn.items())]
    words = [f"drawn {days_of}", counted(int(row["units"]), row["unit_type"]), *arms]
    listed = held_list(session(), row["experiment_id"])
    of_type = listed[listed["unit_type"] == row["unit_type"]]
    words += of_both_arms(row["unit_type"], of_type)
    plan = kept_plan(row["experiment_id"])
    if plan.get("effect") and plan.get("currency"):
        effect = amount(plan["effect"], plan["measure"], plan["currency"])
        words.append(f"planned to find {effect} per {plan['noun']}")
    ends = pd.Timestamp(last).date() + timedelta(DAYS - 1 + view.facts.refund_lag_days)
    if view.facts.last_day is not None and ends > view.facts.last_day:
        lag = view.facts.refund_lag_days
        words.append(f":orange-badge[provisional: refunds come up to {lag} days]")
    st.caption(" · ".join(words).replace("$", r"\$"))


def figures(view: View, told: Report, of: tuple[str, str]) -> None:
    """The effect with its ends, per start, and who started."""
    assert told.itt is not None
    assert told.starts is not None
    assert told.per_start is not None
    unit_type, measure = of
    extra, noun = told.itt.difference, NOUNS[unit_type]
    shown = {
        CREDITED if unit_type == "creator" else EXTRA: extra.estimate,
        "at least": extra.low,
        "at most": extra.high,
        PER_START: told.per_start.estimate,
    }
    written = {label: amount(value, measure, view.currency) for label, value in shown.items()}
    starts = f"{_starts(told.starts.treated)} vs {_starts(told.starts.control)}"
    tiles(written | {STARTED: starts}, key="read-figures", about=ABOUT)
    words = [
        f"n = {told.whole:,} of {counted(told.planned, noun)} with 28 days over",
        f"at least, at most: {percent(extra.level)} interval",
        _of_starters(view, told, measure),
        f"started, per {noun}: of those asked vs of those left alone",
    ]
    st.caption(" · ".join(words).replace("$", r"\$"))


def _of_starters(view: View, told: Report, measure: str) -> str:
    found = told.per_start
    if found is None or is_missing(found.low):
        return "per start not estimable: the arms do not differ enough in who started"
    low, high = (amount(value, measure, view.currency) for value in (found.low, found.high))
    return f"per start {percent(found.level)} interval {low} to {high}"


def _starts(per_unit: float) -> str:
    """Starts per unit: a share as long as one cannot start more than once."""
    return f"{per_unit:.2f}" if per_unit > 1 else share(per_unit)
