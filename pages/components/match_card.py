"""The card of one candidate: what it may bring, why, and what to know before asking."""

import pandas as pd
import streamlit as st

from analytics.audience import shared_audience
from models.terms import Costs, Credited, break_even
from pages.components.access import viewer
from pages.components.colours import GRADE_LABELS
from pages.components.links import link
from pages.components.match_rates import pair_rates_of, rates, tells_orders
from pages.components.match_shortlist import Shortlist, toggle
from pages.components.matching import Query, Search
from pages.components.numbers import count, counted, is_missing, money, share
from pages.components.resources import ask
from pages.components.words import plain


def card(search: Search, row: pd.Series, reasons: list[str], kept: Shortlist) -> None:
    """Estimate, reasons, terms, and the ways on."""
    query, currency = search.query, search.currency
    with st.container(border=True, key="card"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(plain(row["name"]), anchor=False)
            grade = row.get("grade")
            if not pd.isna(grade):
                st.badge(GRADE_LABELS[grade], color="blue" if grade in "AB" else "gray")
        expected = pair_rates_of(search, row)
        _estimate(row, currency, has_rates=tells_orders(expected))
        rates(expected, row.get("baseline_conversion"))
        if reasons:
            st.markdown("**Why**")
            for reason in reasons:
                st.markdown(f":material/check: {reason}")
        st.markdown("**Before you ask**")
        terms = [] if query.wants_products else _terms(row, currency)
        for icon, text in (*terms, *_pays(query, row, currency), *_overlap(search, row, kept)):
            st.markdown(f":material/{icon}: {text}")
        _ways_on(search, row, kept)


def _estimate(row: pd.Series, currency: str, *, has_rates: bool) -> None:
    """Extra and attributed GMV; conversion where no rates per channel tell it better."""
    if is_missing(row.get("estimate")):
        st.caption(str(row.get("reason") or "not estimable: no orders in this market"))
        return
    left, *middle, right = st.columns(2 if has_rates else 3)
    left.metric("Extra GMV", money(row["estimate"], currency), help=EXTRA)
    left.caption(f"{money(row['low'], currency)} – {money(row['high'], currency)}")
    for place in middle:
        place.metric("Conversion", share(row["conversion"]), help=CONVERSION)
        if not is_missing(row["baseline_conversion"]):
            more = 100 * (row["conversion"] - row["baseline_conversion"])
            place.caption(f"{more:+.2f} pp vs organic")
    right.metric("Would be attributed", money(row["attributed"], currency), help=ATTRIBUTED)
    right.caption(
        f"of which **{share(row['new_share'])}** is new "
        f"({share(row['new_share_low'])} – {share(row['new_share_high'])})"
    )
    for icon, text in (_outcome(row, currency), *_uplift(row)):
        st.markdown(f":material/{icon}: {text}")
    st.caption(f"28 days, 80 % intervals · n = {counted(int(row['n']), 'start')} · {row['reason']}")


def _outcome(row: pd.Series, currency: str) -> tuple[str, str]:
    low, high = (money(row[f"outcome_{end}"], currency) for end in ("low", "high"))
    return "query_stats", f"the dashboard may show {low} – {high}, chance in single orders included"


def _uplift(row: pd.Series) -> list[tuple[str, str]]:
    """How the product's conversion would change, beside the clicks that change it."""
    if is_missing(row["conversion_uplift"]):
        why = "no organic orders and clicks of the product in 28 days"
        return [("show_chart", f"conversion uplift not estimable: {why}")]
    ends = (100 * row[f"conversion_uplift{end}"] for end in ("", "_low", "_high"))
    mean, low, high = (f"{end:+.2f}" for end in ends)
    clicks = count(row["extra_clicks"])
    return [
        (
            "show_chart",
            f"conversion uplift {mean} pp ({low} to {high}): the product's orders per click with "
            f"{clicks} more clicks",
        )
    ]


EXTRA = (
    "Estimated net GMV in 28 days beyond what the product would sell anyway, with the 80 % "
    "interval of the pair's average: single orders come by chance, so one try varies more. It is "
    "causal only where the grade says tested or adjusted: what pairs are credited with × the share "
    "of it that is new, as products like theirs without a creator tell."
)
CONVERSION = "Expected orders per click of this pair, against the product's organic conversion."
ATTRIBUTED = "Net GMV that the platform would credit to the creator: more than what is new."


def _terms(row: pd.Series, currency: str) -> list[tuple[str, str]]:
    terms = []
    if not is_missing(row["samples_received"]) and row["samples_received"] > 0:
        days = row["days_to_post"]
        after = "" if is_missing(days) else f", in {days:g} days"
        rate, n = share(row["sample_post_rate"]), row["samples_received"]
        terms.append(("package_2", f"posts after {rate} of samples{after} (n = {n:.0f})"))
    else:
        terms.append(("package_2", "no sample on record"))
    if not is_missing(row["commission_rate"]):
        terms.append(("percent", f"usual commission {share(row['commission_rate'])}"))
    if not is_missing(row["flat_fee"]):
        terms.append(("payments", f"usual fixed fee {money(row['flat_fee'], currency)}"))
    if not is_missing(row["views"]) and row["views"] > 0:
        terms.append(("visibility", f"{count(row['views'])} product views in 28 days"))
    if row["is_contacted"]:
        terms.append(("mark_email_read", "contacted by the shop before"))
    return terms


def _pays(query: Query, row: pd.Series, currency: str) -> list[tuple[str, str]]:
    """The commission at which the pair just pays for itself, and the fee at the usual one."""
    if is_missing(row.get("estimate")):
        return []
    costs = Costs.of(row.to_dict()) if query.wants_products else query.costs
    usual = query.commission_rate
    if usual is None:
        usual = 0.0 if is_missing(row.get("commission_rate")) else float(row["commission_rate"])
    found = break_even(Credited.of(row.to_dict()), costs, usual)
    if isinstance(found, str):
        return [("balance", f"break-even commission not estimable: {found}")]
    surely = share(found.break_even_low) if found.break_even_low > 0 else "none"
    at = share(found.break_even) if found.break_even > 0 else "none pays"
    told = [("balance", f"break-even commission {at} without a fee (at the lower end {surely})")]
    if usual:
        fee = money(found.highest_fee, currency) if found.highest_fee > 0 else "none"
        told.append(("payments", f"highest fixed fee that pays at {share(usual)}: {fee}"))
    return told


def _overlap(search: Search, row: pd.Series, kept: Shortlist) -> list[tuple[str, str]]:
    """How much of the audience others reach already."""
    beside = () if search.query.wants_products else kept.creator_ids
    day, shop = search.facts.last_day, viewer().merchant_id
    found = ask(
        shared_audience,
        row["creator_id"],
        row["product_id"],
        beside,
        last_day=day,
        merchant_id=shop,
    )
    if found.share is None:
        return []
    carry = "carries it or is" if found.others == 1 else "carry it or are"
    with_whom = f"{counted(found.others, 'creator')} who {carry} shortlisted"
    text = f"**{share(found.share)}** of {count(found.shoppers)} shoppers also click with "
    return [("join_inner", text + with_whom)]


def _ways_on(search: Search, row: pd.Series, kept: Shortlist) -> None:
    query = search.query
    with st.container(horizontal=True):
        if not query.wants_products:
            is_on = row["creator_id"] in kept.creator_ids
            st.button(
                "Off the list" if is_on else "Shortlist",
                icon=":material/playlist_remove:" if is_on else ":material/playlist_add:",
                type="secondary" if is_on else "primary",
                key="toggle-shortlist",
                on_click=toggle,
                args=(search, kept, row["creator_id"]),
            )
        if query.kind != "new" and search.facts.has_orders:
            link(
                "what_if",
                "Simulate",
                icon=":material/tune:",
                product=row["product_id"],
                creator=row["creator_id"],
            )
        if query.wants_products:
            link("product", "Profile", icon=":material/inventory_2:", product=row["product_id"])
        else:
            link("creator", "Profile", icon=":material/person:", creator=row["creator_id"])
        if viewer().is_analyst:
            way = query.address(row["id"])
            link("inspector", "Inspect", icon=":material/troubleshoot:", **way)
