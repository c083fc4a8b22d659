"""Drawn lists where nothing else can be told, and what they lack where they say nothing."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from data.market.panel import simulate
from data.market.panel_folder import write_panel
from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.causal.cohort.alone import lists_alone
from models.causal.cohort.effect import estimated
from models.causal.cohort.lots import lots
from models.causal.cohort.market import READ, latest_panel
from models.causal.cohort.panel import DAILY, Panel
from models.causal.cohort.randomised import lacking
from models.causal.cohort.verdict import verdict
from models.causal.effect import Grade
from models.cohort import app
from models.incrementality import incrementality
from models.trial.market import Truth
from models.trial.simulated import shown
from tests.test_cohort_lots import many
from tests.test_cohort_parts import deals, panel

RUN = CliRunner()
UNSEEN = ("organic_impressions", "organic_clicks", "impressions", "clicks")
DRAWN = simulate("S2-trial", 1, products=1_500, creators=600)
"""About 90 products are offered a creator, and as many held back."""


def blind(seen: Panel) -> Panel:
    """The same market with its sales alone."""
    return replace(
        seen,
        daily={name: values * (name not in UNSEEN) for name, values in seen.daily.items()},
    )


def of_lists(seen: Panel, offered: int, held: int) -> Panel:
    """With so many offers of either kind on its drawn lists."""
    kept = [np.flatnonzero(seen.lots.is_offered)[:offered]]
    kept.append(np.flatnonzero(~seen.lots.is_offered)[:held])
    is_kept = np.isin(np.arange(len(seen.lots.product)), np.concatenate(kept))
    return replace(seen, lots=seen.lots.take(is_kept))


def test_lists_speak_for_themselves_without_organic_traffic() -> None:
    """Sales alone hide what creators choose for, but a coin knows nothing of it."""
    found, listed = lists_alone(blind(shown(DRAWN)), "nobody was seen")
    assert listed is not None
    truth = Truth.of(DRAWN, listed.deal).own.sum()
    assert found.low < truth < found.high
    assert found.grade is Grade.randomised
    assert found.n == len(listed.deal) > 80
    assert found.attributed > 1.3 * truth, "the dashboard claims what would have come anyway"
    assert found.incrementality.estimate == pytest.approx(found.estimate / found.attributed)
    assert found.reason.endswith("for of all it is not estimable: nobody was seen")


def test_the_command_gives_the_lists_own_figure(tmp_path: Path) -> None:
    write_panel(DRAWN, tmp_path)
    path = tmp_path / "daily.parquet"
    rows = pq.read_table(path).to_pandas().assign(**dict.fromkeys(UNSEEN, 0))
    rows.to_parquet(path)
    answer = RUN.invoke(app, [str(tmp_path), "--json"])
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout.splitlines()[-1])
    found, _ = lists_alone(blind(shown(DRAWN)), "")
    assert told["grade"] == "A"
    assert told["estimate"] == told["randomised_estimate"] == pytest.approx(found.estimate)
    assert "0% of the products that started organic impressions or clicks" in told["reason"]
    assert "collaborations of drawn lists added" in told["sentence"]


@pytest.mark.parametrize(("offered", "held"), [(200, 12), (12, 200), (200, 0)])
def test_lists_that_are_too_few_say_by_how_much(offered: int, held: int) -> None:
    """Alone, and beside a figure of all."""
    few = of_lists(shown(simulate("S2-trial", 1)), offered, held)
    lack = lacking(few)
    assert lack.startswith(f"of {offered + held:,} offers on drawn lists ")
    assert "30 of each are needed" in lack
    if held == 12:
        assert " came to a start and 12 were held back on products of one arm alone" in lack
    alone, listed = lists_alone(blind(few), "nobody was seen")
    assert listed is None
    assert alone.reason == f"nobody was seen; {lack}"
    assert verdict(estimated(few)).reason.endswith(f"; {lack}")


def test_lists_whose_arms_start_alike_are_told_of() -> None:
    """20 products of either arm, each with a start."""
    begun = deals(*((product, 0, 28, 30) for product in range(40)))
    listed = pd.concat([many("a", "x", range(20)), many("a", "y", range(20, 40))])
    found = replace(panel(begun, 40), lots=lots(listed, begun), alike=40)
    assert lacking(found) == "the arms of 40 offers on drawn lists came to a start alike"
    assert lacking(panel(begun, 40)) == "", "a market without lists lacks none"


def test_no_day_before_the_first_on_record_is_looked_at(
    small_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else its first starts would be compared with weeks in which nothing was recorded."""
    session = Warehouse.snapshot(small_store, READ).session(Scope.everything())
    ((first, last),) = session.rows(
        "select min(d.day), any_value(l.last_day) from daily as d cross join last_complete_day as l"
    )
    held = (last - first).days + 1
    assert latest_panel(session, days=held + 200).days == held
    assert latest_panel(session, days=held - 5).days == held - 5
    seen = latest_panel(session, days=held + 200)
    assert {name: len(seen.daily[name][0]) for name in DAILY} == dict.fromkeys(DAILY, held)
    assert first + timedelta(seen.days - 1) == last
    monkeypatch.setenv("TANDEM_STORE", str(small_store.root.parent))
    answer = RUN.invoke(app, ["--market", "small", "--days", str(held + 200), "--json"])
    assert f"looked at the {held} days on record; --days asks for {held + 200}" in answer.stdout
    assert json.loads(answer.stdout.splitlines()[-1])["days"] == held
    again = RUN.invoke(app, ["--market", "small", "--days", str(held)])
    assert "days on record" not in again.stdout


def test_starts_of_a_young_market_have_their_days(larger_store: Store) -> None:
    """130 days after its first the half year is not over: starts from the 29th day on count."""
    session = Warehouse.snapshot(larger_store, READ).session(Scope.everything())
    first = session.rows("select min(day) from daily")[0][0]
    found = incrementality(session, first + timedelta(129), "USD")
    assert found.is_known, found.effect.reason
    told = session.rows(
        "select min(day) from (select cast(from_utc_timestamp(posted_at, time_zone) as date) "
        "as day from collaborations cross join market) where day >= $from_day",
        from_day=first + timedelta(28),
    )[0][0]
    assert found.first_day == told
