"""The roster of a pool and wishes, chosen once and kept; or in words why there is none."""

from contextlib import suppress
from dataclasses import dataclass, replace
from math import floor
from typing import NoReturn

import streamlit as st

from analytics.market import MarketFacts
from data.money import exponent
from models.roster.around import Binding, binding
from models.roster.choose import ON_AVERAGE, Aim, NotFoundError, Roster, roster
from models.roster.collisions import Collision, InfeasibleError
from models.roster.problem import Problem
from pages.components.numbers import money
from pages.components.roster_candidates import Pool
from pages.components.roster_wishes import LEAST, MOST, Wishes, seek_least
from pages.components.words import plain


@dataclass(frozen=True)
class Answer:
    """The roster of a problem, and the limits that bind it."""

    problem: Problem
    aim: Aim
    found: Roster
    binding: tuple[Binding, ...]


def solved_or_stop(facts: MarketFacts, pool: Pool, wishes: Wishes) -> Answer:
    """The answer to the wishes; ends the page with what collides where there is none."""
    if wishes.seek == LEAST and not wishes.target:
        _ask_target(facts, pool, wishes)
    try:
        return _answer(facts, pool, wishes)
    except InfeasibleError as error:
        why = _in_words(error, pool, wishes)
        st.warning(f"**No roster keeps all of this:** {why}.", icon=":material/block:")
        st.caption("Loosen a limit, or take somebody off the must-haves.")
        st.stop()
    except NotFoundError as error:
        st.warning(f"{str(error).capitalize()}. Fewer products make it easier.")
        st.stop()


def _answer(facts: MarketFacts, pool: Pool, wishes: Wishes) -> Answer:
    problem = Problem(pool.candidates(facts), wishes.limits(pool), pool.curves)
    with st.spinner("Choosing"):
        found = chosen(problem, wishes.aim)
    return Answer(problem, wishes.aim, found, binding(problem, found))


def _ask_target(facts: MarketFacts, pool: Pool, wishes: Wishes) -> NoReturn:
    """Offers what the best roster within the limits brings."""
    st.info("Say what extra GMV is to be reached, and press Choose.")
    with suppress(InfeasibleError, NotFoundError):
        most = _answer(facts, pool, replace(wishes, seek=MOST)).found.total
        offer_target(most.mean if wishes.by == ON_AVERAGE else most.chosen_low, pool.currency)
    st.stop()


def offer_target(amount: float, currency: str) -> None:
    """A button that asks for so much extra GMV at the least spend."""
    target = float(floor(amount))
    told = plain(in_money(target, currency).removesuffix(".00"))
    st.button(
        f"Reach {told} at the least spend", icon=":material/savings:", on_click=seek_least,
        args=(target,), help="The most that these limits bring, as the target.",
    )  # fmt: skip


def _in_words(error: InfeasibleError, pool: Pool, wishes: Wishes) -> str:
    """What collides, by names and in the market's money."""

    def amount(value: float) -> str:
        return plain(in_money(value, pool.currency))

    def name(about: str) -> str:
        return plain(pool.names.get(about, about))

    def told(one: Collision) -> str:
        if one.kind == "both" and one.about not in wishes.never:
            return f"{name(one.about)} is a must-have and on none of the shortlists"
        return one.words(amount, name)

    return "; ".join(told(one) for one in error.collisions)


def in_money(amount: float, currency: str) -> str:
    """An amount in major units as people read it."""
    return money(amount * 10 ** exponent(currency), currency, is_compact=False)


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs={Problem: Problem.fingerprint})
def chosen(problem: Problem, aim: Aim) -> Roster:
    """The roster of a problem, known by all that it hangs on."""
    return roster(problem, aim)
