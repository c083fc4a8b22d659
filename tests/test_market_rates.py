"""Rates of a market: true counts, no look ahead, chosen and judged apart, kept and asked alike."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from data.store import Store
from models.artefact import read_arrays, read_document, write_arrays, write_document
from models.rates.cells import CHANNELS, Cells, day_number, day_of
from models.rates.market_rates import MarketRates, learn_rates
from models.rates.pair import Asked, pair_known, pair_rates
from models.rates.past import past
from models.rates.shrinkage import Shrinkage
from models.rates.stages import CTR, CVR, STAGES, sampled, windows
from tests.rated import Rated

SUNDAY = date(2026, 3, 3)


@pytest.fixture(scope="module")
def rated(larger_store: Store) -> Rated:
    return Rated.of(larger_store)


@pytest.fixture(scope="module")
def learned(rated: Rated) -> MarketRates:
    return learn_rates(rated.session, rated.known, rated.last_day)


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


def test_a_sample_keeps_the_rate(rated: Rated) -> None:
    every = (int(rated.cells.day[0]), int(rated.cells.day[-1]) + 6)
    whole, part = (sampled(rated.cells, CTR, "organic", every, most) for most in (10**9, 3_000))
    assert len(part) == 3_000
    assert len(np.unique(part)) == 3_000
    rates = [CTR.outcome(rated.cells, rows).rate for rows in (whole, part)]
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
    learned: MarketRates, tmp_path: Path, rated: Rated
) -> None:
    write_arrays(tmp_path / "rates.npz", learned.arrays())
    write_document(tmp_path / "rates.json", learned.document())
    document, arrays = read_document(tmp_path / "rates.json"), read_arrays(tmp_path / "rates.npz")
    again = MarketRates.restored(document, arrays)
    asked = rated.pair("p00000", "c00001")
    assert pair_rates(again, asked).equals(pair_rates(learned, asked))
    assert json.dumps(again.document()) == json.dumps(learned.document())
    for first, second in zip(learned.rates, again.rates, strict=True):
        assert first.chances(asked).tobytes() == second.chances(asked).tobytes()


def test_learning_again_gives_the_same(learned: MarketRates, rated: Rated) -> None:
    again = learn_rates(rated.session, rated.known, rated.last_day)
    assert json.dumps(again.document()) == json.dumps(learned.document())
    for name, array in again.arrays().items():
        assert array.tobytes() == learned.arrays()[name].tobytes(), name


def test_a_pairs_rates_are_within_their_range(learned: MarketRates, rated: Rated) -> None:
    asked = rated.pair("p00003", "c00002")
    found = pair_rates(learned, asked)
    assert set(found["channel"]) == {"live", "video", "product_card"}
    assert found["low"].lt(found["chance"]).all()
    assert found["chance"].lt(found["high"]).all()
    assert found["chance"].between(0.001, 0.5).all()


def test_a_product_yet_to_be_listed_has_rates_of_its_like(
    learned: MarketRates, rated: Rated
) -> None:
    category = str(rated.known.products["category"].iloc[0])
    new = Asked("new", "c00001", category, "", 1_990)
    found = pair_known(rated.session, new, rated.last_day)
    assert found.past.counts["product"].sum() == found.past.counts["pair"].sum() == 0
    assert found.past.counts["category"].sum() > 0
    assert pair_rates(learned, found)["chance"].gt(0).all()


def test_a_market_without_impressions_says_so(rated: Rated) -> None:
    nothing = learn_rates(rated.session, rated.known, None)
    assert nothing.rates == ()
    assert {line["missing"] for line in nothing.report} == {"no impressions or clicks"}
    early = learn_rates(rated.session, rated.known, day_of(int(rated.cells.day[0]) + 60))
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
