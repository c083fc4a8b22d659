"""Who starts on a day, and who could have: the risk sets of a sequence of trials.

On every day the products that start with a creator are compared with those that have none about
them (Hernán and Robins 2016, sequential emulation), asked for or not. All are followed until a
creator starts with them, or another one does; of the compared the days before count for those that
one started with too, by the chance that none did.
"""

from dataclasses import dataclass

import numpy as np

from models.causal.cohort.lags import MEMORY, running_totals
from models.causal.cohort.panel import Flags, Floats, Ints, Panel

HORIZON = 28
FAR = 1_000_000


@dataclass(frozen=True)
class Risk:
    """A row per `product` and `day`. `begins` where some creator starts with it on that day, `deal`
    the row of the collaboration where it is one to be estimated, else -1.
    """

    product: Ints
    day: Ints
    deal: Ints
    begins: Flags

    @property
    def starts(self) -> Flags:
        return np.asarray(self.deal >= 0)

    @property
    def compared(self) -> Flags:
        """Without a creator on the day itself, too."""
        return ~self.begins


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


def starts_on(panel: Panel) -> Flags:
    """Product × day: whether a creator started with it on that day."""
    deals, begins = panel.deals, np.zeros((len(panel.product_ids), panel.days), bool)
    inside = (deals.started >= 0) & (deals.started < panel.days)
    begins[deals.product[inside], deals.started[inside]] = True
    return begins


def free_on(panel: Panel) -> Flags:
    """Product × day: whether none started with it within HORIZON days before."""
    begins = np.cumsum(starts_on(panel), axis=1)
    before = np.zeros_like(begins)
    before[:, HORIZON:] = begins[:, :-HORIZON]
    return np.asarray(begins - starts_on(panel) == before)


def risk_sets(panel: Panel, rows: Ints) -> Risk:
    """Every free product on every day from the first to the last on which one of the collaborations
    `rows` starts.
    """
    deals, deal = panel.deals, np.full((len(panel.product_ids), panel.days), -1)
    deal[deals.product[rows], deals.started[rows]] = rows
    days = slice(deals.started[rows].min(), deals.started[rows].max() + 1)
    product, column = np.nonzero(free_on(panel)[:, days])
    day = days.start + column
    return Risk(product, day, deal[product, day], starts_on(panel)[product, day])


def next_start(panel: Panel) -> Ints:
    """Product × day and one more: the first day from then on with a start, FAR where none is."""
    begun = np.full((len(panel.product_ids), panel.days + 1), FAR)
    begun[:, :-1] = np.where(starts_on(panel), np.arange(panel.days), FAR)
    return np.minimum.accumulate(begun[:, ::-1], axis=1)[:, ::-1]


def ends(panel: Panel, deal: Ints) -> Ints:
    """Per collaboration the day before which it is alone: that of another creator's start, or that
    after HORIZON days.
    """
    product, day = panel.deals.product[deal], panel.deals.started[deal]
    return np.minimum(next_start(panel)[product, day + 1], day + HORIZON)


@dataclass(frozen=True)
class Followed:
    """Per row of the risk sets: `outcome`, where a collaboration starts the sum until it `ends`, a
    `part` of the HORIZON days; of a compared product that of all of them: the days until one
    started with it, each weighted by the chance that none had until then (Bang and Tsiatis 2000).
    `whole`, the plain sum of all; `stays`, the chance that none would start; `is_whole`, where none
    did.
    """

    outcome: Floats
    part: Floats
    whole: Floats
    stays: Floats
    is_whole: Flags


def followed(panel: Panel, risk: Risk, hazard: Floats, outcome: Floats) -> Followed:
    """`hazard` is the chance, per row, that one starts with it on that day."""
    stay = stay_chances(panel, risk, hazard)
    last = risk.day + HORIZON
    until = np.minimum(next_start(panel)[risk.product, risk.day + risk.starts], last)
    weighted = window_sums(outcome / stay[:, 1:], risk.product, risk.day, until)
    today = stay[risk.product, risk.day + 1]
    own = window_sums(outcome, risk.product, risk.day, until)
    return Followed(
        np.where(risk.starts, own, today * weighted),
        np.where(risk.starts, (until - risk.day) / HORIZON, 1.0),
        window_sums(outcome, risk.product, risk.day, last),
        stay[risk.product, last] / today,
        until == last,
    )


def stay_chances(panel: Panel, risk: Risk, hazard: Floats) -> Floats:
    """Product × day and one more: the chance that none started with it on any day before."""
    stay = np.ones((len(panel.product_ids), panel.days + 1))
    stay[risk.product, risk.day + 1] = 1 - hazard
    return np.asarray(np.cumprod(stay, axis=1, out=stay))


def window_sums(values: Floats, product: Ints, first: Ints, end: Ints) -> Floats:
    """Per row the sum from `first` up to but without `end`; `values` are product × day."""
    total = running_totals(values)
    return np.asarray(total[product, end] - total[product, first])
