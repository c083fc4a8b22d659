"""The creators of a market: how each does, how they sold over time, how they compare."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import pandas as pd

from analytics.margin import margin
from analytics.period import Period
from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session

MIN_N = 30
MOST = 200
LONGEST_DAILY = 92
RATIOS = {
    "ctr": "impressions",
    "ctor_sku_orders": "clicks",
    "watch_gpm": "sku_orders",
    "show_gpm": "sku_orders",
    "aov": "sku_orders",
    "refund_rate": "sku_orders",
    "sample_post_rate": "received",
}
"""What a ratio's n counts; where the denominator is money or views, the order lines behind it."""


PROPORTIONS = ("ctr", "ctor_sku_orders", "sample_post_rate")
"""Ratios that are a part of counted trials, for which an interval can be told."""
Z = 1.96


@dataclass(frozen=True)
class Wanted:
    """Which creators to list: words of handle or id, size class, country; empty does not filter."""

    text: str = ""
    tier: str | None = None
    country: str | None = None


def creator_ranking(
    session: Session,
    slice: Slice,
    wanted: Wanted,
    sort: str,
    *,
    hides_thin: bool = True,
    creator_ids: Sequence[str] = (),
    most: int = MOST,
) -> pd.DataFrame:
    """Measures and rates per creator, best by `sort` first; `found` counts them before the cut.

    With a ratio as `sort`, `hides_thin` leaves out creators with an `n` (see RATIOS) below 30.
    Shop, category or channel in the slice leave out who has nothing there, unless named by
    `creator_ids`, which list these creators alone. Sample→post rests on all
    samples up to the slice's last day. Money in minor units, shares 0 to 1.
    """
    return session.frame(
        sql("creator_ranking"),
        **slice.parameters,
        **asdict(wanted),
        previous_first_day=slice.period.previous.first_day,
        sort=sort,
        hides_thin=hides_thin,
        creator_ids=list(creator_ids),
        most=most,
    )


def creator_margins(session: Session, slice: Slice) -> pd.Series:
    """Contribution margin in minor units by creator_id; empty where a cost is missing."""
    return margin(session, slice, "creator").set_index("creator_id")["margin"]


def creators_together(session: Session, slice: Slice) -> pd.Series:
    """The same rates over all creators of the slice, from sums, with their n."""
    return session.frame(sql("creators_together"), **slice.parameters).iloc[0]


def creator_trends(session: Session, slice: Slice, creator_ids: Sequence[str]) -> pd.Series:
    """Net GMV in minor units per day (per week in long periods) as a list, by creator_id."""
    step = 1 if slice.period.days <= LONGEST_DAILY else 7
    found = session.frame(
        sql("creator_trends"), **slice.parameters, creator_ids=list(creator_ids), step=step
    )
    return found.set_index("creator_id")["trend"]


def engagement_ranking(
    session: Session,
    period: Period,
    wanted: Wanted,
    sort: str,
    *,
    hides_thin: bool = True,
    most: int = MOST,
) -> pd.DataFrame:
    """Posts by kind and reactions per creator, for markets without orders; `found` as above.

    `engagement` is likes, comments and shares; with `engagement_per_post` as `sort`, `hides_thin`
    leaves out creators with fewer than 30 posts.
    """
    return session.frame(
        sql("engagement_ranking"),
        **asdict(wanted),
        first_day=period.first_day,
        last_day=period.last_day,
        sort=sort,
        hides_thin=hides_thin,
        most=most,
    )


def known_creators(session: Session, wanted: Wanted, most: int = MOST) -> pd.DataFrame:
    """Creators with the shops and products they worked with, for markets without any day."""
    return session.frame(sql("known_creators"), **asdict(wanted), most=most)


def creator_places(session: Session) -> pd.DataFrame:
    """Pairs of tier and country that occur, for filters; empty where neither is known."""
    return session.frame(sql("creator_places"))


def interval(share: pd.Series, n: pd.Series) -> pd.DataFrame:
    """95 % interval of a proportion of n trials: low, high, each 0 to 1; empty where n is 0.

    Source: Wilson, JASA 22 (1927). A CTOR above 1 (several lines per click) counts as 1.
    """
    trials = n.where(n > 0).astype(float)
    part = share.astype(float).clip(upper=1)
    middle = (part + Z**2 / (2 * trials)) / (1 + Z**2 / trials)
    spread = part * (1 - part) / trials + Z**2 / (4 * trials**2)
    half = Z * spread**0.5 / (1 + Z**2 / trials)
    return pd.DataFrame({"low": middle - half, "high": middle + half})
