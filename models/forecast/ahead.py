"""Sales of the next 28 days and of the next quarter if nothing changes, as draws of whole paths."""

from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.forecast.history import (
    PRODUCT,
    Floats,
    History,
    daily_sales,
    late_returns,
    market_history,
    own_history,
)
from models.forecast.level import MONTH, NAIVE, Method, levels
from models.forecast.record import (
    FEWEST_PAST,
    QUARTER,
    Record,
    reach_of,
    record,
    size,
)
from models.forecast.trials import FEWEST_LIKE, Tested
from models.forecast.weekdays import market_pattern, own_pattern

DRAWS = 4000
SEED = 56


@dataclass(frozen=True)
class Lessons:
    """What a market's past teaches of forecasts: of products and of shops, and of weekdays.

    `missing` says why there are none; `pattern` is the share per weekday.
    """

    product: Record
    shop: Record
    pattern: Floats
    strength: float
    shops: int
    missing: str | None = None

    def of(self, kind: str) -> Record:
        """The record of the kind of series; of both where that kind has too few error paths."""
        own = self.product if kind == PRODUCT else self.shop
        if len(own.paths) >= FEWEST_LIKE:
            return own
        both = (self.product, self.shop)
        paths, sizes = (np.concatenate([getattr(r, of) for r in both]) for of in ("paths", "sizes"))
        return replace(own, paths=paths, sizes=sizes)


NONE = Record(NAIVE, np.empty((0, 0)), np.empty(0))


@dataclass(frozen=True)
class Forecast:
    """Draws x days ahead of net GMV, in average days of the last 28; `past` is net GMV per day in
    minor units, the last entry that of the last day. The band rests on `like` error paths of
    series of like size, and `tested` tells how such fared.

    Without lessons it is the last 28 days again, one draw of ones, and `missing` says why.
    """

    paths: Floats = field(repr=False, default_factory=lambda: np.ones((1, QUARTER)))
    past: Floats = field(repr=False, default_factory=lambda: np.empty(0))
    method: Method = NAIVE
    like: int = 0
    tested: tuple[Tested, ...] = ()
    missing: str | None = "no past forecasts to learn from"

    def reaches(self, days: int) -> bool:
        """Whether so many days are told; the last 28 again are always."""
        return self.paths.shape[1] >= days

    def volume(self, days: int, since: int = 0) -> Floats:
        """Sales of the days after the first `since` up to `days`, as a multiple of the last 28
        days' sales, per draw.
        """
        part = self.paths[:, since:days]
        return part.mean(1) * (part.shape[1] / MONTH)


FLAT = Forecast()


def lessons(session: Session, last_day: date, currency: str, fewest_shops: int = 1) -> Lessons:
    """What all series in scope teach; nothing that stands on fewer than `fewest_shops` shops."""
    sold = daily_sales(session, last_day, currency)
    shops = sold["merchant_id"].nunique()
    if shops < fewest_shops or sold.empty:
        few = f"fewer than {fewest_shops} shops to learn from"
        return _none(few, shops) if shops else NOTHING
    late = late_returns(session, last_day, currency)
    return learned(market_history(sold, late, last_day))


def learned(past: History) -> Lessons:
    """The records of both kinds of series."""
    if not reach_of(past.days):
        needed = FEWEST_PAST + MONTH
        return _none(f"{past.days} days of sales, and {needed} are needed", past.shops)
    is_product = past.kind == PRODUCT
    pattern, strength = market_pattern(past.of(is_product))
    product, shop = (record(past.of(kind)) for kind in (is_product, ~is_product))
    return Lessons(product, shop, pattern, strength, past.shops)


def _none(why: str, shops: int) -> Lessons:
    return Lessons(NONE, NONE, np.full(7, 1 / 7), np.inf, shops, why)


NOTHING = _none("nothing was sold", 0)


def forecast(sold: pd.DataFrame, last_day: date, taught: Lessons, kind: str) -> Forecast:
    """The forecast of all that `daily_sales` gave: one product, one shop, or all in scope."""
    return FLAT if sold.empty else ahead(own_history(sold, last_day, kind), taught)


def ahead(own: History, taught: Lessons) -> Forecast:
    """The forecast of a single series by its own level and what the market's errors were."""
    past = own.net_gmv[:, 0]
    known = taught.of(str(own.kind[0]))
    day = past[-MONTH:].sum() / MONTH
    if taught.missing or len(known.paths) < FEWEST_LIKE or not day:
        few = f"{len(known.paths)} past forecasts, and {FEWEST_LIKE} are needed"
        return Forecast(past=past, missing=taught.missing or few)
    days = known.paths.shape[1]
    weekday = own_pattern(own, taught.pattern, taught.strength)[:, 0]
    coming = (own.last_day.weekday() + 1 + np.arange(days)) % 7
    line = known.method.line(levels(own, own.days), days)[0] * weekday[coming]
    expected = float(size(own, own.days)[0])
    like = known.like(expected)
    picked = np.random.default_rng(SEED).permutation(np.resize(np.arange(len(like)), DRAWS))
    tested = tuple(filter(None, (known.tested(trial.days, expected) for trial in known.trials)))
    return Forecast(like[picked] * (line / day), past, known.method, len(like), tested, None)
