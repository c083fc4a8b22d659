"""Click and order rates that a pair of product and creator may expect in the coming week."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.question import sql
from models.rates.cells import CHANNELS, COUNTS, ORGANIC, day_number
from models.rates.channel_rate import ChannelRate, Rows, is_warm
from models.rates.ledger import Floats, Ints
from models.rates.market_rates import MarketRates
from models.rates.past import LEVELS, Past
from models.rates.predictor import Events
from models.rates.stages import WEEK
from models.rates.traits import traits


@dataclass(frozen=True)
class Asked:
    """The pair asked about, its product as it is listed or will be; `price` in minor units."""

    product_id: str
    creator_id: str
    category: str
    brand: str
    price: int | None


def pair_known(
    session: Session,
    asked: Asked,
    last_day: date,
    *,
    merchant_id: str | None = None,
    fewest_shops: int = 1,
) -> Rows:
    """What is known of a pair after a day: one row, whose outcome is yet to come.

    Asked of all shops on behalf of `merchant_id`: the own shop's counts always stand, those of
    others only where they are of at least `fewest_shops`.
    """
    on_behalf = {"last_day": last_day, "merchant_id": merchant_id, "fewest_shops": fewest_shops}
    whose = {"category": asked.category, **on_behalf}
    ids = {"product_id": asked.product_id, "creator_id": asked.creator_id}
    like = session.frame(sql("like_past"), brand=asked.brand, **whose)
    own = session.frame(sql("pair_past"), **ids, **whose)
    day = np.array([day_number(last_day) + 1])
    product = pd.DataFrame(
        {"category": [asked.category], "price": pd.array([asked.price], "Float64")},
        index=[asked.product_id],
    )
    known = traits(session).about(product)
    columns = known.columns(np.array([asked.product_id]), np.array([asked.creator_id]), day)
    past = _past(pd.concat([like, own]), day)
    return Rows(past, columns, day, pd.DataFrame(index=range(1)), Events(np.zeros(1), np.zeros(1)))


def pair_rates(rates: MarketRates, known: Rows) -> pd.DataFrame:
    """A row per stage and channel that creators have: the `chance`, the range `low`, `high` in
    which 80 % of such pairs lie, and the trials in the channel that it rests on: `of_pair`,
    `of_product`, `of_creator`.
    """
    carried = [rate for rate in rates.rates if rate.shrinkage.channel != ORGANIC]
    columns = ["stage", "channel", "chance", "low", "high", "of_pair", "of_product", "of_creator"]
    return pd.DataFrame([_told(rate, known) for rate in carried], columns=columns)


def _told(rate: ChannelRate, known: Rows) -> dict[str, object]:
    stage, own = rate.shrinkage.stage, CHANNELS.index(rate.shrinkage.channel)
    chance = rate.chances(known)
    low, high = rate.spread.span(chance, is_warm(rate.shrinkage, known.past))
    said = {"stage": stage.name, "channel": rate.shrinkage.channel, "chance": float(chance[0])}
    said |= {"low": float(low[0]), "high": float(high[0])}
    for level in ("pair", "product", "creator"):
        said[f"of_{level}"] = int(known.past.counts[level][stage.trial_place, own, 0])
    return said


def _past(told: pd.DataFrame, day: Ints) -> Past:
    """From lines per level and channel; the last day falls back to the first of its week, as weeks
    are counted in training.
    """
    counts = {level: np.zeros((len(COUNTS), len(CHANNELS), 1), np.int64) for level in LEVELS}
    last: dict[str, Floats] = {level: np.full((len(CHANNELS), 1), np.nan) for level in LEVELS}
    for line in told.to_dict("records"):
        at = CHANNELS.index(line["channel"])
        counts[line["level"]][:, at, 0] = [line[name] for name in COUNTS]
        weeks = (int(day[0]) - day_number(line["last_on"].date()) - 1) // WEEK + 1
        last[line["level"]][at, 0] = int(day[0]) - weeks * WEEK
    return Past(counts, last)
