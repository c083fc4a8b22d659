"""Markets whose truth is known: what the dashboard, a before-and-after and ours say of them."""

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from models.causal.cohort.band import STATED
from models.trial.kept import Kept, kept
from pages.components.colours import ACCENT, ATTRIBUTED, GREY, TEXT
from pages.components.numbers import NOTHING, counted

WHO = {"naive": "attributed", "did": "before/after", "estimate": "ours"}
COLOURS = [ATTRIBUTED, GREY, ACCENT]
WORLDS = {
    "S0": "Creators pick what visibly rises",
    "S1": "They feel what rises, tables half show it",
    "misspecified": "Sales jump, crowds look and do not buy",
    "interference": "Creators and products share buyers",
    "S2-trial": "600 by lot: they know what comes",
    "S2": "No lots: they know what comes",
}
"""In the order of trust."""
TWO_LINES = 66
"""Height of a row, in px, from which Streamlit wraps text (4 rem), so that a name stands whole
beside a figure, on a phone too.
"""
NO_EFFECT = "zero"
"""Has no truth to be a share of."""


def known_truth() -> None:
    """The picture, the figures, and where it fails."""
    runs = {name: run for name in (*WORLDS, NO_EFFECT) if (run := kept(name)) is not None}
    if not runs:
        st.info("No run of the trial is kept. `make trial` brings it; it takes about an hour.")
        return
    with st.container(border=True):
        _picture(runs)
    if NO_EFFECT in runs:
        _nothing(runs[NO_EFFECT])
    _figures(runs)
    _how_to_read()


def _picture(runs: dict[str, Kept]) -> None:
    st.subheader("Of every $100 truly added, this much is reported", anchor=False)
    rows = pd.DataFrame(
        {
            "world": _lines(name),
            "who": label,
            "low": 100 * low,
            "middle": 100 * middle,
            "high": 100 * high,
            "n": runs[name].summary["n"],
        }
        for name in WORLDS
        if name in runs
        for who, label in WHO.items()
        for low, middle, high in [runs[name].spread[who]]
    )
    color = alt.Color(
        "who:N",
        title=None,
        scale=alt.Scale(domain=list(WHO.values()), range=COLOURS),
        legend=alt.Legend(orient="top", columns=2),
    )
    base = alt.Chart(rows).encode(
        y=alt.Y(
            "world:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=210, labelExpr="split(datum.value, '|')"),
        ),
        yOffset=alt.YOffset("who:N", sort=list(WHO.values())),
        color=color,
        tooltip=[
            alt.Tooltip("world:N", title="Market"),
            alt.Tooltip("who:N", title="Reported by"),
            alt.Tooltip("middle:Q", title="of $100", format=".0f"),
            alt.Tooltip("low:Q", title="nine in ten markets from", format=".0f"),
            alt.Tooltip("high:Q", title="to", format=".0f"),
            alt.Tooltip("n:Q", title="markets", format=","),
        ],
    )
    spans = base.mark_bar(height=7, cornerRadius=3, opacity=0.45).encode(
        x=alt.X("low:Q", title="$ reported per $100 added"), x2="high:Q"
    )
    dots = base.mark_circle(size=55, opacity=1).encode(x="middle:Q")
    truth = (
        alt.Chart(pd.DataFrame({"true": [100.0]}))
        .mark_rule(strokeDash=[4, 3], color=TEXT)
        .encode(x="true:Q")
    )
    st.altair_chart(
        alt.layer(truth, spans, dots).properties(height=alt.Step(18)),
        alt="What is reported of $100 truly added, by kind of market",
    )
    n = sum(runs[name].summary["n"] for name in WORLDS if name in runs)
    st.caption(
        f"Dashed: the truth · dot: the middle market, bar: nine in ten of n = {n:,} simulated "
        "markets of 5,000 products and 2,000 creators · estimates saw their tables alone"
    )


def _lines(world: str) -> str:
    """The name in two lines."""
    words = WORLDS[world].split()
    half = (len(words) + 1) // 2
    return f"{' '.join(words[:half])}|{' '.join(words[half:])}"


def _nothing(run: Kept) -> None:
    """Where creators add nothing."""
    told = run.summary
    with st.container(border=True):
        st.subheader("And where creators add nothing at all", anchor=False)
        naive, did = (100 * run.spread[who][1] for who in ("naive", "did"))
        st.markdown(
            f"The dashboard credits creators with **{naive:.0f} %** of what the products sell "
            f"anyway, a before-and-after with **{did:.0f} %**. Ours claims an effect in "
            f"**{100 * told['false_positives']:.0f} %** of {counted(told['n'], 'market')} (10 % is "
            f"what a 90 % interval promises), and of single matches in "
            f"**{100 * told['shown_false_positives']:.1f} %**."
        )


def _figures(runs: dict[str, Kept]) -> None:
    """How far off and how often the intervals hold, market by market, failures too."""
    with st.container(border=True):
        st.subheader("How far off, and do the intervals hold", anchor=False)
        rows = [_row(WORLDS[name], runs[name]) for name in WORLDS if name in runs]
        percent = st.column_config.NumberColumn(format="%.1f")
        columns: dict[str, Any] = {name: percent for name in rows[0] if name != "Markets, n"}
        columns["Market"] = st.column_config.TextColumn(width=170, pinned=True)
        st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            column_config=columns,
            placeholder=NOTHING,
            row_height=TWO_LINES,
            height="content",
        )
        st.caption(
            "Off by: sum of estimates ÷ sum of truths − 1 · holds: share of markets, pairs or "
            "outcomes whose 90 % interval has the truth · allowance: interval widened for a hidden "
            f"reason {STATED} × as strong as momentum"
        )
        _failures(runs)


def _row(world: str, run: Kept) -> dict[str, object]:
    told = run.summary
    return {
        "Market": world,
        "Ours off by, %": 100 * told["bias"],
        "Attributed off by, %": 100 * told["naive_bias"],
        "Before/after off by, %": 100 * told["did_bias"],
        "Interval holds, %": 100 * told["coverage"],
        "With allowance, %": 100 * told["band_coverage"][str(STATED)],
        "Pairs' hold, %": 100 * told["pair_coverage"],
        "Matches shown off by, %": 100 * told["shown_bias"],
        "Outcomes' hold, %": 100 * told["outcome_coverage"],
        "Markets, n": told["n"],
    }


def _failures(runs: dict[str, Kept]) -> None:
    if "S2" not in runs:
        return
    told = runs["S2"].summary
    st.warning(
        f"Where creators know what is coming and no lot was drawn, ours is "
        f"**{100 * told['bias']:.0f} %** too high and its interval holds in "
        f"**{100 * told['coverage']:.0f} %** of markets: no table can tell such knowledge from an "
        "effect. That is why an estimate without a lot is never read *tested*, and why it names "
        f"what a hidden reason could do. {_half_seen(runs)}A test by lot mends it.",
        icon=":material/warning:",
    )


def _half_seen(runs: dict[str, Kept]) -> str:
    if "S1" not in runs:
        return ""
    told = runs["S1"].summary
    return (
        f"Where tables show what creators feel only in part, it is {100 * told['bias']:.0f} % too "
        f"high and its interval holds in {100 * told['coverage']:.0f} %. "
    )


def _how_to_read() -> None:
    with st.expander("How to read this"):
        st.markdown(
            "A simulator draws markets in which it is known what every creator adds, hands their "
            "tables to the estimators of *This market* and of Matches, and compares; the model's "
            "order of fit, by which Matches also tells pairs apart, has no part in it. "
            "*Attributed* is what dashboards show: net GMV credited to creators' links. *Before "
            "and after* compares the 28 days from a start with the 28 before, less the change of "
            "products that never started. Each kind of market differs in **why creators choose "
            "a product**; "
            "which kind yours is, no table tells for sure."
        )
