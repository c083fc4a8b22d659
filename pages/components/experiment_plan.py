"""Plan of an experiment: what is drawn among whom, and the smallest effect that it would find."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import streamlit as st

from models.experiments.drawing import ARMS
from models.experiments.planning import Design, curve, minimum_effect, units_needed
from models.experiments.spread import Asked, Funnel, Spread, funnel, spread
from pages.components.experiment_charts import WAYS, curve_chart
from pages.components.experiment_units import Chosen, choose_units
from pages.components.experiment_view import LEVELS, MEASURES, NOUNS, amount, of_units
from pages.components.filters import View
from pages.components.numbers import counted, day, major, share, symbol
from pages.components.resources import ask, ask_market, fewest_shops
from pages.components.tiles import tiles

POINTS = 25
ABOUT = {
    "Finds from": "The smallest difference per unit asked, between the arms, that a test of this "
    "size finds in four of five repeats (power 80 %).",
    "Per start": "The same per creator who starts: those who do not start bring nothing, so all of "
    "it comes from those who do.",
    "Will start": "Share of creators who started within 28 days of such an invitation or sample in "
    "the last half year of this market.",
    "To find that": "So many units find the effect that you set as worth finding.",
}


@dataclass(frozen=True)
class Planned:
    """Units to be drawn, the design, and what is measured; `effect` is the smallest found."""

    chosen: Chosen
    design: Design
    measure: str
    effect: float


def plan(view: View) -> Planned | None:
    """Controls beside the curve; None where nothing can be planned, as the page then says."""
    left, right = st.columns([2, 3], gap="medium")
    with left, st.container(border=True):
        chosen = choose_units(view)
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
    with right:
        known = _spread(view, chosen, measure or "net_gmv")
        if chosen.units.empty or known is None:
            st.info(_nothing(chosen))
            return None
        started = ask_market(funnel, view.facts.last_day, ARMS[chosen.given], fewest_shops())
        design = _design(chosen, known, started, 1 - (level or 0.9))
        return _shown(view, Planned(chosen, design, measure or "net_gmv", np.nan), known, started,
                      worth / 100)  # fmt: skip


def _nothing(chosen: Chosen) -> str:
    if chosen.units.empty:
        return chosen.why or "Nobody to draw: no product of this shop was seen or sold lately."
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
    sizes = chosen.independent.groupby("cluster_id").size()
    asked = chosen.asked_per_unit
    return Design(
        known.deviation,
        round(alpha, 3),
        size=float(sizes.mean()),
        clusters=len(sizes) if chosen.together == "category" else None,
        variation=float(sizes.std(ddof=0) / sizes.mean()),
        icc=known.icc[chosen.together] if chosen.together != "product" else 0.0,
        starts=np.nan if started is None else asked * started.share,
    )


def _shown(
    view: View, planned: Planned, known: Spread, started: Funnel | None, worth: float
) -> Planned:
    """Figures, curve and what they rest on; the plan with the smallest effect found."""
    chosen, design, currency = planned.chosen, planned.design, view.currency
    n, noun = len(chosen.independent), NOUNS[chosen.unit_type]
    effect = minimum_effect(n, design)
    needed = units_needed(worth * known.mean, design)
    shown = {
        "Finds from": amount(effect, planned.measure, currency),
        "Per start": amount(effect / design.starts, planned.measure, currency),
        "Will start": "not known" if started is None else share(started.share),
        "To find that": "out of reach" if needed is None else of_units(needed, chosen.unit_type),
    }
    tiles(shown, key="plan-figures", about=ABOUT)
    st.subheader("What a test of this size would find", anchor=False)
    if np.isnan(effect):
        st.info(f"Too few can be drawn apart: {of_units(n, chosen.unit_type)} are fewer than six "
                "clusters. Choose more, or draw each by itself.")  # fmt: skip
    else:
        frame = _curve(n, design, planned.measure, currency)
        unit = f"Smallest effect found, {_unit(planned.measure, currency)}"
        st.altair_chart(
            curve_chart(frame, n, unit, noun),
            alt=f"The smallest effect that is found falls with the number of {noun}s",
        )
    st.caption(_note(view, planned, known, started, effect))
    return replace(planned, effect=effect)


def _curve(n: int, design: Design, measure: str, currency: str) -> pd.DataFrame:
    least = max(12, int(np.ceil(6 * design.size)))
    steps = np.geomspace(least, max(8 * n, 200), POINTS).round().astype(int)
    frame = curve(sorted({*steps.tolist(), n}), design)
    long = frame.melt("units", ["effect", "per_starter"], "way", "effect_").dropna()
    told = long.assign(way=long["way"].map(dict(zip(["effect", "per_starter"], WAYS, strict=True))))
    scale = major(1, currency) if measure == "net_gmv" else 1.0
    return told.assign(effect=told["effect_"] * scale).drop(columns="effect_")


def _unit(measure: str, currency: str) -> str:
    return symbol(currency) if measure == "net_gmv" else "orders"


def _note(
    view: View, planned: Planned, known: Spread, started: Funnel | None, effect: float
) -> str:
    """Window, n, clusters, and what the days before would spare."""
    chosen, design = planned.chosen, planned.design
    noun, last = NOUNS[chosen.unit_type], view.slice.period.last_day
    usual = amount(known.mean, planned.measure, view.currency)
    words = [
        f"usual is {usual} per {noun} in 28 days, and {effect / known.mean:,.0%} of that is found"
        if known.mean > 0 and np.isfinite(effect)
        else f"usual is {usual} per {noun} in 28 days",
        f"how sales vary: {counted(known.units, noun)} of {counted(known.shops, 'shop')}, three "
        f"times 28 days up to {day(last, has_year=True)}",
    ]
    if started is not None:
        words.append(f"starts: n = {started.asked:,} asked")
    wider = np.sqrt(design.design_effect(len(chosen.independent))) - 1
    if wider > 0.005:
        words.append(f"drawing together makes intervals {wider:.0%} wider")
    spares = 1 - np.sqrt(1 - known.lag_correlation**2)
    words.append(
        f"the 28 days before may narrow the read-out by {spares:.0%}; the plan does not count on it"
    )
    return " · ".join(words).replace("$", r"\$")
