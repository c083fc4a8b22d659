"""Samples that a report tells of and nobody entered: told beside the margin, not counted."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.margin import margin
from analytics.period import Period
from analytics.reported import samples_not_entered
from analytics.slice import Slice
from data.scope import Scope
from data.store import Store
from tests import deals, tiny
from tests.test_reported_beside import TOLD
from tests.visits import app_on, told, visit

DAYS = Slice(Period(date(2026, 3, 1), date(2026, 3, 3)), "USD")


def shipped(n: int, creator: str = "c1", **more: object) -> dict[str, object]:
    """What a report says of a creator's samples of shop a, 1 to 3 March unless `more` says else."""
    (row,) = (row for row in TOLD if row["metric"] == "samples_shipped")
    return {**row, "source": "a's", "value": float(n), "entity_id": creator, **more}


def tables(*reports: dict[str, object]) -> dict[str, pd.DataFrame]:
    """Of the deals, c1's second sample alone was shipped in these days, on 2 March."""
    return {**deals.tables(), "reported_metrics": pd.DataFrame(reports)}


def counted(folder: Path, slice: Slice, *reports: dict[str, object]) -> list[tuple[str, int, int]]:
    found = samples_not_entered(tiny.opened(folder, tables(*reports)), slice)
    return list(found[["source", "reported", "entered"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("slice", "expected"),
    [
        (DAYS, [("a's", 7, 1)]),
        (DAYS.of(merchant_id="a"), [("a's", 7, 1)]),
        (DAYS.of(merchant_id="b"), []),
        (DAYS.of(creator_id="c1"), [("a's", 4, 1)]),
        (DAYS.of(creator_id="c2"), [("a's", 3, 0)]),
        (DAYS.of(product_id="p2"), [("a's", 7, 1)]),
        (DAYS.of(product_id="p3"), []),
    ],
)
def test_what_is_reported_beyond_what_is_known(
    tmp_path: Path, slice: Slice, expected: list[tuple[str, int, int]]
) -> None:
    assert counted(tmp_path, slice, shipped(4), shipped(3, "c2")) == expected


def test_windows_are_never_summed_and_others_not_told(tmp_path: Path) -> None:
    march = {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 31)}
    winter = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 2, 28)}
    reports = [shipped(4), shipped(9, **march), shipped(50, **winter)]
    assert counted(tmp_path, DAYS, *reports) == [("a's", 9, 1)]


def test_nothing_is_said_where_all_are_entered(tmp_path: Path) -> None:
    assert counted(tmp_path, DAYS, shipped(1)) == []


def test_the_margin_does_not_count_them(tmp_path: Path) -> None:
    with_report, without = (
        margin(tiny.opened(tmp_path / name, found), DAYS, "total").iloc[0]
        for name, found in (("told", tables(shipped(4))), ("untold", deals.tables()))
    )
    pd.testing.assert_series_equal(with_report, without)


def test_a_merchant_learns_of_no_other_shops_samples(tmp_path: Path) -> None:
    session = tiny.opened(tmp_path, tables(shipped(4)), Scope.of_merchants("b"))
    assert samples_not_entered(session, DAYS).empty


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("store")
    with app_on(folder):
        tiny.build(Store.of("tiny"), tables(shipped(4)))
        yield


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("screen", "about"),
    [
        ("merchant", {"merchant": "a", "part": "Margin"}),
        ("merchant", {"merchant": "a", "part": "Samples"}),
        ("product", {"product": "p1"}),
        ("creator", {"creator": "c1"}),
    ],
)
def test_every_margin_says_what_it_does_not_count(screen: str, about: dict[str, str]) -> None:
    said = told(visit(screen, **about))
    assert "4 samples shipped 1 Mar – 3 Mar 2026, as reported by a's, of which 1 is entered" in said
    assert "Costs → Samples" in said
