"""What a scenario's gain hangs on: each assumption at either end of its 80 % interval."""

from dataclasses import dataclass, replace

import numpy as np

from models.flows import Coming, Floats, Unsure, flows
from models.forecast.ahead import Forecast
from models.lever_evidence import Evidence
from models.levers import Baseline
from models.limits import Levers, ends, moved
from models.scenario import lacking

Z = 1.2815515655446004
Pair = tuple[float, float]
NAMES = {
    "price": "Price",
    "commission": "Commission",
    "creators": "Creators",
    "posted": "Posts per sample",
    "live": "Orders per click in live",
    "live_value": "Net GMV per order in live",
    "sales": "Sales without a change",
}
ASSUMED = {
    "price": "buyers answer to this price as those of similar products did",
    "commission": "sales answer to commission as they did within these products",
    "creators": "further creators bring what earlier ones brought, by the same curve",
    "posted": "further samples are posted as often as earlier ones were",
    "live": "a click in live goes on leading to as many orders as for the same creators",
    "live_value": "an order in live goes on being worth what it was to the same creators",
    "sales": "sales without a change come as forecast",
}
MOVED_BY = {
    "price": ("price_change",),
    "commission": ("commission_rate",),
    "creators": ("more_creators", "more_samples"),
    "posted": ("more_samples",),
    "live": ("live_share",),
    "live_value": ("live_share",),
}


@dataclass(frozen=True)
class Swing:
    """The gain in net GMV, minor units, with one assumption at either end of its 80 % interval;
    `margin` the same of the contribution margin, where known. `reach` is the gain with the lever
    at either end of what was seen, its response at the estimate; None where several share it.
    """

    key: str
    gain: Pair
    margin: Pair | None
    reach: Pair | None

    @property
    def name(self) -> str:
        return NAMES[self.key]

    @property
    def width(self) -> float:
        return abs(self.gain[1] - self.gain[0])


@dataclass(frozen=True)
class _At:
    """A scenario at given assumptions: gains of single values, no draws."""

    base: Baseline
    known: Evidence
    ahead: Forecast
    days: int

    def gain(self, levers: Levers, unsure: Unsure, volume: float = 1.0) -> Pair:
        """Of net GMV and, nan where a cost is not known, of the margin."""
        coming = Coming.of(self.ahead, self.days).mean(volume)
        found, same = (
            flows(self.base, self.known, which, unsure, coming) for which in (levers, Levers())
        )
        gained = float((found.net_gmv - same.net_gmv)[0])
        if found.margin is None or same.margin is None or lacking(self.base, levers):
            return gained, np.nan
        return gained, float((found.margin - same.margin)[0])


def tornado(
    base: Baseline, known: Evidence, levers: Levers, ahead: Forecast, days: int
) -> list[Swing]:
    """A swing per assumption of a lever that moves, and of the forecast; the widest first, and of
    equal ones that of the lever that moves the result furthest alone.
    """
    if not moved(base, levers):
        return []
    at, middle = _At(base, known, ahead, days), _middle(known)
    moving = set(moved(base, levers))
    keys = [key for key, fields in MOVED_BY.items() if moving.intersection(fields)]
    swings = [_swing(at, levers, middle, key) for key in keys]
    total = np.quantile(ahead.volume(days), [0.1, 0.9]) / ahead.volume(days).mean()
    swings.append(_of_gains("sales", [at.gain(levers, middle, float(v)) for v in total]))
    alone = {s.key: abs(at.gain(_only(levers, s.key), middle)[0]) for s in swings}
    return sorted(swings, key=lambda s: (s.width, alone[s.key]), reverse=True)


def binding(swings: list[Swing]) -> str:
    """The assumption that the result hangs on most, and where that is the forecast, also the one of
    a lever.
    """
    first, *others = [ASSUMED[swing.key] for swing in swings] or [ASSUMED["sales"]]
    is_forecast = first == ASSUMED["sales"]
    return f"{first}; of the levers, that {others[0]}" if is_forecast and others else first


def _middle(known: Evidence) -> Unsure:
    zero = np.zeros(1)
    return Unsure(zero, zero, zero, zero, zero, np.array([known.funnel.posted_share]))


def _swing(at: _At, levers: Levers, middle: Unsure, key: str) -> Swing:
    if key == "posted":
        values: Floats = np.quantile(Unsure.drawn(at.known).posted, [0.1, 0.9])
    else:
        values = np.array([-Z, Z])
    gains = [at.gain(levers, replace(middle, **{key: np.array([v])})) for v in values]
    return replace(_of_gains(key, gains), reach=_reach(at, levers, middle, key))


def _of_gains(key: str, gains: list[Pair]) -> Swing:
    (low, low_margin), (high, high_margin) = gains
    margin = None if np.isnan(low_margin) else (low_margin, high_margin)
    return Swing(key, (low, high), margin, None)


def _reach(at: _At, levers: Levers, middle: Unsure, key: str) -> Pair | None:
    """Gains at the ends of the one lever that moves with this response."""
    own = [name for name in MOVED_BY[key] if name in moved(at.base, levers)]
    span = ends(at.base, at.known).get(own[0])
    if len(own) > 1 or key == "posted" or span is None:
        return None
    levers_at = (Levers(**{**vars(levers), own[0]: end}) for end in span)
    low, high = (at.gain(one, middle)[0] for one in levers_at)
    return low, high


def _only(levers: Levers, key: str) -> Levers:
    return Levers(**{field: getattr(levers, field) for field in MOVED_BY.get(key, ())})
