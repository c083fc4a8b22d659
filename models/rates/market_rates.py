"""Click and order rates of a market: learned per stage and channel, kept, and asked for a pair."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from numpy.typing import NDArray

from data.warehouse import Session
from models.rates.cells import CHANNELS, Cells, rate_cells
from models.rates.channel_rate import ChannelRate
from models.rates.choosing import judged, serving
from models.rates.enough import NotLearnedError, Parts
from models.rates.gathered import Gathered
from models.rates.ledger import Ints
from models.rates.report import missing, told
from models.rates.stages import STAGES, Stage, Windows, sampled, windows
from models.rates.traits import Traits

MOST_ROWS = {"learn": 16_000, "choose": 10_000, "judge": 10_000}
"""Per stage and channel; beyond that every so manieth row, which bounds the time of a training."""


@dataclass(frozen=True)
class MarketRates:
    """The rates that could be learned, and per stage and channel a `report` of how they did or what
    is missing (models/rates/report.py).
    """

    rates: tuple[ChannelRate, ...]
    report: tuple[dict[str, Any], ...]

    def document(self) -> dict[str, Any]:
        rates = [rate.document() for rate in self.rates]
        return {"rates": rates, "report": list(self.report)}

    def arrays(self) -> dict[str, NDArray[Any]]:
        return {
            f"{place}/{name}": array
            for place, rate in enumerate(self.rates)
            for name, array in rate.arrays().items()
        }

    @classmethod
    def restored(
        cls, document: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]
    ) -> "MarketRates":
        held = [
            {
                name.removeprefix(f"{place}/"): array
                for name, array in arrays.items()
                if name.startswith(f"{place}/")
            }
            for place in range(len(document["rates"]))
        ]
        described = zip(document["rates"], held, strict=True)
        rates = tuple(ChannelRate.restored(told, kept) for told, kept in described)
        return cls(rates, tuple(document["report"]))


NO_RATES = MarketRates((), ())


def learn_rates(
    session: Session, known: Traits, last_day: date | None, most: Mapping[str, int] = MOST_ROWS
) -> MarketRates:
    """Rates per stage and channel from all days up to the last whole one."""
    asked = [(stage, channel) for stage in STAGES for channel in CHANNELS]
    nothing = MarketRates((), tuple(missing(*each, "no impressions or clicks") for each in asked))
    if last_day is None:
        return nothing
    cells = rate_cells(session, known.products.reset_index(), last_day)
    if not len(cells):
        return nothing
    spans = {stage: windows(stage, int(cells.day[0]), last_day) for stage in STAGES}
    every = {each: _sampled(cells, *each, spans[each[0]], most) for each in asked}
    gathered = Gathered.of(cells, known, every)
    found = [_learned(gathered, *each, every[each], spans[each[0]]) for each in asked]
    rates = tuple(rate for rate, _ in found if rate is not None)
    return MarketRates(rates, tuple(told for _, told in found))


def _sampled(
    cells: Cells, stage: Stage, channel: str, span: Windows | None, most: Mapping[str, int]
) -> tuple[Ints, ...]:
    if span is None:
        return ()
    return tuple(
        sampled(cells, stage, channel, getattr(span, part), limit) for part, limit in most.items()
    )


def _learned(
    gathered: Gathered, stage: Stage, channel: str, rows: tuple[Ints, ...], span: Windows | None
) -> tuple[ChannelRate | None, dict[str, Any]]:
    if span is None:
        return None, missing(stage, channel, "too few weeks to learn from, choose and judge by")
    parts = Parts(*(gathered.part(stage, part) for part in rows))
    try:
        found = judged(stage, channel, parts)
    except NotLearnedError as error:
        return None, missing(stage, channel, str(error))
    rate = serving(stage, channel, parts, found)
    return rate, told(stage, channel, span, parts, found)
