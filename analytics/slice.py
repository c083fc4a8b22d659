"""Which rows a question is about: a period, a currency, and what the viewer filters by."""

from dataclasses import dataclass, replace
from typing import Any

from analytics.period import Period


@dataclass(frozen=True)
class Slice:
    """A filter that every question understands; an empty field does not filter."""

    period: Period
    currency: str
    merchant_id: str | None = None
    category: str | None = None
    product_id: str | None = None
    creator_id: str | None = None
    channel: str | None = None

    @property
    def previous(self) -> "Slice":
        return replace(self, period=self.period.previous)

    def of(self, **fields: Any) -> "Slice":
        return replace(self, **fields)

    @property
    def parameters(self) -> dict[str, Any]:
        """The named parameters of `sales_in` and `daily_in` in data/sql/slices.sql."""
        return {
            "first_day": self.period.first_day,
            "last_day": self.period.last_day,
            "currency": self.currency,
            "merchant_id": self.merchant_id,
            "category": self.category,
            "product_id": self.product_id,
            "creator_id": self.creator_id,
            "channel": self.channel,
        }
