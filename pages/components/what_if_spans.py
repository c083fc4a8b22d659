"""How far each slider of What-if goes in its own whole steps, and what a link asks beyond that."""

from math import ceil, floor

import streamlit as st

from models.lever_evidence import Evidence
from models.levers import Baseline
from models.limits import CALLED, ends, why_not

KEYS = {
    "price_change": "price-change",
    "commission_rate": "rate",
    "more_creators": "creators",
    "more_samples": "samples",
    "live_share": "live",
}
"""Of each slider, in the address."""
COUNTS = ("more_creators", "more_samples")
SLACK = 1e-9
UNSEEN = "what this market's weeks have seen is no whole step from here"


def stands(base: Baseline, lever: str) -> int:
    """Where a slider is left alone: today's rate or share in %, else no change."""
    today = {"commission_rate": base.commission_rate, "live_share": base.live_share}
    return round(100 * (today.get(lever) or 0.0))


def span(base: Baseline, known: Evidence, lever: str) -> tuple[int, int]:
    """The lowest and highest whole step within what was seen, in % or a count; where it stands is
    always among them.
    """
    low, high = ends(base, known).get(lever, (0, 0))
    per, now = 1 if lever in COUNTS else 100, stands(base, lever)
    return min(ceil(per * low - SLACK), now), max(floor(per * high + SLACK), now)


def grey(base: Baseline, known: Evidence, lever: str) -> str | None:
    """Why a slider cannot be moved; None if it can."""
    low, high = span(base, known, lever)
    return why_not(base, known).get(lever) or (UNSEEN if low == high else None)


def beyond(base: Baseline, known: Evidence) -> list[str]:
    """What the address asks of each lever beyond its slider, with the ends or why it is grey. Read
    before the sliders are drawn: they take such a value out of the address.
    """
    return [
        f"{CALLED[lever]}: {why}"
        for lever, key in KEYS.items()
        if (why := _refused(base, known, lever, st.query_params.get(key)))
    ]


def _refused(base: Baseline, known: Evidence, lever: str, asked: str | None) -> str:
    try:
        value = float(asked or "")
    except ValueError:  # nothing was asked that a slider could have shown
        return ""
    low, high = span(base, known, lever)
    if low <= value <= high:
        return ""
    unit = "" if lever in COUNTS else " %"
    why = grey(base, known, lever) or f"what was seen ends at {low} and {high}{unit}"
    return f"{value:g}{unit} was asked, {why}"
