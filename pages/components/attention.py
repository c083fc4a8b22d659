"""The lines of *Needs a look*: what, how much, and the way to the page that shows it."""

import streamlit as st

from analytics import attention
from pages.components.filters import View
from pages.components.numbers import day, money, share
from pages.components.resources import ask

MOST = 3


def needs_a_look(view: View) -> None:
    """Overdue samples, refund spikes, silent creators, changed terms, late data."""
    drawn = [
        _samples(view),
        _refunds(view),
        _silent(view),
        _terms(view),
        _late(view),
    ]
    if not any(drawn):
        st.success("Nothing stands out.", icon=":material/check:")


def _samples(view: View) -> bool:
    found = ask(attention.samples, view.slice)
    overdue = found[found["state"] == "overdue"]
    if len(overdue):
        st.markdown(f":orange-badge[samples] **{len(overdue)}** overdue: received, nothing posted")
    return len(overdue) > 0


def _refunds(view: View) -> bool:
    spikes = ask(attention.refund_spikes, view.slice)
    for row in spikes.head(MOST).itertuples():
        st.markdown(
            f":red-badge[refunds] {row.title}: {share(row.rate)} of {row.lines} lines, "
            f"{share(row.rate_before)} before"
        )
    return len(spikes) > 0


def _silent(view: View) -> bool:
    silent = ask(attention.silent_creators, view.slice)
    for row in silent.head(MOST).itertuples():
        since = f"since {day(row.last_on)}" if row.last_on == row.last_on else "at all"
        st.markdown(
            f":violet-badge[silent] @{row.handle}: nothing published {since}; "
            f"{money(row.net_gmv, view.currency)} net in 90 days"
        )
    return len(silent) > 0


def _terms(view: View) -> bool:
    changed = ask(attention.changed_terms, view.slice)
    for row in changed.head(MOST).itertuples():
        figure = share if row.term == "commission" else (lambda x: money(x, view.currency))
        st.markdown(
            f":blue-badge[{row.term}] {row.title}: {figure(row.before)} → {figure(row.now)}"
        )
    return len(changed) > 0


def _late(view: View) -> bool:
    late = ask(attention.late_sources, view.slice) if view.facts.last_day else None
    if late is None or view.slice.period.last_day != view.facts.last_day:
        return False
    for row in late.itertuples():
        st.markdown(f":gray-badge[data] {row.kind} end on {day(row.last_on)}")
    return len(late) > 0
