"""The lines of *Needs a look*: what, how much, and the way to the page that shows it."""

import streamlit as st

from analytics import attention
from pages.components.filters import View
from pages.components.header import ends_early
from pages.components.links import link
from pages.components.numbers import counted, day, money, share
from pages.components.resources import ask
from pages.components.words import plain, short

MOST = 3


def needs_a_look(view: View) -> None:
    """Overdue samples, refund spikes, silent creators, changed terms, late data; each a link."""
    with st.container(key="needs-a-look", gap="small"):
        drawn = [
            _samples(view),
            _refunds(view),
            _silent(view),
            _terms(view),
            _late_shops(view),
            _late(view),
        ]
    if not any(drawn):
        st.success("Nothing stands out.", icon=":material/check:")


def _samples(view: View) -> bool:
    states = ask(attention.sample_states, view.slice).set_index("state")["samples"]
    overdue = int(states.get("overdue", 0))
    if not overdue:
        return False
    label = f":orange-badge[samples] **{counted(overdue, 'sample')} overdue**: nothing posted yet"
    if shop := view.slice.merchant_id:
        link("merchant", label, icon="", merchant=shop, part="Samples", state="Overdue")
    else:
        link("merchants", label, icon="", view="Samples", state="Overdue")
    return True


def _refunds(view: View) -> bool:
    spikes = ask(attention.refund_spikes, view.slice)
    for row in spikes.head(MOST).itertuples():
        label = (
            f":red-badge[refunds] {plain(short(row.title))}: **{share(row.rate)}** of "
            f"{row.lines} lines, {share(row.rate_before)} before"
        )
        link("product", label, icon="", product=str(row.product_id))
    return len(spikes) > 0


def _silent(view: View) -> bool:
    silent = ask(attention.silent_creators, view.slice)
    for row in silent.head(MOST).itertuples():
        since = f"since {day(row.last_on)}" if row.last_on == row.last_on else "at all"
        did = "published" if row.has_content else "sold"
        label = (
            f":violet-badge[silent] **@{plain(short(row.handle))}** {did} nothing {since}; "
            f"{money(row.net_gmv, view.currency)} net in 90 days"
        )
        link("creator", label.replace("$", "\\$"), icon="", creator=str(row.creator_id))
    return len(silent) > 0


def _terms(view: View) -> bool:
    changed = ask(attention.changed_terms, view.slice)
    for row in changed.head(MOST).itertuples():
        is_rate = row.term == "commission"
        before, now = (
            share(value) if is_rate else money(value, view.currency).replace("$", "\\$")
            for value in (row.before, row.now)
        )
        label = f":blue-badge[{row.term}] {plain(short(row.title))}: {before} → **{now}**"
        link("product", label, icon="", product=str(row.product_id))
    return len(changed) > 0


def _late_shops(view: View) -> bool:
    """Shops without the last days, whose zeros are no fall."""
    late = ask(attention.late_shops, view.slice)
    for row in late.head(MOST).itertuples():
        link("data", f":gray-badge[data] {ends_early(row.name, row.last_on)}", icon="")
    if len(late) > MOST:
        link("data", f":gray-badge[data] and {counted(len(late) - MOST, 'shop')} more", icon="")
    return len(late) > 0


def _late(view: View) -> bool:
    if view.slice.period.last_day != view.facts.last_day:
        return False
    late = ask(attention.late_sources, view.slice)
    for row in late.itertuples():
        link("data", f":gray-badge[data] {row.kind} end on {day(row.last_on)}", icon="")
    return len(late) > 0
