"""Who starts on a day, and who could have: the risk sets of a sequence of trials.

On every day the products that start with a creator are compared with those that have none about
them (Hernán and Robins 2016, sequential emulation). A compared product is followed until a
creator asks for it; the days before count for those that were asked for too, by the chance of not
being asked.
"""

from dataclasses import dataclass

import numpy as np

from models.causal.cohort.lags import MEMORY
from models.causal.cohort.panel import Flags, Floats, Ints, Panel

HORIZON = 28
FAR = 1_000_000


@dataclass(frozen=True)
class Risk:
    """A row per `product` and `day`. `deal` is the row of the collaboration that starts then, -1
    for a product that is compared; `is_asked` where a creator asks for it on that day, from which
    on it is followed no more.
    """

    product: Ints
    day: Ints
    deal: Ints
    is_asked: Flags

    @property
    def starts(self) -> Flags:
        return np.asarray(self.deal >= 0)

    @property
    def compared(self) -> Flags:
        """Not asked for on the day itself."""
        return np.asarray((self.deal < 0) & ~self.is_asked)


def starts(panel: Panel) -> Ints:
    """Rows of the collaborations that can be estimated: started with MEMORY days before and HORIZON
    after, on a product that no other collaboration touched in between.
    """
    deals = panel.deals
    is_in = (deals.started >= MEMORY) & (deals.started + HORIZON <= panel.days)
    order = np.lexsort((deals.started, deals.product))
    last_on = np.full(len(panel.product_ids), -FAR)
    kept = []
    for row in order[deals.started[order] > -FAR]:
        product, day = deals.product[row], deals.started[row]
        if is_in[row] and day - last_on[product] >= HORIZON:
            kept.append(row)
        last_on[product] = max(day, last_on[product])
    return np.sort(np.array(kept, np.int64))


def asked_on(panel: Panel) -> Flags:
    """Product × day: whether a creator asked for it on that day."""
    deals, asked = panel.deals, np.zeros((len(panel.product_ids), panel.days), bool)
    inside = (deals.requested >= 0) & (deals.requested < panel.days)
    asked[deals.product[inside], deals.requested[inside]] = True
    return asked


def free_on(panel: Panel) -> Flags:
    """Product × day: whether no collaboration is about it at the beginning of that day: none asked
    for that may still start, and none that started within HORIZON days.
    """
    deals, busy = panel.deals, np.zeros((len(panel.product_ids), panel.days + 1), np.int64)
    began = np.where(deals.requested > -FAR, deals.requested + 1, deals.started)
    ended = np.where(deals.started > -FAR, deals.started + HORIZON, panel.days)
    began, ended = (np.clip(one, 0, panel.days) for one in (began, ended))
    np.add.at(busy, (deals.product, began), 1)
    np.add.at(busy, (deals.product, np.maximum(ended, began)), -1)
    return np.asarray(np.cumsum(busy, axis=1)[:, : panel.days] == 0)


def risk_sets(panel: Panel, rows: Ints) -> Risk:
    """Every free product on every day on which some of the collaborations `rows` start, and those
    that start.
    """
    deals = panel.deals
    days = np.arange(deals.started[rows].min(), deals.started[rows].max() + 1)
    product, column = np.nonzero(free_on(panel)[:, days])
    asked = asked_on(panel)
    return Risk(
        np.concatenate([product, deals.product[rows]]),
        np.concatenate([days[column], deals.started[rows]]),
        np.concatenate([np.full(len(product), -1), rows]),
        np.concatenate([asked[product, days[column]], np.zeros(len(rows), bool)]),
    )


@dataclass(frozen=True)
class Followed:
    """Per row of the risk sets, of the HORIZON days from its day: `outcome`, of a compared product
    that of the days until it was asked for, each weighted by the chance not to be asked for until
    then (Bang and Tsiatis 2000); `whole`, the plain sum; `stays`, the chance not to be asked for at
    all; `is_whole`, where it was not.
    """

    outcome: Floats
    whole: Floats
    stays: Floats
    is_whole: Flags


def followed(panel: Panel, risk: Risk, hazard: Floats, outcome: Floats) -> Followed:
    """`hazard` is the chance, per row, to be asked for on that day."""
    stay = np.ones((len(panel.product_ids), panel.days + 1))
    is_told = risk.deal < 0
    stay[risk.product[is_told], risk.day[is_told] + 1] = 1 - hazard[is_told]
    np.cumprod(stay, axis=1, out=stay)
    asked = np.where(asked_on(panel), np.arange(panel.days), FAR)
    next_asked = np.minimum.accumulate(asked[:, ::-1], axis=1)[:, ::-1]
    ends = risk.day + HORIZON
    whole = window_sums(outcome, risk.product, risk.day, ends)
    until = np.minimum(next_asked[risk.product, risk.day], ends)
    weighted = window_sums(outcome / stay[:, 1:], risk.product, risk.day, until)
    today = stay[risk.product, risk.day + 1]
    own = np.where(risk.starts, whole, today * weighted)
    stays = stay[risk.product, ends] / today
    return Followed(own, whole, stays, until == ends)


def window_sums(values: Floats, product: Ints, first: Ints, end: Ints) -> Floats:
    """Per row the sum from `first` up to but without `end`; `values` are product × day."""
    total = np.zeros((values.shape[0], values.shape[1] + 1))
    np.cumsum(values, axis=1, out=total[:, 1:])
    return np.asarray(total[product, end] - total[product, first])
