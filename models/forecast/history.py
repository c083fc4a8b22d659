"""Daily sales as series: products, shops, and groups of shops drawn at random."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.warehouse import Session
from models.question import sql

Floats = NDArray[np.float64]
DAYS = 546
"""How far back is read: a year and a half."""
PARTS = (1, 2, 4, 8, 16, 32)
SEED = 91
PRODUCT, SHOP, GROUP = "product", "shop", "group"


@dataclass(frozen=True)
class History:
    """Net GMV in minor units and order lines, each days x series, the last row `last_day`.

    A series has `begun` in the row of its shop's first sale and is of a `kind`: product, shop or
    group of shops; `shops` counts those behind all of it.
    """

    last_day: date
    net_gmv: Floats
    orders: Floats
    begun: NDArray[np.int64]
    kind: NDArray[np.str_]
    shops: int

    @property
    def days(self) -> int:
        return len(self.net_gmv)

    @property
    def weekday(self) -> NDArray[np.int64]:
        """0 = Monday, per row."""
        return (self.last_day.weekday() - np.arange(self.days)[::-1]) % 7

    def before(self, row: int) -> "History":
        """The days up to a row."""
        last_day = self.last_day - timedelta(self.days - row)
        return replace(
            self, last_day=last_day, net_gmv=self.net_gmv[:row], orders=self.orders[:row]
        )

    def of(self, columns: NDArray[np.bool_]) -> "History":
        """Some of the series."""
        return replace(
            self,
            net_gmv=self.net_gmv[:, columns],
            orders=self.orders[:, columns],
            begun=self.begun[columns],
            kind=self.kind[columns],
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


def market_history(sold: pd.DataFrame, last_day: date) -> History:
    """Every product, every shop and groups of shops: halves, quarters and so on, and all of them.

    Groups are series of the size of a market's largest shops and beyond, of which there are few.
    """
    products = _series(sold, sold["product_id"], last_day, PRODUCT)
    shops = _series(sold, sold["merchant_id"], last_day, SHOP)
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
    )


def _beside(parts: list[History]) -> History:
    return replace(
        parts[0],
        net_gmv=np.concatenate([part.net_gmv for part in parts], 1),
        orders=np.concatenate([part.orders for part in parts], 1),
        begun=np.concatenate([part.begun for part in parts]),
        kind=np.concatenate([part.kind for part in parts]),
    )
