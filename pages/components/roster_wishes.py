"""What a roster may take and what it is to bring, in one form; all of it lives in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, log10
from typing import Any

import streamlit as st

from models.roster.choose import ON_AVERAGE, SURELY, Aim
from models.roster.problem import COSTS, Limits, Wish
from pages.components.numbers import symbol
from pages.components.roster_candidates import Pool
from pages.components.spend import BUDGET

MOST, LEAST = "most extra GMV", "least spend"
USUAL_PAIRS = 20
PARTS = {
    "sample-cap": "Samples at most",
    "fee-cap": "Fixed fees at most",
    "commission-cap": "Commission at most",
}
NAMED, BEYOND = ("must", "never"), "beyond-seen"
SECONDS = 4.0


@dataclass(frozen=True)
class Wishes:
    """What was asked: `seek` most extra GMV or the least spend for `target`, `by` the average or
    surely; limits as models.roster.problem.Limits has them, in major units. `samples` are at hand
    of each product.
    """

    seek: str
    by: str
    target: float | None
    budget: float | None
    caps: tuple[float | None, float | None, float | None]
    asked: int | None
    per_product: int | None
    samples: int | None
    is_beyond_seen: bool
    is_one_product_each: bool
    is_shortlist_alone: bool
    must: tuple[str, ...]
    never: tuple[str, ...]

    @property
    def aim(self) -> Aim:
        target = (self.target or 0.0) if self.seek == LEAST else None
        return Aim(by=self.by, target=target, seconds=SECONDS)

    def limits(self, pool: Pool) -> Limits:
        """The limits of these wishes for the products of a pool."""
        at_hand = {} if self.samples is None else dict.fromkeys(pool.titles, self.samples)
        return Limits(
            self.budget,
            *self.caps,
            self.asked,
            at_hand,
            self.per_product,
            {} if self.is_beyond_seen else pool.seen,
            self.is_one_product_each,
            frozenset((None, creator) for creator in self.must),
            frozenset([*((None, creator) for creator in self.never), *self._not_shortlisted(pool)]),
        )

    def _not_shortlisted(self, pool: Pool) -> list[Wish]:
        """Pairs that are left out where shortlists alone are to be chosen from."""
        rows = pool.rows[~pool.rows["is_shortlisted"] & self.is_shortlist_alone]
        return list(zip(rows["product_id"], rows["creator_id"], strict=True))


def forget_names_of_others(pool: Pool) -> None:
    """Who must be on it, or never, were chosen among the candidates of other products: those that
    are no candidates here are dropped.
    """
    names = set(pool.rows["name"])
    for key in NAMED:
        if key in st.session_state:
            st.session_state[key] = [name for name in st.session_state[key] if name in names]


def choose_wishes(pool: Pool) -> Wishes:
    """The form; an empty number sets no limit."""
    unit = symbol(pool.currency)
    ids = dict(zip(pool.rows["name"], pool.rows["creator_id"], strict=True))
    with st.form("wishes", border=True):
        st.subheader("What it may take", anchor=False)
        budget = _amount(f"Budget, {unit}", "budget", pool.at_hand or usual_budget(pool), BUDGET)
        asked = _number("Creators to ask, at most", "asked")
        seek = _choice("Seek", (MOST, LEAST), "seek")
        target = _amount(f"Extra GMV to reach at least spend, {unit}", "target", None)
        by = _choice("Counted", (ON_AVERAGE, SURELY), "counted")
        is_beyond = bool(pool.seen) and st.toggle(
            "Beyond what was seen", key=BEYOND, bind="query-params", help=HELP[BEYOND]
        )
        with st.expander("More limits", key="more-limits"):
            caps = tuple(_amount(f"{label}, {unit}", key, None) for key, label in PARTS.items())
            samples = _number("Samples at hand, per product", "samples-each")
            per_product = _number("Creators per product, at most", "per-product")
            is_one = st.toggle("One product per creator", True, key="one-each", bind="query-params")
            has_list = bool(pool.rows["is_shortlisted"].any())
            is_alone = has_list and st.toggle(
                "Shortlists alone", key="shortlist-alone", bind="query-params"
            )
        must, never = (
            st.multiselect(label, list(ids), key=key, bind="query-params", placeholder="Nobody")
            for label, key in (("Must be on it", "must"), ("Never", "never"))
        )
        st.form_submit_button("Choose", type="primary", icon=":material/groups:")
    return Wishes(
        seek, by, target, budget, (caps[0], caps[1], caps[2]), asked, per_product, samples,
        is_beyond, is_one, is_alone, tuple(ids[name] for name in must),
        tuple(ids[name] for name in never),
    )  # fmt: skip


def usual_budget(pool: Pool) -> float:
    """What a budget begins with: about USUAL_PAIRS usual candidates, as 1, 2 or 5 and zeros."""
    costs = pool.rows[list(COSTS)].sum(axis=1)
    wanted = max(USUAL_PAIRS * float(costs.median()), 1.0)
    unit = 10.0 ** floor(log10(wanted))
    return next(unit * step for step in (1, 2, 5, 10) if unit * step >= wanted)


def _choice(label: str, options: tuple[str, str], key: str) -> str:
    chosen = st.segmented_control(
        label, options, default=options[0], required=True, key=key, bind="query-params",
        help=HELP[key], format_func=_first_letter,
    )  # fmt: skip
    return chosen or options[0]


def _first_letter(text: str) -> str:
    return text[0].upper() + text[1:]


def put_back(wishes: Mapping[str, Any], names: Mapping[str, str]) -> None:
    """Fills the form with wishes that were kept, as `dataclasses.asdict` tells them; to be called
    before the form is drawn.
    """
    state = {"budget": wishes["budget"], "asked": wishes["asked"], "seek": wishes["seek"]}
    state |= {"target": wishes["target"], "counted": wishes["by"]}
    state |= dict(zip(PARTS, wishes["caps"], strict=True))
    state |= {"samples-each": wishes["samples"], "per-product": wishes["per_product"]}
    state |= {"one-each": wishes["is_one_product_each"]}
    state |= {BEYOND: wishes.get("is_beyond_seen", False)}
    state |= {"shortlist-alone": wishes["is_shortlist_alone"]}
    state |= {key: [names[one] for one in wishes[key] if one in names] for key in NAMED}
    for key, value in state.items():
        st.session_state[key] = value


def seek_least(target: float) -> None:
    """Asks for the least spend that reaches a target; to be called before the form is drawn."""
    st.session_state["seek"] = LEAST
    st.session_state["target"] = float(target)


def go_beyond_seen() -> None:
    """Lifts the limit of what was seen; to be called before the form is drawn."""
    st.session_state[BEYOND] = True


HELP = {
    "seek": "The most extra GMV within all limits, or the least spend that brings the target.",
    "counted": (
        "On average: the mean of what the roster may bring. Surely: what it brings in nine of ten "
        "draws, so that a few lucky hits count less than many likely ones."
    ),
    BEYOND: (
        "How much less each further creator adds is known up to as many as this market's products "
        "have had beside their usual number. Off: no product takes more. On: more are taken, as if "
        "that went on as it was."
    ),
}


def _amount(label: str, key: str, value: float | None, about: str | None = None) -> float | None:
    return st.number_input(
        label, min_value=0.0, value=value, step=100.0, key=key, bind="query-params",
        placeholder="no limit" if key != "target" else "what is to be reached", help=about,
    )  # fmt: skip


def _number(label: str, key: str) -> int | None:
    return st.number_input(
        label, min_value=0, value=None, step=1, key=key, bind="query-params",
        placeholder="no limit",
    )  # fmt: skip
