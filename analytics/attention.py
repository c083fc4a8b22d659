"""What needs a look: a short list of things that someone should act upon, each with its rows."""

import pandas as pd

from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session

SAMPLED = ("last_day", "product_id", "creator_id", "category")
SAMPLE_STATES = ("overdue", "waiting", "on its way", "never posted", "posted")


def samples(session: Session, slice: Slice, state: str | None = None) -> pd.DataFrame:
    """Samples shipped up to the slice's last day, those to act upon first; one of SAMPLE_STATES.

    Grain: a collaboration with a sample. `days_left` counts to day 14 after receipt (negative when
    overdue), `days_left_extended` to day 21; cost (empty where unknown) and net GMV in minor units.
    """
    return session.frame(sql("samples"), **_of(slice, *SAMPLED), state=state)


def sample_states(session: Session, slice: Slice) -> pd.DataFrame:
    """Samples, those of known cost, that cost, creators and shops per state, overdue first."""
    return session.frame(sql("sample_states"), **_of(slice, *SAMPLED))


def silent_creators(session: Session, slice: Slice) -> pd.DataFrame:
    """Creators among the 20 best of 90 days who published nothing in the last 14."""
    return session.frame(sql("silent_creators"), **_of(slice, "last_day"))


def refund_spikes(session: Session, slice: Slice) -> pd.DataFrame:
    """Products whose share of refunded lines rose by more than two standard errors."""
    return session.frame(sql("refund_spikes"), **_of(slice, "last_day"))


def changed_terms(session: Session, slice: Slice) -> pd.DataFrame:
    """Products whose list price or commission rate moved by more than 2 %."""
    return session.frame(
        sql("changed_terms"),
        **_of(slice, "first_day", "last_day"),
        previous_first_day=slice.period.previous.first_day,
    )


def late_sources(session: Session, slice: Slice) -> pd.DataFrame:
    """Kinds of fact that end more than a day before the market's last complete day."""
    return session.frame(sql("late_sources"), last_day=slice.period.last_day)


def late_shops(session: Session, slice: Slice) -> pd.DataFrame:
    """Shops of the slice whose orders end before its days do: merchant_id, name, last_on.

    A shop that pauses for as long at other times is not late, nor one that hardly ever sold.
    """
    names = ("last_day", "merchant_id", "product_id")
    return session.frame(sql("late_shops"), **{name: slice.parameters[name] for name in names})


def _of(slice: Slice, *names: str) -> dict[str, object]:
    return {name: slice.parameters[name] for name in (*names, "currency", "merchant_id")}
