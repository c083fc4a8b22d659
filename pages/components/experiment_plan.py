"""Plan of an experiment: what is drawn among whom, and what the market's past says of its size."""

from dataclasses import replace

import numpy as np
import streamlit as st

from models.experiments.drawing import ARMS
from models.experiments.planning import FEWEST_GROUPS, Design, too_few
from models.experiments.spread import Asked, Funnel, Spread, funnel, spread
from pages.components.experiment_controls import Chosen
from pages.components.experiment_size import Planned, curve_of, figures
from pages.components.experiment_units import choose_units
from pages.components.experiment_view import LEVELS, MEASURES, NOUNS
from pages.components.filters import View
from pages.components.resources import ask, ask_market, fewest_shops

ELSEWHERE = dict.fromkeys(("product", "pair"), "A test among creators")
ELSEWHERE["creator"] = "Creators of the other kind, or of another shop,"


def plan(view: View) -> Planned | None:
    """Figures, then controls beside the curve; None where nothing can be planned, as is said."""
    above = st.container()
    left, right = st.columns([2, 3], gap="medium")
    with left, st.container(border=True):
        chosen = choose_units(view)
        measure, level, worth = _wanted()
    known = _spread(view, chosen, measure)
    groups = chosen.units["cluster_id"].nunique() if len(chosen.units) else 0
    if groups < FEWEST_GROUPS or known is None:
        right.info(_nothing(chosen, groups))
        return None
    started = ask_market(funnel, view.facts.last_day, ARMS[chosen.given], fewest_shops())
    design = _design(chosen, known, started, 1 - level)
    planned = Planned(chosen, design, measure, known, started)
    with above:
        figures(view, planned, worth)
    with right:
        curve_of(view, planned)
    return planned


def _wanted() -> tuple[str, float, float]:
    """What is measured, how surely, and the effect worth finding as a share of usual sales."""
    measure = st.segmented_control(
        "Outcome", MEASURES, default="net_gmv", required=True, key="test-measure",
        bind="query-params", format_func=MEASURES.__getitem__,
    )  # fmt: skip
    level = st.segmented_control(
        "Certainty", LEVELS, default=0.9, required=True, key="test-level",
        format_func=LEVELS.__getitem__, help="How often an interval is to hold the truth.",
    )  # fmt: skip
    worth = st.number_input(
        "Effect worth finding, % of usual sales", 1, 500, 20, 5, key="worth-finding"
    )
    return measure or "net_gmv", level or 0.9, worth / 100


def _nothing(chosen: Chosen, groups: int) -> str:
    if not groups:
        return chosen.why or "Nobody to draw: no product of this shop was seen or sold lately."
    if groups < FEWEST_GROUPS:
        return f"No test: {too_few(groups)}. {ELSEWHERE[chosen.unit_type]} may have enough."
    return (
        "Not estimable: too few shops' sales are known to tell how much they vary. Order lines of "
        "three months would bring it."
    )


def _spread(view: View, chosen: Chosen, measure: str) -> Spread | None:
    """Of the shop's own past where that is enough, else the market's around the own mean."""
    asked = Asked(
        NOUNS[chosen.unit_type],
        measure,
        view.currency,
        view.slice.period.last_day,
        view.slice.merchant_id,
    )
    own = ask(spread, asked)
    if own is not None and own.is_enough:
        return own
    market = ask_market(spread, replace(asked, merchant_id=None), fewest_shops())
    if market is None or own is None or not own.mean > 0:
        return market
    return market.scaled_to(own.mean)


def _design(chosen: Chosen, known: Spread, started: Funnel | None, alpha: float) -> Design:
    """Pairs of one product are one unit, so that drawing them together costs nothing more."""
    sizes = chosen.independent.groupby("cluster_id").size()
    return Design(
        known.deviation,
        round(alpha, 3),
        size=float(sizes.mean()),
        clusters=len(sizes) if chosen.together == "category" else None,
        variation=float(sizes.std(ddof=0) / sizes.mean()),
        icc=known.icc["unit" if chosen.together == "product" else chosen.together],
        starts=np.nan if started is None else chosen.asked_per_unit * started.share,
    )
