"""How content fades: what a piece brings per day of its age."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.period import Period
from analytics.question import sql
from data.warehouse import Session

DAYS = 29
FEWEST = 5


@dataclass(frozen=True)
class Decay:
    """Means per piece and day of age 0 to 28: `curve` has age, contents (n), views, net_gmv (minor
    units) and sku_orders; only ages that at least five pieces have reached.
    """

    curve: pd.DataFrame
    contents: int

    def half_life(self, measure: str) -> int | None:
        """The age by whose end half of what the curve adds up to has come; None if it is zero."""
        total = self.curve[measure].cumsum()
        if self.curve.empty or total.iloc[-1] <= 0:
            return None
        return int(self.curve.loc[total >= total.iloc[-1] / 2, "age"].iloc[0])


def content_decay(
    session: Session, creator_id: str, content_type: str, observed: Period, currency: str
) -> Decay:
    """The mean course of the creator's content published within `observed`.

    A piece counts at an age once it has reached it, so that young pieces do not pull the tail down.
    """
    found = session.frame(
        sql("content_decay"),
        creator_id=creator_id,
        content_type=content_type,
        first_day=observed.first_day,
        last_day=observed.last_day,
        currency=currency,
        days=DAYS,
    )
    contents = int(found["contents"].max()) if len(found) else 0
    return Decay(found[found["contents"] >= FEWEST], contents)


def observed(first_day: date, last_day: date, days: int = 365) -> Period:
    """The days whose content is followed: a year at most, nothing from before the data begins."""
    return Period(max(first_day, Period.last_days(last_day, days).first_day), last_day)
