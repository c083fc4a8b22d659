"""One creator: who it is, what was sold, which products, content and samples, beside others."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.benchmark import BENCHMARK_DAYS
from analytics.margin import margin
from analytics.period import Period
from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session

LONG_RUN_DAYS = 365
MOST_CONTENT = 100


@dataclass(frozen=True)
class CreatorProfile:
    """What is known of a creator; None where the source does not say."""

    creator_id: str
    handle: str
    followers: int | None
    tier: str | None
    country: str | None
    categories: tuple[str, ...]
    joined_on: date | None
    last_posted_on: date | None
    contents: int


def creator_profile(session: Session, creator_id: str) -> CreatorProfile:
    """One creator; content counts as far as the viewer sees it. Raises LookupError."""
    rows = session.rows(sql("creator_profile"), creator_id=creator_id)
    if not rows:
        raise LookupError(f"no creator '{creator_id}' in this market")
    *before, categories, joined_on, last_posted_on, contents = rows[0]
    known = (*before, tuple(categories or ()), joined_on, last_posted_on, contents)
    return CreatorProfile(*known)


def creator_categories(session: Session, slice: Slice) -> pd.DataFrame:
    """Net GMV, order lines and share per top category in the slice and in the year to its end."""
    long_run = slice.period.last_days(slice.period.last_day, LONG_RUN_DAYS)
    first_day = min(long_run.first_day, slice.period.first_day)
    return session.frame(sql("creator_categories"), **slice.parameters, long_first_day=first_day)


def creator_products(session: Session, slice: Slice) -> pd.DataFrame:
    """Products that the creator sold, showed or has agreed on, with `status` of the collaboration
    (one of analytics.roster.STATUSES) and `contribution_margin`, empty where a cost is missing.
    """
    products = session.frame(sql("creator_products"), **slice.parameters)
    pairs = margin(session, slice, "pair")
    margins = pairs[pairs["creator_id"] == slice.creator_id].set_index("product_id")["margin"]
    return products.assign(contribution_margin=products["product_id"].map(margins))


def creator_content(
    session: Session, slice: Slice, sort: str, most: int = MOST_CONTENT
) -> pd.DataFrame:
    """Content published, seen or sold from in the slice, best by `sort` first, at most `most`.

    `sort`: net_gmv, views, engagement, reactions (as a source reports them) or published_on.
    """
    return session.frame(sql("creator_content"), **slice.parameters, sort=sort, most=most)


def creator_samples(session: Session, slice: Slice) -> pd.Series:
    """Samples sent up to the slice's last day: counts, sample→post rate, median days to post."""
    names = ("last_day", "currency", "merchant_id", "product_id", "creator_id")
    chosen = {name: slice.parameters[name] for name in names}
    return session.frame(sql("creator_samples"), **chosen).iloc[0]


def creator_benchmark(
    session: Session, creator_id: str, last_day: date, currency: str
) -> pd.Series | None:
    """The creator's rates over at least five other shops, in the 91 days up to `last_day`.

    None below five; a rate is empty where fewer than five had any of its parts. Ask for the data's
    last day alone: the difference of two windows could tell one shop's sales.
    """
    period = Period.last_days(last_day, BENCHMARK_DAYS)
    found = session.frame(
        sql("creator_benchmark"),
        creator_id=creator_id,
        first_day=period.first_day,
        last_day=period.last_day,
        currency=currency,
    )
    return None if found.empty else found.iloc[0]


def creator_partners(session: Session, creator_id: str) -> pd.DataFrame:
    """Products and shops that the creator worked with at any time, and how many others did."""
    return session.frame(sql("creator_partners"), creator_id=creator_id)


def creator_features(session: Session, creator_id: str) -> pd.DataFrame:
    """Given feature vectors of up to 40 places, unfolded, beside the mean over all creators."""
    return session.frame(sql("creator_features"), creator_id=creator_id)
