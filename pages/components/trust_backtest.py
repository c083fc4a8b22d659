"""What was foretold on earlier days of this market, and what came."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics.market import MarketFacts
from models.backtest import Backtest, backtest
from pages.components.colours import ACCENT, GREY
from pages.components.estimate_quality import estimates
from pages.components.numbers import count, day, share, symbol
from pages.components.resources import ask_market, fewest_shops
from pages.components.tiles import tiles

ABOUT = {
    "Shops' error, ours": "By how much shops' next 28 days were missed, whichever way, ÷ what they "
    "sold. A single product's four weeks are mostly chance.",
    "Last 28 days again": "The same error of the forecast that nothing changes.",
    "In all": "What was foretold of all products together, against what they sold.",
    "Within 90 % interval": "Of products; more than 90 % means wider than need be.",
}


def backtests(facts: MarketFacts, currency: str) -> None:
    """Products first, then pairs."""
    found = ask_market(backtest, facts.last_day, currency, fewest_shops())
    if isinstance(found, str):
        st.info(f"Not estimable: {found}.")
    else:
        _headline(found)
        with st.container(border=True):
            _deciles(found, currency)
    estimates(facts, currency)


def _headline(found: Backtest) -> None:
    tiles(
        {
            "Shops' error, ours": share(found.error),
            "Last 28 days again": share(found.naive_error),
            "In all": f"{100 * found.bias:+.1f} %",
            "Within 90 % interval": share(found.inside),
        },
        about=ABOUT,
    )


def _deciles(found: Backtest, currency: str) -> None:
    st.subheader("Products' next 28 days, foretold and sold", anchor=False)
    unit = symbol(currency)
    rows = found.deciles.assign(tenth=range(1, len(found.deciles) + 1))
    scale, axis = alt.Scale(type="symlog", constant=10), alt.Axis(format="~s", tickCount=6)
    base = alt.Chart(rows).encode(
        x=alt.X(
            "expected:Q", title=f"Foretold net GMV per product, {unit}", scale=scale, axis=axis
        ),
        tooltip=[
            alt.Tooltip("tenth:O", title="Tenth of products"),
            alt.Tooltip("expected:Q", title="Foretold", format=",.2f"),
            alt.Tooltip("observed:Q", title="Sold", format=",.2f"),
            alt.Tooltip("low:Q", title="95 % interval from", format=",.2f"),
            alt.Tooltip("high:Q", title="to", format=",.2f"),
            alt.Tooltip("n:Q", title="n", format=","),
        ],
    )
    y = alt.Y("low:Q", title=f"Sold, {unit}", scale=scale, axis=axis)
    spans = base.mark_rule(color=ACCENT, strokeWidth=6, opacity=0.35).encode(y=y, y2="high:Q")
    dots = base.mark_circle(color=ACCENT, size=90, opacity=1).encode(y="observed:Q")
    ends = pd.DataFrame({"expected": [0.0, float(rows["expected"].max())]})
    line = (
        alt.Chart(ends)
        .mark_line(color=GREY, strokeDash=[4, 3])
        .encode(x="expected:Q", y=alt.Y("expected:Q"))
    )
    st.altair_chart(
        alt.layer(line, spans, dots).properties(height=300),
        alt="Net GMV foretold against sold, by tenths of products",
    )
    days = ", ".join(day(one) for one in found.frozen_on)
    st.caption(
        f"Dots: tenths of products by what was foretold, with the 95 % interval of what they sold "
        f"on average · dashed: as foretold · n = {count(found.n)} products × days, known on {days} "
        f"{found.frozen_on[-1].year} and judged 28 days later · {_verdict(found)}"
    )


def _verdict(found: Backtest) -> str:
    """Whether it beats the forecast that nothing changes."""
    gain = 1 - found.error / found.naive_error
    if gain <= 0:
        return "for shops no better than the last 28 days again"
    return f"shops' errors are {100 * gain:.0f} % smaller than with the last 28 days again"
