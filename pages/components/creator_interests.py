"""What a creator turns to: now beside over the year, and whether that has moved beyond chance."""

from datetime import date

import pandas as pd
import streamlit as st

from models.interests.creator import CreatorInterests, creator_interests
from models.interests.drift import FEWEST_PRODUCTS, Drift
from models.interests.memory import DAY, MEMORIES
from pages.components import creator_interest_charts as charts
from pages.components.access import viewer
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.numbers import counted, day
from pages.components.resources import ask

MOST_ROWS = 8
QUIET_DAYS = 28
LONG_DAYS = round(MEMORIES["creator"].long_half_life / DAY)
SHORT_DAYS = round(MEMORIES["creator"].short_half_life / DAY)
GAP_DAYS = round(MEMORIES["creator"].gap / DAY)


def interests(view: View) -> None:
    """Shares per category now and over the year, and the drift between them."""
    last_day = view.slice.period.last_day
    found = ask(creator_interests, view.slice.creator_id or "", last_day, view.slice.merchant_id)
    if found.drift is None:
        _nothing_told(found, last_day)
        return
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(border=True):
        _now_and_long(view, found)
    with right, st.container(border=True):
        _moved(found.drift, int(found.categories["products_long"].sum()))


def _nothing_told(found: CreatorInterests, last_day: date) -> None:
    """Why there is no chart, and what would bring one."""
    until = day(last_day, has_year=True)
    if not found.n_long:
        missing = f"up to {until} no content of this creator showed a product, and none was sold"
    elif found.categories.empty:
        missing = "none of the products that this creator carried has a category"
    else:
        missing = "none of the products that this creator carried last has a category"
    st.info(
        f"Interests are not told: {missing}. Traffic or order lines that name the creator, on "
        "products with a category, would bring them.",
        icon=":material/info:",
    )


def _now_and_long(view: View, found: CreatorInterests) -> None:
    assert found.now_from is not None
    assert found.now_until is not None
    silent = (view.slice.period.last_day - found.now_until).days
    now = "Now" if silent <= QUIET_DAYS else "When last active"
    st.subheader(f"What this creator turns to: {now.lower()}, and over the year", anchor=False)
    st.altair_chart(
        charts.now_and_long(_named(found.categories), now),
        alt="Share of interest per category, now and over the year, joined by a line",
        key="interests",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"{now}: n = {_product_days(found.n_now)}, {_span(found.now_from, found.now_until)}"
            f"{_silence(silent)} · over the year: n = {_product_days(found.n_long)}",
            width="stretch",
        )
        download(view, "creator-interests", {"Interests": found.categories}, [])
    st.caption(
        f"A product-day: a day on which content first showed {_whose()}, or it was sold. "
        f"{now}: the last days in a row with no pause above {GAP_DAYS} days, each counting half as "
        f"much as one {SHORT_DAYS} days later. Over the year: all days, half as much for every "
        f"{LONG_DAYS} days."
    )


def _moved(found: Drift, products: int) -> None:
    st.subheader("Has it moved?", anchor=False)
    st.metric(
        "Drift",
        f"{found.distance:.2f}",
        help="Jensen–Shannon distance between the shares now and those over the year: 0 where they "
        "are the same, 1 where they have no category in common.",
    )
    st.altair_chart(charts.drift(found), alt="Drift beside what chance alone brings", key="drift")
    st.markdown(_verdict(found, products))
    st.caption(
        "Chance: the same products on the same days, their categories shuffled, 999 times; the "
        "band holds 90 % of them."
    )


def _verdict(found: Drift, products: int) -> str:
    n = counted(products, "product")
    if found.low is None or found.high is None:
        return (
            f"**Not told apart from chance** (n = {n}). That takes at least {FEWEST_PRODUCTS} "
            "products over the year, several of them in one category."
        )
    chance = f"by chance alone it would drift {found.low:.2f} to {found.high:.2f} (n = {n})"
    if found.is_beyond_chance:
        return f"**It has moved**: {chance}."
    return f"**No sign that it moved**: {chance}."


def _silence(days: int) -> str:
    return "" if days <= QUIET_DAYS else f", nothing for {counted(days, 'day')} since"


def _named(found: pd.DataFrame) -> pd.DataFrame:
    """The largest categories by their own name, the others as one; `path` is the whole of it."""
    parts = found["category"].str.rsplit(" > ", n=1)
    short = parts.str[-1]
    name = short.where(~short.duplicated(keep=False), parts.str[::-1].str.join(", "))
    named = found.assign(name=name, path=found["category"].str.replace(" > ", " › "))
    order = (named["share_now"] + named["share_long"]).sort_values(ascending=False, kind="stable")
    named = named.loc[order.index]
    if len(named) <= MOST_ROWS:
        return named
    rest = named.iloc[MOST_ROWS - 1 :]
    others = rest.select_dtypes("number").sum().to_frame().T
    label = f"{len(rest)} others"
    return pd.concat([named.iloc[: MOST_ROWS - 1], others.assign(name=label, path=label)])


def _product_days(n: int) -> str:
    return counted(n, "product-day")


def _span(first: date, last: date) -> str:
    """7 to 12 Oct 2026; a single day once."""
    if first == last:
        return day(last, has_year=True)
    return f"{day(first, has_year=first.year != last.year)} to {day(last, has_year=True)}"


def _whose() -> str:
    return "a product" if viewer().is_analyst else "one of your products"
