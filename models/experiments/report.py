"""An experiment read out: whether its arms are as drawn, what was gained, by whom, and the risk."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import pandas as pd

from models.causal.effect import Estimate
from models.causal.experiment import SampleRatio, sample_ratio
from models.experiments.clustered import (
    FEWEST_CLUSTERS,
    Arms,
    Contrast,
    estimated,
    means,
    on_compliers,
    ratios,
    spared,
)
from models.experiments.followed import CONTROLS, SEGMENTS, Followed
from models.experiments.segments import Segment, segments
from models.experiments.sequence import sequence
from models.experiments.spread import DAYS

RATIOS = {
    "orders_per_click": ("sku_orders", "clicks"),
    "net_gmv_per_click": ("net_gmv", "clicks"),
    "net_gmv_per_order": ("net_gmv", "sku_orders"),
}


class State(StrEnum):
    """How far an experiment is: whether it may be decided."""

    alarm = "alarm"
    few = "few"
    ready = "ready"


@dataclass(frozen=True)
class Compared:
    """A figure of both arms and their difference."""

    treated: float
    control: float
    difference: Estimate


@dataclass(frozen=True)
class Report:
    """Of `whole` units, those whose 28 days are over, out of `planned` on the list, of which `open`
    were drawn later, so that the whole can be decided on: the effect of being drawn (`itt`), the
    same with the days before taken out and the share of variance that this spares, starts per unit,
    the effect per start, ratios where both arms have any; then the sequence over all days and
    segments. Money in minor units. Without enough clusters nothing but the counts is known.
    """

    state: State
    ratio: SampleRatio
    planned: int
    whole: int
    open: int
    clusters: tuple[int, int]
    itt: Compared | None = None
    spared: Estimate | None = None
    variance_spared: float = 0.0
    starts: Compared | None = None
    per_start: Estimate | None = None
    ratios: Mapping[str, Compared] | None = None
    sequence: pd.DataFrame | None = None
    segments: Mapping[str, list[Segment]] | None = None


def control_of(arms: list[str]) -> str | None:
    """The arm that is left alone by its name; None where no name or several say so."""
    named = [arm for arm in arms if arm.lower() in CONTROLS]
    return named[0] if len(named) == 1 else None


def report(found: Followed, control: str, measure: str, level: float) -> Report:
    """The measure is `net_gmv` or `sku_orders`; its level is that of every interval."""
    everyone, whole = found.arms(control), found.is_whole
    arms, ratio = everyone.take(whole), ratio_of(found, everyone)
    counted = Report(
        _state(ratio, arms),
        ratio,
        sum(found.drawn.values()),
        int(whole.sum()),
        int((~whole).sum()),
        arms.clusters,
        sequence=sequence(found, everyone, measure, level),
    )
    return _measured(counted, found, arms, (measure, level)) if arms.are_enough else counted


def _measured(counted: Report, found: Followed, arms: Arms, of: tuple[str, float]) -> Report:
    """With all that is known of units whose 28 days are over."""
    measure, level = of
    whole = found.is_whole
    outcome, before = found.total(measure)[whole], found.before[measure][whole]
    gained = means(outcome, arms)
    begun = means(found.units["starts"].to_numpy(np.float64)[whole], arms)
    itt = estimated(gained, arms, level)
    less = estimated(means(spared(outcome, before, arms), arms), arms, level)
    saved = 1 - (less.standard_error / itt.standard_error) ** 2 if itt.standard_error else 0.0
    return replace(
        counted,
        itt=Compared(gained.treated, gained.control, itt),
        spared=less,
        variance_spared=float(saved),
        starts=_compared(begun, arms, level),
        per_start=on_compliers(gained, begun, arms, level),
        ratios=_ratios(found, whole, arms, level),
        segments=_segments(found, whole, arms, of),
    )


def ratio_of(found: Followed, arms: Arms) -> SampleRatio:
    """Of the clusters that were drawn, or of units where a cluster spans both arms, against the
    `treated_share` that was planned.
    """
    own = found.units.assign(is_treated=arms.is_treated, cluster=arms.cluster)
    is_nested = own.groupby("cluster")["is_treated"].nunique().max() == 1
    if is_nested:
        own = own.drop_duplicates("cluster")
    treated = int(own["is_treated"].sum())
    return sample_ratio(treated, len(own) - treated, treated_share(own))


def treated_share(drawn: pd.DataFrame) -> float:
    """The planned share of the treated among two arms, from `is_treated`, `stratum` and
    `propensity`, the chance of the arm that a unit is in; one half where any is not known.

    Where an arm has one chance per stratum, it is what both arms' chances make of it, whatever
    other arms there were; where units have chances of their own, what is left of one is the other
    arm's.
    """
    chance = drawn["propensity"].astype(float)
    if chance.isna().any():
        return 0.5
    alike = chance.round(9).groupby([drawn["stratum"].fillna(""), drawn["is_treated"]])
    if alike.nunique().max() > 1:
        return float(chance.where(drawn["is_treated"], 1 - chance).mean())
    arms = [True, False]
    usual = chance.groupby(drawn["is_treated"]).mean().reindex(arms)
    usual = usual.fillna(1 - usual.sum())
    of_arms = alike.mean().unstack().reindex(columns=arms).fillna(usual)
    share = of_arms[True] / (of_arms[True] + of_arms[False])
    return float(drawn["stratum"].fillna("").map(share).mean())


def _state(ratio: SampleRatio, arms: Arms) -> State:
    if ratio.is_alarm:
        return State.alarm
    return State.ready if arms.are_enough else State.few


def _ratios(found: Followed, whole: np.ndarray, arms: Arms, level: float) -> dict[str, Compared]:
    """Those whose denominators both arms have and whose difference varies."""
    told = {}
    for name, (above, below) in RATIOS.items():
        one, two = found.total(above)[whole], found.total(below)[whole]
        if min(two[arms.is_treated].sum(), two[~arms.is_treated].sum()) > 0:
            gained = ratios(one, two, arms)
            told[name] = _compared(gained, arms, level)
    return told


def _compared(gained: Contrast, arms: Arms, level: float) -> Compared:
    return Compared(gained.treated, gained.control, estimated(gained, arms, level))


def _segments(
    found: Followed, whole: np.ndarray, arms: Arms, of: tuple[str, float]
) -> dict[str, list[Segment]]:
    outcome, units = found.total(of[0])[whole], found.units[whole].reset_index(drop=True)
    told = {name: segments(outcome, units[name], arms, of[1]) for name in SEGMENTS}
    return {name: rows for name, rows in told.items() if rows}


def lacking(found: Report) -> str:
    """What keeps an experiment from being decided, in words; empty where nothing does."""
    treated, control = found.ratio.counts
    if found.state is State.alarm:
        return (
            f"the arms have {treated:,} and {control:,} where {found.ratio.expected[0]:,.0f} and "
            f"{found.ratio.expected[1]:,.0f} were planned, which chance brings less than once in "
            "1,000; find out who is missing first"
        )
    if found.state is State.few:
        return (
            f"{found.clusters[0]:,} treated and {found.clusters[1]:,} left alone have had their "
            f"{DAYS} days; {FEWEST_CLUSTERS} of each are needed to tell chance from effect"
        )
    return ""
