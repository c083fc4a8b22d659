"""Whether a channel's rate can be learned: from rows enough, of which none knows its outcome."""

from dataclasses import dataclass

import pandas as pd

from models.rates.channel_rate import Rows
from models.rates.leakage import is_too_near, leaking
from models.rates.predictor import Chances, Events
from models.rates.stages import Stage

FEWEST = {"learn": 200, "choose": 60, "judge": 60}
"""Events that each part must have, or nothing can be told."""


class NotLearnedError(ValueError):
    """A channel's rate cannot be learned; the message says what is missing."""


@dataclass(frozen=True)
class Parts:
    """Rows of the days learned from, those that choose, and those that judge."""

    learn: Rows
    choose: Rows
    judge: Rows


def check_size(stage: Stage, parts: Parts) -> None:
    """Raises NotLearnedError where a part has too few events, or little else."""
    for name, fewest in FEWEST.items():
        events: Events = getattr(parts, name).events
        if events.happened.sum() < fewest:
            raise NotLearnedError(f"fewer than {fewest} {stage.noun} in the weeks to {name} by")
        if (events.trials - events.happened).sum() < fewest:
            raise NotLearnedError(f"nearly all {stage.of} have {stage.noun}, so not all are told")


def check_columns(
    rows: pd.DataFrame, events: Events, later_rows: pd.DataFrame, later: Events
) -> None:
    """Raises NotLearnedError where a column knows later outcomes."""
    names = leaking(rows, events, later_rows, later)
    if names:
        raise NotLearnedError(f"columns that know the outcome: {', '.join(names)}")


def check_model(name: str, chances: Chances, later: Events) -> None:
    """As for columns, since several together may know what none does alone."""
    if is_too_near(chances, later):
        raise NotLearnedError(f"the model '{name}' knows outcomes that came later")
