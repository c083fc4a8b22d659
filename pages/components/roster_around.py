"""What lies around a roster, worked out once it is on screen: what more would bring, who stays.

A click on the page ends this between two steps; what was worked out until then is kept.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from models.roster.around import dearer, further, over_budgets, over_targets
from models.roster.choose import Aim, Roster
from models.roster.exchanges import NOBODY, Exchanges, exchanges
from models.roster.problem import Ints, Problem
from models.roster.stays import Stays, redrawn, redraws, stays
from pages.components.numbers import NOTHING, counted
from pages.components.roster_candidates import Pool
from pages.components.roster_outcome import roster_rows
from pages.components.roster_picture import budget_chart
from pages.components.roster_solved import Answer, chosen
from pages.components.roster_words import FRONTIERS, further_sentence, steady
from pages.components.tables import money_column, rounded
from pages.components.words import short

MORE = 1_000.0
STEPS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
TARGETS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5)
CURVE_SECONDS = 0.6
FEW, SHORT = 8, 320
"""Rows that are shown at once, and pixels of a table of more, which scrolls within itself."""
BY_PROBLEM: dict[str | type[Any], Callable[[Any], Any]] = {Problem: Problem.fingerprint}


def around(pool: Pool, answer: Answer) -> None:
    """What more would bring, then who stays and who could stand in, each when it is ready."""
    if not len(answer.found.chosen):
        return
    is_least = answer.aim.target is not None
    has_more = is_least or answer.problem.limits.budget is not None
    *left, right = st.columns([2, 3], gap="medium") if has_more else [st.container()]
    firm = right.container(border=True, key="roster-stays")
    firm.subheader("Who stays, and who could stand in", anchor=False)
    for place in left:
        with place.container(border=True, key="roster-more"):
            st.subheader(f"What more would {'cost' if is_least else 'bring'}", anchor=False)
            _more(pool, answer)
    with firm:
        _stays(pool, answer)


class _Bar:
    """How far a number of steps is; drawing it is where a click on the page ends them."""

    def __init__(self, words: str, steps: int) -> None:
        self._words, self._steps, self._done = words, steps, 0
        self._bar = st.progress(0.0, words)

    def step(self) -> None:
        self._bar.progress(min(self._done / self._steps, 1.0), self._words)
        self._done += 1

    def choose(self, problem: Problem, aim: Aim) -> Roster:
        self.step()
        return chosen(problem, aim)

    def end(self) -> None:
        self._bar.empty()


def _more(pool: Pool, answer: Answer) -> None:
    """What another MORE of budget adds or of extra GMV costs, and the curve of it."""
    is_least = answer.aim.target is not None
    bar = _Bar("Choosing for less and for more", len(TARGETS if is_least else STEPS) + 1)
    one_more = dearer if is_least else further
    by = one_more(answer.problem, answer.found, MORE, answer.aim, bar.choose)
    curve = _over_targets(answer, bar) if is_least else _over_budgets(answer, bar)
    bar.end()
    st.markdown(further_sentence(pool, answer.aim, MORE, by))
    here = answer.found.total.spend if is_least else answer.problem.limits.budget
    if not curve.empty and here:
        chart = budget_chart(curve, here, pool.currency)
        st.altair_chart(chart, alt="Extra GMV by budget", key="roster-budgets")
        st.caption(FRONTIERS[is_least])


def _over_targets(answer: Answer, bar: _Bar) -> pd.DataFrame:
    targets = [(answer.aim.target or 0.0) * step for step in TARGETS]
    quick = replace(answer.aim, seconds=CURVE_SECONDS)
    return over_targets(answer.problem, answer.found, targets, quick, bar.choose)


def _over_budgets(answer: Answer, bar: _Bar) -> pd.DataFrame:
    """Extra GMV on average by budget, up to twice the one set; none where there is none, or where
    must-haves make less of it impossible.
    """
    limits = answer.problem.limits
    if not limits.budget or limits.must:
        return pd.DataFrame()
    budgets, quick = [limits.budget * step for step in STEPS], Aim(seconds=CURVE_SECONDS)
    return over_budgets(answer.problem, answer.found, budgets, quick, bar.choose)


def _stays(pool: Pool, answer: Answer) -> None:
    """Which share of new choices takes each pair again, and who would stand in for it."""
    draws = redraws(answer.problem)
    bar, again = _Bar("Choosing again, values drawn anew", len(draws) + 1), []
    for draw in draws:
        bar.step()
        again.append(_redrawn(answer.problem, answer.found, answer.aim, draw))
    bar.step()
    instead = _exchanges(answer.problem, answer.found, answer.aim)
    bar.end()
    told = stays(answer.found, again)
    st.markdown(steady(told))
    _stays_table(pool, stays_rows(pool, answer, told, instead))


def _stays_table(pool: Pool, rows: pd.DataFrame) -> None:
    columns = _columns(pool)
    st.dataframe(
        rounded(rows[list(columns)], columns),
        column_config=columns,
        hide_index=True,
        height="content" if len(rows) <= FEW else SHORT,
        placeholder=NOTHING,
    )
    st.caption(f"{counted(len(rows), 'pair')}, what adds most first")


@st.cache_data(max_entries=480, show_spinner=False, hash_funcs=BY_PROBLEM)
def _redrawn(problem: Problem, _found: Roster, aim: Aim, draw: int) -> Ints | None:
    return redrawn(problem, _found, aim, draw)


@st.cache_data(max_entries=20, show_spinner=False, hash_funcs=BY_PROBLEM)
def _exchanges(problem: Problem, _found: Roster, aim: Aim) -> Exchanges:
    return exchanges(problem, _found)


def stays_rows(pool: Pool, answer: Answer, told: Stays, instead: Exchanges) -> pd.DataFrame:
    """A row per chosen pair, what adds most first: names, `stays` in percent, who could stand in
    (`instead`), and by what that `changes` the roster's extra GMV, in major units.
    """
    by_place = pd.DataFrame(
        {
            "place": answer.found.chosen,
            "stays": (100 * told.by_pair).round(),
            "instead": [_called(pool, place) for place in instead.instead.tolist()],
            "changes": -instead.loses,
        }
    )
    return roster_rows(pool, answer).merge(by_place, on="place", how="left")


def _called(pool: Pool, place: int) -> str | None:
    """A candidate's creator, and where there are several products, for which."""
    if place == NOBODY:
        return None
    product, name = pool.rows.iloc[place][["product_id", "name"]]
    return str(name) if len(pool.titles) == 1 else f"{name} · {short(pool.titles[product])}"


def _columns(pool: Pool) -> dict[str, Any]:
    config = st.column_config
    columns = {
        "name": config.TextColumn("Creator", pinned=True),
        "stays": config.NumberColumn(
            "Stays, %", help="Share of new choices that take it again.", format="%.0f"
        ),
        "instead": config.TextColumn(
            "Exchangeable with",
            help="Who, left out, would stand in for it within the limits at the least loss.",
        ),
        "changes": money_column(
            "That changes", pool.currency, "What of the roster's extra GMV on average that takes."
        ),
        "product": config.TextColumn("Product"),
    }
    return {k: v for k, v in columns.items() if k != "product" or len(pool.titles) > 1}
