"""What the store holds: the tables of a market and how fresh they are, and all markets."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics import lineage, quality_checks
from analytics.checks import NOTE
from analytics.market import MarketFacts
from data import inventory
from data.manifests import standing
from data.store import Store
from pages.components.colours import ACCENT, GREY
from pages.components.numbers import NOTHING, count, counted, day
from pages.components.resources import ask, market
from pages.components.tiles import tiles
from pages.components.words import readable, size


def findings_in_words(results: pd.DataFrame) -> str:
    """How many checks found a gap, and how many something to note."""
    found = results[results["failing"] > 0]
    notes = int((found["severity"] == NOTE).sum())
    told = [counted(len(found) - notes, "gap")] if len(found) > notes else []
    told += [counted(notes, "note")] if notes else []
    return ", ".join(told) or "none"


def headline(facts: MarketFacts) -> None:
    """Rows, loads, last day, checks that fail, rows refused: the market in five figures."""
    held = ask(quality_checks.table_freshness)
    loads = ask(lineage.sources)
    found = ask(quality_checks.findings)
    shown = {
        "Rows": count(float(held["rows"].sum())),
        "Loads": count(len(loads)),
        "Data until": day(facts.last_day, has_year=True) if facts.last_day else "no dates",
        "Findings": findings_in_words(found),
        "Rows not loaded": count(float(loads["rejected"].sum())),
    }
    tiles(shown)


def freshness(facts: MarketFacts) -> None:
    """The days that each table covers, then every table with its rows and its newest load."""
    held = _tables(facts)
    filled = held[held["rows"] > 0]
    with st.container(border=True):
        st.subheader("Which days each table covers", anchor=False)
        dated = filled.dropna(subset=["last_day"])
        if dated.empty:
            st.info("Nothing in this market has a date, so there are no days to cover.")
        else:
            st.altair_chart(_spans(dated, facts), alt="First to last day of each dated table")
        st.dataframe(
            filled,
            column_order=["name", "rows", "last_day", "behind", "first_day", "load", "loaded_at"],
            column_config={
                "name": st.column_config.TextColumn("Table", pinned=True),
                "rows": st.column_config.NumberColumn("Rows", format="localized"),
                "last_day": st.column_config.DateColumn("Last day", format="D MMM YYYY"),
                "behind": st.column_config.NumberColumn(
                    "Days behind", help="Behind the market's last complete day."
                ),
                "first_day": st.column_config.DateColumn("First day", format="D MMM YYYY"),
                "load": st.column_config.NumberColumn("Load", help="The newest that brought rows."),
                "loaded_at": st.column_config.DatetimeColumn(
                    "Loaded, UTC", format="D MMM YYYY, HH:mm"
                ),
            },
            hide_index=True,
            placeholder=NOTHING,
        )
        empty = [readable(name) for name in held["table"][held["rows"] == 0]]
        if empty:
            st.caption(f"Empty: {', '.join(empty)}")


def _tables(facts: MarketFacts) -> pd.DataFrame:
    held = ask(quality_checks.table_freshness)
    newest = inventory.newest_load(standing(Store.of(market() or "")))
    loads = [newest.get(table) for table in held["table"]]
    last_day = pd.Timestamp(facts.last_day) if facts.last_day else pd.NaT
    return held.assign(
        name=held["table"].map(readable),
        behind=(last_day - held["last_day"]).dt.days.clip(lower=0),
        load=[load and load.number for load in loads],
        loaded_at=pd.to_datetime([load and load.committed_at for load in loads]),
    )


def _spans(dated: pd.DataFrame, facts: MarketFacts) -> alt.LayerChart:
    order = dated.sort_values("last_day", ascending=False)["name"].tolist()
    base = alt.Chart(dated).encode(y=alt.Y("name:N", sort=order, title=None))
    spans = base.mark_bar(color=ACCENT, opacity=0.75, height=12, cornerRadius=3).encode(
        x=alt.X("first_day:T", title=None, axis=alt.Axis(labelOverlap=True, tickCount=6)),
        x2="last_day:T",
        tooltip=[
            alt.Tooltip("name:N", title="Table"),
            alt.Tooltip("rows:Q", title="Rows", format=","),
            alt.Tooltip("first_day:T", title="From", format="%-d %b %Y"),
            alt.Tooltip("last_day:T", title="To", format="%-d %b %Y"),
        ],
    )
    until = pd.DataFrame({"day": [pd.Timestamp(facts.last_day)]})
    rule = (
        alt.Chart(until)
        .mark_rule(color=GREY, strokeDash=[4, 3])
        .encode(x="day:T", tooltip=[alt.Tooltip("day:T", title="Data until", format="%-d %b %Y")])
    )
    return (spans + rule).properties(height=alt.Step(26))


def all_markets() -> None:
    """Every market in the store: size, loads, newest facts."""
    with st.container(border=True):
        st.subheader("Markets in this store", anchor=False)
        frame = pd.DataFrame(inventory.markets())
        st.dataframe(
            frame.assign(size=[size(n) for n in frame["bytes"]]),
            column_order=[
                *("title", "rows", "data_until_at", "version", "loaded_at"),
                *("rejected", "size", "currency", "name"),
            ],
            column_config={
                "title": st.column_config.TextColumn("Market", pinned=True),
                "rows": st.column_config.NumberColumn(
                    "Rows loaded",
                    format="localized",
                    help="What loads brought; a row that a later load replaced counts twice.",
                ),
                "data_until_at": st.column_config.DatetimeColumn(
                    "Last fact, UTC", format="D MMM YYYY, HH:mm"
                ),
                "version": st.column_config.NumberColumn("Version", help="Newest load's number."),
                "loaded_at": st.column_config.DatetimeColumn(
                    "Loaded, UTC", format="D MMM YYYY, HH:mm"
                ),
                "rejected": st.column_config.NumberColumn("Not loaded", format="localized"),
                "size": "On disk",
                "currency": "Currency",
                "name": "Folder",
            },
            hide_index=True,
            placeholder=NOTHING,
        )
