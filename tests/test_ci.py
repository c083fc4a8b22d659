"""What CI promises: no test on real data goes by unnoticed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

TESTS = """
import pytest

@pytest.mark.real
def test_needs_the_data():
    pytest.skip("no public data")

def test_needs_nothing_special():
    pytest.skip("not on this machine")
"""


@pytest.mark.parametrize(("ci", "summary"), [("true", "1 failed, 1 skipped"), ("", "2 skipped")])
def test_a_skipped_test_on_real_data_fails_in_ci(tmp_path: Path, ci: str, summary: str) -> None:
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_runtest_makereport\n")
    (tmp_path / "test_planted.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = real\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(tmp_path)],
        env={**os.environ, "CI": ci, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert summary in done.stdout.splitlines()[-1]
    assert ("skipped, which CI does not allow" in done.stdout) == bool(ci)
