"""A law: whatever was loaded and undone, the warehouse is what the loads that stand make it."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import lake
from data.lake import Rejected
from data.manifests import standing, undo
from data.store import Store
from data.warehouse import Warehouse
from tests import tiny
from tests.whole_market import add, contents

ORDERS = st.sampled_from(["o1", "o2", "o90", "o91"])
LINES = st.builds(
    lambda order, payment, hour: tiny.line(
        order,
        "p1",
        "d2",
        payment,
        recorded_at=pd.Timestamp("2026-03-03") + pd.Timedelta(hours=hour),
    ),
    ORDERS,
    st.integers(1, 9_999),
    st.integers(0, 3),
)
COSTS = st.builds(
    lambda cost: {
        "product_id": "p1",
        "merchant_id": "a",
        "valid_from": pd.Timestamp("2026-03-02").date(),
        "unit_cost": cost,
        "currency": "USD",
    },
    st.integers(1, 999),
)
EVENTS = st.builds(
    lambda name, n: tiny.event(name, "impression", "d2", n),
    st.sampled_from(["i1", "e1", "e2"]),
    st.integers(1, 99),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("order_lines"), LINES),
        st.tuples(st.just("product_costs"), COSTS),
        st.tuples(st.just("events"), EVENTS),
        st.tuples(st.just("quarantine"), st.integers(1, 9)),
        st.tuples(st.just("undo"), st.integers(0, 99)),
        st.tuples(st.just("take up"), st.none()),
    ),
    min_size=1,
    max_size=10,
)


def step(store: Store, warehouse: Warehouse, kind: str, what: object) -> None:
    if kind == "take up":
        warehouse.take_up()
    elif kind == "undo":
        stands = standing(store)
        if stands:
            undo(store, stands[int(str(what)) % len(stands)].number, "ben")
    elif kind == "quarantine":
        with lake.load(store, "refused") as load:
            load.reject([Rejected("a.csv", int(str(what)), "price", "no number", "mend it")])
    else:
        assert isinstance(what, dict)
        add(store, kind, what)


def built_of_standing(store: Store, folder: Path) -> Warehouse:
    """A market that never saw what was undone: its manifests are those that stand."""
    other = Store(folder / store.market)
    other.loads.mkdir(parents=True)
    other.lake.symlink_to(store.lake)
    for load in standing(store):
        name = f"{load.number:06d}.json"
        (other.loads / name).write_bytes((store.loads / name).read_bytes())
    return Warehouse.snapshot(other)


@settings(max_examples=20)
@given(steps=STEPS)
def test_the_warehouse_is_what_the_loads_that_stand_make_it(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, object]]
) -> None:
    folder = tmp_path_factory.mktemp("law")
    store = tiny.build(Store(folder / "tiny"))
    warehouse = Warehouse.snapshot(store)
    for kind, what in steps:
        step(store, warehouse, kind, what)
    warehouse.take_up()
    held = contents(warehouse)
    anew = contents(built_of_standing(store, folder / "never undone"))
    assert held == anew == contents(Warehouse.snapshot(store))
    warehouse.close()
