"""The harness sees what it is meant to see: faults planted in a small app."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import OpenScreen
from tests.browser.server import Served, serve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Takes the place of Tandem for the tests of this file."""
    folder = tmp_path_factory.mktemp("planted")
    script = Path(__file__).with_name("planted.py")
    with serve(folder, folder / "app.log", script=script) as served:
        yield served


@pytest.mark.parametrize("width", [1440, 390])
def test_a_sound_page_gives_no_cause_to_complain(screen: OpenScreen, width: int) -> None:
    tab = screen(width).open()
    assert tab.problems() == []
    assert list(tab.charts.values()) == [3, 2]


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        ("error", "error box: a planted error"),
        ("nan", "no number: 'nan'"),
        ("cut", "figure cut off: $111"),
        ("wide", "scrolls sideways"),
        ("abroad", "asks another machine: http://abroad.invalid/pixel.png"),
        ("noise", "console: a planted noise"),
    ],
)
def test_a_planted_fault_is_seen(screen: OpenScreen, fault: str, complaint: str) -> None:
    problems = screen().open(fault=fault).problems()
    assert [problem for problem in problems if complaint in problem], problems


@pytest.mark.parametrize("kind", ["vega", "plotly"])
def test_a_chart_without_marks_is_seen(screen: OpenScreen, kind: str) -> None:
    tab = screen().open(fault=f"empty {kind}")
    assert sorted(tab.charts.values())[0] == 0


def test_a_planted_exception_is_seen(screen: OpenScreen) -> None:
    problems = screen().open(fault="exception").problems()
    assert any(problem.startswith("error box") for problem in problems)
    assert any("ValueError: a planted exception" in problem for problem in problems)
