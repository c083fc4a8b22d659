"""Units on a market's tables from their draw on: what they sold, who started, whose they are."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.scope import Scope
from data.warehouse import Warehouse
from models.experiments.followed import experiments, followed
from models.experiments.report import State, report
from tests import tiny
from tests.tested import DRAWN_ON, began, drawn_tables, line, market

LAST_DAY = pd.Timestamp("2026-03-08").date()
ALDER = Scope.of_merchants("a")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A market with one experiment; nobody writes to it."""
    return Warehouse.snapshot(market(tmp_path_factory.mktemp("store")))


def test_units_are_followed_from_the_draw(held: Warehouse) -> None:
    """Product k sold 10 + k dollars before and after, and 50 more where a creator started; what
    it sold on the 28th day from the draw is too late.
    """
    found = followed(held.session(Scope.everything()), "spring-1", "pair", LAST_DAY, "USD")
    usual = 1_000 + 100 * np.arange(40)
    starts = found.units["starts"].to_numpy()
    assert found.before["net_gmv"].tolist() == usual.tolist()
    assert found.total("net_gmv").tolist() == (usual + 5_000 * starts).tolist()
    assert found.daily["sku_orders"][:, 20].tolist() == [1.0] * 40
    assert starts.sum() == 10
    assert set(found.units.loc[starts > 0, "arm"]) == {"invited"}
    assert found.is_whole.all()
    assert found.units["cluster_id"].tolist() == [f"p{100 + k}" for k in range(40)]


def test_the_read_out_on_tables_by_hand(held: Warehouse) -> None:
    """Half of the invited start and gain 50 dollars: 25 per invited one, but for what the arms
    sold before; per start it is 50 again once that is taken out.
    """
    found = followed(held.session(Scope.everything()), "spring-1", "pair", LAST_DAY, "USD")
    read = report(found, "left_alone", "net_gmv", 0.9)
    assert read.state is State.ready
    assert read.ratio.counts == (20, 20)
    assert read.itt is not None
    assert read.spared is not None
    assert read.starts is not None
    is_treated = (found.units["arm"] == "invited").to_numpy()
    usual = 1_000 + 100 * np.arange(40)
    gap = usual[is_treated].mean() - usual[~is_treated].mean()
    assert read.itt.difference.estimate == pytest.approx(2_500 + gap)
    assert read.starts.difference.estimate == pytest.approx(0.5)
    assert read.spared.low <= 2_500 <= read.spared.high
    assert read.ratios is not None
    assert "orders_per_click" not in read.ratios, "nobody counted clicks"


def test_pairs_of_a_product_that_were_drawn_together_count_once(tmp_path: Path) -> None:
    """p100 has a second pair in its arm: its sales are one outcome, its starts add up."""
    tables = drawn_tables(8)
    more = tables["assignments"].query("unit_id.str.startswith('p100')")
    second = more.assign(unit_id="p100|c104")
    tables["assignments"] = pd.concat([tables["assignments"], second])
    tables["collaborations"] = pd.concat(
        [
            tables["collaborations"],
            began(pd.concat([more, second]))
            .iloc[:1]
            .assign(collaboration_id="k-second", creator_id="c104"),
        ]
    )
    session = tiny.opened(tmp_path, tables)
    found = followed(session, "spring-1", "pair", LAST_DAY, "USD")
    units = found.units.set_index("product_id")
    assert len(units) == 8
    assert units.loc["p100", "starts"] == 1 + 1
    assert sum(found.drawn.values()) == 8


def drawn_as(unit_type: str, *units: str) -> dict[str, pd.DataFrame]:
    """The market with shop a's test of these units instead, the first of them invited."""
    tables = drawn_tables(8)
    rows = pd.DataFrame({"unit_id": units, "unit_type": unit_type, "experiment_id": "other"})
    arms = ["invited", *["left_alone"] * (len(units) - 1)]
    return tables | {"assignments": rows.assign(merchant_id="a", arm=arms, assigned_at=DRAWN_ON)}


def test_creators_are_followed_by_what_the_shop_credits_them_with(tmp_path: Path) -> None:
    """c100 sold 12.00 for shop a and 30.00 for shop b within the days, and c101 nothing; c100
    started with p100, which is shop b's, so not for shop a.
    """
    tables = drawn_as("creator", "c100", "c101")
    sold = [
        line(f"by {shop}", product, 5, payment, merchant_id=shop, creator_id="c100")
        for shop, product, payment in (("a", "p101", 1_200), ("b", "p104", 3_000))
    ]
    tables["order_lines"] = pd.concat([tables["order_lines"], pd.DataFrame(sold)])
    session = tiny.opened(tmp_path, tables)
    found = followed(session, "other", "creator", LAST_DAY, "USD")
    assert found.units["unit_id"].tolist() == ["c100", "c101"]
    assert found.total("net_gmv").tolist() == [1_200, 0]
    assert found.daily["net_gmv"][0, 5] == 1_200
    assert found.units["starts"].tolist() == [1, 0], "the sale of p101 is its start"
    assert found.units["tier"].tolist() == ["micro", "micro"]


def test_products_are_followed_with_all_that_started(tmp_path: Path) -> None:
    """p100 has its pair that posted and another creator who sold; p102 has neither."""
    tables = drawn_as("product", "p100", "p102", "gone")
    tables["assignments"].loc[0, "merchant_id"] = "b"
    sold = line("by c103", "p100", 3, 700, merchant_id="b", creator_id="c103")
    tables["order_lines"] = pd.concat([tables["order_lines"], pd.DataFrame([sold])])
    session = tiny.opened(tmp_path, tables)
    found = followed(session, "other", "product", LAST_DAY, "USD")
    assert found.units["unit_id"].tolist() == ["p100", "p102"]
    assert found.drawn == {"invited": 1, "left_alone": 2}, "one is not known in the market"
    assert found.units["starts"].tolist() == [2, 0]
    assert found.total("net_gmv").tolist() == [1_000 + 5_000 + 700, 1_200]
    assert found.units["category"].tolist() == ["Beauty", "Beauty"]


def test_a_shop_reads_its_own_units_alone(held: Warehouse) -> None:
    own = held.session(ALDER)
    found = followed(own, "spring-1", "pair", LAST_DAY, "USD")
    assert len(found.units) == 30
    assert experiments(own)["units"].tolist() == [30]
    assert experiments(held.session(Scope.of_merchants("z"))).empty


def test_an_experiment_that_has_just_begun_has_no_days(held: Warehouse) -> None:
    early = pd.Timestamp("2026-02-10").date()
    found = followed(held.session(ALDER), "spring-1", "pair", early, "USD")
    assert set(found.days) == {10.0}
    assert found.total("net_gmv").sum() == 0, "day 20 has not come yet"
    assert report(found, "left_alone", "net_gmv", 0.9).state is State.few
