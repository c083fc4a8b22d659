"""What collaborations added beside what was attributed to them, of a shop or a creator."""

from datetime import timedelta

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from models.causal.cohort.band import STATED
from models.causal.cohort.market import DAYS
from models.incrementality import FEWEST_ORDERS, Incrementality, added, credited_starts, graded
from pages.components import panels
from pages.components.colours import GRADE_LABELS
from pages.components.filters import View
from pages.components.incremental_rows import ABOUT, MOST_BARS, added_rows, bars, in_order, table
from pages.components.numbers import counted, day, is_missing, money, share, symbol
from pages.components.pair_estimates import market_incrementality
from pages.components.panels import Panel
from pages.components.resources import ask
from pages.components.started_again import started_again
from pages.components.tiles import tiles

HEADING = "What collaborations added"
SORTS = {"surest": "Surest", "largest": "Largest", "attributed": "Attributed"}
SEEN = {"so-far": "So far", "again": "If started again"}
ALLOWED = "chance in orders, doubt about the new share, and by how much shares differ"
FIGURES = ABOUT | {
    "at least": f"Lower end of the 90 % interval: {ALLOWED} between shops, products and creators.",
    "at most": "Upper end of the 90 % interval.",
    "New share": "Of $100 attributed, how much is new: what all collaborations of this market "
    "added ÷ what they were credited with, on products like theirs without a creator.",
}


def of_shop(view: View) -> None:
    """A shop's collaborations, by creator or by product, and its pairs were they to start again."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        seen = _choose_seen()
        by = "creator"
        if seen == "so-far":
            by = st.segmented_control(
                "By", ("creator", "product"), default="creator", required=True, key="added-by",
                bind="query-params", format_func=lambda kind: f"By {kind}",
                label_visibility="collapsed",
            ) or "creator"  # fmt: skip
        sort = _choose_sort()
    _drawn(view, seen, by, sort)


def of_creator(view: View) -> None:
    """A creator's collaborations by product; a merchant sees those with own products alone."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        seen, sort = _choose_seen(), _choose_sort()
    _drawn(view, seen, "product", sort)


def _choose_seen() -> str:
    return st.segmented_control(
        "See", SEEN, default="so-far", required=True, key="added-seen", bind="query-params",
        format_func=SEEN.__getitem__, label_visibility="collapsed",
    ) or "so-far"  # fmt: skip


def _choose_sort() -> str:
    return st.segmented_control(
        "Sort by", SORTS, default="surest", required=True, key="added-sort", bind="query-params",
        format_func=SORTS.__getitem__,
        help="Surest: by the lower end of the interval. Largest: by the estimate of extra GMV.",
    ) or "surest"  # fmt: skip


def new_share_note(view: View) -> str:
    """What of attributed GMV is new, in a sentence; empty where nobody can tell."""
    found = market_incrementality(view.facts, view.currency)
    if not found.is_known:
        return ""
    unit, part = symbol(view.currency), found.share
    new, low, high = (f"{unit}{100 * x:,.0f}" for x in (part.estimate, part.low, part.high))
    told = (
        f"Of {unit}100 attributed in this market, {new} is new ({low} to {high}, 90 % interval; "
        f"28 days from each of n = {counted(found.effect.n, 'start')}, {_days(found)})"
    )
    if STATED in found.effect.bands:
        ends = (100 * x / found.effect.attributed for x in found.effect.bands[STATED])
        least, most = (f"{unit}{end:,.0f}" for end in ends)
        told += (
            f"; if an unseen reason drove choices {STATED} times as strongly as momentum, "
            f"{least} to {most}"
        )
    return told.replace("$", r"\$")


def tell_new_share(place: DeltaGenerator, view: View) -> None:
    """Writes the sentence where it belongs; a page does so last, for what it rests on takes seconds
    when a market is looked at for the first time.
    """
    if note := new_share_note(view):
        place.caption(note)


def added_panel(view: View, by: str) -> Panel:
    """Bars of what is new beside ticks of what is attributed, the surest first."""
    found = market_incrementality(view.facts, view.currency)
    if not found.is_known:
        return Panel.without(HEADING, f"Not estimable: {found.effect.reason}.")
    starts = _starts(view, found)
    return _panel(view, starts, in_order(added_rows(found, starts, by), "surest"), by)


def _panel(view: View, starts: pd.DataFrame, rows: pd.DataFrame, by: str) -> Panel:
    told = rows.dropna(subset=["extra"])
    if told.empty:
        return Panel.without(HEADING, _too_few(starts, by))
    chart = bars(told.head(MOST_BARS), view.currency)
    note = (
        f"{min(len(told), MOST_BARS)} of {counted(len(rows), by)}, with {FEWEST_ORDERS} credited "
        "orders or more · bar: 90 % interval of what is new · dot: estimate · tick: attributed · "
        f"{_window(starts)}"
    )
    return Panel(HEADING, chart, note, f"Extra beside attributed GMV by {by}")


def _drawn(view: View, seen: str, by: str, sort: str) -> None:
    found = market_incrementality(view.facts, view.currency)
    starts = _starts(view, found)
    if seen == "again":
        started_again(view, starts, sort, with_creator=view.slice.creator_id is None)
    elif not found.is_known:
        with st.container(border=True):
            panels.draw(Panel.without(HEADING, f"Not estimable: {found.effect.reason}."), "added")
    else:
        _so_far(view, found, starts, by, sort)
    if found.is_known:
        _how_to_read(found)


def _so_far(view: View, found: Incrementality, starts: pd.DataFrame, by: str, sort: str) -> None:
    rows = in_order(added_rows(found, starts, by), sort)
    with st.container(border=True):
        if len(starts):
            _figures(view, found, starts)
        is_drawn = panels.draw(_panel(view, starts, rows, by), f"added-{by}")
    if is_drawn:
        table(view, rows, by)


def _figures(view: View, found: Incrementality, starts: pd.DataFrame) -> None:
    extra = added(found, starts)
    shown = {
        "Extra GMV": _told(extra.estimate, view.currency),
        "at least": _told(extra.low, view.currency),
        "at most": _told(extra.high, view.currency),
        "Attributed GMV": money(starts["net_gmv"].sum(), view.currency),
        "New share": share(found.share.estimate),
    }
    tiles(shown, key="added", about=FIGURES)
    st.caption(f"{graded(found, starts)[1]} · {_span(starts)}")


def _told(figure: float, currency: str) -> str:
    return "not estimable" if is_missing(figure) else money(figure, currency)


def _starts(view: View, found: Incrementality) -> pd.DataFrame:
    """The complete starts of the view's shop, product and creator, as the viewer may see them."""
    last_day = view.facts.last_day
    assert last_day is not None
    starts = ask(
        credited_starts,
        found.first_day or last_day - timedelta(DAYS - 1),
        last_day,
        view.currency,
    )
    for name in ("merchant_id", "product_id", "creator_id"):
        if (wanted := getattr(view.slice, name)) is not None:
            starts = starts[starts[name] == wanted]
    return starts


def _too_few(starts: pd.DataFrame, by: str) -> str:
    if starts.empty:
        return "Not estimable: no collaboration of the last half year has its 28 days on record."
    orders = int(starts["orders"].sum())
    return (
        f"Not estimable by {by}: {counted(orders, 'credited order')} in all, and no {by} has "
        f"{FEWEST_ORDERS} · {_window(starts)}."
    )


def _window(starts: pd.DataFrame) -> str:
    return f"n = {counted(len(starts), 'start')}, {_span(starts)}, 28 days from each"


def _span(starts: pd.DataFrame) -> str:
    return f"{day(starts['started_on'].min())} – {day(starts['started_on'].max(), has_year=True)}"


def _days(found: Incrementality) -> str:
    assert found.first_day is not None
    assert found.last_day is not None
    return f"{day(found.first_day)} – {day(found.last_day, has_year=True)}"


def _how_to_read(found: Incrementality) -> None:
    """Formula, sources of doubt and grades."""
    part, differ = found.share, found.differ
    between = (
        f"{100 * differ.between:.0f} points between this market's {differ.categories} categories, "
        f"beyond chance, and {100 * differ.within:.0f} within them"
        if differ.categories
        else f"{100 * differ.within:.0f} points; its categories are too few to tell more"
    )
    with st.expander("How extra GMV is told"):
        st.markdown(
            f"**Extra GMV** = attributed net GMV × the market's new share, "
            f"{share(part.estimate)} (90 % interval {share(part.low)} to {share(part.high)}, "
            f"n = {counted(found.effect.n, 'start')}, {_days(found)}; "
            f"{GRADE_LABELS[str(found.effect.grade)]}, see Trust). A row's interval allows for "
            f"{ALLOWED} between shops, products and creators: a standard deviation of {between}. "
            "What differs within categories comes from simulated markets whose truth is known, "
            "for no market tells it of itself. *Adjusted*: the row has 3 starts or more of its "
            "own; *prior only*: fewer, so that its share is the market's alone. **If started "
            "again** is what a further 28 days of the same pair may bring, as on Matches, with "
            "80 % intervals."
        )
