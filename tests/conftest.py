"""What every test may ask for: the public data, and the rule that CI skips none of its tests."""

import os
import sys
from collections.abc import Generator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from data.market.build import build, small_market
from data.market.plan import small
from data.market.population import Size
from data.sources.exports import clock
from data.store import Store
from tests.places import real_data_folder

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import LoadScopeScheduling

    from tests.exports.market import Made

BROWSER = "tests/browser/"
MAIN = sys.modules["__main__"]
# The same examples in every run, as slowly as a busy machine may try them.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
MAY_NOT_SKIP_IN_CI = ("real", "browser")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of public data; a test that needs it is skipped where there is none."""
    folder = real_data_folder()
    if not folder.is_dir():
        pytest.skip(f"no public data in {folder}; set TANDEM_DATA")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _clock() -> Generator[None]:
    """Exports that tests write tell of 2026, whenever the tests run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: datetime(2027, 1, 1, 12))
        yield


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A simulated market of 60 products with every kind of row; nobody may write to it."""
    store = Store(tmp_path_factory.mktemp("markets") / "small")
    small_market(store, seed=1)
    return store


@pytest.fixture(scope="session")
def larger_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A simulated market of 200 products over 320 days, enough to estimate pairs from; nobody may
    write to it.
    """
    store = Store(tmp_path_factory.mktemp("markets") / "larger")
    size = Size(200, 100, 8, product_tail=0.9, creator_tail=1.3)
    plan = replace(
        small("larger"),
        size=size,
        days=320,
        requests=3_000,
        organic_clicks=40_000,
        creator_clicks=60_000,
    )
    build(store, plan, seed=2)
    return store


@pytest.fixture(scope="session")
def year_of_exports(tmp_path_factory: pytest.TempPathFactory, _clock: None) -> "Made":
    """A year of three shops as exports tell it, trained; nobody may write to it."""
    from tests.exports.market import make  # heavy, and few tests want it

    return make(tmp_path_factory.mktemp("year") / "store")


def pytest_xdist_make_scheduler(config: pytest.Config, log: "Producer") -> "LoadScopeScheduling":
    """The browser's tests share one app, so one process does them all; others go file by file."""
    from xdist.scheduler import LoadScopeScheduling  # comes only where tests run side by side

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::", maxsplit=1)[0]
            return BROWSER if file.startswith(BROWSER) else file

    return ByFile(config, log)


def pytest_runtest_teardown() -> None:
    """A page tried out leaves its script as the main module, which processes started later would
    run again.
    """
    sys.modules["__main__"] = MAIN


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where `CI` is set, a skipped test on real data or in the browser has failed."""
    report = yield
    is_needed = any(item.get_closest_marker(name) for name in MAY_NOT_SKIP_IN_CI)
    if report.skipped and is_needed and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {call.excinfo and call.excinfo.value}"
    return report
