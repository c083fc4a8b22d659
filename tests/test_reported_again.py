"""A report of figures that are held already: asked when it was made, and what counts once said."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from data.scope import Scope
from data.sources import Options, Report, inspect
from data.sources.plan import Plan
from data.store import Store
from data.warehouse import Warehouse
from tests.reports import SAID
from tests.small_sources import write

HEAD = "Creator name,Creator-attributed GMV,Attributed orders\n"
MAY, JUNE = datetime(2026, 6, 1), datetime(2026, 7, 1)


class Market:
    """A market into which reports of creator data are loaded, each in a file of its own."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TANDEM_STORE", str(root / "store"))
        self.root, self.store, self.files = root, Store.of("own"), 0

    def dry_run(self, *rows: str, **said: Any) -> Report:
        return self._plan(rows, said).report

    def load(self, *rows: str, **said: Any) -> None:
        self._plan(rows, said).load_into(self.store)

    def _plan(self, rows: tuple[str, ...], said: dict[str, Any]) -> Plan:
        self.files += 1
        name = f"report {self.files}.csv"
        write(self.root / name, {name: HEAD + "".join(f"{row}\n" for row in rows)})
        return self.plan_of(self.files, **said)

    def plan_of(self, number: int, **said: Any) -> Plan:
        """The plan of a file that was written before."""
        return inspect([self.root / f"report {number}.csv"], Options("own", **(SAID | said)))

    def gmv(self, creator: str = "mei") -> float:
        session = Warehouse.snapshot(self.store).session(Scope.everything())
        found = session.rows(
            "select value from reported_metrics where metric = 'gmv' and entity_id = $creator",
            creator=creator,
        )
        return float(found[0][0])


@pytest.fixture
def market(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Market:
    return Market(tmp_path, monkeypatch)


@pytest.mark.parametrize("held_as_of", [None, MAY])
def test_other_figures_of_a_held_window_are_asked_for_their_time(
    market: Market, held_as_of: datetime | None
) -> None:
    market.load("mei,500.10,5", "lin,7.00,1", as_of=held_as_of)
    report = market.dry_run("mei,612.34,5", "lin,7.00,1")
    (question,) = report.questions
    assert (question.name, question.files) == ("as_of", ("report 2.csv",))
    assert "the same 1 entity and window (mei)" in question.text
    assert "unless what is held was made later" in question.text
    assert "leave the file out" in question.text
    market.load("mei,612.34,5", "lin,7.00,1", as_of=JUNE)
    assert market.gmv() == 61_234


def test_a_band_in_place_of_a_value_is_asked_too(market: Market) -> None:
    market.load("mei,500.10,5")
    assert [q.name for q in market.dry_run("mei,500-600,5").questions] == ["as_of"]


def test_a_report_that_says_an_earlier_time_changes_nothing_and_the_dry_run_tells(
    market: Market,
) -> None:
    market.load("mei,612.34,6", "lin,7.00,1", as_of=JUNE)
    report = market.dry_run("mei,500.10,5", "new,1.00,1", as_of=MAY)
    assert not report.questions
    assert "2 reported figures are older than what is held: the newer figures stay" in report.notes
    market.load("mei,500.10,5", "new,1.00,1", as_of=MAY)
    assert (market.gmv(), market.gmv("new")) == (61_234, 100)
    newer = market.dry_run("mei,1.00,5", as_of=datetime(2026, 8, 1))
    assert not any("older" in note for note in newer.notes)


def test_a_report_is_still_in_force_after_an_older_one(market: Market) -> None:
    market.load("mei,612.34,6", as_of=JUNE)
    market.load("mei,500.10,5", as_of=MAY)
    plan = market.plan_of(1, as_of=JUNE)
    assert plan.report.already == plan.load_into(market.store).already == 1
    market.load("mei,700.00,7", as_of=datetime(2026, 8, 1))
    assert market.plan_of(1, as_of=JUNE).report.already is None


def test_the_same_figures_or_another_window_are_not_asked(market: Market) -> None:
    market.load("mei,500.10,5")
    assert not market.dry_run("mei,500.10,5", "lin,7.00,1").questions
    assert not market.dry_run("mei,1.00,5", merchant="other-shop").questions
    other = market.dry_run("mei,1.00,5", first_day=SAID["first_day"].replace(day=2))
    assert not other.questions


def test_the_same_figures_told_again_without_a_time_keep_the_one_that_was_said(
    market: Market,
) -> None:
    market.load("mei,612.34,6", as_of=JUNE)
    market.load("mei,612.34,6", "lin,7.00,1")
    market.load("mei,500.10,5", as_of=MAY)
    assert market.gmv() == 61_234
