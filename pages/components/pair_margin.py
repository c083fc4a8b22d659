"""Where net GMV goes, and what each creator leaves on each product, best and worst."""

from dataclasses import replace

import altair as alt
import pandas as pd
import streamlit as st

from analytics.margin import COSTS, margin, missing_costs, missing_note
from analytics.pairs import pair_margins
from pages.components import panels
from pages.components.cascade import LABELS, cascade_panel, not_estimable
from pages.components.colours import ACCENT
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.links import go_to
from pages.components.numbers import counted, money, symbol
from pages.components.panels import Panel
from pages.components.resources import ask
from pages.components.sample_reports import not_entered
from pages.components.tables import entity_table, in_major_units, metric_columns, money_column
from pages.components.words import plain

LEFT_OVER = "Where net GMV goes"
MOST_PAIRS, MOST_ROWS, MOST_NAMED = 8, 100, 6


def margins(view: View) -> None:
    """The cascade from net GMV to the margin, the pairs at both ends, and what is missing."""
    pairs = ask(pair_margins, view.slice)
    left, right = st.columns([2, 3], gap="medium")
    with left, st.container(border=True):
        panels.draw(left_over_panel(view), "cascade")
    with right, st.container(border=True):
        st.subheader("Margin per creator × product, top and bottom", anchor=False)
        moved = pairs[_has_money(pairs)]
        _ends(moved.dropna(subset=["margin"]), len(moved), view)
    _missing(view)
    if len(pairs):
        _table(pairs, view)


def left_over_panel(view: View) -> Panel:
    """The cascade from net GMV to the margin, and why there may be none."""
    total = ask(margin, view.slice, "total")
    if not total["net_gmv"].any():
        return Panel.without(LEFT_OVER, "Nothing was sold in these days.")
    drawn = cascade_panel(total.iloc[0], view.currency)
    sentence = not_estimable(total.iloc[0])
    told = " · ".join(filter(None, [drawn.note, sentence, not_entered(view)]))
    return replace(drawn, heading=LEFT_OVER, note=told)


def _has_money(pairs: pd.DataFrame) -> pd.Series:
    """Pairs of which anything was left, or cost anything; whose every order was cancelled, has no
    margin to compare, though no cost of it is missing.
    """
    amounts = pairs[["net_gmv", *COSTS]]
    return (amounts.isna() | (amounts != 0)).any(axis=1)


def _ends(known: pd.DataFrame, of: int, view: View) -> None:
    if known.empty:
        nobody = "no sale that was kept is credited to a creator"
        what = "every pair lacks a cost, named below" if of else nobody
        st.info(f"Not estimable: {what}.")
        return
    ranked = known.sort_values("margin", ascending=False)
    ends = pd.concat([ranked.head(MOST_PAIRS), ranked.iloc[MOST_PAIRS:].tail(MOST_PAIRS)])
    frame = in_major_units(ends, ["margin", "net_gmv"], view.currency)
    unit = f"Contribution margin, {symbol(view.currency)}"
    chart = (
        alt.Chart(frame)
        .mark_bar(color=ACCENT)
        .encode(
            x=alt.X("margin:Q", title=unit, axis=alt.Axis(format="~s")),
            y=alt.Y("pair:N", title=None, sort=None, axis=alt.Axis(labelLimit=230)),
            opacity=alt.condition("datum.margin < 0", alt.value(0.55), alt.value(1)),
            tooltip=[
                alt.Tooltip("handle:N", title="Creator"),
                alt.Tooltip("title:N", title="Product"),
                alt.Tooltip("margin:Q", title=unit, format=",.2f"),
                alt.Tooltip("net_gmv:Q", title="Net GMV", format=",.2f"),
                alt.Tooltip("lines:Q", title="Order lines", format=","),
            ],
        )
        .properties(height=alt.Step(20))
    )
    st.altair_chart(chart, alt="Pairs by contribution margin, the best and the worst", key="ends")
    losing = int((known["margin"] < 0).sum())
    st.caption(
        f"n = {counted(len(known), 'pair')} with every cost known, {losing:,} of them below zero; "
        f"{of - len(known):,} not estimable"
    )


def _missing(view: View) -> None:
    """What to enter so that margins can be told, what most net GMV waits for first."""
    missing = ask(missing_costs, view.slice)
    if missing.empty:
        return
    lines = [
        f"- **{row.missing}**{_of(row)}: {money(row.net_gmv, view.currency)} net GMV, "
        f"{counted(row.lines, 'line')} and {counted(row.samples, 'sample')} wait for it"
        for row in missing.head(MOST_NAMED).itertuples()
    ]
    more = len(missing) - MOST_NAMED
    rest = [f"- and {more:,} more"] if more > 0 else []
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader("Not estimable until entered", anchor=False)
            st.button("Enter costs", icon=":material/edit_note:", on_click=_open_costs)
        st.markdown("\n".join(lines + rest))


def _open_costs() -> None:
    st.session_state["part"] = "Costs"


def _of(row: object) -> str:
    title = getattr(row, "title", None)
    return f" of {plain(title)}" if isinstance(title, str) else " of the shop"


def _table(pairs: pd.DataFrame, view: View) -> None:
    shown = pairs.head(MOST_ROWS)
    others = [cost for cost in COSTS if cost != "commission"]
    frame = in_major_units(shown, ["margin", *others], view.currency)
    frame["note"] = shown.apply(missing_note, axis=1)
    config = st.column_config
    columns = {
        "handle": config.TextColumn("Creator", pinned=True),
        "title": config.TextColumn("Product", width=140),
        "margin": money_column("Margin", view.currency, "Empty where a cost is missing."),
        "note": config.TextColumn("Not estimable", width="medium"),
        **metric_columns(["net_gmv", "commission"], view.currency),
        **{cost: money_column(LABELS[cost], view.currency) for cost in others},
        "lines": config.NumberColumn("Lines", format="localized"),
    }
    chosen = entity_table(frame, columns, view.currency, "pairs")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"{len(shown):,} of {counted(len(pairs), 'pair')} · choose a row to open the creator"
        )
        download(view, "margins", {"Pairs": pairs}, ["contribution_margin"])
    if chosen is not None:
        go_to("creator", creator=str(shown.iloc[chosen]["creator_id"]))
