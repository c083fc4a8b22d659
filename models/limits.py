"""How far a scenario may go: what the market has seen of each lever, and why more is refused."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.funnel import FEWEST_SAMPLES
from models.lever_evidence import Evidence
from models.levers import Baseline
from models.response import Response

SLACK = 1e-9
NO_COMMISSION = "no commission on record"
CALLED = {
    "price_change": "price",
    "commission_rate": "commission",
    "more_creators": "creators",
    "more_samples": "samples",
    "live_share": "live",
}
Floats = NDArray[np.float64]


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
    """By how much the commission rate changes; not at all where none is on record."""
    now = base.commission_rate
    return 0.0 if levers.commission_rate is None or now is None else levers.commission_rate - now


def moved(base: Baseline, levers: Levers) -> tuple[str, ...]:
    """The levers that are not where they stand, by name."""
    today = {"commission_rate": base.commission_rate, "live_share": base.live_share}
    asked = ((name, value) for name, value in vars(levers).items() if value is not None)
    return tuple(name for name, value in asked if value != today.get(name, 0))


def undirected(base: Baseline, known: Evidence, levers: Levers) -> list[str]:
    """The levers that move, as they are called, whose response may as well be none."""
    responses = {
        "price_change": known.price,
        "commission_rate": known.commission,
        "more_creators": known.creators,
        "more_samples": known.creators,
        "live_share": known.live,
    }
    return [CALLED[name] for name in moved(base, levers) if not responses[name].is_directed]


def why_not(base: Baseline, known: Evidence) -> dict[str, str]:
    """Why a lever cannot be moved at all, by the names of `Levers`; without those that can be."""
    few = f"fewer than {FEWEST_SAMPLES} samples with a known end"
    lacks = {
        "price_change": (known.price.missing, base.price, "no units with a price in 28 days"),
        "commission_rate": (known.commission.missing, base.commission_rate, NO_COMMISSION),
        "live_share": (known.live.missing, base.live_share, "no clicks in live or video"),
    }
    found = {
        name: missing or (why if now is None else "") for name, (missing, now, why) in lacks.items()
    }
    found["more_creators"] = known.no_creators(base) or ""
    is_few = known.funnel.received < FEWEST_SAMPLES
    found["more_samples"] = few if is_few else found["more_creators"]
    return {name: why for name, why in found.items() if why}


def ends(base: Baseline, known: Evidence) -> dict[str, tuple[float, float]]:
    """The lowest and highest value of each lever within what was seen, by the names of `Levers`;
    without those that cannot be moved. Of creators and samples each for itself.
    """
    most, departs = known.most_creators(base), base.departs
    low, high = np.expm1(_moves(known.price, departs.price))
    rate, live = base.commission_rate or 0.0, base.live_share or 0.0
    rates = rate + _moves(known.commission, departs.commission)
    shares = np.clip(live + _moves(known.live, departs.live), 0, 1)
    found = {
        "price_change": (float(low), float(high)),
        "commission_rate": (max(float(rates[0]), 0.0), max(float(rates[1]), 0.0)),
        "more_creators": (0, most),
        "more_samples": (0, int(most / known.funnel.posted_share)),
        "live_share": (float(shares[0]), float(shares[1])),
    }
    return {name: span for name, span in found.items() if name not in why_not(base, known)}


def refusal(base: Baseline, known: Evidence, levers: Levers) -> str:
    """Why these levers cannot be projected from what the market has seen; empty if they can."""
    price = float(np.log1p(levers.price_change))
    live = 0.0 if levers.live_share is None else levers.live_share - (base.live_share or 0.0)
    departs, rate = base.departs, rate_change(base, levers)
    return (
        _untold(base, known, levers)
        or _out_of_range("price", known.price, departs.price, price)
        or _out_of_range("commission", known.commission, departs.commission, rate)
        or _too_many(base, known, levers)
        or _out_of_range("live", known.live, departs.live, live)
    )


def _moves(seen: Response, departs: float) -> Floats:
    """The least and most by which a lever can move from where it stands today."""
    return np.array([seen.lowest, seen.highest]) - departs


def _untold(base: Baseline, known: Evidence, levers: Levers) -> str:
    """The first lever that moves without evidence."""
    reasons = why_not(base, known)
    told = (f"{CALLED[of]}: {reasons[of]}" for of in moved(base, levers) if of in reasons)
    return next(told, "")


def _out_of_range(name: str, seen: Response, departs: float, move: float) -> str:
    low, high = _moves(seen, departs)
    if move and not low - SLACK <= move <= high + SLACK:
        return f"{name}: further from its own mean than this market's products have been"
    return ""


def _too_many(base: Baseline, known: Evidence, levers: Levers) -> str:
    more = levers.more_creators + levers.more_samples * known.funnel.posted_share
    if more > (most := known.most_creators(base)) + SLACK:
        return f"creators: {more:.0f} more, samples included, and {most} are within what was seen"
    return ""
