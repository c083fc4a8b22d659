"""Draws of pairs, by which sets of them are chosen: the estimates' means, and luck in common."""

import pandas as pd
import pytest

from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.estimate import pair_draws, pair_estimates, total_estimate
from models.placed import Product
from models.priors import priors
from models.records import Known, creator_records


def test_draws_of_pairs_have_their_estimates_for_means_and_luck_in_common(
    larger_store: Store,
) -> None:
    session = Warehouse.snapshot(larger_store).session(Scope.everything())
    last_day = session.rows("select max(day) from daily")[0][0]
    prior = priors(session, last_day, "USD")
    assert prior is not None
    known = Known(prior, creator_records(session, prior, last_day, "USD"))
    rows = session.rows("select product_id, price from products order by 1 limit 2")
    products = [Product(product_id, None, price, "USD") for product_id, price in rows]
    ids = [creator for (creator,) in session.rows("select creator_id from creators order by 1")]
    pairs, draws = pair_draws(session, known, products, ids, last_day)
    table = pair_estimates(session, known, products, ids, last_day)
    assert pairs.equals(table[["product_id", "creator_id"]])
    assert draws.sum(axis=0).mean() == pytest.approx(table["estimate"].sum(), rel=0.05)
    own = (pairs["product_id"] == products[0].product_id).to_numpy()
    low, _, high = total_estimate(session, known, products[0], ids, last_day).extra
    assert pd.Series(draws[own].sum(axis=0)).quantile([0.1, 0.9]).tolist() == pytest.approx(
        [low, high], rel=0.1
    )
    same = pd.DataFrame(draws[own].T).corrwith(pd.DataFrame(draws[~own].T), method="spearman")
    other = pd.DataFrame(draws[own].T).corrwith(
        pd.DataFrame(draws[~own][::-1].T), method="spearman"
    )
    assert same.mean() > other.mean() + 0.05, "one creator's pairs are lucky together"
