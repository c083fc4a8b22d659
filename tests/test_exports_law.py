"""The order of loads, and loading again, change nothing: tried on random sets of monthly reports.

Each order line has a life: placed, shipped, settled or cancelled or refunded. A report shows the
lines of its month as they stood when it was made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.scope import Scope
from data.sources import Options, inspect
from data.sources.options import Answer
from data.store import Store
from data.warehouse import Warehouse
from tests.order_files import CREDIT, ORDER, SAID, write

MADE = {"may": datetime(2026, 7, 1), "june": datetime(2026, 8, 1), "late": datetime(2026, 9, 1)}
STATES = ("Pending", "Shipped", "Completed", "Settled", "Refunded", "Canceled")
LATER_LACKING = ("Paid Time", "Buyer Username")
COMPARED = (
    "select order_id, sku_id, product_id, creator_id, content_type, payment, refund, status, "
    "quantity, price, estimated_commission, actual_commission, created_at, title, "
    "is_attribution_unstated, paid_at, shopper_id is null from order_lines order by all",
    "select day, channel, product_id, creator_id, gmv, net_gmv, commission from sales order by all",
    "select product_id, title, category_path, price from products order by all",
    "from line_conflicts order by all",
)


@dataclass(frozen=True)
class Line:
    """A line and how it stood each time a report was made; credited or not, sold as a title."""

    number: int
    cents: int
    states: tuple[str, str, str]
    is_credited: bool
    titles: tuple[str, str, str]


lines = st.lists(
    st.builds(
        Line,
        st.integers(1, 6),
        st.integers(1, 99_999),
        st.tuples(*[st.sampled_from(STATES)] * 3),
        st.booleans(),
        st.tuples(*[st.sampled_from(["Serum", "Night serum", "Balm"])] * 3),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda line: line.number,
)


def order_row(line: Line, time: int, world: Sequence[Line]) -> dict[str, str]:
    """A line; its order, which holds two at most, repeats on each what was refunded on both."""
    state, paid = line.states[time], f"{line.cents / 100:.2f}"
    is_back = state == "Refunded"
    of_order = [one for one in world if one.number // 2 == line.number // 2]
    refund = sum(one.cents for one in of_order if one.states[time] == "Refunded")
    return ORDER | {
        "Order ID": f"5764607523034230{line.number // 2:02d}",
        "SKU ID": f"17294607523034230{line.number:02d}",
        "Product Name": line.titles[time],
        "Order Status": {"Settled": "Completed", "Refunded": "Completed"}.get(state, state),
        "Cancelation/Return Type": "Return/Refund" if is_back else "",
        "Sku Quantity of return": "1" if is_back else "0",
        "SKU Subtotal After Discount": paid,
        "Order Refund Amount": f"{refund / 100:.2f}",
    }


def credit_row(line: Line, time: int) -> dict[str, str]:
    state, paid = line.states[time], f"{line.cents / 100:.2f}"
    return CREDIT | {
        "Order ID": f"5764607523034230{line.number // 2:02d}",
        "SKU ID": f"17294607523034230{line.number:02d}",
        "Product ID": f"17310000000000000{line.number % 3:02d}",
        "Product Name": line.titles[time],
        "Payment Amount": paid,
        "Order Status": {"Refunded": "Completed"}.get(state, state),
        "Fully returned or refunded": "Yes" if state == "Refunded" else "No",
        "Actual Commission Payment": "2.90" if state == "Settled" else "",
        "Actual Shop Ads commission payment": "",
    }


def reports(folder: Path, world: Sequence[Line]) -> list[Path]:
    """All orders, in two files that cut through orders, and affiliate orders, each time.

    June's tell neither payment times nor buyers; a month without credit has no report of it.
    """
    paths = []
    for time, name in enumerate(MADE):
        for part in (0, 1):
            rows = [order_row(x, time, world) for x in world if x.number % 2 == part]
            if name == "june":
                rows = [{h: row[h] for h in row if h not in LATER_LACKING} for row in rows]
            if rows:
                paths.append(write(folder / f"orders-{part}-{name}.csv", rows))
        credited = [credit_row(line, time) for line in world if line.is_credited]
        if credited:
            paths.append(write(folder / f"credit-{name}.csv", credited))
    return paths


def market(folder: Path, loads: Sequence[Sequence[Path]]) -> list[list[tuple[object, ...]]]:
    """What is seen after loading files together, one load after the other."""
    made = tuple(Answer("as_of", f"*-{name}.csv", at) for name, at in MADE.items())
    store = Store(folder / "mine")
    for together in loads:
        inspect(together, Options("mine", answers=made, **SAID)).load_into(store)
    session = Warehouse.snapshot(store).session(Scope.everything())
    return [session.rows(question) for question in COMPARED]


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(world=lines, data=st.data())
def test_neither_order_nor_repeats_nor_companions_change_a_cent(
    world: list[Line], data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        every = reports(root / "files", world)
        chosen = data.draw(
            st.lists(st.sampled_from(every), min_size=1, unique=True), label="subset"
        )
        again = data.draw(st.lists(st.sampled_from(chosen), max_size=3), label="repeats")
        shuffled = data.draw(st.permutations([*chosen, *again]), label="order")
        cut = data.draw(st.integers(0, len(chosen)), label="loaded together")
        in_time = [[path] for path in every if path in chosen]
        together = [list(dict.fromkeys(shuffled[:cut])), *([path] for path in shuffled[cut:])]
        assert market(root / "1", in_time) == market(root / "2", [x for x in together if x])
