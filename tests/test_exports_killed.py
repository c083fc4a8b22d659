"""kill -9 twenty times while June's exports load on May's: nothing is lost, nothing doubled."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.manifests import manifests
from data.sources import Options, inspect
from data.store import Store
from data.warehouse import Warehouse
from tests.order_files import CREDIT, ORDER, SAID, write
from tests.places import ROOT
from tests.whole_market import contents

KILLS = 20
SIGKILL = -9


def files(folder: Path, month: str, status: str) -> list[Path]:
    """200 orders, 120 of them in both months, and the credit of half of them."""
    first = 0 if month == "may" else 80
    numbers = [f"576460752303{n:06d}" for n in range(first, first + 200)]
    dated = {"Created Time": "05/31/2026 18:05:00", "Cancelled Time": ""}
    if month == "june":
        dated |= {"Cancelled Time": "06/30/2026 09:00:00"}
    orders = [ORDER | dated | {"Order ID": number, "Order Status": status} for number in numbers]
    credit = [CREDIT | {"Order ID": number} for number in numbers[::2]]
    return [
        write(folder / f"orders-{month}.csv", orders),
        write(folder / f"credit-{month}.csv", credit),
    ]


def run(store: Path, at: int, june: list[Path]) -> tuple[int, int]:
    """How a load of June's files ended that is killed at its k-th touch of files; its touches."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed_load", str(store), str(at), *map(str, june)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, int(done.stdout or 0)


def held(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    warehouse = Warehouse.snapshot(Store(folder))
    try:
        return contents(warehouse)
    finally:
        warehouse.close()


def without_ids(found: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    return {name: rows for name, rows in found.items() if name != "loads"}


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """A market of May's exports, and June's files."""
    root = tmp_path_factory.mktemp("killed")
    inspect(files(root, "may", "Shipped"), Options("mine", **SAID)).load_into(Store(root / "may"))
    return root, files(root, "june", "Completed")


def test_loads_that_are_killed_lose_nothing_and_double_nothing(
    months: tuple[Path, list[Path]],
) -> None:
    root, june = months
    shutil.copytree(root / "may", root / "june")
    ended, touches = run(root / "june", 0, june)
    assert (ended, touches > KILLS) == (0, True)
    before, after = without_ids(held(root / "may")), without_ids(held(root / "june"))
    assert before != after
    moments = {root / f"killed-{k}": 1 + k * (touches - 1) // (KILLS - 1) for k in range(KILLS)}
    for folder in moments:
        shutil.copytree(root / "may", folder)
    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(lambda one: run(*one, june), moments.items()))
    assert ends == [(SIGKILL, 0)] * KILLS
    outcomes = set()
    for folder in moments:
        found = without_ids(held(folder))
        assert found in (before, after), "a load is seen whole or not at all"
        outcomes.add(found == after)
        again = inspect(june, Options("mine", **SAID)).load_into(Store(folder))
        assert (again.already == 2) == (found == after)
        assert without_ids(held(folder)) == after
        assert len(manifests(Store(folder))) == 2
        kept = {s.path for load in manifests(Store(folder)) for s in load.segments}
        lake = Store(folder).lake
        assert {path.relative_to(lake).as_posix() for path in lake.rglob("*.*")} == kept
    assert False in outcomes
