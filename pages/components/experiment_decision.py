"""What to do after an experiment, in a sentence with its risk, after what asking and sales cost."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from data.money import exponent
from models.experiments.costs import asking, kept_share, lacking, left
from models.experiments.decision import PRIOR_SPREAD, Risk, advice, risk, usual
from models.experiments.followed import Followed
from models.experiments.report import Compared, Report, State
from models.experiments.report import lacking as undecided
from models.experiments.spread import DAYS
from pages.components.experiment_kept import kept_plan
from pages.components.experiment_view import NOUNS, amount, percent
from pages.components.filters import View
from pages.components.numbers import counted, major, money, symbol

ICONS = {"ahead": ":material/check_circle:", "stop": ":material/cancel:"}
UNKNOWN = "not known"
SELDOM = 0.01


@dataclass(frozen=True)
class Both:
    """An experiment's `row` and what its two arms that are compared had."""

    row: pd.Series
    found: Followed
    control: str


@dataclass(frozen=True)
class Gain:
    """What is left of what was gained, per unit: measured, or net GMV of which a `share` stays; and
    what asking costs, minor units. None where not known. `sells` is what a unit usually sells.
    """

    of_sales: Compared
    sells: float
    share: float | None
    asking: float | None

    def risk(self) -> Risk | None:
        """None as long as a cost is not known."""
        if self.share is None or self.asking is None:
            return None
        return risk(self.of_sales.difference, self.sells, self.share, self.asking)


def decision(view: View, told: Report, both: Both, measure: str) -> None:
    """The sentence first; what it costs beside it, where money is measured."""
    row = both.row
    if told.state is not State.ready:
        _open(told)
        return
    with st.container(border=True, key="decision"):
        _say_open(told)
        if row["unit_type"] == "creator":
            st.markdown("**No decision in money:** what creators are credited with may be sales "
                        "that would have come anyway. Draw products or pairs to tell.")  # fmt: skip
            return
        if measure != "net_gmv":
            _of_orders(told, NOUNS[row["unit_type"]])
            return
        words, costs = st.columns([3, 2], gap="medium", vertical_alignment="center")
        with costs:
            gain = _costs(view, told, both)
        with words:
            _told(view, told, gain, lacking(both.found))


def _open(told: Report) -> None:
    """Why nothing is to be decided yet."""
    if told.state is State.alarm:
        st.error(f"**Do not decide:** {undecided(told)}.", icon=":material/warning:")
        return
    st.info(f"**Do not decide yet:** {undecided(told)}.", icon=":material/hourglass_top:")


def _say_open(told: Report) -> None:
    """On how many it is decided, where more were drawn later."""
    if told.open:
        st.caption(
            f"Of the first {told.whole:,}, whose {DAYS} days are over; {told.open:,} were drawn "
            "later and are not counted yet. Each look at a growing list is one more chance to be "
            "deceived: the band by day below allows for that."
        )


def _of_orders(told: Report, noun: str) -> None:
    assert told.itt is not None
    extra = told.itt.difference
    way = "more orders" if extra.estimate > 0 else "fewer orders"
    if extra.is_apart:
        st.markdown(f"Those asked had **{way}**: {extra.estimate:+.2f} per {noun} ({extra.span}).")
    else:
        st.markdown(f"**Orders cannot be told apart from chance** ({extra.span} per {noun}).")
    st.caption("Choose Net GMV to see what going ahead would risk.")


def _costs(view: View, told: Report, both: Both) -> Gain:
    """What asking costs, as far as it is on record, and what stays of sales where that is not."""
    assert told.itt is not None
    found, control = both.found, both.control
    measured = left(found, control, told.itt.difference.level)
    known = asking(found, control, kept_plan(both.row["experiment_id"]).get("asked_per_unit"))
    key = f"{both.row['experiment_id']}-{view.currency}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        cost = st.number_input(
            f"Cost per product asked, {symbol(view.currency)}", 0.0, step=5.0,
            value=None if known is None else round(major(known, view.currency), 2),
            placeholder=UNKNOWN, key=f"test-cost-{key}",
            help="Samples, fees and work, for all creators asked for a product together. It opens "
            "with the samples and fees on record.",
        )  # fmt: skip
        stays = None
        if measured is None:
            stays = st.number_input(
                "Of net GMV stays, %", 1, 100, None, 5, placeholder=UNKNOWN,
                key=f"test-margin-{key}",
                help="After commission, platform fee and cost of goods.",
            )  # fmt: skip
    minor = None if cost is None else cost * 10 ** exponent(view.currency)
    if measured is not None:
        st.caption(
            "Commission, platform fee and cost of goods are on record: "
            f"{percent(kept_share(found))} of these products' net GMV stays."
        )
        return Gain(measured, usual(told.itt), 1.0, minor)
    return Gain(told.itt, usual(told.itt), None if stays is None else stays / 100, minor)


def _told(view: View, told: Report, gain: Gain, missing: list[tuple[str, int, str]]) -> None:
    """The verdict, or what was gained before costs and what is missing to tell."""
    found = gain.risk()
    if found is not None:
        _sentence(found, view.currency)
        return
    assert told.itt is not None
    extra = told.itt.difference
    effect, low, high = (
        amount(value, "net_gmv", view.currency) for value in (extra.estimate, extra.low, extra.high)
    )
    st.markdown("#### :material/help: No verdict before costs")
    needed = []
    if gain.share is None:
        needed = [f"{what} of {counted(n, of)}" for what, n, of in missing]
    if gain.asking is None:
        needed.append("what asking costs")
    st.markdown(
        f"Before costs asking brings **{effect}** of net GMV per product ({low} to {high}). Not "
        f"known: {', '.join(needed)}. Enter them on Merchant, or say them here, 0 "
        "if there are none.".replace("$", r"\$")
    )


def _sentence(found: Risk, currency: str) -> None:
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
        f"After costs, asking for all leaves **{worth}** per product on average. The chance that "
        f"it loses money is **{_chance(found.chance_of_loss)}**; if it does, {lost} per product. "
        f"If it is stopped though it pays, {missed} per product are missed.".replace("$", r"\$")
    )
    st.caption(
        "Before the test an effect is taken to lie around none, two times of three within "
        f"{percent(PRIOR_SPREAD)} of the net GMV of the arm that sold more."
    )


def _chance(part: float) -> str:
    """A chance is never told as none or as sure."""
    if part < SELDOM:
        return f"below {percent(SELDOM)}"
    return f"above {percent(1 - SELDOM)}" if part > 1 - SELDOM else percent(part)
