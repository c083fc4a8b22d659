"""Which model and which calibration a channel's rate takes, and how they did on later days.

Chosen on the later half of the days that choose, where neither had been fitted; judged on days
after those, which choose nothing. What serves is made the same way, as many days later.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from models.rates.calibration import expected_calibration_error
from models.rates.calibrators import CALIBRATORS
from models.rates.channel_rate import (
    LEARNERS,
    SETTINGS,
    ChannelRate,
    Rows,
    features,
    is_warm,
)
from models.rates.enough import Parts, check_columns, check_model, check_size
from models.rates.predictor import Chances, Events, KeptPredictor
from models.rates.scores import auroc, log_loss
from models.rates.shrinkage import Shrinkage
from models.rates.spread import Spread
from models.rates.stages import Stage


@dataclass(frozen=True)
class Judged:
    """What would have served before the days that judge: its `chances` of them, who did how well,
    and which share of `pairs` was `inside` its 80 % interval.
    """

    model: str
    calibration: str
    chances: Chances
    figures: list[dict[str, Any]]
    inside: float | None
    pairs: int


def judged(stage: Stage, channel: str, parts: Parts) -> Judged:
    """Every model with every calibration. Raises NotLearnedError: too little, or a leak."""
    check_size(stage, parts)
    shrinkage = Shrinkage.fitted(stage, channel, parts.learn.past, parts.learn.events)
    learn, choose, judge = (
        features(shrinkage, rows) for rows in (parts.learn, parts.choose, parts.judge)
    )
    check_columns(learn, parts.learn.events, choose, parts.choose.events)
    fitted = {name: _fitted(name, learn, parts.learn.events) for name in LEARNERS}
    said = {name: model.chances(choose) for name, model in fitted.items()}
    for name, chances in said.items():
        check_model(name, chances, parts.choose.events)
    model, calibration = _best(said, parts.choose)
    later = {name: found.chances(judge) for name, found in fitted.items()}
    figures = [
        {"model": name, "calibration": kind}
        | _scores(parts.judge.events, _calibrated(kind, parts.choose.events, said[name], chances))
        for name, chances in later.items()
        for kind in CALIBRATORS
    ]
    chances = _calibrated(calibration, parts.choose.events, said[model], later[model])
    before = _calibrated(calibration, parts.choose.events, said[model], said[model])
    inside, pairs = _inside(shrinkage, parts, before, chances)
    return Judged(model, calibration, chances, figures, inside, pairs)


def serving(stage: Stage, channel: str, parts: Parts, found: Judged) -> ChannelRate:
    """The chosen model learned from all days before those that judge, calibrated on these."""
    both = parts.learn.beside(parts.choose)
    shrinkage = Shrinkage.fitted(stage, channel, both.past, both.events)
    model = _fitted(found.model, features(shrinkage, both), both.events)
    said = model.chances(features(shrinkage, parts.judge))
    calibrator = CALIBRATORS[found.calibration]().fit(parts.judge.events, said)
    warm = is_warm(shrinkage, parts.judge.past)
    chances = calibrator.apply(said)
    spread = Spread.fitted(parts.judge.who["pair"], parts.judge.events, chances, warm)
    return ChannelRate(shrinkage, model, calibrator, spread)


def _fitted(name: str, rows: pd.DataFrame, events: Events) -> KeptPredictor:
    return LEARNERS[name](**SETTINGS.get(name, {})).fit(rows, events)


def _best(said: dict[str, Chances], rows: Rows) -> tuple[str, str]:
    """The pair of least log loss on the later half of the weeks, calibrated on the earlier."""
    weeks = np.unique(rows.days)
    half = weeks[len(weeks) // 2]
    early, late = np.flatnonzero(rows.days < half), np.flatnonzero(rows.days >= half)
    events = rows.events.take(late)
    losses = {
        (name, kind): log_loss(
            events, _calibrated(kind, rows.events.take(early), chances[early], chances[late])
        )
        for name, chances in said.items()
        for kind in CALIBRATORS
    }
    return min(losses, key=losses.__getitem__)


def _calibrated(kind: str, events: Events, said: Chances, asked: Chances) -> Chances:
    return CALIBRATORS[kind]().fit(events, said).apply(asked)


def _scores(events: Events, chances: Chances) -> dict[str, Any]:
    return {
        "log_loss": log_loss(events, chances),
        "ece": expected_calibration_error(events, chances),
        "auroc": auroc(events, chances),
    }


def _inside(
    shrinkage: Shrinkage, parts: Parts, before: Chances, chances: Chances
) -> tuple[float | None, int]:
    chosen, later = parts.choose, parts.judge
    warm = is_warm(shrinkage, chosen.past)
    spread = Spread.fitted(chosen.who["pair"], chosen.events, before, warm)
    late = is_warm(shrinkage, later.past)
    return spread.inside(later.who["pair"], later.events, chances, late)
