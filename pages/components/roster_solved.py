"""The roster of a pool and wishes, chosen once and kept; or in words why there is none."""

from dataclasses import dataclass, replace
from math import floor

import numpy as np
import pandas as pd
import streamlit as st

from analytics.market import MarketFacts
from data.money import exponent
from models.roster.around import Binding, Stays, binding, further, over_budgets, stays
from models.roster.choose import SURELY, Aim, NotFoundError, Roster, roster
from models.roster.collisions import InfeasibleError
from models.roster.exchanges import Exchanges, exchanges
from models.roster.least import Dearer, dearer, over_targets
from models.roster.problem import Problem
from pages.components.numbers import money
from pages.components.roster_candidates import Pool
from pages.components.roster_wishes import LEAST, Wishes
from pages.components.words import plain

MORE = 1_000.0
STEPS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
REACHES = (0.25, 0.5, 0.75, 1.0, 1.1, 1.25)
STABLE_SECONDS, CURVE_SECONDS = 3.0, 0.6


@dataclass(frozen=True)
class Answer:
    """The roster with what lies around it. Of the most extra GMV: limits that bind, what another
    MORE of budget would add (`more`), extra GMV over budgets (`over`). Of the least spend: limits
    without which it were less, what another MORE of extra GMV would cost (None where out of reach),
    spend over targets.
    """

    found: Roster
    binding: tuple[Binding, ...]
    dearer: tuple[Dearer, ...]
    more: float | None
    over: pd.DataFrame
    stays: Stays
    exchanges: Exchanges


def solved_or_stop(facts: MarketFacts, pool: Pool, wishes: Wishes) -> Answer:
    """The answer to the wishes; ends the page with what collides where there is none."""
    problem = problem_of(facts, pool, wishes)
    try:
        with st.spinner("Choosing"):
            if wishes.seek == LEAST and not wishes.target:
                _ask_for_target(pool, wishes, _found(problem, wishes.aim_at_most))
            return _solved(problem, wishes.aim)
    except InfeasibleError as error:
        why = _in_words(error, pool)
        st.warning(f"**No roster keeps all of this:** {why}.", icon=":material/block:")
        st.caption("Loosen a limit, or take somebody off the must-haves.")
        st.stop()
    except NotFoundError as error:
        st.warning(f"{str(error).capitalize()}. Fewer products make it easier.")
        st.stop()


def _ask_for_target(pool: Pool, wishes: Wishes, most: Roster) -> None:
    """Ends the page with what could be the target: the most that the limits allow."""
    st.info("Say what extra GMV is to be reached, and press Choose.")
    take_as_target(pool, most, wishes.by)
    st.stop()


def take_as_target(pool: Pool, found: Roster, by: str) -> None:
    """A button that seeks the least spend for what a roster brings."""
    reached = floor(found.total.chosen_low if by == SURELY else found.total.mean)
    label = f"Reach {plain(in_money(reached, pool.currency).removesuffix('.00'))} at least spend"
    st.button(
        label, icon=":material/savings:", disabled=reached <= 0, key="as-target",
        on_click=st.session_state.update, args=({"seek": LEAST, "target": float(reached)},),
    )  # fmt: skip


def _in_words(error: InfeasibleError, pool: Pool) -> str:
    """What collides, by names and in the market's money."""

    def amount(value: float) -> str:
        return plain(in_money(value, pool.currency))

    def name(about: str) -> str:
        return plain(pool.names.get(about, about))

    return "; ".join(one.words(amount, name) for one in error.collisions)


def in_money(amount: float, currency: str) -> str:
    """An amount in major units as people read it."""
    return money(amount * 10 ** exponent(currency), currency, is_compact=False)


def problem_of(facts: MarketFacts, pool: Pool, wishes: Wishes) -> Problem:
    """The pool within the limits wished for."""
    return Problem(pool.candidates(facts), wishes.limits(pool), pool.curves)


@st.cache_data(max_entries=20, show_spinner=False, hash_funcs={Problem: Problem.fingerprint})
def _found(problem: Problem, aim: Aim) -> Roster:
    return roster(problem, aim)


@st.cache_data(max_entries=20, show_spinner=False, hash_funcs={Problem: Problem.fingerprint})
def _solved(problem: Problem, aim: Aim) -> Answer:
    found = _found(problem, aim)
    again = (stays(problem, found, aim, seconds=STABLE_SECONDS), exchanges(problem, found))
    if aim.target is None:
        more = further(problem, found, MORE, aim)
        return Answer(found, binding(problem, found), (), more, _over(problem, found), *again)
    short = replace(aim, seconds=CURVE_SECONDS)
    further_on = over_targets(problem, found, [aim.target + MORE], short)["adds"]
    more = None if further_on.empty else max(float(further_on.iloc[0]), 0.0)
    if aim.by == SURELY:
        return Answer(found, (), (), more, pd.DataFrame(), *again)
    targets = (np.array(REACHES) * aim.target).tolist()
    over = over_targets(problem, found, targets, short)
    return Answer(found, (), dearer(problem, found, short), more, over, *again)


def _over(problem: Problem, found: Roster) -> pd.DataFrame:
    """Extra GMV on average by budget, up to twice the one set; none where there is none, or where
    must-haves make less of it impossible.
    """
    budget = problem.limits.budget
    if not budget or problem.limits.must:
        return pd.DataFrame()
    steps = (np.array(STEPS) * budget).tolist()
    return over_budgets(problem, found, steps, Aim(seconds=CURVE_SECONDS))
