"""What Creator opens with: who it is, the figures, sales by channel, categories, what is left."""

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics import performance
from analytics.creator import (
    LONG_RUN_DAYS,
    CreatorProfile,
    creator_benchmark,
    creator_categories,
)
from analytics.margin import margin
from analytics.market import MarketFacts
from pages.components import creator_charts as charts
from pages.components.access import viewer
from pages.components.cascade import cascade, not_estimable
from pages.components.charts import channel_bars
from pages.components.figures import Figure, figures, of_totals
from pages.components.filters import View
from pages.components.links import link
from pages.components.marks import marks
from pages.components.matching import HAVE
from pages.components.numbers import NOTHING, count, counted, day, metric_value, symbol
from pages.components.overview_why import funnel
from pages.components.product import refunds
from pages.components.products import per_day
from pages.components.resources import ask
from pages.components.sample_reports import not_entered
from pages.components.search import pick_creator
from pages.components.tables import in_major_units
from pages.components.unstated import unstated_note
from pages.components.words import plain, short

BENCHMARKED = ("ctr", "ctor_sku_orders", "watch_gpm", "show_gpm", "refund_rate")


def about(profile: CreatorProfile) -> str:
    """Tier, followers, country, stated categories, when joined and last posted; public facts."""
    known = [
        profile.tier,
        f"{count(profile.followers)} followers" if profile.followers is not None else None,
        profile.country,
        ", ".join(profile.categories),
        f"joined {day(profile.joined_on, has_year=True)}" if profile.joined_on else None,
        _last_post(profile.last_posted_on),
        profile.creator_id if profile.creator_id != profile.handle else None,
    ]
    told = plain(" · ".join(short(text) for text in known if text))
    return told or "No profile: our own table of creators would bring followers and country."


def _last_post(last_on: date | None) -> str | None:
    """When the creator last posted; a merchant sees content with own products alone."""
    if last_on is None:
        return None
    whose = "" if viewer().is_analyst else " with your products"
    return f"last post{whose} {day(last_on, has_year=True)}"


def ways(facts: MarketFacts, profile: CreatorProfile) -> None:
    """To another creator, to all of them, and to a comparison where there is one."""
    with st.container(horizontal=True, vertical_alignment="center", key="ways"):
        pick_creator("Another creator")
        link("creators", "All creators", icon=":material/group:")
        if facts.products:
            asked = {"have": HAVE["creator"], "creator": profile.creator_id}
            link("matches", "Find products", icon=":material/join_inner:", **asked)
        if facts.has_orders:
            link(
                "creators",
                "Compare",
                icon=":material/compare_arrows:",
                pane="Compare",
                compare=profile.creator_id,
            )
        marks("creator", profile.creator_id)


def of_creator(view: View, profile: CreatorProfile) -> View:
    """The same view of one creator alone."""
    return replace(view, slice=view.slice.of(creator_id=profile.creator_id))


def headline(view: View) -> DeltaGenerator:
    """The creator's figures against the period before; and the place for what of them is new."""
    now = ask(performance.totals, view.slice)
    before = ask(performance.totals, view.slice.previous)
    series = per_day(view)
    keys = ["net_gmv", "sku_orders" if view.facts.is_sampled_lines else "orders"]
    keys += ["ctor_sku_orders"] if view.facts.has_clicks else []
    uncredited = _uncredited(view)
    if uncredited and not now.sku_orders:
        figures(view, [Figure(key, None, note="no file credits these days' sales") for key in keys])
    else:
        shown = [
            of_totals(key, now, before, series[key].tolist()) for key in [*keys, "refund_rate"]
        ]
        figures(view, [*shown, _margin(view)])
    if uncredited:
        st.caption(f"This creator may have sold more · {uncredited}")
    return st.empty()


def _uncredited(view: View) -> str:
    """How much of all sales of these days nobody is credited with; empty where all is told."""
    if not view.facts.has_unstated:
        return ""
    every = ask(performance.daily_trend, view.slice.of(creator_id=None))
    return unstated_note(in_major_units(every, ["gmv", "attributed_gmv"], view.currency))


def _margin(view: View) -> Figure:
    rows = ask(margin, view.slice, "total")
    before = ask(margin, view.slice.previous, "total")
    if rows.empty:
        return Figure("contribution_margin", None, note="no sales in these days")
    note = not_estimable(rows.iloc[0])
    if note:
        return Figure("contribution_margin", None, note=note[0].lower() + note[1:])
    known = before["margin"].dropna().tolist()
    was = float(known[0]) if known else None
    return Figure("contribution_margin", float(rows["margin"].iloc[0]), was)


def selling(view: View) -> None:
    """Sales per day, funnel, categories now and over the year, what is left; a merchant's peers."""
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _sold(view)
        _left_over(view)
    with right:
        funnel(view, "this creator")
        _categories(view)
    refunds(view, "credited to this creator")
    if not viewer().is_analyst:
        with st.container(border=True):
            _benchmark(view)


def _sold(view: View) -> None:
    with st.container(border=True):
        st.subheader("Net GMV per day, by where it was sold", anchor=False)
        daily = ask(performance.daily_trend, view.slice)
        daily = in_major_units(daily[daily["sku_orders"] > 0], ["net_gmv"], view.currency)
        if daily.empty:
            st.info("Nothing that this creator is credited with was sold in these days.")
            return
        unit = f"Net GMV, {symbol(view.currency)}"
        st.altair_chart(
            channel_bars(daily, "net_gmv", unit, view.slice.period),
            alt="Net GMV per day as stacked bars by channel",
            key="sold",
        )
        st.caption(f"n = {counted(daily['sku_orders'].sum(), 'order line')} · credit is not effect")


def _categories(view: View) -> None:
    with st.container(border=True):
        st.subheader("What sells: these days, and over the year", anchor=False)
        _categories_told(view)


def _categories_told(view: View) -> None:
    found = ask(creator_categories, view.slice)
    if found.empty:
        st.info("Nothing was sold within a year.")
        return
    if not (found["net_gmv_long"] > 0).any():
        n = counted(int(found["sku_orders_long"].sum()), "order line")
        st.info(f"Nothing is left of what was sold within a year: {n}, all refunded.")
        return
    st.altair_chart(
        charts.categories(found, f"{view.slice.period.days} days", "a year"),
        alt="Share of net GMV per category, in these days and over a year",
        key="categories",
    )
    begins = view.facts.first_day
    last_day = view.slice.period.last_day
    span = min(LONG_RUN_DAYS, (last_day - begins).days + 1) if begins else LONG_RUN_DAYS
    st.caption(
        f"Share of net GMV · n = {counted(int(found['sku_orders_now'].sum()), 'order line')} now, "
        f"{count(found['sku_orders_long'].sum())} in the {span} days to "
        f"{day(last_day, has_year=True)}"
    )


def _left_over(view: View) -> None:
    with st.container(border=True):
        st.subheader("What is left: contribution margin", anchor=False)
        rows = ask(margin, view.slice, "total")
        if rows.empty:
            st.info("Nothing was sold in these days, and nothing was spent.")
            return
        cascade(rows.iloc[0], view.currency, "cascade")
        if sentence := not_estimable(rows.iloc[0]):
            st.warning(f"{sentence} A missing cost is not zero.", icon=":material/edit_note:")
        if untold := not_entered(view):
            st.caption(untold)


def _benchmark(view: View) -> None:
    """For a merchant: the creator's rates over at least five other shops, never one's own."""
    st.subheader("The creator with other shops", anchor=False)
    last_day = view.facts.last_day
    assert last_day is not None
    creator_id = view.slice.creator_id or ""
    others = ask(creator_benchmark, creator_id, last_day, view.currency)
    if others is None:
        st.info("Not told: fewer than five other shops worked with this creator in 91 days.")
        return
    own = ask(performance.totals, view.slice.of(period=view.slice.period.last_days(last_day, 91)))
    frame = charts.side_by_side(
        [(key, own[key], others[key]) for key in BENCHMARKED],
        lambda key, value: metric_value(key, value, view.currency),
    )
    st.dataframe(frame, hide_index=True, placeholder=NOTHING)
    st.caption(
        f"91 days to {day(last_day, has_year=True)} · other shops: sums over "
        f"{others['merchants']:.0f} shops without yours, n = {count(others['clicks'])} clicks · "
        f"yours: n = {count(own['clicks'])} clicks{_untold(others)}"
    )


def _untold(others: pd.Series) -> str:
    """Why rates of the other shops are missing; empty where none is."""
    is_told = not others[list(BENCHMARKED)].isna().any()
    return "" if is_told else f" · {NOTHING}: fewer than five of them had any"


def how_to_read(view: View) -> None:
    """Definitions, sample size and uncertainty in a few lines."""
    with st.expander("How to read this"):
        st.markdown(
            "Everything sold is what the platform **credits** to the creator: not effect, for part "
            "of it would have sold anyway. **Net GMV** leaves out what was cancelled or refunded. "
            "**Decay** averages pieces at each day of their age, each piece only at ages it has "
            "reached. **Interests** weigh days, not money: a product counts once a day, however "
            "much of it was sold. **Overlap** counts shoppers known to have clicked in both "
            "creators' content. **Likeness** is the mean of the parts named in the table: it says "
            f"who resembles, not who will sell. Days are local ({view.facts.time_zone})."
        )
