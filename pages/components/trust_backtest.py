"""How the forecast that What-if serves fared: as made on earlier days, beside what came."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics.market import MarketFacts
from models.forecast.ahead import Lessons
from models.forecast.level import MONTH
from models.forecast.trials import FEWEST_LIKE, FEWEST_OF_TENTH, TENTHS, Tested, Trials
from pages.components.colours import ACCENT, GREY
from pages.components.estimate_quality import estimates
from pages.components.forecasts import market_lessons
from pages.components.numbers import NOTHING, count, day, symbol
from pages.components.tables import in_major_units

IN_ALL = "In all, %"
HELP = {
    "Off by, %": "Absolute misses of the next 28 days' net GMV, summed ÷ what was sold, of all that"
    " had sold in the 28 days before. A single product's four weeks are mostly chance.",
    "Last 28 days again, %": "The same, had one said that nothing changes.",
    IN_ALL: "What was foretold of all together ÷ what they sold, less 100 %.",
    "80 % band held, %": "How often what came lay within the band drawn; it promises 80 %.",
}


def backtests(facts: MarketFacts, currency: str) -> None:
    """Forecasts first, then pairs."""
    taught = market_lessons(facts, currency)
    if taught.missing is not None:
        st.info(f"Not estimable: {taught.missing}.")
    else:
        with st.container(border=True):
            _errors(taught)
        with st.container(border=True):
            _tenths(taught, currency)
    estimates(facts, currency)


def _errors(taught: Lessons) -> None:
    st.subheader("Forecasts of 28 days, made on earlier days", anchor=False)
    kinds = {"Products": taught.product, "Shops": taught.shop}
    tested = {name: known.tested(MONTH) for name, known in kinds.items()}
    rows = [_row(name, found) for name, found in tested.items() if found is not None]
    if not rows:
        st.caption(f"Not tried: fewer than {FEWEST_LIKE} series could be forecast.")
        return
    percent = {
        name: st.column_config.NumberColumn(
            format="%+.1f" if name == IN_ALL else "%.1f", help=about
        )
        for name, about in HELP.items()
    }
    n = st.column_config.NumberColumn(format="localized", help="Series × days, of every size.")
    columns = {"Of": st.column_config.TextColumn(pinned=True), **percent, "n": n}
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config=columns, placeholder=NOTHING)
    trial = next(filter(None, (known.trial(MONTH) for known in kinds.values())))
    st.caption(
        f"The forecast of What-if, from what was sold until {_days(trial)}, and judged by the 28 "
        f"days after each; its method was chosen on days before · {_verdicts(tested)} · "
        f"{_leanings(tested)} · each knew the cancellations and refunds of its day, where reports "
        "tell when they came"
    )


def _row(name: str, found: Tested) -> dict[str, object]:
    values = (found.error, found.naive_error, found.bias, found.covered)
    told = dict(zip(HELP, (100 * value for value in values), strict=True))
    return {"Of": name, **told, "n": found.n}


def _days(trial: Trials) -> str:
    *earlier, last = trial.frozen_on
    return ", ".join([*map(day, earlier), day(last, has_year=True)])


def _verdicts(tested: dict[str, Tested | None]) -> str:
    """Whether they beat the forecast that nothing changes."""
    told = []
    for name, found in tested.items():
        if found is not None:
            gain = 100 * (1 - found.error / found.naive_error) if found.naive_error else 0.0
            better = f"{gain:.0f} % smaller than" if gain >= 0.5 else "no smaller than"
            told.append(f"{name.lower()}' errors are {better} with the last 28 days again")
        else:
            told.append(f"too few {name.lower()} to judge")
    return ", ".join(told)


def _leanings(tested: dict[str, Tested | None]) -> str:
    """How far the sums are off, for they are what a scenario starts from."""
    told = [
        f"{name.lower()} {abs(100 * found.bias):.1f} % too {'high' if found.bias > 0 else 'low'}"
        for name, found in tested.items()
        if found is not None
    ]
    return f"in all, {' and '.join(told)}: What-if starts from this forecast"


def _tenths(taught: Lessons, currency: str) -> None:
    st.subheader("Products' next 28 days, foretold and sold", anchor=False)
    trial = taught.product.trial(MONTH)
    found = None if trial is None else trial.tenths()
    if trial is None or found is None:
        st.caption(f"Not estimable: fewer than {TENTHS * FEWEST_OF_TENTH} forecasts of products.")
        return
    money = ["expected", "sold", "low", "high"]
    rows = in_major_units(found, money, currency).assign(tenth=range(1, TENTHS + 1))
    st.altair_chart(
        drawn(rows, symbol(currency)),
        alt="Net GMV foretold against sold, by tenths of products",
    )
    st.caption(
        "Dots: tenths of products by what was foretold, with the 95 % interval of what they sold "
        f"on average · dashed: as foretold · n = {count(rows['n'].sum())} products × days, known "
        f"until {_days(trial)}"
    )


def drawn(rows: pd.DataFrame, unit: str) -> alt.LayerChart | alt.FacetChart:
    """Tenths as dots with intervals, on the line where what was sold is what was foretold."""
    scale, axis = alt.Scale(type="symlog", constant=10), alt.Axis(format="~s", tickCount=6)
    x = alt.X("expected:Q", title=f"Foretold net GMV per product, {unit}", scale=scale, axis=axis)
    y = alt.Y("low:Q", title=f"Sold, {unit}", scale=scale, axis=axis)
    tooltip = [
        alt.Tooltip("tenth:O", title="Tenth of products"),
        alt.Tooltip("expected:Q", title=f"Foretold, {unit}", format=",.2f"),
        alt.Tooltip("sold:Q", title=f"Sold, {unit}", format=",.2f"),
        alt.Tooltip("low:Q", title="95 % interval from", format=",.2f"),
        alt.Tooltip("high:Q", title="to", format=",.2f"),
        alt.Tooltip("n:Q", title="n", format=","),
    ]
    base = alt.Chart(rows).encode(x=x, tooltip=tooltip)
    spans = base.mark_rule(color=ACCENT, strokeWidth=6, opacity=0.35).encode(y=y, y2="high:Q")
    dots = base.mark_circle(color=ACCENT, size=90, opacity=1).encode(y="sold:Q")
    ends = pd.DataFrame({"expected": [0.0, float(rows["expected"].max())]})
    line = alt.Chart(ends).mark_line(color=GREY, strokeDash=[4, 3])
    return alt.layer(line.encode(x="expected:Q", y=alt.Y("expected:Q")), spans, dots).properties(
        height=300
    )
