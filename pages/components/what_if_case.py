"""The case that a scenario is about: where the subject stands, what is known, what is to come."""

from dataclasses import dataclass
from datetime import date

from models.forecast.ahead import Forecast
from models.lever_evidence import Evidence
from models.levers import Baseline
from models.limits import Levers
from models.scenario import Projection, project
from models.tornado import Swing, tornado

HORIZONS = {28: "28 days", 91: "Quarter"}


@dataclass(frozen=True)
class Case:
    """Baseline, evidence and forecast of a subject in one currency; `last_day` is the data's."""

    base: Baseline
    known: Evidence
    ahead: Forecast
    currency: str
    last_day: date

    @property
    def horizons(self) -> list[int]:
        """Days ahead that can be told."""
        return [days for days in HORIZONS if self.ahead.reaches(days)]

    def projected(self, levers: Levers, days: int) -> Projection:
        """Raises LeverError where the levers are refused."""
        return project(self.base, self.known, levers, self.ahead, days)

    def swings(self, levers: Levers, days: int) -> list[Swing]:
        return tornado(self.base, self.known, levers, self.ahead, days)
