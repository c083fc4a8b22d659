"""A dry run's report on screen: why rows are set aside is said in words."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.sources import Options
from pages.components.trying_out import CancelledError, Trial
from tests.order_files import ORDER, SAID, write

DEFINED = dict.fromkeys(ORDER, "What the column means.")


def shown(path: str) -> None:
    """A page of one dry run."""
    from pathlib import Path

    from pages.components.dry_run import details
    from tests.order_files import dry_run

    details(dry_run(Path(path)))


def test_rows_set_aside_have_a_reason(tmp_path: Path) -> None:
    """A row that defines the columns stands below the header."""
    path = write(tmp_path / "orders.csv", [ORDER], below=[list(DEFINED.values())])
    page = AppTest.from_function(shown, kwargs={"path": str(path)}, default_timeout=60).run()
    assert not page.exception
    told = [one.value for one in page.caption if "set aside" in one.value]
    assert told == [
        "orders.csv, 1 set aside: definitions below the header and totals, which are no rows of "
        "the report"
    ]


def test_files_and_their_problems_are_told_in_words(tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [ORDER, {**ORDER, "Quantity": "many"}])
    page = AppTest.from_function(shown, kwargs={"path": str(path)}, default_timeout=60).run()
    frames = [frame.value for frame in page.dataframe]
    (files,) = (frame for frame in frames if "shape" in frame)
    assert files["shape"].tolist() == ["All orders"]
    (tables,) = (frame for frame in frames if "sums" in frame)
    assert tables.set_index("table").loc["merchants", ["first", "sums"]].isna().all()
    headings = [heading.value for heading in page.subheader]
    assert headings.index("Problems") < headings.index("Into which tables")


def test_nothing_is_said_where_nothing_is_set_aside(tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [ORDER])
    page = AppTest.from_function(shown, kwargs={"path": str(path)}, default_timeout=60).run()
    assert not [one.value for one in page.caption if "set aside" in one.value]


def test_a_cancelled_dry_run_stops_at_the_next_rows(tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [ORDER])
    trial = Trial([path], Options("nowhere", **SAID))
    assert trial.run()[1].is_loadable
    assert trial.step == "orders.csv: 1 rows read"
    trial.is_cancelled = True
    with pytest.raises(CancelledError):
        trial.run()
