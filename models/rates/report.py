"""What a version says of its click and order rates: what was chosen, and how well it holds."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.rates.calibration import mean_gap, reliability
from models.rates.cells import CHANNELS, ORGANIC, day_of
from models.rates.choosing import Judged
from models.rates.enough import Parts
from models.rates.predictor import Chances, Events
from models.rates.stages import Stage, Windows

BINS = 10
EVENTS_PER_BIN = 15
"""Fewer bins where a segment has fewer events than this in each."""
WARM, COLD = "warm", "cold"


def missing(stage: Stage, channel: str, why: str) -> dict[str, Any]:
    """The line of a rate that could not be learned."""
    return {"stage": stage.name, "channel": channel, "missing": why}


def told(stage: Stage, channel: str, span: Windows, parts: Parts, found: Judged) -> dict[str, Any]:
    """The line of a rate: `model`, `calibration`, `days` of each part, `n` (events and trials),
    `figures` of every model and calibration on the days that judge, `inside` of `pairs`, and
    `segments`, each with n, ece and the bins of its reliability diagram.
    """
    days = {name: [str(day_of(day)) for day in getattr(span, name)] for name in PARTS}
    events = {name: getattr(parts, name).events for name in PARTS}
    return {
        "stage": stage.name,
        "channel": channel,
        "model": found.model,
        "calibration": found.calibration,
        "days": days,
        "n": {name: [int(e.happened.sum()), int(e.trials.sum())] for name, e in events.items()},
        "figures": found.figures,
        "inside": found.inside,
        "pairs": found.pairs,
        "segments": list(_segments(stage, channel, parts, found.chances)),
    }


PARTS = ("learn", "choose", "judge")


def _segments(
    stage: Stage, channel: str, parts: Parts, chances: Chances
) -> Iterator[dict[str, Any]]:
    rows = parts.judge
    level = "product" if channel == ORGANIC else "pair"
    before = rows.past.counts[level][stage.trial_place, CHANNELS.index(channel)]
    values = {
        "all": np.full(len(chances), ""),
        "history": np.where(before > 0, WARM, COLD),
        "tier": rows.traits["tier"].to_numpy(str),
        "category": rows.traits["category"].to_numpy(str),
    }
    for by, of_row in values.items():
        for value in np.unique(of_row):
            if by == "all" or value:
                yield {"by": by, "value": str(value)} | _segment(
                    rows.events, chances, rows.who, of_row == value
                )


def _segment(
    events: Events, chances: Chances, who: pd.DataFrame, is_in: NDArray[np.bool_]
) -> dict[str, Any]:
    at = np.flatnonzero(is_in)
    own, said = events.take(at), chances[at]
    bins = int(np.clip(own.happened.sum() // EVENTS_PER_BIN, 1, BINS))
    found = reliability(own, said, bins, who["pair"].to_numpy()[at])
    return {
        "events": int(own.happened.sum()),
        "trials": int(own.trials.sum()),
        "shops": int(who["shop"].iloc[at].nunique()),
        "predicted": float(own.trials @ said / own.trials.sum()),
        "ece": mean_gap(found),
        "bins": found.to_dict("records"),
    }
