"""Costs and fees entered on the page: read exactly, for the own shop alone, kept for good."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics import margin
from analytics.period import Period
from analytics.slice import Slice
from data import lake
from data.edit_rows import EditError
from data.edits import SOURCE, Edits, NotYourShopError, Saved
from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from tests.entered import AGREED, ALDER, build, costs, edits, session

DAYS = Slice(Period(date(2026, 3, 1), date(2026, 3, 3)), "USD", merchant_id="a")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return build(tmp_path)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A market that every edit must leave as it is."""
    return Warehouse.snapshot(build(tmp_path_factory.mktemp("store")))


def refused(warehouse: Warehouse, rows: pd.DataFrame, scope: Scope = ALDER) -> EditError:
    """The error that saving these costs ends in; nothing may have been written."""
    with pytest.raises(EditError) as told:
        Edits(warehouse.store, warehouse.session(scope), "a", by="a").save_costs(rows)
    assert len(lake.manifests(warehouse.store)) == 1
    return told.value


def goods_cost(store: Store, product: str) -> int | None:
    found = margin.margin(session(store), DAYS.of(product_id=product), "total").iloc[0]
    return None if pd.isna(found["goods_cost"]) else int(found["goods_cost"])


def test_a_cost_makes_the_margin_estimable(store: Store) -> None:
    assert goods_cost(store, "p2") is None
    saved = edits(store).save_costs(costs(("p2", "2026-01-01", "1.25", None)))
    assert saved == Saved(rows=1, unchanged=0)
    # p2: o4 was cancelled, o10's 30,000 units are none; o5 is the one unit sold
    lines = session(store).frame("from sales where product_id = 'p2'")
    assert lines["goods_cost"].dropna().sum() == 125 * lines["net_units"].sum()


def test_a_cost_holds_from_its_day_on(store: Store) -> None:
    before = goods_cost(store, "p1")
    edits(store).save_costs(costs(("p1", date(2026, 3, 3), 9.0, 7)))
    # on 3 March p1 sold o5 and o8, one unit each, net of the refunded o9: 9.00 rather than 6.00
    assert goods_cost(store, "p1") == before + 2 * (900 - 600)


def test_an_emptied_cost_is_unknown_and_never_zero(store: Store) -> None:
    edits(store).save_costs(costs(("p1", "2026-03-02", None, 7)))
    assert goods_cost(store, "p1") is None


def test_the_fee_rate_reaches_the_margin(store: Store) -> None:
    before = margin.margin(session(store), DAYS, "total").iloc[0]
    rows = pd.DataFrame({"valid_from": ["2026-01-01"], "platform_fee_percent": ["10 %"]}, index=[2])
    edits(store).save_fees(rows)
    after = margin.margin(session(store), DAYS, "total").iloc[0]
    assert after["platform_fee"] == pytest.approx(2 * before["platform_fee"], abs=10)


def test_a_fee_rate_holds_from_its_day_on(store: Store) -> None:
    rows = {"valid_from": ["2026-03-02", "2026-03-03"], "platform_fee_percent": [10, 20]}
    edits(store).save_fees(pd.DataFrame(rows, index=[2, 3]))
    lines = session(store).frame("from sales where merchant_id = 'a' and net_gmv > 0")
    fees = lines.groupby("day")["platform_fee"].sum()
    # 1 March 5 % of o1's 20.00 and o2's 19.00; 2 March 10 % of o3's 30.00; 3 March 20 % of o5's
    # 20.00 and 10.00, o8's 10.00 and o10's 0.75
    assert fees.tolist() == [195, 300, 815]


def test_a_sample_costs_what_held_on_the_day_it_left(store: Store) -> None:
    edits(store).save_costs(costs(("p1", "2026-02-10", 5, 9), ("p1", "2026-02-12", 5, None)))
    sent = {"product_id": "p1", "creator": "c1"}
    days = ["2026-02-09", "2026-02-10", "2026-02-11", "2026-02-12", "2026-03-02"]
    rows = pd.DataFrame([{**sent, "shipped_on": day} for day in days])
    edits(store).save_samples(rows)
    found = session(store).frame("from samples order by shipped_on")["sample_cost"]
    assert found.astype("Int64").to_list() == [700, 900, 900, pd.NA, 700]


def test_a_flat_fee_changes_nothing_else(store: Store) -> None:
    rows = pd.DataFrame({"collaboration_id": ["k1"], "flat_fee": [12.5], "creator": "@glow"}, [1])
    assert edits(store).save_flat_fees(rows).rows == 1
    held = session(store).frame("from collaborations").iloc[0]
    assert (held["flat_fee"], held["currency"]) == (1250, "USD")
    assert {name: held[name] for name in AGREED} == AGREED
    assert margin.margin(session(store), DAYS, "total").iloc[0]["flat_fees"] == 1250


def test_saving_the_same_again_writes_nothing(store: Store) -> None:
    rows = costs(("p1", "2026-01-01", 5, 7), ("p1", "2026-03-02", "6.00", 7.0))
    assert edits(store).save_costs(rows) == Saved(rows=0, unchanged=2)
    assert len(lake.manifests(store)) == 1


def test_an_edit_says_who_and_survives_a_rebuild(store: Store) -> None:
    Warehouse.open(store).close()
    edits(store).save_costs(costs(("p2", "2026-01-01", 2, 3)), files=("costs.csv",))
    store.warehouse.unlink()
    warehouse = Warehouse.open(store)
    found = warehouse.session(ALDER).frame("from edits").iloc[0]
    assert (found["merchant_id"], found["by"], found["rows"]) == ("a", "a", 1)
    assert len(warehouse.session(ALDER).frame("from product_costs where product_id = 'p2'")) == 1
    assert warehouse.session(Scope.of_merchants("b")).frame("from edits").empty
    warehouse.close()
    written = lake.manifests(store)[-1]
    assert (written.source, written.files) == (SOURCE, ("a", "costs.csv"))


@pytest.mark.parametrize("merchant_id", ["b", "nobody"])
def test_another_shop_cannot_be_opened(untouched: Warehouse, merchant_id: str) -> None:
    with pytest.raises(NotYourShopError, match=f"'{merchant_id}'"):
        Edits(untouched.store, untouched.session(ALDER), merchant_id, by="a")


@pytest.mark.parametrize("scope", [ALDER, Scope.everything()])
def test_another_shops_product_is_refused(untouched: Warehouse, scope: Scope) -> None:
    error = refused(untouched, costs(("p3", "2026-01-01", 1, 1)), scope)
    assert str(error).startswith("Row 2, product_id: 'p3' is no product of this shop")


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ((None, "2026-01-01", 1, 1), "product_id", "is empty"),
        (("p9", "2026-01-01", 1, 1), "product_id", "no product of this shop"),
        (("p1", "03/04/2026", 1, 1), "valid_from", "no day"),
        (("p1", None, 1, 1), "valid_from", "is empty"),
        (("p1", 46000, 1, 1), "valid_from", "no day"),
        (("p1", "2026-01-01", -1, 1), "unit_cost", "below 0"),
        (("p1", "2026-01-01", "1,250.00", 1), "unit_cost", "no number"),
        (("p1", "2026-01-01", "12,50", 1), "unit_cost", "no number"),
        (("p1", "2026-01-01", 1.234, 1), "unit_cost", "more than the 2 decimals"),
        (("p1", "2026-01-01", 1, float("inf")), "sample_cost", "no number"),
        (("p1", "2026-01-01", 1, "free"), "sample_cost", "no number"),
    ],
)
def test_a_wrong_cell_is_named(
    untouched: Warehouse, row: tuple[object, ...], column: str, reason: str
) -> None:
    (problem,) = refused(untouched, costs(("p1", "2026-01-05", 1, 1), row)).problems
    assert (problem.row, problem.column) == (3, column)
    assert reason in problem.reason
    assert problem.remedy


def test_a_row_that_says_the_same_twice_is_named(untouched: Warehouse) -> None:
    rows = costs(("p1", "2026-05-01", 1, 1), ("p2", "2026-05-01", 1, 1), ("p1", "2026-05-01", 2, 1))
    (problem,) = refused(untouched, rows).problems
    assert (problem.row, problem.column) == (4, "product_id")
    assert "as row 2" in problem.reason


def test_columns_must_be_the_templates(untouched: Warehouse) -> None:
    told = refused(untouched, costs().drop(columns="valid_from").assign(colour="red"))
    assert [p.column for p in told.problems] == ["colour", "valid_from"]


def test_rows_of_the_template_that_stay_blank_are_no_error(store: Store) -> None:
    offered = costs(("p2", "2026-01-01", None, ""), ("p1", "2026-01-01", 5, 7))
    assert edits(store).save_costs(offered) == Saved(rows=0, unchanged=1)
