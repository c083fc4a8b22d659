"""What every test may ask for: the public data, and the rule that CI skips none of its tests."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

from data.market.build import small_market
from data.store import Store
from tests.places import real_data_folder

MAY_NOT_SKIP_IN_CI = ("real", "browser")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of public data; a test that needs it is skipped where there is none."""
    folder = real_data_folder()
    if not folder.is_dir():
        pytest.skip(f"no public data in {folder}; set TANDEM_DATA")
    return folder


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A simulated market of 60 products with every kind of row; nobody may write to it."""
    store = Store(tmp_path_factory.mktemp("markets") / "small")
    small_market(store, seed=1)
    return store


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
