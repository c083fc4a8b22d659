"""What is known of a product at the start of a day: its own traffic and sales before, in windows.

The latest days one by one, older ones together: how fast a product grows shows in the one beside
the other, and whoever takes up products looks at that.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.causal.cohort.panel import DAILY, Floats, Ints, Panel

MEMORY = 28
DAYS = 14
OLDER = ((14, 17), (17, 21), (21, 28))
WINDOWS = ((0, 1), (1, 3), (3, 7), (7, 14), (14, 28))
RECENT = 7
FEW_CLICKS, FEW_ORDERS, KEPT = 200.0, 10.0, 0.9
TINY = 1e-6
KNOTS = (-1.5, -0.75, 0.0, 0.75, 1.5)


@dataclass(frozen=True)
class Running:
    """Totals of every daily column before each day, so that any window is one subtraction;
    `growth`: product × day, see there.
    """

    totals: dict[str, Floats]

    @cached_property
    def click_rate(self) -> float:
        """Organic clicks per impression, of all."""
        return self._ratio("clicks", "impressions")

    @cached_property
    def order_rate(self) -> float:
        """Organic orders per click, of all."""
        return self._ratio("orders", "clicks")

    def _ratio(self, part: str, of: str) -> float:
        some, all_ = (self.totals[f"organic_{name}"][:, -1].sum() for name in (part, of))
        return float((some + 1) / (all_ + 1))

    @cached_property
    def growth(self) -> Floats:
        """The last week beside the three before, views and clicks together, in standard deviations
        of all products on that day; 0 where there are not MEMORY days before.
        """
        parts = []
        for name, share, prior in (("organic_impressions", 0.6, 5), ("organic_clicks", 0.4, 3)):
            sums = self.totals[name]
            week = sums[:, MEMORY:-1] - sums[:, MEMORY - RECENT : -1 - RECENT]
            month = sums[:, MEMORY:-1] - sums[:, : -1 - MEMORY]
            before = (month - week) / (MEMORY / RECENT - 1)
            parts.append(share * np.log((week + prior) / (before + prior)))
        total = np.sum(parts, axis=0)
        grown = np.zeros((len(total), self.totals["clicks"].shape[1] - 1))
        spread = np.maximum(total.std(axis=0), TINY)
        grown[:, MEMORY:] = (total - total.mean(axis=0)) / spread
        return grown

    @classmethod
    def of(cls, panel: Panel) -> "Running":
        return cls({name: running_totals(panel.daily[name]) for name in DAILY})

    def window(self, name: str, product: Ints, first: Ints, end: Ints) -> Floats:
        """The sum from `first` up to but without `end`, days of the panel."""
        total = self.totals[name]
        last = total.shape[1] - 1
        return np.asarray(
            total[product, np.clip(end, 0, last)] - total[product, np.clip(first, 0, last)]
        )


def running_totals(values: Floats) -> Floats:
    """The sum before each day and after the last, row by row."""
    total = np.zeros((values.shape[0], values.shape[1] + 1))
    np.cumsum(values, axis=1, out=total[:, 1:])
    return total


@dataclass(frozen=True)
class Usual:
    """What a product's own visitors do: clicks per impression, orders per click, and the share of
    an order's money that is not refunded; `known` from so many clicks.
    """

    clicks: Floats
    orders: Floats
    kept: Floats
    known: Floats

    @property
    def rates(self) -> Floats:
        return np.stack([self.clicks, self.orders, self.kept])


def lags(panel: Panel, running: Running, product: Ints, day: Ints) -> Floats:
    """A row per product and day: logarithms of daily organic traffic, of orders, money and price,
    how all of it grew, its usual rates, and what creators already bring.
    """
    price = panel.price[product]

    def seen(name: str, first: int, last: int) -> Floats:
        return running.window(name, product, day - last, day - first)

    columns = [np.log(seen("organic_impressions", back, back + 1) + 1.5) for back in range(DAYS)]
    columns += [
        np.log(seen("organic_impressions", *span) / (span[1] - span[0]) + 1.5) for span in OLDER
    ]
    columns += [
        np.log((seen("organic_clicks", *span) + 1) / (span[1] - span[0])) for span in WINDOWS
    ]
    for name, unit in (("organic_orders", 1.0), ("organic_net_gmv", price)):
        month, week = seen(name, 0, MEMORY) / unit, seen(name, 0, RECENT) / unit
        columns += [np.log(np.maximum(month, 0) + 0.5)]
        columns += [np.log((np.maximum(week, 0) + 0.25) / (np.maximum(month, 0) / 4 + 0.25))]
    for back in (RECENT, MEMORY):
        orders, clicks = seen("organic_orders", 0, back), seen("organic_clicks", 0, back)
        columns.append(np.log((orders + 0.5) / (clicks + 25.0)))
        columns.append(np.log1p(np.maximum(seen("attributed_net_gmv", 0, back), 0) / price))
    columns += [np.log(price), *np.log(usual(running, product, day, price).rates)]
    grown = running.growth[product, day]
    columns += [np.maximum(grown - knot, 0) for knot in KNOTS]
    return np.column_stack(columns)


def usual(running: Running, product: Ints, day: Ints, price: Floats) -> Usual:
    """As of the start of the day, of all days before; drawn to those of all products by a few
    clicks, as far as products differ (gamma-Poisson).
    """

    def ever(name: str) -> Floats:
        return running.window(name, product, np.zeros_like(day), day)

    shown, clicks, orders = (
        ever(f"organic_{name}") for name in ("impressions", "clicks", "orders")
    )
    kept = np.maximum(ever("organic_net_gmv") / price, 0)
    return Usual(
        (clicks + 1) / (shown + 1 / running.click_rate),
        (orders + FEW_CLICKS * running.order_rate) / (clicks + FEW_CLICKS),
        (kept + KEPT * FEW_ORDERS) / (orders + FEW_ORDERS),
        clicks,
    )
