"""What is known before a week: true counts, nothing that comes later, the same when asked for."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data import lake
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from models.evidence import last_complete_day
from models.rates.cells import CHANNELS, COUNTS, day_number, day_of, rate_cells
from models.rates.gathered import Gathered
from models.rates.pair import pair_known
from models.rates.past import LEVELS
from models.rates.traits import traits
from tests import tiny
from tests.rated import Rated

SUNDAY = date(2026, 3, 3)


@pytest.fixture(scope="module")
def rated(larger_store: Store) -> Rated:
    return Rated.of(larger_store)


def of_tiny(session: Session, last_day: date = SUNDAY) -> pd.DataFrame:
    found = rate_cells(session, session.frame("from products"), last_day)
    frame = pd.DataFrame(found.counts.T, columns=list(COUNTS))
    return frame.assign(
        day=[str(day_of(day)) for day in found.day],
        product=found.product_ids[found.product],
        channel=[CHANNELS[at] for at in found.channel],
        converted=found.converted,
    )


def test_counts_of_a_market_worked_out_by_hand(tmp_path: Path) -> None:
    """c1's video showed p1 1000 times to 3 clicks, of which k1 led to an order; p3 has 30
    impressions of another shop, and no order of that shop names a click.
    """
    found = of_tiny(tiny.opened(tmp_path)).set_index(["product", "channel"])
    assert set(found["day"]) == {"2026-02-25"}, "seven days up to the last"
    p1 = found.loc[("p1", "video"), [*COUNTS, "converted"]]
    assert p1.tolist() == [1000, 3, 3, 1, 1]
    assert found.loc[("p1", "organic"), [*COUNTS]].tolist() == [50, 1, 1, 0]
    assert found.loc[("p3", "video"), [*COUNTS]].tolist() == [30, 0, 0, 0]


def test_an_order_is_known_from_its_own_day(tmp_path: Path) -> None:
    """k2 was clicked on 3 March and led to an order ten days later: not known before, and too late
    to count as the click's own within a week.
    """
    tables = tiny.frames()
    late = tiny.line("o12", "p1", "d3", 990, click_id="k2")
    paid_at = pd.Timestamp("2026-03-13 18:00")
    rows = [tables["order_lines"], pd.DataFrame([late]).assign(paid_at=paid_at)]
    tables["order_lines"] = pd.concat(rows)
    tables["market"]["complete_until_at"] = pd.Timestamp("2026-03-20 08:00")
    session = tiny.opened(tmp_path, tables)
    assert of_tiny(session, date(2026, 3, 12))["ordered"].sum() == 1
    after = of_tiny(session, date(2026, 3, 13)).set_index(["product", "channel", "day"])
    assert after.loc[("p1", "video", "2026-03-07"), ["ordered", "converted"]].tolist() == [1, 0]
    assert after["converted"].sum() == 1


def test_a_shop_that_counts_no_impressions_tells_no_ctr(tmp_path: Path) -> None:
    tables = tiny.frames()
    events = tables["events"]
    tables["events"] = events[(events["kind"] != "impression") | (events["merchant_id"] == "b")]
    found = of_tiny(tiny.opened(tmp_path, tables)).set_index(["product", "channel"])
    assert found.loc[("p1", "video"), ["impressions", "seen_clicks"]].tolist() == [0, 0]
    assert found.loc[("p1", "video"), "linked_clicks"] == 3
    assert found.loc[("p3", "video"), "impressions"] == 30


def test_nothing_that_comes_later_is_known_before(small_store: Store, tmp_path: Path) -> None:
    """The same market, of which every dated row from a day on is lost or other than it was: what
    rows up to that day know of the past is the same to the bit.
    """
    whole = Warehouse.snapshot(small_store)
    seeing = whole.session(Scope.everything())
    last_day = last_complete_day(seeing)
    assert last_day is not None
    cut_off = last_day - timedelta(27)
    other = _spoilt_from(seeing, cut_off, Store(tmp_path / "spoilt"))
    spoilt = Warehouse.snapshot(other).session(Scope.everything())
    first, second = (_before(each, last_day, cut_off) for each in (seeing, spoilt))
    assert len(first.rows) > 500
    assert first.traits.equals(second.traits)
    for level in LEVELS:
        assert first.past.counts[level].tobytes() == second.past.counts[level].tobytes()
        assert first.past.last[level].tobytes() == second.past.last[level].tobytes()
    assert first.cells.converted.sum() != second.cells.converted.sum(), "else nothing was spoilt"
    whole.close()


def _before(session: Session, last_day: date, cut_off: date) -> Gathered:
    """What rows of weeks up to the one that begins on the cut-off knew before."""
    known = traits(session)
    cells = rate_cells(session, known.products.reset_index(), last_day)
    rows = np.flatnonzero(cells.day < day_number(cut_off))
    return Gathered.of(cells, known, {"rows": (rows,)})


def _spoilt_from(session: Session, cut_off: date, store: Store) -> Store:
    """Of later days two events in three are gone, and so are links of orders to clicks and all
    promotions; a third stays, so that no creator is lost altogether.
    """
    at, day = pd.Timestamp(cut_off) + pd.Timedelta(hours=12), pd.Timestamp(cut_off)
    spoilt = {
        "events": lambda rows: rows[(rows["event_at"] < at) | (np.arange(len(rows)) % 3 == 0)],
        "order_lines": lambda rows: rows.assign(
            click_id=rows["click_id"].where(rows["paid_at"] < at)
        ).drop(columns=["load_number", "untold"]),
        "promotions": lambda rows: rows[rows["starts_on"] < day],
    }
    kept = ("market", "merchants", "products", "creators", "creator_audience", "content")
    with lake.load(store, source="spoilt") as load:
        for name in (*kept, "promotion_products", *spoilt):
            rows = session.frame(f"from store.{name}")
            changed = spoilt.get(name, lambda rows: rows)(rows)
            for column in changed:
                if column.endswith("_on"):
                    changed = changed.assign(**{column: pd.to_datetime(changed[column]).dt.date})
            load.add(name, changed)
    return store


@pytest.mark.parametrize("weeks_back", [1, 6])
def test_a_pair_is_asked_for_as_it_was_learned(weeks_back: int, rated: Rated) -> None:
    """What the page asks of a pair after a day is what its next week's row would have known."""
    then = rated.last_day - timedelta(7 * weeks_back)
    rows = np.flatnonzero((rated.cells.day == day_number(then) + 1) & (rated.cells.channel < 3))[
        ::12
    ]
    assert len(rows) > 5
    gathered = Gathered.of(rated.cells, rated.known, {"rows": (rows,)})
    for at, row in enumerate(rows):
        product, creator = (
            rated.cells.product_ids[rated.cells.product[row]],
            rated.cells.creator_ids[rated.cells.creator[row]],
        )
        found = pair_known(rated.session, rated.asked(product, creator), then)
        for level in LEVELS:
            told = gathered.past.take(np.array([at]))
            assert (found.past.counts[level] == told.counts[level]).all(), level
            assert np.array_equal(found.past.last[level], told.last[level], equal_nan=True), level
        expected = gathered.traits.iloc[[at]].reset_index(drop=True)
        pd.testing.assert_frame_equal(found.traits, expected, check_dtype=False)


def test_others_counts_need_five_other_shops(rated: Rated) -> None:
    """A merchant's own counts always stand; of the market's many shops the rest stands as well."""
    shops = rated.session.frame(
        "select creator_id, product_id, merchant_id, "
        "count(distinct merchant_id) over (partition by creator_id) as shops from traffic "
        "where creator_id is not null and product_id is not null"
    ).drop_duplicates()
    few = shops.sort_values(["shops", "creator_id", "product_id"]).iloc[0]
    asked = (few["product_id"], few["creator_id"])
    of_others = rated.pair(*asked, merchant_id="nobody", fewest_shops=5)
    assert few["shops"] < 5
    for level in ("creator", "taste", "pair", "product"):
        assert of_others.past.counts[level].sum() == 0, level
    assert of_others.past.counts["channel"].sum() > 0
    own = rated.pair(*asked, merchant_id=few["merchant_id"], fewest_shops=5)
    every = rated.pair(*asked)
    assert (own.past.counts["pair"] == every.past.counts["pair"]).all()
    assert own.past.counts["pair"].sum() > 0
