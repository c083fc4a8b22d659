"""Samples entered by hand for a shop that has exports of orders alone, and what follows of them."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import attention, margin
from analytics.costs import sample_rows
from analytics.period import Period
from analytics.roster import roster
from analytics.slice import Slice
from data import lake
from data.cells import CellError
from data.edit_files import read_rows
from data.edit_rows import EditError
from data.edits import Edits, Saved
from data.local_days import Calendar
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from pages.components.cost_kinds import KINDS, of_pairs
from pages.components.costs import templates
from tests import deals, tiny

ALDER = Scope.of_merchants("a")
UNTIL_3_MARCH = Slice(Period(date(2026, 3, 1), date(2026, 3, 3)), "USD", merchant_id="a")
SENT = {"product_id": "p1", "creator": "@glow", "shipped_on": "2026-02-10"}
ENDINGS = pytest.mark.parametrize("ending", ["csv", "xlsx"])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Orders, products and shops, as exports bring them; no collaboration."""
    return tiny.build(Store(tmp_path / "tiny"))


@pytest.fixture(scope="module")
def agreed(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A market with collaborations of each stage, which nothing here may change."""
    store = Store(tmp_path_factory.mktemp("store") / "tiny")
    return Warehouse.snapshot(tiny.build(store, deals.tables()))


def session(store: Store) -> Session:
    return Warehouse.snapshot(store).session(ALDER)


def edits(store: Store) -> Edits:
    return Edits(store, session(store), "a", by="a")


def entered(*rows: dict[str, object]) -> pd.DataFrame:
    """Rows as a file has them, numbered from 2."""
    return pd.DataFrame(list(rows), index=range(2, 2 + len(rows)), dtype=object)


def held(store: Store) -> pd.DataFrame:
    return session(store).frame("from collaborations order by sample_shipped_at, collaboration_id")


def refused(warehouse: Warehouse, *rows: dict[str, object]) -> EditError:
    """The error that saving these samples ends in; nothing may have been written."""
    with pytest.raises(EditError) as told:
        Edits(warehouse.store, warehouse.session(ALDER), "a", by="a").save_samples(entered(*rows))
    assert len(lake.manifests(warehouse.store)) == 1
    return told.value


def test_pairs_that_sold_are_offered_what_sold_most_first(store: Store) -> None:
    rows = sample_rows(session(store), "a")
    # net: c2 p1 o3 30.00; c1 p1 o1 20.00 and o8 10.00, less nothing of o9; c1 p2 o4 was cancelled
    assert rows[["creator", "product_id"]].to_numpy().tolist() == [
        ["@glow", "p1"],
        ["@pan_pete", "p1"],
        ["@glow", "p2"],
    ]
    assert rows["collaboration_id"].isna().all()
    assert sample_rows(session(store), "a", "pan_pete")["creator"].tolist() == ["@pan_pete"]
    assert set(rows["currency"]) == {"USD"}


def test_a_sample_entered_reaches_samples_roster_and_margin(store: Store) -> None:
    assert attention.samples(session(store), UNTIL_3_MARCH).empty
    row = {**SENT, "received_on": "2026-02-15", "flat_fee": "12.50", "agreed_on": "2026-03-02"}
    edits(store).save_samples(entered({**row, "commission_percent": "8 %"}))
    # received 15 February: 14 days end on 1 March, so that 3 March lies in the extension
    sample = attention.samples(session(store), UNTIL_3_MARCH).iloc[0]
    assert (sample["state"], sample["days_left"], sample["sample_cost"]) == ("overdue", -2, 700)
    assert sample["net_gmv_since"] == 3_000, "o1 and o8; sales do not make a post"
    glow = roster(session(store), UNTIL_3_MARCH).set_index("creator_id").loc["c1"]
    assert (glow["status"], glow["samples"], glow["received"], glow["posted"]) == (
        "agreed",
        1,
        1,
        0,
    )
    february = UNTIL_3_MARCH.of(period=Period(date(2026, 2, 1), date(2026, 2, 28)))
    sums = [
        margin.margin(session(store), days, "total").iloc[0][["sample_costs", "flat_fees"]].tolist()
        for days in (february, UNTIL_3_MARCH)
    ]
    assert sums == [[700, 0], [0, 1250]], "shipped in February, agreed in March"
    assert held(store)["commission_rate"].tolist() == [0.08]


def test_a_post_entered_makes_the_sample_posted(store: Store) -> None:
    received = {**SENT, "received_on": "2026-02-15"}
    edits(store).save_samples(entered(received))
    edits(store).save_samples(entered({**received, "posted_on": "2026-03-01"}))
    states = attention.sample_states(session(store), UNTIL_3_MARCH)
    assert states[["state", "samples"]].to_numpy().tolist() == [["posted", 1]]


def test_the_same_file_twice_is_one_sample_and_a_new_day_replaces_the_old(store: Store) -> None:
    row = {**SENT, "received_on": "2026-02-15", "flat_fee": 5}
    assert edits(store).save_samples(entered(row)) == Saved(1, 0)
    before = held(store).iloc[0]
    assert edits(store).save_samples(entered(row)) == Saved(0, 1)
    assert len(lake.manifests(store)) == 2
    assert edits(store).save_samples(entered({**row, "received_on": "2026-02-16"})) == Saved(1, 0)
    (name,) = held(store)["collaboration_id"]
    assert name == before["collaboration_id"]
    assert held(store)["sample_received_at"].tolist() == [pd.Timestamp("2026-02-16 08:00")]
    assert held(store)["recorded_at"].iloc[0] > before["recorded_at"]


def test_an_id_is_made_of_shop_product_creator_and_day(tmp_path: Path) -> None:
    names = []
    for place in "xy":
        store = tiny.build(Store(tmp_path / place / "tiny"))
        other = {**SENT, "shipped_on": "2026-02-11"}
        edits(store).save_samples(entered({**SENT, "creator": " @GLOW "}, other))
        names.append(held(store)["collaboration_id"].tolist())
    assert names[0] == names[1]
    assert len(set(names[0])) == 2


def test_the_newest_entry_wins_over_one_recorded_later_than_now(tmp_path: Path) -> None:
    tables = deals.tables()
    ahead = pd.Timestamp.now("UTC").tz_localize(None).floor("s") + timedelta(days=30)
    tables["collaborations"]["recorded_at"] = ahead
    store = tiny.build(Store(tmp_path / "tiny"), tables)
    row = {**SENT, "shipped_on": "2026-03-02", "received_on": "2026-03-03"}
    edits(store).save_samples(entered(row))
    found = held(store).set_index("collaboration_id").loc["again"]
    assert found["sample_received_at"] == pd.Timestamp("2026-03-03 08:00")
    assert found["sample_shipped_at"] == pd.Timestamp("2026-03-02 20:00"), "the hour stays known"


def test_a_column_that_is_missing_keeps_what_is_held(store: Store) -> None:
    edits(store).save_samples(entered({**SENT, "flat_fee": 5, "commission_percent": 10}))
    edits(store).save_samples(entered({**SENT, "received_on": "2026-02-15"}))
    row = held(store).iloc[0]
    assert (row["flat_fee"], row["commission_rate"]) == (500, 0.1)
    edits(store).save_samples(entered({**SENT, "flat_fee": "", "received_on": "2026-02-15"}))
    assert pd.isna(held(store).iloc[0]["flat_fee"]), "an emptied cell means unknown"


def test_a_sample_completes_the_collaboration_that_waits_for_it(tmp_path: Path) -> None:
    store = tiny.build(Store(tmp_path / "tiny"), deals.tables())
    # c1 and p2 ended; c2 and p2 are two, of which nobody can say which is meant
    edits(store).save_samples(entered({**SENT, "creator": "c1", "product_id": "p2"}))
    both = {**SENT, "creator": "c2", "product_id": "p2"}
    with pytest.raises(EditError, match=r"Row 2, creator: has 2 collaborations that fit.*asked"):
        edits(store).save_samples(entered(both))
    edits(store).save_samples(entered({**both, "collaboration_id": "asked"}))
    found = held(store).set_index("collaboration_id")
    assert len(found) == len(deals.DEALS) + 1
    assert found.loc["asked", "sample_shipped_at"] == pd.Timestamp("2026-02-10 08:00")
    again = entered({**both, "shipped_on": "2026-02-12"})
    edits(store).save_samples(again)
    assert held(store).set_index("collaboration_id").loc["later", "sample_shipped_at"]
    assert edits(store).save_samples(again) == Saved(0, 1)


def test_a_creator_who_never_sold_comes_with_the_sample(store: Store) -> None:
    known = session(store).frame("from creators")
    twice = [
        {**SENT, "creator": name, "product_id": p}
        for name, p in (("@New.Face", "p1"), ("@new.face", "p2"))
    ]
    assert edits(store).save_samples(entered(*twice, SENT)) == Saved(3, 0)
    found = session(store).frame("from creators")
    assert set(found["handle"]) - set(known["handle"]) == {"new.face"}
    assert len(found) == len(known) + 1
    glow = found.set_index("creator_id").loc["c1"]
    assert (glow["handle"], glow["followers"]) == ("glow", 12_000), "a known creator stays"
    shown = attention.samples(session(store), UNTIL_3_MARCH)
    assert sorted(shown["handle"]) == ["glow", "new.face", "new.face"]
    assert edits(store).save_samples(entered(*twice, SENT)) == Saved(0, 3)


def test_a_creator_known_from_orders_alone_is_no_new_one(tmp_path: Path) -> None:
    tables = tiny.frames()
    del tables["creators"]
    store = tiny.build(Store(tmp_path / "tiny"), tables)
    rows = of_pairs(sample_rows(session(store), "a"))
    assert rows["creator"].tolist()[:2] == ["c1", "c2"]
    edits(store).save_samples(entered({**SENT, "creator": "@C1"}))
    assert held(store)["creator_id"].tolist() == ["c1"]
    assert session(store).frame("from creators").empty


def test_a_handle_of_two_creators_is_not_guessed(tmp_path: Path) -> None:
    tables = tiny.frames()
    tables["creators"].loc[1, "handle"] = "Glow"
    store = tiny.build(Store(tmp_path / "tiny"), tables)
    with pytest.raises(EditError, match="'@glow' may be any of 2 creators"):
        edits(store).save_samples(entered(SENT))
    assert set(sample_rows(session(store), "a")["creator"]) == {"c1", "c2"}
    edits(store).save_samples(entered({**SENT, "creator": "c2"}))
    assert held(store)["creator_id"].tolist() == ["c2"]


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"product_id": "p9"}, "product_id", "no product of this shop"),
        ({"product_id": "p3"}, "product_id", "no product of this shop"),
        ({"product_id": "1.72938E+18"}, "product_id", "cut short"),
        ({"product_id": None}, "product_id", "is empty"),
        ({"creator": "nobody"}, "creator", "no creator of this market"),
        ({"creator": "@two words"}, "creator", "no handle"),
        ({"creator": ""}, "creator", "is empty"),
        ({"received_on": "2026-02-09"}, "received_on", "before shipped_on"),
        ({"posted_on": date(2026, 2, 9)}, "posted_on", "before shipped_on"),
        ({"shipped_on": None, "received_on": "2026-02-09"}, "shipped_on", "is empty, but"),
        ({"shipped_on": "10.02.2026"}, "shipped_on", "no day"),
        ({"shipped_on": "1926-02-10"}, "shipped_on", "not between"),
        ({"received_on": "2206-02-10"}, "received_on", "not between"),
        ({"flat_fee": "12,50"}, "flat_fee", "no number"),
        ({"flat_fee": -1}, "flat_fee", "below 0"),
        ({"flat_fee": "1e30"}, "flat_fee", ""),
        ({"flat_fee": 5, "shipped_on": None}, "agreed_on", "every other day"),
        ({"commission_percent": 101}, "commission_percent", "between 0 and 100"),
        ({"collaboration_id": "k9"}, "collaboration_id", "no collaboration of this shop"),
        ({"collaboration_id": "quiet"}, "collaboration_id", "of another pair"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_written(
    agreed: Warehouse, change: dict[str, object], column: str, reason: str
) -> None:
    right = {**SENT, "creator": "@new", "received_on": "2026-02-12"}
    (problem,) = refused(agreed, right, {**SENT, **change}).problems
    assert (problem.row, problem.column) == (3, column)
    assert reason in problem.reason
    assert problem.remedy


def test_a_sample_said_twice_is_named(agreed: Warehouse) -> None:
    (new,) = refused(agreed, SENT, {**SENT, "creator": "c1"}).problems
    assert (new.row, new.column, "as row 2" in new.reason) == (3, "product_id", True)
    sent = {**SENT, "shipped_on": "2026-03-02"}
    (known,) = refused(agreed, {**sent, "collaboration_id": "again"}, sent).problems
    assert (known.row, "as row 2" in known.reason) == (3, True)
    moved = {**SENT, "collaboration_id": "again"}
    (same,) = refused(agreed, moved, SENT).problems
    assert (same.row, "as row 2" in same.reason) == (3, True)


def test_another_shop_neither_sees_nor_changes_samples(store: Store) -> None:
    edits(store).save_samples(entered(SENT))
    birch = Warehouse.snapshot(store).session(Scope.of_merchants("b"))
    assert birch.frame("from collaborations").empty
    assert birch.frame("from samples").empty


@ENDINGS
def test_a_template_filled_in_loads_and_comes_back_the_same(store: Store, ending: str) -> None:
    file = templates(KINDS["Samples"], of_pairs(sample_rows(session(store), "a")))[ending]()
    rows = read_rows(f"samples.{ending}", file)
    assert rows["creator"].tolist() == ["@glow", "@pan_pete", "@glow"]
    assert edits(store).save_samples(rows) == Saved(0, 0), "an offer is no entry"
    rows.loc[2, ["shipped_on", "flat_fee", "commission_percent"]] = ["2026-02-10", "3.10", "7.25"]
    assert edits(store).save_samples(rows) == Saved(1, 0)
    file = templates(KINDS["Samples"], of_pairs(sample_rows(session(store), "a")))[ending]()
    again = read_rows(f"samples.{ending}", file)
    assert again["creator"].tolist() == ["@glow", "@pan_pete", "@glow"]
    assert edits(store).save_samples(again) == Saved(0, 1)


@ENDINGS
def test_collaborations_of_every_stage_come_back_the_same(agreed: Warehouse, ending: str) -> None:
    rows = of_pairs(sample_rows(agreed.session(ALDER), "a"))
    assert rows["collaboration_id"].notna().sum() == len(deals.DEALS)
    file = read_rows(f"x.{ending}", templates(KINDS["Samples"], rows)[ending]())
    editing = Edits(agreed.store, agreed.session(ALDER), "a", by="a")
    assert editing.save_samples(file).rows == 0
    assert len(lake.manifests(agreed.store)) == 1


# Clocks skip midnight in São Paulo, Santiago and Beirut; Apia left out 30 December 2011; St. John's
# went back at one past midnight, so that midnight came twice.
ZONES = ("America/Los_Angeles", "America/Sao_Paulo", "America/Santiago", "Asia/Beirut")
ZONES += ("America/St_Johns", "Atlantic/Azores", "Pacific/Apia", "Asia/Kathmandu", "Etc/UTC")
LEFT_OUT = ("Pacific/Apia", date(2011, 12, 30))


@given(st.sampled_from(ZONES), st.dates(date(2010, 1, 1), date(2026, 12, 31)))
def test_a_day_comes_back_as_the_same_local_day(time_zone: str, day: date) -> None:
    calendar = Calendar(time_zone)
    if (time_zone, day) == LEFT_OUT:
        return
    assert calendar.read(day.isoformat()) == day
    assert calendar.day(calendar.instant(day)) == day
    assert calendar.day(calendar.instant(day) - timedelta(microseconds=1)) < day


def test_midnight_follows_the_clocks() -> None:
    pacific = Calendar("America/Los_Angeles")
    # clocks go forward on 8 March 2026 and back on 1 November
    instants = [pacific.instant(date(2026, *day)) for day in ((3, 8), (3, 9), (11, 1), (11, 2))]
    assert [at.hour for at in instants] == [8, 7, 7, 8]
    assert Calendar("America/Sao_Paulo").instant(date(2018, 11, 4)) == datetime(2018, 11, 4, 3)
    with pytest.raises(CellError, match="left out of the calendar"):
        Calendar(LEFT_OUT[0]).read(LEFT_OUT[1])


@pytest.mark.parametrize("time_zone", ["America/Los_Angeles", "America/Santiago", "Asia/Beirut"])
def test_days_around_a_change_of_clocks_come_back_through_the_warehouse(
    tmp_path: Path, time_zone: str
) -> None:
    tables = tiny.frames()
    tables["market"]["time_zone"] = time_zone
    store = tiny.build(Store(tmp_path / "tiny"), tables)
    around = [date(2025, 3, 7), date(2025, 9, 4), date(2025, 10, 24)]
    days = [first + timedelta(days=n) for first in around for n in range(5)]
    rows = [{**SENT, "shipped_on": day, "received_on": day} for day in days]
    edits(store).save_samples(entered(*rows))
    found = session(store).frame("from samples order by shipped_on")
    for column in ("shipped_on", "received_on"):
        assert [at.date() for at in found[column]] == days
    assert edits(store).save_samples(entered(*rows)) == Saved(0, len(days))
