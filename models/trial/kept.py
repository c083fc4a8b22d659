"""What long runs of the trial found, kept beside it for whoever asks how far to trust it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from models.causal.telling import finite
from models.trial.summary import errors, summary

FOLDER = Path(__file__).parent / "results"
WHO = ("estimate", "naive", "did")
"""Ours, what the dashboard claims, and before and after."""
ENDS = (0.05, 0.5, 0.95)
FIRST = 2
Span = tuple[float, float, float]


@dataclass(frozen=True)
class Kept:
    """A scenario's run from markets of `seed` on: the `summary` of all, its `standard_errors`; per
    estimator of WHO the ENDS over markets of estimate ÷ truth, or ÷ what products sold anyway where
    nothing was added; and what `summary` says of the FIRST markets alone, by which a test sees
    whether the run is of this code.
    """

    scenario: str
    seed: int
    summary: dict[str, Any]
    standard_errors: dict[str, Any]
    spread: dict[str, Span]
    first: dict[str, Any]

    @classmethod
    def of(cls, scenario: str, seed: int, markets: pd.DataFrame) -> "Kept":
        """Of a row per market (see models/trial/market.py)."""
        whole = markets["truth"] if markets["truth"].sum() else markets["baseline"]
        spread: dict[str, Span] = {}
        for name in WHO:
            low, middle, high = (markets[name] / whole).quantile(list(ENDS))
            spread[name] = (float(low), float(middle), float(high))
        first = summary(markets.head(FIRST))
        return cls(scenario, seed, summary(markets), errors(markets), spread, first)

    def write(self) -> None:
        FOLDER.mkdir(exist_ok=True)
        text = json.dumps(finite(asdict(self)), indent=1, allow_nan=False)
        _path(self.scenario).write_text(text + "\n")


def kept(scenario: str) -> Kept | None:
    """The run that is kept of a scenario, if one is."""
    try:
        told = json.loads(_path(scenario).read_text())
    except FileNotFoundError:
        return None
    return Kept(**told)


def _path(scenario: str) -> Path:
    return FOLDER / f"{scenario}.json"
