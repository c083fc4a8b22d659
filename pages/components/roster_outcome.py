"""What a roster comes to: the picture, the figures, what binds, and the table to take along."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analytics.market import MarketFacts
from models.roster.choose import SURELY
from pages.components.colours import GRADE_LABELS
from pages.components.downloads import csv
from pages.components.forms import TABLE, choose_form
from pages.components.numbers import NOTHING, counted
from pages.components.roster_candidates import KEYS, Pool
from pages.components.roster_picture import MOST_BARS, chosen_chart
from pages.components.roster_solved import Answer, in_money, offer_target
from pages.components.roster_wishes import BEYOND, HELP, Wishes, go_beyond_seen
from pages.components.roster_words import beyond_seen, bound, gap, why_nobody
from pages.components.tables import money_column, rounded
from pages.components.tiles import tiles
from pages.components.words import plain

BAR_MEANS = (
    "bar: 80 % interval of the pair's average alone · dot: its estimate · tick: what it adds "
    "beside the others · at the right what it costs: sample, fixed fee, expected commission"
)


TALL = 640
"""Pixels of a long table, which then scrolls within itself."""


def outcome(facts: MarketFacts, pool: Pool, wishes: Wishes, answer: Answer) -> None:
    """The roster on screen; where nobody is on it, why."""
    rows = roster_rows(pool, answer)
    if rows.empty:
        st.info(why_nobody(pool, wishes))
        _offer_beyond(pool, wishes)
        return
    with st.container(border=True, key="roster"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader("Who to take, and at what cost", anchor=False)
            form = choose_form()
        if form == TABLE:
            _table(pool, rows)
        else:
            _picture(pool, rows)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_evidence(rows), width="stretch")
            _export(facts, pool, wishes, answer, rows)
    _figures(pool, wishes, answer)
    if (warning := beyond_seen(pool, answer)) is not None:
        st.warning(warning, icon=":material/trending_flat:")
    for note in pool.notes:
        st.caption(note)
    _limits(pool, wishes, answer)


def _picture(pool: Pool, rows: pd.DataFrame) -> None:
    chart = chosen_chart(rows, pool.currency)
    st.altair_chart(chart, alt="Chosen creators with intervals and costs", key="roster-bars")
    first = "" if len(rows) <= MOST_BARS else f"The first {MOST_BARS} of "
    st.caption(
        f"{first}{counted(len(rows), 'pair')} chosen among {len(pool.rows):,} candidates, what "
        f"adds most first · {BAR_MEANS}"
    )


def _evidence(rows: pd.DataFrame) -> str:
    """How many pairs of each grade; what each stands on is told in Matches."""
    grades = rows["grade"].map(GRADE_LABELS).value_counts()
    told = ", ".join(f"{grade} for {n:,}" for grade, n in grades.items())
    return f"Evidence of {counted(len(rows), 'pair')}: {told}. Matches says what each stands on."


def roster_rows(pool: Pool, answer: Answer) -> pd.DataFrame:
    """A row per chosen pair, what most is added by first: names, what it adds, estimate, costs in
    major units.
    """
    known = pool.rows[[*KEYS, "name", "low", "high", "grade"]]
    rows = answer.found.table.merge(known, on=KEYS, how="left")
    product = rows["product_id"].map(pool.titles)
    label = rows["name"]
    if len(pool.titles) > 1:
        label = label.where(~label.duplicated(keep=False), label + " · " + product)
    return rows.assign(product=product, label=label)


def _figures(pool: Pool, wishes: Wishes, answer: Answer) -> None:
    """Extra GMV with its interval, spend, creators asked, greedy's value; the rest in words."""
    total, peer, found = answer.found.total, answer.found.greedy, answer.found

    def told(amount: float) -> str:
        return in_money(round(amount), pool.currency).removesuffix(".00")

    is_least, is_sure = wishes.aim.target is not None, wishes.by == SURELY
    greedy = "Greedy spend" if is_least else ("Greedy, surely" if is_sure else "Greedy")
    brings = NOTHING
    if peer is not None:
        brings = told(peer.spend if is_least else peer.low if is_sure else peer.mean)
    tiles(
        {
            "Extra GMV": told(total.mean),
            "Surely": told(total.low),
            "Spend": told(total.spend),
            "Creators": f"{total.asked:,}",
            greedy: brings,
        },
        about={
            "Extra GMV": "Mean of what the roster brings in 28 days beyond what is sold anyway.",
            "Surely": "The lower end of the 80 % interval: nine of ten draws bring more.",
            greedy: "What taking one after the other, the best buy first, would "
            + ("spend to reach the target." if is_least else "bring within the same limits."),
        },
    )
    parts = (
        f"samples {told(total.sample_cost)}, fixed fees {told(total.flat_fee)}, commission "
        f"{told(total.commission)}"
    )
    lines = [
        f"80 % interval {told(total.low)} – {told(total.high)}, on draws that chose nothing",
        f"spend: {parts}",
        counted(total.pairs, "sample"),
        gap(found, wishes),
    ]
    if wishes.by == SURELY:
        lines.insert(1, f"surely on the draws that chose: {told(total.chosen_low)}")
    st.caption(" · ".join(plain(line) for line in lines))


def _limits(pool: Pool, wishes: Wishes, answer: Answer) -> None:
    """Which limits bind, and the roster's extra GMV as a target of the least spend."""
    is_least, total = answer.aim.target is not None, answer.found.total
    for sentence in bound(pool, answer, is_least=is_least):
        st.markdown(f":material/block: {sentence}")
    with st.container(horizontal=True):
        if any(one.kind == "seen" for one in answer.binding):
            _offer_beyond(pool, wishes)
        if not is_least:
            offer_target(total.chosen_low if wishes.by == SURELY else total.mean, pool.currency)


def _offer_beyond(pool: Pool, wishes: Wishes) -> None:
    """A button that lets products take more creators than was seen, where that is not allowed."""
    if pool.seen and not wishes.is_beyond_seen:
        st.button(
            "Go beyond what was seen", icon=":material/trending_flat:", on_click=go_beyond_seen,
            help=HELP[BEYOND],
        )  # fmt: skip


def _columns(pool: Pool) -> dict[str, Any]:
    config = st.column_config
    columns = {
        "name": config.TextColumn("Creator", pinned=True),
        "adds": money_column("Adds", pool.currency, "Its part of the roster's extra GMV."),
        "estimate": money_column("Estimate", pool.currency, "As in Matches, the pair alone."),
        "product": config.TextColumn("Product"),
        "sample_cost": money_column("Sample", pool.currency, has_cents=True),
        "flat_fee": money_column("Fixed fee", pool.currency, has_cents=True),
        "commission": money_column("Commission", pool.currency, "Expected.", has_cents=True),
        "grade": config.TextColumn("Evidence"),
    }
    return {k: v for k, v in columns.items() if k != "product" or len(pool.titles) > 1}


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(grade=rows["grade"].map(GRADE_LABELS))


def _table(pool: Pool, rows: pd.DataFrame) -> None:
    columns, shown = _columns(pool), _shown(rows)
    st.dataframe(
        rounded(shown[list(columns)], columns), column_config=columns, hide_index=True,
        height="content" if len(shown) <= MOST_BARS else TALL, key="roster-table",
        placeholder=NOTHING,
    )  # fmt: skip
    st.caption(f"{counted(len(shown), 'pair')}, what adds most first")


def _export(
    facts: MarketFacts, pool: Pool, wishes: Wishes, answer: Answer, rows: pd.DataFrame
) -> None:
    taken = _shown(rows)[["creator_id", "product_id", *_columns(pool)]]
    st.download_button(
        "Export roster",
        partial(csv, taken, _head(facts, pool, wishes, answer)),
        file_name="roster.csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _head(facts: MarketFacts, pool: Pool, wishes: Wishes, answer: Answer) -> dict[str, str]:
    """What filters the file, and what its columns mean."""
    total = answer.found.total
    limits = {
        "budget": wishes.budget,
        "creators asked at most": wishes.asked,
        "creators per product at most": wishes.per_product,
        "samples per product": wishes.samples,
    }
    seen = "no limit" if wishes.is_beyond_seen else "within what this market has seen"
    return {
        "market": facts.title,
        "for": ", ".join(pool.titles.values()),
        "money in": f"{pool.currency}, major units",
        "sought": f"{wishes.seek}, {wishes.by}",
        **{name: "no limit" if most is None else f"{most:g}" for name, most in limits.items()},
        "further creators of a product": seen,
        "extra GMV": f"{total.mean:.2f}, 80 % interval {total.low:.2f} to {total.high:.2f}",
        "adds": "the pair's part of the total; estimate: the pair alone; next 28 days",
        "spend": f"{total.spend:.2f}",
    }
