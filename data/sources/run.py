"""One pass over a source: every part checked and counted, and written where a load is open."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import pyarrow as pa

from data.check import checked
from data.contract import TABLES, UNDATED
from data.lake import Load, Rejected, Rows
from data.sources import held
from data.sources.adapter import Part, Progress, Source
from data.sources.gaps import gaps
from data.sources.ledger import Ledger
from data.sources.lost_cells import in_words
from data.sources.older import Older
from data.sources.options import AskedError, MarketRowError, Options, Question
from data.sources.other_shops import OtherShops
from data.sources.recognise import Recognised
from data.sources.references import References
from data.sources.rehearsal import Rehearsal
from data.sources.report import Gap, Report
from data.sources.reported_gains import ReportedGains
from data.store import Store

BUFFER_ROWS = 200_000
BUFFER_REJECTS = 10_000
"""Rows gathered before they become a segment, so that pieces do not become litter."""

ASKED = {
    "time_zone": "--tz, the time zone in which days are counted (such as Asia/Bangkok)",
    "currency": "--currency, the ISO code of the amounts (such as USD)",
}


class Run:
    """Reads a recognised source once; with a load it writes, without one it is a dry run."""

    def __init__(
        self,
        recognised: Recognised,
        options: Options,
        store: Store,
        load: Load | None,
        progress: Progress,
        *,
        trial: Rehearsal | None = None,
    ) -> None:
        self.adapter, self.store, self.load, self.trial = recognised.adapter, store, load, trial
        self.held = held.market_row(store)
        files = {file.name for group in recognised.files.values() for file in group}
        market = held.proposed(
            options,
            self.adapter.defaults,
            self.held,
            files,
            is_of_files=self.adapter.asks_itself,
        )
        self.source = Source(recognised.files, options, market, progress, store, load is None)
        self.ledger, self.references, self.older = Ledger(), References(), Older()
        self.reported = ReportedGains()
        self.other_shops = OtherShops()
        self.buffers: dict[tuple[str, ...], list[pa.Table]] = {}
        self.rejects: list[Rejected] = []

    def report(self, base: Report) -> Report:
        """The account of the pass. Raises OptionError, UnreadableError, RowsLostError."""
        if "market" not in self.source.files and not self.adapter.asks_itself:
            self._ask()
        for part in self.adapter.parts(self.source):
            self._take(part)
        self._take(Part("", {"market": self._market_rows()}))
        self.ledger.balance(self.source)
        self._flush_all()
        return self._summary(base)

    def _ask(self) -> None:
        missing = [
            Question(name, said) for name, said in ASKED.items() if not self.source.market[name]
        ]
        if not missing:
            return
        names = {file.name for file in self.source.files.get("market", [])}
        for problem in self.ledger.problems:
            if problem.file in names:
                raise MarketRowError(problem)
        raise AskedError(missing)

    def _take(self, part: Part) -> None:
        kept = part.kept if part.kept is None else in_words(part.kept)
        part = replace(part, rejected=in_words(part.rejected), kept=kept)
        for table, rows in part.tables.items():
            arrow = checked(TABLES[table], rows)
            if arrow.num_rows:
                self.ledger.count(table, arrow)
                self.references.see(table, arrow)
                self.older.see(table, arrow)
                self.reported.see(table, arrow)
                self.other_shops.see(table, arrow)
                self._write(table, arrow)
        self.ledger.take(part)
        self._reject(part.rejected if part.kept is None else part.kept)
        broken, self.source.broken = self.source.broken, []
        self.ledger.refuse(broken)
        self._reject(broken)

    def _reject(self, rows: Sequence[Rejected]) -> None:
        self.rejects.extend(rows if self.load else ())
        if len(self.rejects) >= BUFFER_REJECTS:
            self._flush_rejects()

    def _flush_rejects(self) -> None:
        if self.load:
            self.load.reject(self.rejects)
        self.rejects = []

    def _write(self, table: str, rows: pa.Table) -> None:
        if self.load is None and not (self.trial and self.trial.holds(table)):
            return
        of_a_kind = (table, *rows.column_names)
        buffer = self.buffers.setdefault(of_a_kind, [])
        buffer.append(rows)
        if sum(piece.num_rows for piece in buffer) >= BUFFER_ROWS:
            self._flush(of_a_kind)

    def _flush(self, of_a_kind: tuple[str, ...]) -> None:
        pieces = self.buffers.pop(of_a_kind, [])
        load = self.load or (self.trial and self.trial.load)
        if load and pieces:
            is_new = self.adapter.finds_repeats
            load.add(of_a_kind[0], pa.concat_tables(pieces), has_new_keys=is_new)

    def _flush_all(self) -> None:
        for of_a_kind in list(self.buffers):
            self._flush(of_a_kind)
        self._flush_rejects()

    def _market_rows(self) -> Rows:
        self._ask()
        row = held.settle(self.held, self.source.market)
        return pa.Table.from_pylist([row], schema=TABLES["market"].schema)

    def _summary(self, base: Report) -> Report:
        files = self.ledger.files(self.source, self.adapter)
        before, after = self._gaps()
        report = replace(
            base,
            files=files,
            tables=self.ledger.table_reports(),
            problems=tuple(self.ledger.problems),
            problem_counts=tuple(self.ledger.reasons.most_common()),
            notes=self._notes(),
            gaps=after,
            gains=(*(gap for gap in before if gap not in after), *self.reported.gains()),
        )
        if not any(file.used or file.repeated for file in files):
            why = "see the problems" if any(file.read for file in files) else "the files hold none"
            return replace(report, refused=f"no row could be loaded; {why}")
        if self.trial is None:
            return report
        changes, months = self.trial.changes()
        return replace(report, changes=changes, months=months)

    def _notes(self) -> tuple[str, ...]:
        told = (self.older, self.other_shops, self.references)
        files = chain(*self.source.files.values())
        unread = [
            f"{file.name}: only its sheet with most cells is read, not {', '.join(file.unread)}"
            for file in files
            if file.unread
        ]
        return (*self.source.notes, *unread, *chain(*(one.notes(self.store) for one in told)))

    def _gaps(self) -> tuple[tuple[Gap, ...], tuple[Gap, ...]]:
        """The market's gaps before the load, and after it."""
        filled, is_dated = held.filled(self.store), held.is_dated(self.store)
        was_sampled = bool(self.held and self.held["is_sampled_lines"])
        before = gaps(filled, is_dated=is_dated, is_sampled=was_sampled)
        for name, table in self.ledger.tables.items():
            if table.rows:
                filled[name] = filled.get(name, set()) | table.filled
        ends = [table.last for table in self.ledger.tables.values() if table.last]
        is_dated = is_dated or any(end > UNDATED for end in ends)
        is_sampled = self.source.market["is_sampled_lines"]
        return before, gaps(filled, is_dated=is_dated, is_sampled=is_sampled)
