"""Rates of a market: true counts, no look ahead, chosen and judged apart, kept and asked alike."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data import lake
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from models.artefact import read_arrays, read_document, write_arrays, write_document
from models.evidence import READ as READ_BY_MATCHES
from models.evidence import last_complete_day
from models.rates.cells import CHANNELS, COUNTS, READ, Cells, day_number, day_of, rate_cells
from models.rates.gathered import Gathered
from models.rates.market_rates import MarketRates, learn_rates
from models.rates.pair import Asked, pair_known, pair_rates
from models.rates.past import LEVELS, past
from models.rates.shrinkage import Shrinkage
from models.rates.stages import CTR, CVR, STAGES, sampled, windows
from models.rates.traits import Traits, traits
from tests import tiny

SUNDAY = date(2026, 3, 3)


@pytest.fixture(scope="module")
def session(larger_store: Store) -> Iterator[Session]:
    warehouse = Warehouse.snapshot(larger_store, READ_BY_MATCHES | READ)
    yield warehouse.session(Scope.everything())
    warehouse.close()


@pytest.fixture(scope="module")
def known(session: Session) -> Traits:
    return traits(session)


@pytest.fixture(scope="module")
def last_day(session: Session) -> date:
    found = last_complete_day(session)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def cells(session: Session, known: Traits, last_day: date) -> Cells:
    return rate_cells(session, known.products.reset_index(), last_day)


@pytest.fixture(scope="module")
def learned(session: Session, known: Traits, last_day: date) -> MarketRates:
    return learn_rates(session, known, last_day)


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
def test_a_pair_is_asked_for_as_it_was_learned(
    session: Session, known: Traits, cells: Cells, last_day: date, weeks_back: int
) -> None:
    """What the page asks of a pair after a day is what its next week's row would have known."""
    then = last_day - timedelta(7 * weeks_back)
    rows = np.flatnonzero((cells.day == day_number(then) + 1) & (cells.channel < 3))[::12]
    assert len(rows) > 5
    gathered = Gathered.of(cells, known, {"rows": (rows,)})
    for at, row in enumerate(rows):
        product, creator = (
            cells.product_ids[cells.product[row]],
            cells.creator_ids[cells.creator[row]],
        )
        found = pair_known(session, _asked(known, product, creator), then)
        for level in LEVELS:
            told = gathered.past.take(np.array([at]))
            assert (found.past.counts[level] == told.counts[level]).all(), level
            assert np.array_equal(found.past.last[level], told.last[level], equal_nan=True), level
        expected = gathered.traits.iloc[[at]].reset_index(drop=True)
        pd.testing.assert_frame_equal(found.traits, expected, check_dtype=False)


def _asked(known: Traits, product: str, creator: str) -> Asked:
    row = known.products.loc[product]
    brand = "" if pd.isna(row["brand"]) else row["brand"]
    return Asked(product, creator, row["category"], brand, int(row["price"]))


def test_others_counts_need_five_other_shops(
    session: Session, known: Traits, last_day: date
) -> None:
    """A merchant's own counts always stand; of the market's many shops the rest stands as well."""
    shops = session.frame(
        "select creator_id, product_id, merchant_id, "
        "count(distinct merchant_id) over (partition by creator_id) as shops from traffic "
        "where creator_id is not null and product_id is not null"
    ).drop_duplicates()
    few = shops.sort_values(["shops", "creator_id", "product_id"]).iloc[0]
    asked = _asked(known, few["product_id"], few["creator_id"])
    of_others = pair_known(session, asked, last_day, merchant_id="nobody", fewest_shops=5)
    assert few["shops"] < 5
    for level in ("creator", "taste", "pair", "product"):
        assert of_others.past.counts[level].sum() == 0, level
    assert of_others.past.counts["channel"].sum() > 0
    own = pair_known(session, asked, last_day, merchant_id=few["merchant_id"], fewest_shops=5)
    every = pair_known(session, asked, last_day)
    assert (own.past.counts["pair"] == every.past.counts["pair"]).all()
    assert own.past.counts["pair"].sum() > 0


def test_days_are_whole_weeks_that_do_not_meet() -> None:
    """Of 200 days: learn four times what judges; each outcome is known before the next part."""
    last = date(2026, 6, 30)
    first = day_number(last) - 199
    clicks, orders = windows(CTR, first, last), windows(CVR, first, last)
    assert clicks is not None
    assert orders is not None
    assert clicks.judge == (day_number(last) - 27, day_number(last))
    assert clicks.learn[1] + 1 == clicks.choose[0]
    assert orders.judge[1] == day_number(last) - 7
    assert orders.choose[1] + 7 == orders.judge[0] - 1
    assert windows(CTR, day_number(last) - 82, last) is None
    assert windows(CTR, day_number(last) - 83, last) is not None


def test_a_sample_keeps_the_rate(cells: Cells) -> None:
    every = (int(cells.day[0]), int(cells.day[-1]) + 6)
    whole, part = (sampled(cells, CTR, "organic", every, most) for most in (10**9, 3_000))
    assert len(part) == 3_000
    assert len(np.unique(part)) == 3_000
    rates = [CTR.outcome(cells, rows).rate for rows in (whole, part)]
    assert rates[1] == pytest.approx(rates[0], rel=0.05)


def test_each_rate_is_chosen_and_judged(learned: MarketRates) -> None:
    assert [(line["stage"], line["channel"]) for line in learned.report] == [
        (stage.name, channel) for stage in STAGES for channel in CHANNELS
    ]
    told = [line for line in learned.report if "missing" not in line]
    assert len(told) == len(learned.rates) >= 6
    for line in told:
        days = [day for part in ("learn", "choose", "judge") for day in line["days"][part]]
        assert days == sorted(days)
        own = _figure(line, line["model"], line["calibration"])
        assert own["ece"] < 0.03, line["channel"]
        assert own["log_loss"] < _figure(line, "base-rate", "none")["log_loss"] * 1.01
        (every,) = (segment for segment in line["segments"] if segment["by"] == "all")
        assert every["trials"] == line["n"]["judge"][1] == sum(b["n"] for b in every["bins"])
        assert every["predicted"] == pytest.approx(every["events"] / every["trials"], rel=0.35)
        for segments in ("tier", "category", "history"):
            parts = [part["trials"] for part in line["segments"] if part["by"] == segments]
            assert sum(parts) <= every["trials"]


def _figure(line: dict, model: str, calibration: str) -> dict:
    (found,) = (
        figure
        for figure in line["figures"]
        if (figure["model"], figure["calibration"]) == (model, calibration)
    )
    return dict(found)


def test_what_is_loaded_is_what_was_learned(
    learned: MarketRates, session: Session, known: Traits, last_day: date, tmp_path: Path
) -> None:
    write_arrays(tmp_path / "rates.npz", learned.arrays())
    write_document(tmp_path / "rates.json", learned.document())
    document, arrays = read_document(tmp_path / "rates.json"), read_arrays(tmp_path / "rates.npz")
    again = MarketRates.restored(document, arrays)
    asked = pair_known(session, _asked(known, known.products.index[0], "c00001"), last_day)
    assert pair_rates(again, asked).equals(pair_rates(learned, asked))
    assert json.dumps(again.document()) == json.dumps(learned.document())
    for first, second in zip(learned.rates, again.rates, strict=True):
        assert first.chances(asked).tobytes() == second.chances(asked).tobytes()


def test_learning_again_gives_the_same(
    learned: MarketRates, session: Session, known: Traits, last_day: date
) -> None:
    again = learn_rates(session, known, last_day)
    assert json.dumps(again.document()) == json.dumps(learned.document())
    for name, array in again.arrays().items():
        assert array.tobytes() == learned.arrays()[name].tobytes(), name


def test_a_pairs_rates_are_within_their_range(
    learned: MarketRates, session: Session, known: Traits, last_day: date
) -> None:
    asked = pair_known(session, _asked(known, known.products.index[3], "c00002"), last_day)
    found = pair_rates(learned, asked)
    assert set(found["channel"]) == {"live", "video", "product_card"}
    assert found["low"].lt(found["chance"]).all()
    assert found["chance"].lt(found["high"]).all()
    assert found["chance"].between(0.001, 0.5).all()


def test_a_product_yet_to_be_listed_has_rates_of_its_like(
    learned: MarketRates, session: Session, known: Traits, last_day: date
) -> None:
    category = str(known.products["category"].iloc[0])
    new = Asked("new", "c00001", category, "", 1_990)
    found = pair_known(session, new, last_day)
    assert found.past.counts["product"].sum() == found.past.counts["pair"].sum() == 0
    assert found.past.counts["category"].sum() > 0
    assert pair_rates(learned, found)["chance"].gt(0).all()


def test_a_market_without_impressions_says_so(
    session: Session, known: Traits, last_day: date, cells: Cells
) -> None:
    nothing = learn_rates(session, known, None)
    assert nothing.rates == ()
    assert {line["missing"] for line in nothing.report} == {"no impressions or clicks"}
    early = learn_rates(session, known, day_of(int(cells.day[0]) + 60))
    assert {line["missing"] for line in early.report} == {
        "too few weeks to learn from, choose and judge by"
    }


def planted(weeks: int, seed: int) -> tuple[Cells, np.ndarray]:
    """Forty products and thirty creators in live, each with a known factor on a rate of 5 %."""
    rng = np.random.default_rng(seed)
    product, creator, week = (
        part.ravel() for part in np.meshgrid(range(40), range(30), range(weeks), indexing="ij")
    )
    of_product, of_creator = rng.lognormal(0, 0.5, 40), rng.lognormal(0, 0.5, 30)
    chances = np.clip(0.05 * of_product[product] * of_creator[creator], 0, 0.5)
    seen = rng.integers(1, 60, len(week))
    clicks = rng.binomial(seen, chances)
    order = np.argsort(week, kind="stable")
    counts = np.array([seen, clicks, clicks, np.zeros(len(week), np.int64)])[:, order]
    cells = Cells(
        20_000 + 7 * week[order],
        product[order],
        creator[order],
        np.zeros(len(week), np.int64),
        product[order] % 4,
        product[order],
        counts,
        counts[3],
        np.array([f"p{number}" for number in range(40)]),
        np.array([f"c{number}" for number in range(30)]),
    )
    return cells, chances[order]


def test_planted_rates_are_found() -> None:
    """Past rates of product and creator say what a pair will have, also one that is new."""
    cells, chances = planted(12, 1)
    rows = np.flatnonzero(cells.day >= 20_000 + 7 * 8)
    known, events = past(cells, rows), CTR.outcome(cells, rows)
    found = Shrinkage.fitted(CTR, "live", known, events)
    rates = found.rates(known)
    gaps = {name: float(np.abs(rate - chances[rows]).mean()) for name, rate in rates.items()}
    assert gaps["pair"] < gaps["creator"] < gaps["channel"]
    assert gaps["pair"] < 0.2 * gaps["channel"]
    fresh = replace(known, counts=known.counts | {"pair": 0 * known.counts["pair"]})
    cold = found.rates(fresh)["pair"]
    assert float(np.abs(cold - chances[rows]).mean()) < 0.25 * gaps["channel"]
    assert found.strengths["pair"] > 30, "pairs differ by nothing of their own"
