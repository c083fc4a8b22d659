"""Segments of creators by behaviour: rules in the open, each with what it suggests and why.

A creator belongs to the first segment whose rule holds; the rules stand in
analytics/sql/creator_segments.sql in the order of SEGMENTS. Peers are the other creators of the
same tier, or all others where the tier has fewer than five.
"""

from dataclasses import dataclass

import pandas as pd

from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session


@dataclass(frozen=True)
class Gap:
    """The measure that put a creator into a segment: its column, its peers', and what n counts."""

    label: str
    own: str
    peers: str
    n: str
    n_of: str
    unit: str = "share"


@dataclass(frozen=True)
class Segment:
    """One segment: the rule in words and what to do about it; no gap where none decides."""

    key: str
    name: str
    rule: str
    action: str
    how: str
    gap: Gap | None


CTOR = Gap("CTOR", "ctor", "peer_ctor", "clicks", "clicks")
CTR = Gap("CTR", "ctr", "peer_ctr", "impressions", "impressions")
REFUNDS = Gap("Refunded lines", "refunded_share", "peer_refunded_share", "sku_orders", "lines")
POSTING = Gap("Sample→post", "sample_post_rate", "peer_sample_post_rate", "received", "samples")
FALL = Gap("Net GMV", "net_gmv", "net_gmv_before", "sku_orders_before", "lines before", "money")

_ALL = (
    Segment(
        "no_show",
        "Takes samples, rarely posts",
        "at least 10 samples received, sample→post below peers",
        "send no further sample",
        "first the open ones are posted; ask for a date before the next",
        POSTING,
    ),
    Segment(
        "thin",
        "Too little to judge",
        "fewer than 30 clicks",
        "wait",
        "or widen the days until a rate rests on enough",
        None,
    ),
    Segment(
        "returned",
        "Sells, comes back",
        "at least 30 lines, share of refunded lines above peers",
        "correct the claim",
        "compare what is promised with what arrives: size guide, shade, delivery",
        REFUNDS,
    ),
    Segment(
        "cooling",
        "Cooling off",
        "at least 30 lines in the period before, net GMV halved since",
        "ask what changed",
        "and offer a fresh product before the audience moves on",
        FALL,
    ),
    Segment(
        "star",
        "Reach that sells",
        "reach at or above peers, CTOR above",
        "keep close",
        "first pick for launches, and a target plan before others make one",
        CTOR,
    ),
    Segment(
        "unsold",
        "Reach, few orders",
        "reach at or above peers, CTOR below",
        "sharpen the offer",
        "price, bundle or coupon, or a product that fits the audience better",
        CTOR,
    ),
    Segment(
        "unclicked",
        "Reach, few clicks",
        "reach at or above peers, CTR below",
        "show the product earlier",
        "name the link plainly, and test another opening",
        CTR,
    ),
    Segment(
        "gem",
        "Small, sells well",
        "reach below peers, CTOR above",
        "give reach",
        "more samples, a live slot, paid amplification of the best video",
        CTOR,
    ),
    Segment(
        "misfit",
        "Small, few orders",
        "reach below peers, CTOR below",
        "try another category",
        "one product, with a date by which to decide",
        CTOR,
    ),
    Segment(
        "steady",
        "As peers",
        "no rate beside peers that stands out",
        "keep going",
        "change one thing at a time, and compare",
        CTOR,
    ),
)
SEGMENTS: dict[str, Segment] = {segment.key: segment for segment in _ALL}


def creator_segments(session: Session, slice: Slice) -> pd.DataFrame:
    """Creators with traffic or sales in the slice or the period before: `segment` (a key of
    SEGMENTS), own and peers' rates with their n, and the segment's size and share of net GMV.

    A rate is above or below peers if it is off by more than a fifth and by more than two standard
    errors of a difference of two proportions. Money in minor units, shares 0 to 1.
    """
    return session.frame(
        sql("creator_segments"),
        **slice.parameters,
        previous_first_day=slice.period.previous.first_day,
    )
