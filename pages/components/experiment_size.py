"""What an experiment of a size would find: figures, the curve, and what both rest on."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from models.experiments.planning import (
    FEWEST_GROUPS,
    POWER,
    Design,
    curve,
    minimum_effect,
    per_starter,
    units_needed,
)
from models.experiments.spread import Funnel, Spread
from pages.components import panels
from pages.components.experiment_charts import WAYS, curve_chart
from pages.components.experiment_controls import Chosen
from pages.components.experiment_view import NOUNS, amount, percent
from pages.components.filters import View
from pages.components.numbers import counted, day, major, share, symbol
from pages.components.panels import Panel
from pages.components.tiles import tiles

POINTS = 25
HEADING = "What a test of this size would find"
FOUND, START, SHARE = "Smallest effect found", "per start", "Will start"
ABOUT = {
    FOUND: "The smallest difference between the arms, per unit asked, that such a test finds in "
    f"{percent(POWER)} of repeats (its power).",
    START: "The same per creator who starts: those who do not start bring nothing, so all of it "
    "comes from those who do.",
    SHARE: "Share of creators who started within 28 days of such an invitation or sample in the "
    "last half year of this market.",
}

METHOD = (
    f"**Smallest effect**: (t of the certainty + t of the power, {percent(POWER)}) × the standard "
    "error of the difference of two halves, two-sided, with groups - 2 degrees of freedom (Bloom "
    "1995). The deviation is that of the last three times 28 days, zeros included. **Drawn "
    "together**: variance × (1 + ((1 + cv²) m - 1) ρ), m units per group, cv how unequal these "
    "are, and ρ the correlation within groups in the same days, by the analysis of variance "
    "(Eldridge et al. 2006; Donner 1986). **Per start**: ÷ the share that starts (Bloom 1984). "
    "Pairs of one product count once, for they share its sales."
)


@dataclass(frozen=True)
class Planned:
    """Units to be drawn, the design, what is measured, and what the market's past says."""

    chosen: Chosen
    design: Design
    measure: str
    known: Spread
    started: Funnel | None

    @property
    def n(self) -> int:
        """Products or creators whose sales are counted."""
        return len(self.chosen.independent)

    @property
    def noun(self) -> str:
        return NOUNS[self.chosen.unit_type]

    @property
    def effect(self) -> float:
        """The smallest that is found per unit asked; minor units, or orders."""
        return minimum_effect(self.n, self.design)


def figures(view: View, planned: Planned, worth: float) -> None:
    """The smallest effect found, and how many units find one that is `worth` so much of usual."""
    design, started = planned.design, planned.started
    needed, there = units_needed(worth * planned.known.mean, design), planned.chosen.there
    shown = {
        FOUND: amount(planned.effect, planned.measure, view.currency),
        START: amount(per_starter(planned.effect, design), planned.measure, view.currency),
        SHARE: "not known" if started is None else share(started.share),
        f"{planned.noun.capitalize()}s for +{percent(worth)}": _needed(needed, there),
    }
    tiles(shown, key="plan-figures", about=ABOUT)
    if needed is not None and needed > there:
        nouns = f"{planned.noun}s"
        st.caption(f"+{percent(worth)} would take {needed:,} {nouns}; there are {there:,} to draw.")


def _needed(needed: int | None, there: int) -> str:
    return "out of reach" if needed is None or needed > there else f"{needed:,}"


def curve_of(view: View, planned: Planned) -> None:
    """The smallest effect over the number of units, with its window, n and clusters."""
    panels.draw(_panel(view, planned), "plan-curve")
    with st.expander("Method"):
        st.markdown(METHOD)


def _panel(view: View, planned: Planned) -> Panel:
    unit = symbol(view.currency) if planned.measure == "net_gmv" else "orders"
    label = f"Smallest effect found, {unit}"
    frame = _curve(planned, view.currency)
    about = f"The smallest effect that is found falls with the number of {planned.noun}s"
    chart = curve_chart(frame, planned.n, label, planned.noun)
    return Panel(HEADING, chart, " · ".join(_notes(view, planned)).replace("$", r"\$"), about)


def _curve(planned: Planned, currency: str) -> pd.DataFrame:
    """Rows of both ways in screen units, the number planned among them."""
    least = int(np.ceil(FEWEST_GROUPS * planned.design.size))
    steps = np.geomspace(least, max(8 * planned.n, 200), POINTS).round().astype(int)
    frame = curve(sorted({*steps.tolist(), planned.n}), planned.design)
    told = frame.rename(columns=dict(zip(("effect", "per_starter"), WAYS, strict=True)))
    long = told.melt("units", WAYS, "way", "found").dropna()
    scale = major(1, currency) if planned.measure == "net_gmv" else 1.0
    return long.assign(found=long["found"] * scale)


def _notes(view: View, planned: Planned) -> list[str]:
    known, last = planned.known, view.slice.period.last_day
    usual = f"usual: {amount(known.mean, planned.measure, view.currency)} per {planned.noun}"
    if known.mean > 0:
        usual += f" in 28 days, effects from {percent(planned.effect / known.mean)} of it are found"
    words = [
        usual,
        f"how sales vary: {counted(known.units, planned.noun)} of {counted(known.shops, 'shop')}, "
        f"three times 28 days up to {day(last, has_year=True)}",
    ]
    if planned.started is not None:
        words.append(f"starts: n = {planned.started.asked:,} asked")
    wider = np.sqrt(planned.design.design_effect(planned.n)) - 1
    if wider > 0.005:
        words.append(f"drawing together makes intervals {percent(wider)} wider")
    spares = 1 - np.sqrt(1 - known.lag_correlation**2)
    if planned.noun == "creator":
        words.append("counted is what creators are credited with, new or not")
    words.append(
        f"the 28 days before may narrow the read-out by {percent(spares)}; the plan does not count "
        "on it"
    )
    return words
