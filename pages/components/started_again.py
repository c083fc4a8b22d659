"""What pairs that ran would bring were they to start again, as Matches says it of untried ones."""

import pandas as pd
import streamlit as st

from analytics.catalogue import product_rows
from analytics.pairs import pair_names
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.forms import TABLE, choose_form
from pages.components.links import go_to
from pages.components.match_estimates import estimates_of, products_among
from pages.components.match_picture import picture
from pages.components.match_table import MONEY, table
from pages.components.numbers import counted, day
from pages.components.resources import ask

TITLE = "If started again: extra GMV in 28 days"
MOST = 20
FIRST = [
    *("name", "estimate", "low", "high", "attributed", "outcome_low", "outcome_high"),
    *("conversion_uplift", "conversion_uplift_low", "conversion_uplift_high"),
    *("n", "grade", "reason"),
]
KEYS = {"surest": "low", "largest": "estimate", "attributed": "attributed"}


def started_again(view: View, starts: pd.DataFrame, sort: str, *, with_creator: bool) -> None:
    """The pairs that were credited with most, as a picture or a table; a pair opens What-if."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(TITLE, anchor=False)
            form = choose_form() if len(starts) else ""
        if starts.empty:
            st.info(
                "Not estimable: no collaboration of the last half year has its 28 days on record. "
                "Matches says what untried pairs may bring."
            )
            return
        pairs = _estimated(view, starts, with_creator=with_creator)
        pairs = pairs.sort_values([KEYS[sort], "attributed"], ascending=False, ignore_index=True)
        if pairs["estimate"].isna().all():
            st.info(f"{str(pairs['reason'].iloc[0]).capitalize()}.")
            return
        key = f"again-{form}"
        draw_table = form == TABLE
        chosen = (
            table(pairs, view.currency, key, FIRST)
            if draw_table
            else picture(pairs, view.currency, key)
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_note(pairs, starts, is_table=draw_table), width="stretch")
            also = {"from": "the day of a new start", "to": "28 days on", "interval": "80 %"}
            download(view, "started-again", {"Pairs": pairs}, also=also, money=MONEY)
    if chosen is not None:
        row = pairs.set_index("id").loc[chosen]
        go_to("what_if", product=str(row["product_id"]), creator=str(row["creator_id"]))


def _note(pairs: pd.DataFrame, starts: pd.DataFrame, *, is_table: bool) -> str:
    ended = starts["started_on"].max()
    drawn = (
        "from, to: 80 % interval of the average · outcome: what the dashboard may show, chance in "
        "single orders included · no conversion uplift: no organic orders and clicks in 28 days"
        if is_table
        else "bar: 80 % interval of the average · dot: estimate · tick: would be attributed · "
        "the table has what the dashboard may show, and conversion uplift"
    )
    return (
        f"{counted(len(pairs), 'pair')} of most attributed GMV, n = "
        f"{counted(len(starts), 'start')} up to {day(ended, has_year=True)} · {drawn} · "
        "choose a pair to simulate it"
    )


def _estimated(view: View, starts: pd.DataFrame, *, with_creator: bool) -> pd.DataFrame:
    """The MOST pairs by what they were credited with, with names and the columns of estimates."""
    best = starts.nlargest(MOST, "net_gmv")[["product_id", "creator_id"]]
    known = best.merge(ask(product_rows, tuple(best["product_id"].unique())), on="product_id")
    names = ask(pair_names, tuple(known["creator_id"]), tuple(known["product_id"]))
    pair = names["handle"] + " × " + names["title"]
    found = known.assign(
        id=known["product_id"] + " " + known["creator_id"],
        name=pair if with_creator else names["title"],
    )
    estimates = estimates_of(found, view.facts, view.currency, products_among(found, view.currency))
    return found[["id", "name", "product_id", "creator_id"]].merge(
        estimates, on=["product_id", "creator_id"]
    )
