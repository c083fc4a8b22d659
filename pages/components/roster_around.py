"""What lies around a roster: what more would bring or cost, and which limits bind."""

import streamlit as st

from models.roster.choose import SURELY
from pages.components.numbers import symbol
from pages.components.roster_candidates import Pool
from pages.components.roster_picture import spend_chart
from pages.components.roster_solved import MORE, Answer, in_money
from pages.components.roster_wishes import LEAST, Wishes
from pages.components.roster_words import bound, makes_dearer
from pages.components.words import plain


def around(pool: Pool, wishes: Wishes, answer: Answer) -> None:
    """What another thousand brings or costs, extra GMV over spend, and which limits bind."""
    is_least = wishes.seek == LEAST
    words = makes_dearer(pool, answer) if is_least else bound(pool, answer)
    if not is_least and answer.over.empty and not words:
        return
    with st.container(border=True, key="roster-limits"):
        st.subheader("What more would cost" if is_least else "What more would bring", anchor=False)
        if (sentence := _another(pool, wishes, answer)) is not None:
            st.markdown(sentence)
        _curve(pool, wishes, answer)
        for one in words:
            st.markdown(f":material/block: {one}")


def _another(pool: Pool, wishes: Wishes, answer: Answer) -> str | None:
    """What another MORE of budget would add, or another MORE of extra GMV would cost."""
    another = plain(f"{symbol(pool.currency)}{MORE:,.0f}")
    surely = " surely" if wishes.by == SURELY else ""
    if answer.more is None:
        is_least = wishes.seek == LEAST
        return (
            f"Another {another} of extra GMV is out of reach of all limits." if is_least else None
        )
    more = plain(in_money(round(answer.more), pool.currency).removesuffix(".00"))
    if wishes.seek == LEAST:
        return f"Another {another} of extra GMV{surely} would cost **{more}**."
    return f"Another {another} of budget would{surely} add **{more}**."


def _curve(pool: Pool, wishes: Wishes, answer: Answer) -> None:
    if answer.over.empty:
        return
    if wishes.seek == LEAST:
        over = answer.over.rename(columns={"target": "value"})
        chart = spend_chart(over, "spend", answer.found.total.spend, pool.currency)
        told = (
            "The least spend for each extra GMV on average, other limits as set · dashed: this one"
        )
    elif wishes.budget:
        chart = spend_chart(answer.over, "budget", wishes.budget, pool.currency)
        told = (
            "Extra GMV on average of the best roster of each budget, other limits as set · "
            "dashed: the budget set"
        )
    else:
        return
    st.altair_chart(chart, alt="Extra GMV by spend", key="roster-budgets")
    st.caption(told)
