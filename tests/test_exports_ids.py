"""Ids as exports and spreadsheets write them: the same id however it is wrapped, or refused."""

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.sources.exports.ids import ids
from tests.order_files import ORDER, counts, dry_run, loaded, write

ID = "576460752303423001"
OTHER = ORDER | {"Order ID": "576460752303423002"}
UNSEEN = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00a0")


@given(st.integers(10**16, 10**19), st.sampled_from(UNSEEN), st.integers(0, 20), st.booleans())
def test_what_nobody_sees_is_no_part_of_an_id(
    number: int, unseen: str, place: int, is_wrapped: bool
) -> None:
    said = str(number)
    said = said[:place] + unseen + said[place:]
    read = ids(pa.array([f'="{said}"' if is_wrapped else said]))
    assert read.values.tolist() == [str(number)]
    assert not read.is_bad[0]


@pytest.mark.parametrize("written", [f"{ID}\u200b", f"\ufeff{ID}", f"{ID[:9]}\u2060{ID[9:]}"])
def test_an_order_with_unseen_characters_is_the_same_order(tmp_path: Path, written: str) -> None:
    """Paid 20.00 once, though the second row writes its order otherwise."""
    rows = [ORDER, ORDER | {"Order ID": written}]
    report, market = loaded(tmp_path, write(tmp_path / "a.csv", rows))
    assert counts(report) == (2, 1, 1, 0, 0)
    assert market.rows("select sum(gmv) from sales") == [(2_000,)]


@pytest.mark.parametrize(
    "written",
    [
        f"{ID}.0",
        f"{ID},00",
        "576,460,752,303,423,001",
        "576.460.752.303.423.001",
        "576\u00a0460\u00a0752\u00a0303\u00a0423\u00a0001",
        "5.7646E+17",
        "5,7646e17",
        "#N/A",
        "#NAME?",
        "#¡REF!",
        "NaN",
        "\u200b",
    ],
)
def test_what_a_spreadsheet_made_of_an_id_is_refused(tmp_path: Path, written: str) -> None:
    report = dry_run(write(tmp_path / "a.csv", [OTHER, ORDER | {"Order ID": written}]))
    assert counts(report) == (2, 1, 0, 1, 0)
    (problem,) = report.problems
    assert (problem.row, problem.column) == (3, "Order ID")
    assert "has lost digits in a spreadsheet" in problem.reason


@pytest.mark.parametrize("written", ["s1", "SKU-12.5-RED", "1001", "#1001", "1.5L"])
def test_short_ids_of_a_shops_own_are_taken(written: str) -> None:
    read = ids(pa.array([written]))
    assert (read.values.tolist(), read.is_bad.tolist()) == ([written], [False])
