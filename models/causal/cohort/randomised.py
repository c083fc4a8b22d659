"""What drawn lists say: products for which a coin decided whether a creator is offered.

Both arms are held against what they were expected to sell, which spares most of the chance in their
sizes and can bias nothing, for the coin knew nothing of it. Not every offer comes to a start: what
the offered sold more than those held back is due to those who started for the offer's sake (Imbens
and Angrist 1994).
"""

from dataclasses import dataclass

import numpy as np

from models.causal.cohort.lags import MEMORY
from models.causal.cohort.nuisance import Baseline
from models.causal.cohort.pairs import Shape
from models.causal.cohort.panel import Flags, Floats, Ints, Lots, Panel
from models.causal.cohort.risk import HORIZON, window_sums
from models.causal.effect import Estimate

FEWEST = 30
"""Groups with a start, and held back: with fewer the arms may differ by one large product."""


@dataclass(frozen=True)
class Randomised:
    """`total` extra of the collaborations `deal`, the first that came of each of `offered` offers,
    while `held` were held back.
    """

    total: Estimate
    deal: Ints
    offered: int
    held: int


def randomised(panel: Panel, baseline: Baseline, outcome: Floats) -> Randomised | None:
    """None without FEWEST starts, and as many held back, that were followed long enough, as
    `lacking` tells.

    One that did not start is followed from the days on which it would have: as long after the draw
    as those that did, each wait as often as it came.
    """
    drawn, lengths, often = _followed(panel)
    if min(_groups(drawn)) < FEWEST:
        return None
    came, held = _came(drawn), ~drawn.is_offered

    def beyond(which: Ints, day: Ints) -> Floats:
        product = drawn.product[which]
        sold = window_sums(outcome, product, day, day + HORIZON)
        return np.asarray(sold - baseline.expected(product, day))

    idle, on = np.flatnonzero(~came), np.flatnonzero(came)
    gap = np.empty(len(came))
    gap[on] = beyond(on, panel.deals.started[drawn.deal[on]])
    gap[idle] = sum(
        share * beyond(idle, drawn.day[idle] + wait)
        for wait, share in zip(lengths, often / often.sum(), strict=True)
    )
    deal = np.unique(drawn.deal[on])
    sums = int(drawn.is_offered.sum()), int(held.sum())
    return Randomised(_total(panel, drawn, gap), deal, *sums)


def lacking(panel: Panel) -> str:
    """What keeps the market's drawn lists from telling anything; empty where nothing does, or where
    there is no list.
    """
    all_drawn, (came, held) = len(panel.lots.product), _groups(_followed(panel)[0])
    if all_drawn and min(came, held) < FEWEST:
        return (
            f"of {all_drawn:,} offers on drawn lists {came:,} came to a start and {held:,} were "
            f"held back on products of one arm alone, with {MEMORY} days on record before and "
            f"{HORIZON} after; {FEWEST} of each are needed"
        )
    if panel.alike and not all_drawn:
        return f"the arms of {panel.alike:,} offers on drawn lists came to a start alike"
    return ""


def _groups(drawn: Lots) -> tuple[int, int]:
    """How many that were drawn together came to a start, and were held back."""
    came, held = (len(np.unique(drawn.group[which])) for which in (_came(drawn), ~drawn.is_offered))
    return came, held


def _followed(panel: Panel) -> tuple[Lots, Ints, Ints]:
    """The offers that are followed long enough, how long those that came to a start waited for it
    and how often.
    """
    drawn = _apart(panel.lots.take(panel.lots.day >= MEMORY))
    came = _came(drawn)
    if not came.any():
        return drawn, *np.zeros((2, 0), np.int64)
    waits = panel.deals.started[drawn.deal] - drawn.day
    lengths, often = np.unique(waits[came], return_counts=True)
    return drawn.take(_is_followed(drawn, came, waits, panel.days)), lengths, often


def _apart(drawn: Lots) -> Lots:
    """Without products that stand in both arms: held back from one creator, they sell what another
    brought them.
    """
    in_both = np.intersect1d(drawn.product[drawn.is_offered], drawn.product[~drawn.is_offered])
    return drawn.take(~np.isin(drawn.product, in_both))


def _came(drawn: Lots) -> Flags:
    """Whether an offer came to a start; one held back that did started for its own sake."""
    return np.asarray(drawn.is_offered & (drawn.starts > 0))


def _is_followed(drawn: Lots, came: Flags, waits: Ints, days: int) -> Flags:
    """Whether the panel holds HORIZON days from the start, or from when it would have been at the
    latest. Where some offers came to nothing, that holds of all: a late draw with a short wait
    would else count without its like.
    """
    longest = waits[came].max()
    is_told = came if came[drawn.is_offered].all() else np.zeros(len(came), bool)
    last = drawn.day + np.where(is_told, waits, longest)
    return np.asarray(last + HORIZON <= days)


def _total(panel: Panel, drawn: Lots, gap: Floats) -> Estimate:
    """The error is of these products, not of others that might have been drawn: sales without a
    creator vary as in the other arm, where those drawn together may vary together, and each added
    order comes or not. Of those held back as many count as were offered by such a chance.
    """
    offered, held = drawn.is_offered, ~drawn.is_offered
    odds = drawn.chance[held] / (1 - drawn.chance[held])
    usual = float(odds @ gap[held] / odds.sum())
    gain = gap[offered] - usual
    rest = odds / odds.mean() * (gap[held] - usual)
    shared = np.bincount(drawn.group[held], rest)
    each = float(shared @ shared) / (len(rest) - 1)
    many, worth = len(gain), float(odds.sum() ** 2 / (odds @ odds))
    added = max(float(panel.price[drawn.product[offered]] @ gain), 0.0)
    error = np.sqrt(each * (many + many**2 / worth) + added)
    brought = drawn.starts[offered].sum() - many * float(odds @ drawn.starts[held] / odds.sum())
    first = len(np.unique(drawn.deal[_came(drawn)]))
    return Estimate.normal(float(gain.sum()), float(error)).times(first / brought)


def carried_over(found: Randomised, deal: Ints, carried: Shape) -> Estimate:
    """The extra of the collaborations `deal`, if what each carried is worth as much as on the list;
    those of the list may by chance have been worth more or less than they seem.
    """
    listed = np.isin(deal, found.deal)
    own = carried.mean[listed]
    ratio = float(carried.mean.sum() / own.sum())
    doubt = float(np.linalg.norm(own * carried.doubt[listed]) / own.sum())
    error = found.total.standard_error, found.total.estimate * doubt * (1 - 1 / ratio)
    return Estimate.normal(found.total.estimate * ratio, float(ratio * np.hypot(*error)))
