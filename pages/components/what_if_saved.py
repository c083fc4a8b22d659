"""Saved scenarios: kept for a subject, drawn and listed side by side."""

from collections.abc import Callable
from dataclasses import asdict

import altair as alt
import pandas as pd
import streamlit as st

from models.limits import Levers, refusal, undirected
from models.scenario import Projection, Span
from models.tornado import binding
from pages.components.colours import ACCENT, GREY
from pages.components.keeping import keeper
from pages.components.numbers import NOTHING, major, money, symbol
from pages.components.what_if_case import HORIZONS, Case
from pages.components.what_if_fan import Drawn
from pages.components.what_if_outcome import ranged, signed
from pages.components.words import plain

KIND = "scenario"
SAME, ON_SCREEN = "no change", "on screen"


def saved(key: str, case: Case, levers: Levers, days: int) -> None:
    """Scenarios kept for this subject beside no change and the one on screen."""
    with st.expander("Saved scenarios", key="saved-scenarios", expanded=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.text_input("Name", key="scenario-name", width=240).strip()
            kept = {k.body["name"]: k for k in keeper().all(KIND) if k.body["key"] == key}
            label = "Replace the one of this name" if name in kept else "Save this one"
            is_taken = name.lower() in (SAME, ON_SCREEN)
            if st.button(label, icon=":material/save:", disabled=is_taken or not name):
                body = {"key": key, "name": name, "levers": asdict(levers)}
                keeper().keep(KIND, f"{key}: {name}", body)
                st.rerun()
        if is_taken:
            st.caption(f"“{name}” already stands in the comparison. Choose another name.")
        if not kept:
            st.caption("None yet. The address of this page also opens the scenario on screen.")
            return
        _compared({n: Levers(**k.body["levers"]) for n, k in kept.items()}, case, levers, days)
        gone = st.selectbox(
            "Remove", [*kept], index=None, key="scenario-gone", width=240, placeholder="Choose one"
        )
        if gone is not None and st.button("Remove it", type="tertiary"):
            keeper().drop(KIND, kept[gone].name)
            st.rerun()


def _compared(kept: dict[str, Levers], case: Case, levers: Levers, days: int) -> None:
    """The chart of this horizon, and below it a table of both."""
    shown = {SAME: Levers()}
    if levers != Levers() and levers not in kept.values():
        shown[ON_SCREEN] = levers
    shown |= kept
    refused = {name: refusal(case.base, case.known, one) for name, one in shown.items()}
    found = {n: case.projected(one, days) for n, one in shown.items() if not refused[n]}
    heading = f"Net GMV of the next {HORIZONS[days].lower()}, with 80 % intervals"
    st.altair_chart(drawn(found, case.currency), alt=heading)
    for name, why in refused.items():
        if why:
            st.caption(f"{plain(name)}: not projected, {why}")
    rows = [_row(name, one, case) for name, one in shown.items() if not refused[name]]
    columns = {
        "scenario": st.column_config.TextColumn("Scenario", pinned=True),
        "Hangs on": st.column_config.TextColumn(width="large"),
    }
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config=columns, placeholder=NOTHING)


def drawn(found: dict[str, Projection], currency: str) -> Drawn:
    """Projections as bars with their 80 % intervals."""
    spans = {n: [major(v, currency) for v in found[n].net_gmv] for n in found}
    rows = [{"name": n, "net_gmv": m, "low": low, "high": high}
            for n, (m, low, high) in spans.items()]  # fmt: skip
    frame = pd.DataFrame(rows)
    unit = f"Net GMV, {symbol(currency)}"
    y = alt.Y("name:N", sort=list(found), title=None, axis=alt.Axis(labelLimit=170, ticks=False))
    tooltip = [
        alt.Tooltip("name:N", title="Scenario"),
        alt.Tooltip("net_gmv:Q", title=unit, format=",.0f"),
        alt.Tooltip("low:Q", title="80 % from", format=",.0f"),
        alt.Tooltip("high:Q", title="to", format=",.0f"),
    ]
    base = alt.Chart(frame).encode(y=y, tooltip=tooltip)
    is_same = alt.datum.name == SAME
    bars = base.mark_bar(height=18, cornerRadiusEnd=3, opacity=0.55).encode(
        x=alt.X("net_gmv:Q", title=unit, axis=alt.Axis(format="~s", tickCount=6)),
        color=alt.condition(is_same, alt.value(GREY), alt.value(ACCENT)),
    )
    rules = base.mark_rule(strokeWidth=2).encode(
        x="low:Q", x2="high:Q", color=alt.condition(is_same, alt.value(GREY), alt.value(ACCENT))
    )
    return alt.layer(bars, rules).properties(height=50 + 32 * len(frame))


def _row(name: str, levers: Levers, case: Case) -> dict[str, str | None]:
    """A scenario as words: each horizon's change, net GMV and margin, and what it hangs on."""

    def in_money(value: float) -> str:
        return money(value, case.currency)

    is_directed = not undirected(case.base, case.known, levers)
    row: dict[str, str | None] = {"scenario": plain(name)}
    for days in case.horizons:
        found = case.projected(levers, days)
        spans = {"Change": found.gain, "Net GMV": found.net_gmv, "Margin": found.margin}
        for label, span in spans.items():
            form = signed(in_money) if label == "Change" else in_money
            row[f"{label}, {HORIZONS[days].lower()}"] = _span(span, form, is_directed)
    return {**row, "Hangs on": binding(case.swings(levers, min(HORIZONS)))}


def _span(span: Span | None, form: Callable[[float], str], is_directed: bool) -> str | None:
    """$1.2K (1.0K – 1.5K), the interval alone where it tells no direction, or nothing."""
    if span is None:
        return None
    interval = ranged(span, form)
    if interval and not is_directed:
        return interval
    return form(span[0]) + (f" ({interval})" if interval else "")
