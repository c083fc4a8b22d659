"""Pairs that nobody chose yet: what choice and rank take off, from training to the estimate."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from models.choice import Choice, Thinning
from models.estimate import pair_draws, pair_estimates, total_estimate
from models.first_days import creator_reach
from models.placed import Product
from models.question import sql
from models.records import Known
from models.selection import Judgement
from tests import tiny
from tests.test_models_estimate import KNOWN, NOBODY, UNTRIED

DAY = date(2026, 3, 3)
BEGUN, OPEN = Product("p1", "Beauty", None, "USD"), Product("p2", "Beauty", None, "USD")
STEEP = replace(KNOWN, thinning=Thinning(1.0, 50, 200))


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    store = tiny.build(Store(tmp_path_factory.mktemp("s") / "tiny"))
    return Warehouse.snapshot(store).session(Scope.everything())


def ranked(rank: float) -> Known:
    ranks = {"product_id": ["p2"], "creator_id": ["c2"], "rank": [rank]}
    return Known(STEEP, NOBODY, pd.DataFrame(ranks))


def test_less_is_expected_of_a_pair_that_nobody_chose(session: Session) -> None:
    """c2 sold p1 already, and nobody p2 with it: pairs differ by log 2, of which choice may have
    known all or nothing: (1 - 1/2) / log 2 of the 5 usual orders, at 3,000 each.
    """
    found = pair_estimates(session, UNTRIED, [BEGUN, OPEN], ["c2"], DAY).set_index("product_id")
    part = 0.5 / np.log(2)
    assert found["attributed"].tolist() == pytest.approx([15_000, 15_000 * part], rel=1e-3)
    assert found["orders"].tolist() == pytest.approx([5, 5 * part], rel=1e-3)
    assert found.loc["p2", "low"] < found.loc["p1", "low"]


@pytest.mark.parametrize("rank", [1.0, 7.0, 50.0])
def test_the_rank_of_fit_reaches_the_estimate(session: Session, rank: float) -> None:
    known = ranked(rank)
    found = pair_estimates(session, known, [OPEN], ["c2"], DAY).iloc[0]
    part = Choice(float(np.log(2)), STEEP.thinning).mean(np.array([rank]))[0]
    assert found["attributed"] == pytest.approx(15_000 * part)
    assert found["low"] < found["estimate"] < found["high"]
    total = total_estimate(session, known, OPEN, ["c2"], DAY)
    assert total.extra[1] == pytest.approx(found["estimate"])
    _, draws = pair_draws(session, known, [OPEN], ["c2"], DAY)
    assert draws.mean() == pytest.approx(found["estimate"], rel=0.15)
    assert np.quantile(draws, [0.1, 0.9]) == pytest.approx(found[["low", "high"]], rel=0.25)


def test_who_stands_in_no_order_stands_last(session: Session) -> None:
    nowhere = Known(STEEP, NOBODY)
    found = [pair_estimates(session, k, [OPEN], ["c2"], DAY).iloc[0] for k in (nowhere, ranked(50))]
    assert found[0]["estimate"] == pytest.approx(found[1]["estimate"])


def test_only_the_winners_ranks_tell_how_starts_thin_out() -> None:
    """The winner had all 200 first of 10, the other method all last."""
    rows = {"method": ["won", "lost"], "ranks": [np.ones(100, int), np.full(100, 10)]}
    frame = pd.DataFrame(rows | {"listed": [10, 10]})
    found = Judgement(frame, frame, "won", []).thinning
    assert (found.candidates, found.starts) == (10, 200)
    assert found.exponent > 2.9
    assert Judgement(frame, frame, "lost", []).thinning.exponent < 0.01


def test_views_before_a_start_are_of_all_that_a_creator_showed(session: Session) -> None:
    """c1 was seen 600 times on March 1, the day it began with p1; it began with p2 and p3 on the
    next. Up to March 3 it had 1,030 views.
    """
    told = session.frame(sql("started_reach"), last_day=date(2026, 3, 29))
    assert told["creator_id"].tolist() == ["c1"]
    assert told["started_on"].dt.date.tolist() == [date(2026, 3, 2)]
    assert told["views_before"].tolist() == pytest.approx([600 / 28])
    assert creator_reach(session, DAY)["c1"] == pytest.approx(1_030 / 28)
