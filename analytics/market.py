"""What a market holds, so that a page knows what it can say and what it cannot."""

from dataclasses import dataclass
from datetime import date

from analytics.period import Period
from analytics.question import sql
from data.warehouse import Session


@dataclass(frozen=True)
class MarketFacts:
    """One market as the viewer sees it; `last_day` is the last complete local day of its data,
    `has_unstated`: of some sales no report says whether a creator led to them.
    """

    market_id: str
    title: str
    time_zone: str
    currency: str
    refund_lag_days: int
    is_sampled_lines: bool
    first_day: date | None
    last_day: date | None
    has_traffic: bool
    has_orders: bool
    merchants: int
    products: int
    creators: int
    contents: int
    has_collaborations: bool
    has_features: bool
    has_costs: bool
    has_impressions: bool
    has_views: bool
    has_clicks: bool
    has_click_links: bool
    has_refunds: bool
    has_unstated: bool
    currencies: tuple[str, ...]

    @property
    def has_days(self) -> bool:
        return self.first_day is not None

    def reaches_back_to(self, period: Period) -> bool:
        """Whether the data begins before the period does, so that it is not cut short."""
        return self.first_day is not None and self.first_day <= period.first_day

    def is_provisional(self, period: Period) -> bool:
        """Whether refunds of the period may still come: it ends within the refund lag."""
        if self.last_day is None:
            return False
        return (self.last_day - period.last_day).days < self.refund_lag_days


def market_facts(session: Session) -> MarketFacts | None:
    """The market's facts; None where nothing has been loaded yet."""
    rows = session.rows(sql("market_facts"))
    if not rows:
        return None
    *values, currencies = rows[0]
    return MarketFacts(*values, tuple(currencies or ()))  # type: ignore[call-arg]
