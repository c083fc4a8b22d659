"""How far a scenario may go: what the market has seen of each lever, and why more is refused."""

from dataclasses import dataclass

import numpy as np

from models.funnel import FEWEST_SAMPLES
from models.levers import Baseline, Evidence
from models.response import Response

SLACK = 1e-9


@dataclass(frozen=True)
class Levers:
    """What changes: price by a share (-0.1 = 10 % off), commission to a rate, creators and samples
    by a number in 28 days, live to a share of clicks. None or zero leaves it as it is.
    """

    price_change: float = 0.0
    commission_rate: float | None = None
    more_creators: int = 0
    more_samples: int = 0
    live_share: float | None = None


def rate_change(base: Baseline, levers: Levers) -> float:
    """By how much the commission rate changes; nan where it is to change but is not on record."""
    if levers.commission_rate is None:
        return 0.0
    return np.nan if base.commission_rate is None else levers.commission_rate - base.commission_rate


def ends(base: Baseline, known: Evidence) -> dict[str, tuple[float, float]]:
    """The lowest and highest value of each lever within what was seen, by the names of `Levers`;
    without those that have no evidence. Of creators and samples each for itself.
    """
    found: dict[str, tuple[float, float]] = {}
    if known.price.missing is None and base.price is not None:
        low, high = np.expm1([known.price.lowest, known.price.highest])
        found["price_change"] = float(low), float(high)
    now, seen = base.commission_rate, known.commission
    if seen.missing is None and now is not None:
        found["commission_rate"] = max(now + seen.lowest, 0.0), now + seen.highest
    if known.no_creators(base) is None:
        most = known.most_creators(base)
        found["more_creators"] = 0, most
        if known.funnel.received >= FEWEST_SAMPLES:
            found["more_samples"] = 0, int(most / known.funnel.posted_share)
    if known.live.missing is None and base.live_share is not None:
        found["live_share"] = 0.0, 1.0
    return found


def refusal(base: Baseline, known: Evidence, levers: Levers) -> str:
    """Why these levers cannot be projected from what the market has seen; empty if they can."""
    return (
        _out_of_range("price", known.price, float(np.log1p(levers.price_change)))
        or _out_of_range("commission", known.commission, rate_change(base, levers))
        or _too_many(base, known, levers)
        or _not_live(base, known, levers)
    )


def _out_of_range(name: str, seen: Response, move: float) -> str:
    if move and (seen.missing is not None or np.isnan(move)):
        return f"{name}: {seen.missing or 'no commission on record'}"
    if move and not seen.lowest - SLACK <= move <= seen.highest + SLACK:
        return f"{name}: further than this market's products have moved it"
    return ""


def _too_many(base: Baseline, known: Evidence, levers: Levers) -> str:
    if levers.more_samples and known.funnel.received < FEWEST_SAMPLES:
        return f"samples: fewer than {FEWEST_SAMPLES} with a known end"
    more = levers.more_creators + levers.more_samples * known.funnel.posted_share
    if more and (untold := known.no_creators(base)):
        return f"creators: {untold}"
    if more > (most := known.most_creators(base)) + SLACK:
        return f"creators: {more:.0f} more, samples included, and {most} are within what was seen"
    return ""


def _not_live(base: Baseline, known: Evidence, levers: Levers) -> str:
    if levers.live_share is not None and (known.live.missing or base.live_share is None):
        return f"live: {known.live.missing or 'no clicks in live or video'}"
    return ""
