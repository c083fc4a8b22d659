"""The list of samples: what was sent to whom, what came of it, and who to remind first."""

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from analytics import attention
from pages.components.colours import ACCENT, GREY
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.links import go_to
from pages.components.numbers import counted, day, money, share
from pages.components.resources import ask
from pages.components.sample_reports import not_entered
from pages.components.tables import definition, entity_table, in_major_units, money_column
from pages.components.tiles import tiles

MOST_ROWS = 200
LABELS = {state: state.capitalize() for state in attention.SAMPLE_STATES}
EVERY = "All"
ABOUT = {
    "Samples sent": "Samples shipped to creators.",
    "Samples received": "Samples that creators have received.",
    "Posted": "Samples received and followed by a post.",
    "Overdue": "Received more than 14 days ago without a post, within the extension of 7 days.",
    "Never posted": "Received more than 21 days ago without a post: the extension is over too.",
    "Sample→post": definition("sample_post_rate"),
    "Days to post": "Median days from receipt to post, of samples that were followed by one.",
    "Cost of samples": "Sum of the costs that held on the day of shipment, as far as known.",
}
DEFINITION = (
    "A creator has 14 days from receipt to post, and one extension of 7. **Waiting**: within the "
    "14 days. **Overdue**: past the 14 days, within the 7 of the extension, so that a reminder "
    "still helps. **Never posted**: past both. **On its way**: shipped, not received. Net GMV "
    "since: what the pair sold from this sample's shipment until its next one."
)


def samples(view: View) -> None:
    """Counts per state, then the list with the overdue first; a row opens the creator."""
    states = ask(attention.sample_states, view.slice)
    if untold := not_entered(view):
        st.caption(untold)
    if states.empty:
        st.info("No sample is known here. Enter them under a shop's **Costs**, or load some.")
        _enter(view)
        return
    _figures(states, view)
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader("Samples, overdue first", anchor=False)
            known = [LABELS[state] for state in states["state"]]
            chosen = st.segmented_control(
                "State",
                [EVERY, *known],
                default=EVERY,
                required=True,
                key="state",
                bind="query-params",
                label_visibility="collapsed",
            )
            _enter(view)
        state = next((key for key, label in LABELS.items() if label == chosen), None)
        st.altair_chart(_bar(states), alt="Samples by state", key="sample-states")
        _list(view, state)
        unknown = int(states["samples"].sum() - states["costed"].sum())
        lacks = f" The cost of {counted(unknown, 'sample')} is not known." if unknown else ""
        st.caption(DEFINITION + lacks)


def _figures(states: pd.DataFrame, view: View) -> None:
    counts = states.set_index("state")["samples"]
    received = counts.drop("on its way", errors="ignore").sum()
    posted = counts.get("posted", 0)
    cost, costed = states["sample_cost"].sum(), states["costed"].sum()
    tiles(
        {
            "Samples sent": f"{counts.sum():,}",
            "Overdue": f"{counts.get('overdue', 0):,}",
            "Never posted": f"{counts.get('never posted', 0):,}",
            "Sample→post": share(posted / received if received else None),
            "Cost of samples": money(cost, view.currency) if costed else "not known",
        },
        "tiles",
        ABOUT,
    )
    st.caption(
        f"{up_to(view)}, whatever the days above · n = {counted(int(received), 'sample')} received"
    )


def _enter(view: View) -> None:
    """The way to where a shop's samples are entered."""
    if view.slice.merchant_id:
        st.button("Enter samples", icon=":material/edit_note:", on_click=_open_samples)


def _open_samples() -> None:
    st.session_state["part"], st.session_state["kind"] = "Costs", "Samples"
    st.query_params["kind"] = "Samples"  # a choice that is not on screen yet does not reach the URL


def up_to(view: View) -> str:
    """Which samples are counted: All samples up to 31 Oct 2026."""
    return f"All samples up to {day(view.slice.period.last_day, has_year=True)}"


def _bar(states: pd.DataFrame) -> alt.Chart:
    """One bar cut by state; what needs someone is in the accent colour."""
    order = list(LABELS.values())
    colours = [ACCENT, "#5eb5ab", "#a9b7c6", GREY, "#c9d3dd"]
    frame = states.assign(state=states["state"].map(LABELS))
    frame["order"] = frame["state"].map({label: place for place, label in enumerate(order)})
    return (
        alt.Chart(frame)
        .mark_bar(height=24)
        .encode(
            x=alt.X("samples:Q", title="Samples", axis=alt.Axis(tickMinStep=1, format="~s")),
            color=alt.Color(
                "state:N",
                title=None,
                scale=alt.Scale(domain=order, range=colours),
                legend=alt.Legend(orient="top", values=list(frame["state"])),
            ),
            order="order:Q",
            tooltip=[
                alt.Tooltip("state:N", title="State"),
                alt.Tooltip("samples:Q", title="Samples", format=","),
                alt.Tooltip("creators:Q", title="Creators", format=","),
            ],
        )
        .properties(height=95)
    )


def _list(view: View, state: str | None) -> None:
    found = ask(attention.samples, view.slice, state)
    shown = in_major_units(found.head(MOST_ROWS), ["sample_cost", "net_gmv_since"], view.currency)
    shown["handle"] = "@" + shown["handle"].fillna(shown["creator_id"])
    shown["state"] = shown["state"].map(LABELS)
    chosen = entity_table(shown, _columns(view), view.currency, "samples")
    with st.container(horizontal=True, vertical_alignment="center"):
        more = f", the first {MOST_ROWS} shown" if len(found) > MOST_ROWS else ""
        st.caption(f"n = {counted(len(found), 'sample')}{more} · choose a row to open the creator")
        download(view, "samples", {"Samples": found}, ["sample_post_rate"])
    sold = found["posted_on"].isna() & (found["net_gmv_since"] > 0)
    if sold.any():
        st.caption(
            f"{counted(int(sold.sum()), 'sample')} with sales but no post: a sale does not tell "
            "the day of a post. Enter that day under Costs where there was one."
        )
    if chosen is not None:
        go_to("creator", creator=str(shown.iloc[chosen]["creator_id"]))


def _columns(view: View) -> dict[str, Any]:
    config = st.column_config
    days = "Days until day 14 after receipt; negative once overdue."
    columns: dict[str, Any] = {
        "handle": config.TextColumn("Creator", pinned=True),
        "state": config.TextColumn("State"),
        "days_left": config.NumberColumn("Days left", help=days),
        "days_left_extended": config.NumberColumn("With extension", help="Days until day 21."),
        "title": config.TextColumn("Product", width=180),
        "merchant": config.TextColumn("Shop"),
        "shipped_on": config.DateColumn("Shipped", format="D MMM YYYY"),
        "received_on": config.DateColumn("Received", format="D MMM YYYY"),
        "posted_on": config.DateColumn("Posted", format="D MMM YYYY"),
        "sample_cost": money_column("Cost", view.currency, has_cents=True),
        "net_gmv_since": money_column("Net GMV since", view.currency),
    }
    if view.slice.merchant_id:
        del columns["merchant"]
    return columns
