"""From files to a load: inspect them, see what would happen, then load them in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from data import lake
from data.lake import Load
from data.money import CurrencyError
from data.sources import held, kept_lists
from data.sources.adapter import Progress
from data.sources.chunk import UnreadableError
from data.sources.files import find
from data.sources.options import AskedError, MarketRowError, OptionError, Options
from data.sources.recognise import Recognised, UnrecognisedError, recognise
from data.sources.rehearsal import Rehearsal, rehearsal
from data.sources.report import Report
from data.sources.rowless import with_rowless
from data.sources.run import Run
from data.store import Store

REFUSALS = (OptionError, CurrencyError, UnreadableError, UnrecognisedError)


class RefusedError(ValueError):
    """A load that cannot be: the report says why."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.refused)
        self.report = report


class _LoadedMeanwhileError(Exception):
    """Another process loaded the same files while this one read them."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def _silent(file: str, rows: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Plan:
    """Files and what is known about them; nothing is written before `load_into`."""

    options: Options
    recognised: Recognised | None
    unread: tuple[tuple[str, str], ...] = ()
    refused: str | None = None
    progress: Progress = field(default=_silent, compare=False)

    @cached_property
    def report(self) -> Report:
        """The dry run: reads everything, writes nothing."""
        store = Store.of(self.options.market)
        already = self._loaded_as(store)
        if already is not None:
            return replace(self._account(store, None), already=already)
        with rehearsal(store) as trial:
            return self._account(store, None, trial)

    def load_into(self, store: Store, by: str = "command") -> Report:
        """Loads all files as one load, or none; files that were loaded before change nothing.

        Raises RefusedError where nothing can be loaded.
        """
        if self.recognised is None:
            raise RefusedError(self._refusal(self.refused))
        number = self._loaded_as(store)
        if number is not None:
            return replace(self._base(), already=number)
        name = self.recognised.adapter.name
        try:
            with lake.load(store, name, self._fingerprints, by, self._check) as load:
                report = self._account(store, load)
                if not report.is_loadable:
                    raise RefusedError(report)
        except _LoadedMeanwhileError as error:
            return replace(self._base(), already=error.number)
        except OptionError as error:
            raise RefusedError(self._refusal(str(error))) from error
        self.recognised.adapter.learn(self.recognised.files, self.options)
        return report

    def _check(self, load: Load) -> None:
        """Looks again at what is held, for other loads may have ended since this one began."""
        number = self._loaded_as(load.store)
        if number is not None:
            raise _LoadedMeanwhileError(number)
        if kept_lists.would_change(load.store, load.segments):
            raise OptionError(
                "a list of an experiment was kept meanwhile that these files tell otherwise; look "
                "at them again to see which rows"
            )
        if brought := held.row_of(load.store, load.segments):
            held.settle(held.market_row(load.store), brought)

    def _account(self, store: Store, load: Load | None, trial: Rehearsal | None = None) -> Report:
        if self.recognised is None:
            return self._refusal(self.refused)
        try:
            run = Run(self.recognised, self.options, store, load, self.progress, trial=trial)
            report = run.report(self._base())
            return with_rowless(report, self.recognised.adapter)
        except AskedError as error:
            return replace(self._refusal(str(error)), questions=error.questions)
        except MarketRowError as error:
            return replace(self._refusal(str(error)), problems=(error.problem,))
        except REFUSALS as error:
            return self._refusal(str(error))

    def _loaded_as(self, store: Store) -> int | None:
        return held.loaded_already(store, self._fingerprints)

    @cached_property
    def _fingerprints(self) -> tuple[str, ...]:
        if self.recognised is None:
            return ()
        files = [file for group in self.recognised.files.values() for file in group]
        said = {file: self.options.of(file.name).key() for file in files}
        return tuple(f"{file.name} sha256:{file.digest(said[file])}" for file in files)

    def _base(self) -> Report:
        found = self.recognised
        if found is None:
            return Report(self.options.market, left_alone=self.unread)
        left_alone = (*self.unread, *found.left_alone)
        return Report(self.options.market, found.adapter.name, found.why, left_alone=left_alone)

    def _refusal(self, why: str | None) -> Report:
        return replace(self._base(), refused=why)


def inspect(paths: Sequence[Path], options: Options, progress: Progress = _silent) -> Plan:
    """Recognises files and folders as one source; never raises for what is in them."""
    bad: list[tuple[str, str]] = []
    try:
        good, bad = find(paths)
        recognised = recognise(good, options)
    except REFUSALS as error:
        return Plan(options, None, tuple(bad), refused=str(error))
    return Plan(options, recognised, tuple(bad), progress=progress)
