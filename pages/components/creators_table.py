"""The ranking of creators: search and filters, the rows, their download."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from analytics.creators import (
    MIN_N,
    MOST,
    RATIOS,
    Wanted,
    creator_margins,
    creator_places,
    creator_ranking,
    creator_trends,
)
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.links import go_to
from pages.components.marks import choose_tagged
from pages.components.numbers import counted
from pages.components.resources import ask
from pages.components.tables import entity_table, in_major_units, metric_columns, money_column

MONEY = ["net_gmv_before", "change"]
ANY_TIER, ANY_COUNTRY = "All tiers", "All countries"
EVERY = 1_000_000
RANKS = {
    "net_gmv": "Net GMV",
    "change": "Change",
    "orders": "Orders",
    "ctor_sku_orders": "CTOR",
    "watch_gpm": "Watch GPM",
    "show_gpm": "Show GPM",
    "ctr": "CTR",
    "refund_rate": "Refund rate",
    "sample_post_rate": "Sample→post",
    "followers": "Followers",
}
N_WORDS = {
    "impressions": "impressions",
    "clicks": "clicks",
    "sku_orders": "order lines",
    "received": "samples received",
}


@dataclass(frozen=True)
class Choice:
    """Which creators to list and by what; `hides_thin`: ratios on n < 30 are left out;
    `creator_ids`: those with the tag chosen, empty without one.
    """

    wanted: Wanted
    sort: str
    hides_thin: bool
    creator_ids: tuple[str, ...] = ()


def choose(view: View) -> Choice:
    """Search, tier, country, what to rank by; all of it in the URL."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters-rank"):
        wanted = choose_wanted()
        tagged = choose_tagged("creator") or ()
        sort = st.selectbox(
            "Rank by",
            ranks(view),
            format_func=RANKS.__getitem__,
            key="by",
            width=170,
            bind="query-params",
        )
        is_thin = sort in RATIOS and st.toggle(f"Also n < {MIN_N}", key="few", bind="query-params")
    return Choice(wanted, sort, not is_thin, tagged)


def choose_wanted() -> Wanted:
    """Words of a handle or id, a tier and a country, where the market has them."""
    places = ask(creator_places)
    text = st.text_input(
        "Search",
        type="search",
        placeholder="handle or id",
        key="handle",
        width=220,
        bind="query-params",
        live=True,
    )
    tiers = places["tier"].dropna().unique().tolist()
    countries = sorted(places["country"].dropna().unique())
    return Wanted(
        text or "",
        _one_of("Tier", ANY_TIER, tiers, "tier"),
        _one_of("Country", ANY_COUNTRY, countries, "country"),
    )


def _one_of(label: str, every: str, values: list[str], key: str) -> str | None:
    if len(values) < 2:
        return None
    chosen = st.selectbox(label, [every, *values], key=key, width=150, bind="query-params")
    return None if chosen == every else chosen


def ranks(view: View) -> list[str]:
    """What this market can rank creators by."""
    facts = view.facts
    missing = set()
    if facts.is_sampled_lines:
        missing |= {"orders"}
    if not facts.has_clicks:
        missing |= {"ctor_sku_orders", "ctr"}
    if not facts.has_impressions:
        missing |= {"show_gpm", "ctr"}
    if not facts.has_views:
        missing |= {"watch_gpm"}
    if not facts.has_collaborations:
        missing |= {"sample_post_rate"}
    if not facts.has_refunds:
        missing |= {"refund_rate"}
    return [key for key in RANKS if key not in missing]


def ranked(view: View, choice: Choice) -> pd.DataFrame:
    """The first creators of the choice, at most 200."""
    return ask(
        creator_ranking,
        view.slice,
        choice.wanted,
        choice.sort,
        hides_thin=choice.hides_thin,
        creator_ids=choice.creator_ids,
    )


def nobody(choice: Choice) -> str:
    """What to say where the choice finds no creator."""
    if choice.sort in RATIOS and choice.hides_thin:
        of = N_WORDS[RATIOS[choice.sort]]
        return f"No creator has {MIN_N} {of} here; show those below {MIN_N} too, or widen the days."
    return "No creator fits: take a filter back, or search for fewer letters."


def resting_on(key: str) -> str:
    """What n counts for a ratio, as a part of a caption; empty for sums."""
    return f" · n: {N_WORDS[RATIOS[key]]}" if key in RATIOS else ""


def rows(view: View, found: pd.DataFrame, choice: Choice) -> None:
    """The table; a row opens the creator."""
    chosen = entity_table(_cells(found, view), _columns(view, choice), view.currency, "creators")
    with st.container(horizontal=True, vertical_alignment="center"):
        total = int(found["found"].iloc[0])
        more = f" of {total:,}, the rest by search or download" if total > len(found) else ""
        hidden = choice.sort in RATIOS and choice.hides_thin
        thin = f" · n < {MIN_N} left out" if hidden else ""
        st.caption(
            f"{counted(len(found), 'creator')}{more}{resting_on(choice.sort)}{thin} · "
            f"sample→post: all "
            "samples up to the last day · choose a row to open the creator",
            width="stretch",
        )
        _export(view, found, choice)
    if chosen is not None:
        go_to("creator", creator=str(found.iloc[chosen]["creator_id"]))


def _cells(found: pd.DataFrame, view: View) -> pd.DataFrame:
    trends = ask(creator_trends, view.slice, tuple(found["creator_id"]))
    frame = in_major_units(found, MONEY, view.currency).assign(
        trend=found["creator_id"].map(trends),
        contribution_margin=found["creator_id"].map(ask(creator_margins, view.slice)),
    )
    if view.is_compared:
        return frame
    return frame.assign(change=None)


def _metrics(view: View) -> list[str]:
    """The measures that this market can tell, in the order of the table."""
    known = ranks(view)
    ordered = ["ctor_sku_orders", "orders", "watch_gpm", "show_gpm", "ctr", "refund_rate"]
    keys = [key for key in ordered if key in known]
    keys.append("commission")
    return keys + (["contribution_margin"] if view.facts.has_costs else [])


def _columns(view: View, choice: Choice) -> dict[str, object]:
    config = st.column_config
    columns = {
        "handle": config.TextColumn("Creator", pinned=True),
        **metric_columns(["net_gmv"], view.currency),
        **metric_columns(_metrics(view)[:1], view.currency),
        "trend": config.LineChartColumn(f"{view.slice.period.days} days", width="small"),
        "change": money_column("Change", view.currency, "Net GMV less that of the period before."),
        **metric_columns(_metrics(view)[1:], view.currency),
    }
    if view.facts.has_collaborations:
        about = "Samples received up to the last day: what sample→post rests on."
        columns |= metric_columns(["sample_post_rate"], view.currency)
        columns["received"] = config.NumberColumn("Samples (n)", help=about)
    columns |= {
        "followers": config.NumberColumn("Followers", format="localized"),
        "tier": config.TextColumn("Tier"),
        "country": config.TextColumn("Country"),
    }
    return _led_by(choice.sort, columns)


def _led_by(sort: str, columns: dict[str, object]) -> dict[str, object]:
    """What is ranked by comes first, a ratio with what it rests on."""
    first = {"handle": columns.pop("handle"), sort: columns.pop(sort)}
    if sort in RATIOS:
        label = f"{N_WORDS[RATIOS[sort]].capitalize()} (n)"
        first["n"] = st.column_config.NumberColumn(label, format="localized")
        columns.pop(RATIOS[sort], None)
    return {**first, **columns}


def _export(view: View, found: pd.DataFrame, choice: Choice) -> None:
    wanted = choice.wanted
    also = {
        "search": wanted.text or "none",
        "tier": wanted.tier or "all",
        "country": wanted.country or "all",
        "tagged": ", ".join(choice.creator_ids) or "all",
        "ranked by": RANKS[choice.sort],
    }
    every = found
    if found["found"].iloc[0] > MOST:
        every = ask(
            creator_ranking,
            view.slice,
            wanted,
            choice.sort,
            hides_thin=choice.hides_thin,
            creator_ids=choice.creator_ids,
            most=EVERY,
        )
    keys = ["net_gmv", *_metrics(view), "sample_post_rate"]
    download(view, "creators", {"Creators": every.drop(columns=["n", "found"])}, keys, also)
