"""The roster of a pool and wishes, chosen once and kept; or in words why there is none."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from analytics.market import MarketFacts
from data.money import exponent
from models.roster.around import Binding, Stays, binding, further, over_budgets, stays
from models.roster.choose import Aim, NotFoundError, Roster, roster
from models.roster.collisions import InfeasibleError
from models.roster.problem import Problem
from pages.components.numbers import money
from pages.components.resources import market, session
from pages.components.roster_candidates import Pool
from pages.components.roster_wishes import LEAST, Wishes
from pages.components.words import plain

MORE = 1_000.0
STEPS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
STABLE_SECONDS, CURVE_SECONDS = 3.0, 0.6


@dataclass(frozen=True)
class Answer:
    """The roster with what lies around it; `more` is what another MORE of budget would add."""

    found: Roster
    binding: tuple[Binding, ...]
    more: float | None
    budgets: pd.DataFrame
    stays: Stays


def solved_or_stop(facts: MarketFacts, pool: Pool, wishes: Wishes) -> Answer:
    """The answer to the wishes; ends the page with what collides where there is none."""
    if wishes.seek == LEAST and not wishes.target:
        st.info("Say what extra GMV is to be reached, and press Choose.")
        st.stop()
    try:
        with st.spinner("Choosing"):
            return _solved(_key(pool), wishes, facts, pool)
    except InfeasibleError as error:
        why = _in_words(error, pool)
        st.warning(f"**No roster keeps all of this:** {why}.", icon=":material/block:")
        st.caption("Loosen a limit, or take somebody off the must-haves.")
        st.stop()
    except NotFoundError as error:
        st.warning(f"{str(error).capitalize()}. Fewer products make it easier.")
        st.stop()


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


def _key(pool: Pool) -> tuple[str, ...]:
    """What the answer depends on beside the wishes: market, viewer, data, candidates, estimates."""
    asking = session()
    digest = pd.util.hash_pandas_object(
        pool.rows[
            ["product_id", "creator_id", "estimate", "sample_cost", "flat_fee", "commission"]
        ],
        index=False,
    )
    return (market() or "", asking.version, asking.scope.name, pool.currency, str(digest.sum()))


@st.cache_data(max_entries=20, show_spinner=False)
def _solved(key: tuple[str, ...], wishes: Wishes, _facts: MarketFacts, _pool: Pool) -> Answer:
    del key
    problem = Problem(_pool.candidates(_facts), wishes.limits(_pool), _pool.curves)
    found, aim = roster(problem, wishes.aim), wishes.aim
    is_least = aim.target is not None
    return Answer(
        found,
        () if is_least else binding(problem, found),
        None if is_least else further(problem, found, MORE, aim),
        pd.DataFrame() if is_least else _over(problem, found),
        stays(problem, found, aim, seconds=STABLE_SECONDS),
    )


def _over(problem: Problem, found: Roster) -> pd.DataFrame:
    """Extra GMV on average by budget, up to twice the one set; none where there is none, or where
    must-haves make less of it impossible.
    """
    budget = problem.limits.budget
    if not budget or problem.limits.must:
        return pd.DataFrame()
    steps = (np.array(STEPS) * budget).tolist()
    return over_budgets(problem, found, steps, Aim(seconds=CURVE_SECONDS))
