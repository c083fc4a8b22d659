"""What this market's collaborations added, the weeks around a start, and what could be wrong."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics.market import MarketFacts
from data.money import to_minor
from models.causal.cohort.band import STATED
from models.causal.cohort.verdict import CohortEffect
from models.incrementality import Incrementality
from pages.components.charts import zero
from pages.components.colours import ACCENT, GRADE_LABELS, GREY
from pages.components.numbers import counted, day, money, share, symbol
from pages.components.pair_estimates import market_incrementality
from pages.components.tiles import tiles

WEEKS = "datum.value < 0 ? -datum.value + ' before' : 'week ' + (datum.value + 1)"
ABOUT = {
    "Extra GMV": "Net GMV of all these collaborations in the 28 days from each start, beyond what "
    "the products would have sold.",
    "at least": "Lower end of the 90 % interval.",
    "at most": "Upper end of the 90 % interval.",
    "Attributed GMV": "Net GMV that the platform credits to their creators in the same days.",
    "New share": "Extra ÷ attributed GMV: of $100 attributed, so much is new.",
}


def cohort(facts: MarketFacts, currency: str) -> None:
    """Headline, event study, what could be wrong, and the method."""
    found = market_incrementality(facts, currency)
    effect = found.effect
    if not found.is_known:
        st.info(f"Not estimable: {effect.reason}.")
        return
    tiles(
        {
            "Extra GMV": _money(effect.estimate, currency),
            "at least": _money(effect.low, currency),
            "at most": _money(effect.high, currency),
            "Attributed GMV": _money(effect.attributed, currency),
            "New share": share(effect.incrementality.estimate),
        },
        about=ABOUT,
    )
    unit, new = symbol(currency), 100 * effect.incrementality.estimate
    told = (
        f"{GRADE_LABELS[str(effect.grade)]} · n = {counted(effect.n, 'start')}, {_days(found)}, "
        f"28 days from each · {effect.level:.0%} interval · of {unit}100 attributed "
        f"{unit}{new:,.0f} is new"
    )
    st.caption(told.replace("$", r"\$"))
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(border=True):
        _weeks(found, currency)
    with right, st.container(border=True):
        _doubts(found, currency)
    _method(found)


def _money(major: float, currency: str) -> str:
    return money(to_minor(f"{major:.0f}", currency), currency)


def _weeks(found: Incrementality, currency: str) -> None:
    st.subheader("Products before and after a creator starts", anchor=False)
    rows = pd.DataFrame(
        {
            "week": week.week,
            "with": week.with_creator,
            "without": week.without,
            "low": week.without + week.gap.low,
            "high": week.without + week.gap.high,
            "n": week.n,
        }
        for week in found.weeks
    )
    unit = f"Net GMV per product and week, {symbol(currency)}"
    x = alt.X("week:O", title="Week from the start", axis=alt.Axis(labelExpr=WEEKS, labelAngle=0))
    names = {"with": "with a creator", "without": "like products without"}
    lines = rows.melt(["week", "n"], list(names), var_name="who", value_name="gmv")
    color = alt.Color(
        "who:N",
        title=None,
        scale=alt.Scale(domain=list(names.values()), range=[ACCENT, GREY]),
        legend=alt.Legend(orient="top"),
    )
    drawn = (
        alt.Chart(lines.assign(who=lines["who"].map(names)))
        .mark_line(point=True)
        .encode(
            x=x,
            y=alt.Y("gmv:Q", title=unit),
            color=color,
            tooltip=[
                alt.Tooltip("who:N", title="Products"),
                alt.Tooltip("gmv:Q", title=unit, format=",.2f"),
                alt.Tooltip("n:Q", title="started", format=","),
            ],
        )
    )
    spans = alt.Chart(rows).mark_rule(color=ACCENT, strokeWidth=6, opacity=0.3)
    chart = alt.layer(spans.encode(x=x, y="low:Q", y2="high:Q"), drawn).properties(height=300)
    st.altair_chart(chart, alt="Weekly net GMV of products with and without a creator")
    st.caption(
        "Like products: without a creator on the same days, weighted so that they sold, were seen "
        "and grew alike · bar: 90 % interval of the gap · weeks before the start show how much "
        f"alike they were · n = {rows['n'].iloc[0]:,} products that started "
        f"{_days(found)}{_others(found)}"
    )


def _others(found: Incrementality) -> str:
    """Starts in the headline that no comparison of their own stands behind."""
    n = found.effect.n
    if not (others := n - found.alone):
        return ""
    return (
        f" · the other {others:,} of {counted(n, 'start')} were beside another creator of the "
        "product: they cannot be told apart, and are taken to add as much as their like"
    )


def _days(found: Incrementality) -> str:
    assert found.first_day is not None
    assert found.last_day is not None
    return f"{day(found.first_day)} – {day(found.last_day, has_year=True)}"


def _doubts(found: Incrementality, currency: str) -> None:
    st.subheader("If something unseen drove choices", anchor=False)
    effect = found.effect
    if not effect.bands:
        st.caption(
            f"Of {counted(effect.n, 'start')} some were decided by lot, which nothing unseen can "
            f"sway: {effect.reason}. What these added is carried over to all others by what their "
            "creators visibly carried."
        )
        return
    names = {k: f"{k} × as strong as momentum" for k in effect.bands}
    rows = [{"name": "nothing unseen", "low": effect.low, "high": effect.high}]
    rows += [
        {"name": names[k], "low": low, "high": high} for k, (low, high) in effect.bands.items()
    ]
    unit = f"Extra GMV, {symbol(currency)}"
    base = alt.Chart(pd.DataFrame(rows)).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=170)),
        tooltip=[
            alt.Tooltip("name:N", title="Hidden reason"),
            alt.Tooltip("low:Q", title="from", format=",.0f"),
            alt.Tooltip("high:Q", title="to", format=",.0f"),
        ],
    )
    axis = alt.Axis(format="~s", tickCount=5)
    bars = base.mark_bar(height=10, cornerRadius=4, opacity=0.6, color=ACCENT).encode(
        x=alt.X("low:Q", title=unit, axis=axis), x2="high:Q"
    )
    st.altair_chart(
        alt.layer(zero("x"), bars).properties(height=60 + 44 * len(rows)),
        alt="Interval of extra GMV by strength of a hidden reason",
    )
    st.caption(
        "Creators may know what no table shows. Bars: what the effect could be if such a reason "
        "were as strong as the momentum of views and clicks, or more; fixed beforehand at "
        f"{STATED}. A test by lot needs no such allowance."
    )


def _method(found: Incrementality) -> None:
    effect = found.effect
    with st.expander("How to read this"):
        grade = GRADE_LABELS[str(effect.grade)]
        st.markdown(
            f"**{grade}**: {effect.reason}. It holds if:\n"
            + "\n".join(f"- {line}" for line in effect.assumptions)
        )
        st.caption(
            f"Method: {counted(effect.n, 'collaboration')}; {_way(effect)}, "
            f"{effect.level:.0%} interval clustered by product."
        )


def _way(effect: CohortEffect) -> str:
    if not effect.bands:
        return "offers made by lot against those held back, carried over to the rest"
    return (
        "augmented inverse probability weighting over the risk sets of every day, cross-fitted by "
        "product"
    )
