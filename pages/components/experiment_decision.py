"""What to do after an experiment, in a sentence with its risk, for costs that people set."""

import streamlit as st

from data.money import exponent
from models.experiments.decision import PRIOR_SPREAD, Risk, advice, risk
from models.experiments.report import Report, State, lacking
from pages.components.experiment_view import NOUNS, percent
from pages.components.filters import View
from pages.components.numbers import money, symbol

ICONS = {"ahead": ":material/check_circle:", "stop": ":material/cancel:"}


def decision(view: View, told: Report, of: tuple[str, str]) -> None:
    """The sentence first; what an invitation costs beside it, where money is measured."""
    unit_type, measure = of
    if told.state is not State.ready:
        _open(told)
        return
    with st.container(border=True, key="decision"):
        assert told.itt is not None
        if unit_type == "creator":
            st.markdown("**No decision in money:** what creators are credited with may be sales "
                        "that would have come anyway. Draw products or pairs to tell.")  # fmt: skip
            return
        if measure != "net_gmv":
            _of_orders(told, NOUNS[unit_type])
            return
        words, costs = st.columns([3, 2], gap="medium", vertical_alignment="center")
        with costs, st.container(horizontal=True, vertical_alignment="bottom"):
            cost, margin = _costs(view.currency)
        found = risk(told.itt.difference, told.itt.control, margin, cost)
        with words:
            _sentence(found, NOUNS[unit_type], view.currency)


def _open(told: Report) -> None:
    """Why nothing is to be decided yet."""
    if told.state is State.alarm:
        st.error(f"**Do not decide:** {lacking(told)}.", icon=":material/warning:")
        return
    st.info(f"**Do not decide yet:** {lacking(told)}.", icon=":material/hourglass_top:")


def _of_orders(told: Report, noun: str) -> None:
    assert told.itt is not None
    extra = told.itt.difference
    way = "more orders" if extra.estimate > 0 else "fewer orders"
    if extra.is_apart:
        st.markdown(f"Those asked had **{way}**: {extra.estimate:+.2f} per {noun} ({extra.span}).")
    else:
        st.markdown(f"**Orders cannot be told apart from chance** ({extra.span} per {noun}).")
    st.caption("Choose Net GMV to see what going ahead would risk.")


def _costs(currency: str) -> tuple[float, float]:
    """Cost per unit asked in minor units, and what stays of net GMV as a share."""
    cost = st.number_input(
        f"Cost per unit asked, {symbol(currency)}", 0.0, value=0.0, step=5.0, key="test-cost",
        help="Samples, fees and work; commission belongs to the share that stays.",
    )  # fmt: skip
    stays = st.number_input(
        "Of net GMV stays, %", 1, 100, 100, 5, key="test-margin",
        help="After commission, platform fee and cost of goods.",
    )  # fmt: skip
    return float(cost) * 10 ** exponent(currency), stays / 100


def _sentence(found: Risk, noun: str, currency: str) -> None:
    """What going ahead brings on average and the chance that it loses money."""
    way = advice(found)
    heads = {
        "ahead": "Go ahead",
        "stop": "Stop",
        "open": "Open: the risk is large either way",
    }
    worth, lost, missed = (
        money(figure, currency)
        for figure in (found.worth, found.loss_if_wrong, found.missed_if_stopped)
    )
    st.markdown(f"#### {ICONS.get(way, ':material/help:')} {heads[way]}".strip())
    st.markdown(
        f"Asking for all brings **{worth}** per {noun} on average. The chance that it loses money "
        f"is **{percent(found.chance_of_loss)}**; if it does, {lost} per {noun}. If it is stopped "
        f"though it pays, {missed} per {noun} are missed.".replace("$", r"\$")
    )
    st.caption(
        "Before the test an effect is taken to lie around none, two times of three within "
        f"{percent(PRIOR_SPREAD)} of what the arm that was left alone sells."
    )
