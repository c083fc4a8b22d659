"""Pairs of a drawn market, estimated as those of a loaded one are: see models/estimate.py."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from models.causal.cohort.effect import LEAST_SHARE, Cohort
from models.causal.cohort.guides import recent_views
from models.causal.cohort.lags import Running, usual
from models.causal.cohort.panel import Floats, Ints, Panel
from models.causal.cohort.risk import window_sums
from models.choice import Thinning
from models.estimate import WINDOW_DAYS
from models.heterogeneity import Heterogeneity
from models.outcome_intervals import learned
from models.outcomes import TAIL, Expected, extra_spans
from models.priors import UNTOLD, Priors, priors_of
from models.records import summed


@dataclass(frozen=True)
class Matches:
    """Pairs: rows of the panel's `product` and `creator`, and what each would add, in net GMV, with
    an interval.
    """

    product: Ints
    creator: Ints
    estimate: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Market:
    """A panel with what was found of its cohort, asked as tables of a loaded market are."""

    panel: Panel
    found: Cohort

    @property
    def running(self) -> Running:
        return self.found.told.baseline.running

    def asker(self, thinning: Thinning = UNTOLD) -> "Asker":
        """What those who ran tell of all others, as of the panel's end."""
        started = self.first_days
        known = replace(_informed(started, self.found), thinning=thinning)
        return Asker(self, known, summed(started, known))

    @cached_property
    def first_days(self) -> pd.DataFrame:
        """Those that ran, by start, as first_days.sql has them; `sku_orders` are those that the
        creator carried, known but for the variance `doubt`.
        """
        deals, seen = self.panel.deals, self.found.seen
        order = np.argsort(deals.started[self.found.deal], kind="stable")
        deal = self.found.deal[order]
        told = self.table(deals.product[deal], deals.creator[deal], deals.started[deal])
        told = told.assign(
            sku_orders=(seen.orders.found / seen.share)[order],
            doubt=(seen.orders.doubt / seen.share**2)[order],
            net_gmv=seen.attributed[order],
            clicks=seen.clicks.found[order].clip(0),
            is_own_choice=~deals.is_random[deal],
            share=seen.share[order],
        )
        return told.assign(converted_clicks=told["sku_orders"])

    def table(self, product: Ints, creator: Ints, day: Ints) -> pd.DataFrame:
        """Pairs as models/placed.py has them, as of each one's day."""
        panel = self.panel
        price = panel.price[product]
        before = day - WINDOW_DAYS
        own = window_sums(panel.daily["organic_orders"], product, before, day)
        return pd.DataFrame({
            "product_id": product,
            "creator_id": creator,
            "merchant_id": panel.shop[product],
            "category": panel.category[product],
            "price": price,
            "order_value": price * usual(self.running, product, day, price).kept,
            "followers": panel.followers[creator],
            "views_before": recent_views(panel, creator, day),
            "organic_sku_orders_before": own,
            "is_stated": panel.niche[creator] == panel.category[product],
            "is_own_choice": False,
            "is_begun": False,
            "own_orders": np.nan,
        })  # fmt: skip


@dataclass(frozen=True)
class Asker:
    """A market whose pairs are estimated by what is `known` of the usual ones, and by each
    creator's `record`.
    """

    market: Market
    known: Priors
    record: pd.DataFrame

    def matches(self, many: int, tail: float) -> Matches:
        """The `many` creators of every product that would add most."""
        product, creator = self._foremost(many)
        return self.estimates(product, creator, np.full(len(product), np.nan), tail)

    def estimates(self, product: Ints, creator: Ints, rank: Floats, tail: float = TAIL) -> Matches:
        """Of pairs that nobody tried, of whom each stands at such a `rank` in the order of fit, if
        it is known; `tail` is left out at either end of intervals.
        """
        known, expected = self.known, self._expected(product, creator, rank)
        mean = expected.orders * expected.value * expected.chosen(known) * known.new_share
        return Matches(product, creator, mean, *extra_spans(expected, known, tail))

    def _foremost(self, many: int) -> tuple[Ints, Ints]:
        """A creator is worth as much more than another to all products of a category."""
        panel = self.market.panel
        creators = np.arange(len(panel.creator_ids))
        products, chosen = [], []
        for category in np.unique(panel.category):
            own = np.flatnonzero(panel.category == category)
            one, nowhere = np.full(len(creators), own[0]), np.full(len(creators), np.nan)
            worth = self._expected(one, creators, nowhere).orders
            best = np.argsort(-worth, kind="stable")[:many]
            products.append(np.repeat(own, len(best)))
            chosen.append(np.tile(best, len(own)))
        return np.concatenate(products), np.concatenate(chosen)

    def _expected(self, product: Ints, creator: Ints, rank: Floats) -> Expected:
        end = np.full(len(product), self.market.panel.days)
        pairs = self.market.table(product, creator, end).assign(rank=rank)
        own = self.record.reindex(creator, fill_value=0.0).set_axis(pairs.index)
        return Expected.of(pairs, own, self.known)


def _informed(started: pd.DataFrame, found: Cohort) -> Priors:
    """Learned from those who ran; one order that was carried is so many new ones, in one product
    more and in another less.
    """
    share = found.on_products.times(1 / found.shape.mean.sum())
    error = float(np.hypot(share.standard_error, Heterogeneity().spread))
    is_long = started["share"] > LEAST_SHARE
    known = priors_of(started[is_long], (share.estimate, error))
    assert known is not None
    return known


def outcomes_held(started: pd.DataFrame, teaches: float, misses: float, tail: float) -> float:
    """The share of the latest starts whose attributed net GMV is within its interval: earlier ones,
    up to the share `teaches`, tell what is usual, those up to `misses` how far it is missed.
    """
    place = np.arange(len(started)) / len(started)
    credited = started.assign(sku_orders=started["net_gmv"] / started["order_value"], doubt=0.0)
    first = credited[place < teaches]
    known = priors_of(first, (1.0, 0.0))
    assert known is not None
    record = summed(first, known).reindex(credited["creator_id"], fill_value=0.0)
    begun = credited.assign(is_begun=True, rank=np.nan)
    expected = Expected.of(begun, record.set_axis(begun.index), known)
    told = credited.assign(expected=expected.orders * expected.value)
    taught = learned(told[(place >= teaches) & (place < misses)], tail=tail)
    assert taught is not None
    later = told[place >= misses]
    ends = taught.interval(later["expected"], later["category"])
    paid = later["net_gmv"].to_numpy(float)
    return float(np.mean((ends["outcome_low"] <= paid) & (paid <= ends["outcome_high"])))
