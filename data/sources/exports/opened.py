"""A report that is ready to be read: its file, layout, what was said of it, and how it writes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from data.sources.adapter import Source
from data.sources.chunk import UnreadableError
from data.sources.exports import clock
from data.sources.exports.fields import INSTANT
from data.sources.exports.hints import Evidence, Hints
from data.sources.exports.layout import Layout
from data.sources.exports.mixed_days import unmixed
from data.sources.exports.privacy import Key
from data.sources.exports.shops import Shops
from data.sources.exports.signs import stated
from data.sources.exports.table import Piece, pieces
from data.sources.files import SourceFile
from data.sources.options import AskedError, OptionError, Options, Question

A_DAY = timedelta(days=1)
SAMPLE_ROWS = 5_000
"""Rows looked at together for how a file writes: mostly the first ones tell."""


@dataclass(frozen=True)
class Opened:
    """One file with all that is needed to read its rows."""

    file: SourceFile
    layout: Layout
    options: Options
    hints: Hints
    source: Source
    key: Key
    shops: Shops

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def zone(self) -> str:
        return str(self.options.time_zone or self.source.market["time_zone"])

    @property
    def market_zone(self) -> ZoneInfo:
        """The zone in which the market counts days; the file's where none is known yet."""
        return ZoneInfo(str(self.source.market["time_zone"] or self.zone))

    @cached_property
    def as_of(self) -> datetime | None:
        """When people say that the report was made, in UTC. Raises UnreadableError if to come."""
        said = self.options.as_of
        if said is None:
            return None
        told = said if said.tzinfo else said.replace(tzinfo=self.market_zone)
        at = told.astimezone(UTC).replace(tzinfo=None)
        if at > clock.now() + A_DAY:  # a day means its end, so today's is to come
            raise self.disbelieved("is to come")
        return at

    def disbelieved(self, why: str) -> UnreadableError:
        """What is wrong with the time that people say."""
        reason = f"was not made at {self.options.as_of:%Y-%m-%d %H:%M} as --as-of says: that {why}"
        return UnreadableError(self.name, reason, "say when it was made, or leave --as-of out")

    @property
    def currency(self) -> str | None:
        """The currency of amounts that name none, where it is known."""
        market = self.source.market["currency"]
        return stated(self.layout.units.values(), self.options.currency, market)

    @property
    def window(self) -> tuple[date, date] | None:
        """The days covered, as people say, else as the file does; None where neither does."""
        said = self.options
        if said.first_day and said.last_day:
            return said.first_day, said.last_day
        return self.layout.export.window(self.layout)

    def asks_currency(self) -> AskedError:
        """The question that amounts without any currency leave."""
        text = "--currency, the ISO code of the amounts (such as USD)"
        return AskedError([Question("currency", text, (self.name,))])

    def pieces(self) -> Iterator[Piece]:
        """The rows, counted as read. Raises UnreadableError."""
        for piece in unmixed(self.file.name, self.layout, pieces(self.file, self.layout)):
            self.source.saw(self.name, len(piece.rows) + piece.set_aside + len(piece.broken))
            yield piece


def opened(
    source: Source, layouts: Sequence[tuple[SourceFile, Layout]], key: Key, shops: Shops
) -> list[Opened]:
    """The files ready to be read. Raises AskedError with every question that any of them leaves."""
    ready: list[Opened] = []
    questions: list[Question] = []
    has_rows = False
    for file, layout in layouts:
        options = source.options.of(file.name)
        evidence, is_filled = _evidence(file, layout, options, source.market["currency"])
        has_rows |= is_filled
        report = Opened(file, layout, options, evidence.hints(), source, key, shops)
        _check_window(report)
        questions += [*evidence.questions(file.name), *_unsaid(report)]
        if evidence.lacks_currency:
            questions += report.asks_currency().questions
        ready.append(report)
    if not has_rows:
        names = ", ".join(report.name for report in ready)
        raise UnreadableError(names, "no row stands below the header", "export it again")
    if questions:
        raise AskedError(_joined(questions))
    return ready


def _check_window(report: Opened) -> None:
    """Refuses a last day that has not begun where the file's days are counted, nor the market's."""
    said, last = report.options, report.options.last_day
    zones = {zone for zone in (said.time_zone, report.source.market["time_zone"]) if zone}
    today = max((clock.today(zone) for zone in zones), default=None)
    if last and today and last > today:
        raise OptionError(
            f"{report.name}: --to {last} is after today, {today}; give the last day that the "
            "report covers"
        )


def _evidence(
    file: SourceFile, layout: Layout, options: Options, market: str | None
) -> tuple[Evidence, bool]:
    """What the file says of how it writes, and whether it has any row."""
    is_filled = False
    evidence = Evidence(layout, options, stated(layout.units.values(), options.currency, market))
    for piece in unmixed(file.name, layout, pieces(file, layout, SAMPLE_ROWS)):
        evidence.see(piece)
        is_filled |= len(piece.rows) + len(piece.broken) > 0
        if evidence.is_enough:
            break
    return evidence, is_filled


def _unsaid(report: Opened) -> Iterator[Question]:
    said, places, name = report.options, report.layout.places, (report.name,)
    if report.layout.export.is_of_shop and not said.merchant and "shop" not in places:
        yield Question("merchant", "--merchant, the shop that the rows belong to", name)
    if (
        report.layout.export.of_kind(INSTANT)
        and not said.time_zone
        and not report.source.market["time_zone"]
    ):
        yield Question(
            "time_zone", "--tz, the time zone of its clocks (such as Asia/Bangkok)", name
        )
    if report.layout.export.has_window and not report.window:
        text = "--from and --to, the first and the last day that the report covers"
        yield Question("window", text, name)


def _joined(questions: Sequence[Question]) -> list[Question]:
    """One question for all files that leave the same one; readings stay with their file."""
    found: dict[Any, Question] = {}
    for question in questions:
        key = (question.name, question.readings)
        held = found.get(key)
        files = (*held.files, *question.files) if held else question.files
        found[key] = Question(
            question.name, question.text, files, question.choices, question.readings
        )
    return list(found.values())
