"""Daily sales as series: products, shops, and groups of shops drawn at random."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.warehouse import Session
from models.forecast.late import Floats, Late
from models.question import sql

DAYS = 546
"""How far back is read: a year and a half."""
PARTS = (1, 2, 4, 8, 16, 32)
SEED = 91
PRODUCT, SHOP, GROUP = "product", "shop", "group"


@dataclass(frozen=True)
class History:
    """Net GMV in minor units and order lines, each days x series, the last row `last_day`.

    A series has `begun` in the row of its shop's first sale and is of a `kind`: product, shop or
    group of shops; `shops` counts those behind all of it. What was taken back `late` is out of the
    net GMV already.
    """

    last_day: date
    net_gmv: Floats
    orders: Floats
    begun: NDArray[np.int64]
    kind: NDArray[np.str_]
    shops: int
    late: Late = field(default_factory=Late)

    @property
    def days(self) -> int:
        return len(self.net_gmv)

    @property
    def weekday(self) -> NDArray[np.int64]:
        """0 = Monday, per row."""
        return (self.last_day.weekday() - np.arange(self.days)[::-1]) % 7

    def before(self, row: int) -> "History":
        """The days up to a row as they were known then: what was taken back later is in."""
        return replace(
            self,
            last_day=self.last_day - timedelta(self.days - row),
            net_gmv=self.net_gmv[:row] + self.late.untold(row, len(self.begun)),
            orders=self.orders[:row],
            late=self.late.before(row),
        )

    def of(self, columns: NDArray[np.bool_]) -> "History":
        """Some of the series."""
        return replace(
            self,
            net_gmv=self.net_gmv[:, columns],
            orders=self.orders[:, columns],
            begun=self.begun[columns],
            kind=self.kind[columns],
            late=self.late.of(columns),
        )


def daily_sales(
    session: Session,
    last_day: date,
    currency: str,
    product_id: str | None = None,
    merchant_id: str | None = None,
) -> pd.DataFrame:
    """Product x day with an order: net GMV, orders, and the day on which the shop began."""
    asked = {"last_day": last_day, "currency": currency, "days": DAYS}
    asked |= {"product_id": product_id, "merchant_id": merchant_id}
    return session.frame(sql("daily_sales"), **asked)


def late_returns(session: Session, last_day: date, currency: str) -> pd.DataFrame:
    """Product x day of a sale x later day on which it was cancelled or refunded: the `amount`."""
    asked = {"last_day": last_day, "currency": currency, "days": DAYS}
    return session.frame(sql("late_returns"), **asked)


def market_history(sold: pd.DataFrame, late: pd.DataFrame, last_day: date) -> History:
    """Every product, every shop and groups of shops: halves, quarters and so on, and all of them;
    of `daily_sales` and `late_returns`.

    Groups are series of the size of a market's largest shops and beyond, of which there are few.
    """
    products, shops = (
        _with_late(_series(sold, sold[key], last_day, kind), sold, late, key)
        for key, kind in (("product_id", PRODUCT), ("merchant_id", SHOP))
    )
    groups = [_joined(shops, group) for group in _drawn(shops.shops)]
    return _beside([products, shops, *groups])


def own_history(sold: pd.DataFrame, last_day: date, kind: str) -> History:
    """All that was sold as one series of a kind."""
    return _series(sold, pd.Series("", index=sold.index), last_day, kind)


def _series(sold: pd.DataFrame, key: pd.Series, last_day: date, kind: str) -> History:
    """One series per value of the key, from the first day on which any shop sold."""
    start = pd.Timestamp(sold["begun_on"].min())
    code, names = pd.factorize(key)
    row = (pd.to_datetime(sold["day"]) - start).dt.days.to_numpy()
    shape = ((pd.Timestamp(last_day) - start).days + 1, len(names))
    net_gmv, orders = np.zeros(shape), np.zeros(shape)
    np.add.at(net_gmv, (row, code), sold["net_gmv"].to_numpy(np.float64))
    np.add.at(orders, (row, code), sold["orders"].to_numpy(np.float64))
    first = (pd.to_datetime(sold["begun_on"]) - start).dt.days
    begun = first.groupby(code).min().to_numpy(np.int64)
    shops = sold["merchant_id"].nunique()
    return History(last_day, net_gmv, orders, begun, np.full(len(names), kind), shops)


def _with_late(past: History, sold: pd.DataFrame, late: pd.DataFrame, key: str) -> History:
    """Series by the key with what was taken back of them late."""
    series = pd.Index(pd.unique(sold[key])).get_indexer(late[key]).astype(np.int64)
    start = pd.Timestamp(sold["begun_on"].min())
    return replace(past, late=Late.told(late, series, start))


def _drawn(shops: int) -> list[NDArray[np.int64]]:
    """Shops by place, in groups of at least two."""
    order = np.random.default_rng(SEED).permutation(shops)
    fitting = [parts for parts in PARTS if shops >= 2 * parts]
    return [group for parts in fitting for group in np.array_split(order, parts)]


def _joined(shops: History, group: NDArray[np.int64]) -> History:
    return replace(
        shops,
        net_gmv=shops.net_gmv[:, group].sum(1, keepdims=True),
        orders=shops.orders[:, group].sum(1, keepdims=True),
        begun=shops.begun[group].min(keepdims=True),
        kind=np.array([GROUP]),
        late=shops.late.joined(group),
    )


def _beside(parts: list[History]) -> History:
    late, width = Late(), 0
    for part in parts:
        late, width = late.beside(part.late, width), width + len(part.begun)
    return replace(
        parts[0],
        net_gmv=np.concatenate([part.net_gmv for part in parts], 1),
        orders=np.concatenate([part.orders for part in parts], 1),
        begun=np.concatenate([part.begun for part in parts]),
        kind=np.concatenate([part.kind for part in parts]),
        late=late,
    )
