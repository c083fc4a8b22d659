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
from models.newcomers import NewProduct
from models.placed import Product, organic_baseline
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
    part = Choice(1.0, STEEP.thinning).mean(np.array([rank]))[0]
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


def test_what_a_pair_brought_itself_counts(session: Session) -> None:
    """p1 x c1 began on March 1: before its 28 days are over it is as its like, 5 orders. Then its
    own count as much as one usual order does: (own + 1) / (5 + 1) of 5.
    """
    own = session.rows(
        "select sku_orders from starts where product_id = 'p1' and creator_id = 'c1'"
    )
    early, late = (
        pair_estimates(session, UNTRIED, [BEGUN], ["c1"], day).iloc[0]
        for day in (date(2026, 3, 27), date(2026, 3, 28))
    )
    assert early["orders"] == pytest.approx(5)
    assert late["orders"] == pytest.approx(5 * (own[0][0] + 1) / 6)
    assert (late["high"] - late["low"]) / late["estimate"] < (early["high"] - early["low"]) / early[
        "estimate"
    ]


def test_a_price_like_none_that_was_carried_is_not_estimable(session: Session) -> None:
    """Creators carried products from 10.00 to 50.00: 75.00 is like it still, 76.00 is not, and
    nothing is known of what is given away.
    """
    for price, is_told in ((7_500, True), (7_600, False), (667, True), (0, False)):
        asked = Product("p2", "Beauty", price, "USD")
        found = pair_estimates(session, UNTRIED, [asked], ["c1", "c2"], DAY)
        assert found["estimate"].notna().tolist() == [is_told] * 2, price
        if not is_told:
            assert (found["reason"].str.contains("from 10.00 to 50.00 alone")).all()


def test_views_for_few_shops_are_theirs(larger_store: Store) -> None:
    """On behalf of a shop, views of a creator whom fewer than two others show are not known."""
    asked = Warehouse.snapshot(larger_store).session(Scope.everything())
    day = date(2026, 9, 30)
    every = creator_reach(asked, day)
    shown = asked.frame(
        "select creator_id, merchant_id from daily where creator_id is not null"
        " and day between cast($day as date) - 27 and $day group by all",
        day=day,
    )
    shop = str(shown["merchant_id"].value_counts().index[0])
    told = creator_reach(asked, day, shop, 2)
    others = shown[shown["merchant_id"] != shop].groupby("creator_id")["merchant_id"].nunique()
    is_many = others.reindex(every.index, fill_value=0) >= 2
    assert 0 < is_many.sum() < len(every)
    assert told[~is_many].isna().all()
    assert told[is_many].tolist() == every[is_many].tolist()


def test_a_new_product_like_none_is_not_one_that_sells_nothing(session: Session) -> None:
    new = Product("new", "Beauty", 99_999_999, "USD", NewProduct("Balm"))
    assert organic_baseline(session, [new], DAY, "USD")["sku_orders"].isna().all()
