"""Samples entered by hand for a shop that has exports of orders alone, and what follows of them."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from analytics import attention, margin
from analytics.costs import sample_rows
from analytics.period import Period
from analytics.roster import roster
from analytics.slice import Slice
from data import lake
from data.edit_rows import EditError
from data.edits import Saved
from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from pages.components.cost_kinds import of_pairs
from tests import deals, tiny
from tests.entered import SENT, edits, samples, session

UNTIL_3_MARCH = Slice(Period(date(2026, 3, 1), date(2026, 3, 3)), "USD", merchant_id="a")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Orders, products and shops, as exports bring them; no collaboration."""
    return tiny.build(Store(tmp_path / "tiny"))


def held(store: Store) -> pd.DataFrame:
    return session(store).frame("from collaborations order by sample_shipped_at, collaboration_id")


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
    edits(store).save_samples(samples({**row, "commission_percent": "8 %"}))
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
    edits(store).save_samples(samples(received))
    edits(store).save_samples(samples({**received, "posted_on": "2026-03-01"}))
    states = attention.sample_states(session(store), UNTIL_3_MARCH)
    assert states[["state", "samples"]].to_numpy().tolist() == [["posted", 1]]


def test_the_same_file_twice_is_one_sample_and_a_new_day_replaces_the_old(store: Store) -> None:
    row = {**SENT, "received_on": "2026-02-15", "flat_fee": 5}
    assert edits(store).save_samples(samples(row)) == Saved(1, 0)
    before = held(store).iloc[0]
    assert edits(store).save_samples(samples(row)) == Saved(0, 1)
    assert len(lake.manifests(store)) == 2
    assert edits(store).save_samples(samples({**row, "received_on": "2026-02-16"})) == Saved(1, 0)
    (name,) = held(store)["collaboration_id"]
    assert name == before["collaboration_id"]
    assert held(store)["sample_received_at"].tolist() == [pd.Timestamp("2026-02-16 08:00")]
    assert held(store)["recorded_at"].iloc[0] > before["recorded_at"]


def test_an_id_is_made_of_shop_product_creator_and_day(tmp_path: Path) -> None:
    names = []
    for place in "xy":
        store = tiny.build(Store(tmp_path / place / "tiny"))
        other = {**SENT, "shipped_on": "2026-02-11"}
        edits(store).save_samples(samples({**SENT, "creator": " @GLOW "}, other))
        names.append(held(store)["collaboration_id"].tolist())
    assert names[0] == names[1]
    assert len(set(names[0])) == 2


def test_the_newest_entry_wins_over_one_recorded_later_than_now(tmp_path: Path) -> None:
    tables = deals.tables()
    ahead = pd.Timestamp.now("UTC").tz_localize(None).floor("s") + timedelta(days=30)
    tables["collaborations"]["recorded_at"] = ahead
    store = tiny.build(Store(tmp_path / "tiny"), tables)
    row = {**SENT, "shipped_on": "2026-03-02", "received_on": "2026-03-03"}
    edits(store).save_samples(samples(row))
    found = held(store).set_index("collaboration_id").loc["again"]
    assert found["sample_received_at"] == pd.Timestamp("2026-03-03 08:00")
    assert found["sample_shipped_at"] == pd.Timestamp("2026-03-02 20:00"), "the hour stays known"


def test_a_column_that_is_missing_keeps_what_is_held(store: Store) -> None:
    edits(store).save_samples(samples({**SENT, "flat_fee": 5, "commission_percent": 10}))
    edits(store).save_samples(samples({**SENT, "received_on": "2026-02-15"}))
    row = held(store).iloc[0]
    assert (row["flat_fee"], row["commission_rate"]) == (500, 0.1)
    edits(store).save_samples(samples({**SENT, "flat_fee": "", "received_on": "2026-02-15"}))
    assert pd.isna(held(store).iloc[0]["flat_fee"]), "an emptied cell means unknown"


def test_a_sample_completes_the_collaboration_that_waits_for_it(tmp_path: Path) -> None:
    store = tiny.build(Store(tmp_path / "tiny"), deals.tables())
    # c1 and p2 ended; c2 and p2 are two, of which nobody can say which is meant
    edits(store).save_samples(samples({**SENT, "creator": "c1", "product_id": "p2"}))
    both = {**SENT, "creator": "c2", "product_id": "p2"}
    with pytest.raises(EditError, match=r"Row 2, creator: has 2 collaborations that fit.*asked"):
        edits(store).save_samples(samples(both))
    edits(store).save_samples(samples({**both, "collaboration_id": "asked"}))
    found = held(store).set_index("collaboration_id")
    assert len(found) == len(deals.DEALS) + 1
    assert found.loc["asked", "sample_shipped_at"] == pd.Timestamp("2026-02-10 08:00")
    again = samples({**both, "shipped_on": "2026-02-12"})
    edits(store).save_samples(again)
    assert held(store).set_index("collaboration_id").loc["later", "sample_shipped_at"]
    assert edits(store).save_samples(again) == Saved(0, 1)


def test_a_creator_who_never_sold_comes_with_the_sample(store: Store) -> None:
    known = session(store).frame("from creators")
    twice = [
        {**SENT, "creator": name, "product_id": p}
        for name, p in (("@New.Face", "p1"), ("@new.face", "p2"))
    ]
    assert edits(store).save_samples(samples(*twice, SENT)) == Saved(3, 0)
    found = session(store).frame("from creators")
    assert set(found["handle"]) - set(known["handle"]) == {"new.face"}
    assert len(found) == len(known) + 1
    glow = found.set_index("creator_id").loc["c1"]
    assert (glow["handle"], glow["followers"]) == ("glow", 12_000), "a known creator stays"
    shown = attention.samples(session(store), UNTIL_3_MARCH)
    assert sorted(shown["handle"]) == ["glow", "new.face", "new.face"]
    assert edits(store).save_samples(samples(*twice, SENT)) == Saved(0, 3)


def test_a_creator_known_from_orders_alone_is_no_new_one(tmp_path: Path) -> None:
    tables = tiny.frames()
    del tables["creators"]
    store = tiny.build(Store(tmp_path / "tiny"), tables)
    rows = of_pairs(sample_rows(session(store), "a"))
    assert rows["creator"].tolist()[:2] == ["c1", "c2"]
    edits(store).save_samples(samples({**SENT, "creator": "@C1"}))
    assert held(store)["creator_id"].tolist() == ["c1"]
    assert session(store).frame("from creators").empty


def test_a_handle_of_two_creators_is_not_guessed(tmp_path: Path) -> None:
    tables = tiny.frames()
    tables["creators"].loc[1, "handle"] = "Glow"
    store = tiny.build(Store(tmp_path / "tiny"), tables)
    with pytest.raises(EditError, match="'@glow' may be any of 2 creators"):
        edits(store).save_samples(samples(SENT))
    assert set(sample_rows(session(store), "a")["creator"]) == {"c1", "c2"}
    edits(store).save_samples(samples({**SENT, "creator": "c2"}))
    assert held(store)["creator_id"].tolist() == ["c2"]


def test_another_shop_neither_sees_nor_changes_samples(store: Store) -> None:
    edits(store).save_samples(samples(SENT))
    birch = Warehouse.snapshot(store).session(Scope.of_merchants("b"))
    assert birch.frame("from collaborations").empty
    assert birch.frame("from samples").empty
