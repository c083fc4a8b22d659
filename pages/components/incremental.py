"""What collaborations added beside what was attributed to them, of a shop or a creator."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics.pairs import pair_names
from models.incrementality import FEWEST_ORDERS, Incrementality, added, added_by, credited_starts
from pages.components import panels
from pages.components.charts import intervals
from pages.components.colours import ATTRIBUTED, GRADE_LABELS
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.links import go_to
from pages.components.numbers import counted, day, is_missing, money, share, symbol
from pages.components.pair_estimates import market_incrementality
from pages.components.panels import Panel
from pages.components.resources import ask
from pages.components.tables import Table, entity_table, in_major_units, money_column
from pages.components.tiles import tiles

HEADING = "What collaborations added"
MOST_BARS, MOST_ROWS = 12, 100
MONEY = ["extra", "low", "high", "attributed"]
KINDS = {"product": "Product", "creator": "Creator"}
ABOUT = {
    "Extra GMV": "Net GMV that these collaborations brought in the 28 days from each start beyond "
    "what the products would have sold: attributed net GMV × new share. 90 % interval.",
    "Attributed GMV": "Net GMV that the platform credits to these creators in the same 28 days.",
    "at least": "Lower end of the 90 % interval: chance in orders, doubt about the new share, and "
    "by how much shares differ between shops and creators.",
    "at most": "Upper end of the 90 % interval.",
    "New share": "Of $100 attributed, how much is new: what all collaborations of this market "
    "added ÷ what they were credited with, on products like theirs without a creator.",
}


def of_shop(view: View) -> None:
    """A shop's collaborations, by creator or by product."""
    by = st.segmented_control(
        "By", ("creator", "product"), default="creator", required=True, key="added-by",
        bind="query-params", format_func=lambda kind: f"By {kind}", label_visibility="collapsed",
    )  # fmt: skip
    _drawn(view, by or "creator")


def of_creator(view: View) -> None:
    """A creator's collaborations by product; a merchant sees those with own products alone."""
    _drawn(view, "product")


def new_share_note(view: View) -> str:
    """What of attributed GMV is new, in a sentence; empty where nobody can tell."""
    found = market_incrementality(view.facts, view.currency)
    if not found.is_known:
        return ""
    part = found.share
    ends = f"{share(part.low)} – {share(part.high)}"
    return f"of attributed GMV {share(part.estimate)} ({ends}) is new in the first 28 days"


def added_panel(view: View, by: str) -> Panel:
    """Bars of what is new beside ticks of what is attributed, most attributed first."""
    found = market_incrementality(view.facts, view.currency)
    if not found.is_known:
        return Panel.without(HEADING, f"Not estimable: {found.effect.reason}.")
    starts = _starts(view, found)
    return _panel(view, found, starts, _added(found, starts, by), by)


def _panel(
    view: View, found: Incrementality, starts: pd.DataFrame, table: pd.DataFrame, by: str
) -> Panel:
    told = table.dropna(subset=["extra"])
    if told.empty:
        return Panel.without(HEADING, _too_few(starts))
    unit = f"Net GMV in 28 days, {symbol(view.currency)}"
    chart = _bars(told.head(MOST_BARS), unit, view.currency)
    note = f"{min(len(told), MOST_BARS)} of {counted(len(table), by)} · {_note(found, starts)}"
    return Panel(HEADING, chart, note, f"Extra beside attributed GMV by {by}", _why(found))


def _drawn(view: View, by: str) -> None:
    found = market_incrementality(view.facts, view.currency)
    if not found.is_known:
        with st.container(border=True):
            panels.draw(added_panel(view, by), f"added-{by}")
        return
    starts = _starts(view, found)
    table = _added(found, starts, by)
    with st.container(border=True):
        if len(starts):
            _figures(view, found, starts)
        is_drawn = panels.draw(_panel(view, found, starts, table, by), f"added-{by}")
    if is_drawn:
        _table(view, table, by)


def _figures(view: View, found: Incrementality, starts: pd.DataFrame) -> None:
    extra, part = added(found, starts), found.share
    shown = {
        "Extra GMV": _told(extra.estimate, view.currency),
        "at least": _told(extra.low, view.currency),
        "at most": _told(extra.high, view.currency),
        "Attributed GMV": money(starts["net_gmv"].sum(), view.currency),
        "New share": share(part.estimate),
    }
    tiles(shown, key="added", about=ABOUT)


def _told(figure: float, currency: str) -> str:
    return "not estimable" if is_missing(figure) else money(figure, currency)


def _starts(view: View, found: Incrementality) -> pd.DataFrame:
    """The complete starts of the view's shop, product and creator, as the viewer may see them."""
    asked = (found.first_day, view.facts.last_day, view.currency)
    starts = ask(credited_starts, *asked)
    for name in ("merchant_id", "product_id", "creator_id"):
        if (wanted := getattr(view.slice, name)) is not None:
            starts = starts[starts[name] == wanted]
    return starts


def _too_few(starts: pd.DataFrame) -> str:
    orders = int(starts["orders"].sum())
    if starts.empty:
        return "Not estimable: no collaboration of the last half year has its 28 days on record."
    return (
        f"Not estimable: {counted(orders, 'credited order')} in {counted(len(starts), 'start')}, "
        f"none with {FEWEST_ORDERS} or more."
    )


def _note(found: Incrementality, starts: pd.DataFrame) -> str:
    first, last = starts["started_on"].min(), starts["started_on"].max()
    return (
        f"{GRADE_LABELS[str(found.effect.grade)]} · bar: 90 % interval of what is new, dot: "
        f"estimate, tick: attributed · "
        f"n = {counted(len(starts), 'start')} {day(first)} – {day(last, has_year=True)}, 28 days "
        f"from each · with fewer than {FEWEST_ORDERS} credited orders not told"
    )


def _why(found: Incrementality) -> str:
    return f"{GRADE_LABELS[str(found.effect.grade)]}: {found.effect.reason}".replace("$", r"\$")


def _added(found: Incrementality, starts: pd.DataFrame, by: str) -> pd.DataFrame:
    """What was added by creator or by product, with their names."""
    frame = added_by(found, starts, f"{by}_id")
    ids = tuple(frame[f"{by}_id"])
    names = ask(pair_names, ids, ids)
    return frame.assign(name=names["handle" if by == "creator" else "title"])


def _bars(frame: pd.DataFrame, unit: str, currency: str) -> alt.LayerChart:
    base = alt.Chart(in_major_units(frame, MONEY, currency)).encode(
        y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=200)),
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("extra:Q", title=f"Extra, {unit}", format=",.0f"),
            alt.Tooltip("low:Q", title="90 % interval from", format=",.0f"),
            alt.Tooltip("high:Q", title="to", format=",.0f"),
            alt.Tooltip("attributed:Q", title="attributed", format=",.0f"),
            alt.Tooltip("n:Q", title="starts", format=","),
        ],
    )
    axis = alt.Axis(format="~s", tickCount=6)
    spans, dots = intervals(base, alt.X("low:Q", title=unit, axis=axis), "extra")
    ticks = base.mark_tick(color=ATTRIBUTED, thickness=2, height=14).encode(x="attributed:Q")
    return (spans + ticks + dots).properties(height=50 + 26 * len(frame))


def _table(view: View, found: pd.DataFrame, by: str) -> None:
    config = st.column_config
    about = "90 % interval of what is new"
    columns = {
        "name": config.TextColumn(KINDS[by], pinned=True),
        "extra": money_column("Extra GMV", view.currency, ABOUT["Extra GMV"]),
        "attributed": money_column("Attributed GMV", view.currency, ABOUT["Attributed GMV"]),
        "low": money_column("from", view.currency, about),
        "high": money_column("to", view.currency, about),
        "n": config.NumberColumn("Starts", format="localized"),
        "orders": config.NumberColumn("Credited orders", format="localized"),
    }
    rows = Table(HEADING, found, columns, money=MONEY)
    chosen = entity_table(
        rows.first(MOST_ROWS, view.currency), columns, view.currency, "added-rows"
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{min(len(found), MOST_ROWS):,} of {counted(len(found), by)}")
        download(view, "extra-gmv", {HEADING: rows.rows}, [])
    if chosen is not None:
        go_to(by, **{by: str(found.iloc[chosen][f"{by}_id"])})
