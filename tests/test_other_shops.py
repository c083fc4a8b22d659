"""The same order lines under two shops count twice: a dry run and a load say so."""

from pathlib import Path

import pytest

from data.sources.options import Answer
from tests.order_files import CREDIT, ORDER, dry_run, loaded, write

OTHER = ORDER | {"Order ID": "576460752303423002"}
NEW = ORDER | {"Order ID": "576460752303423003"}
WORD = "order lines stand under another shop"


@pytest.fixture(autouse=True)
def _held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A market that holds two orders of the shop glow."""
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    loaded(tmp_path, write(tmp_path / "held" / "a.csv", [ORDER, OTHER]))


def test_lines_held_under_another_shop_are_told_before_and_after(tmp_path: Path) -> None:
    path = write(tmp_path / "b.csv", [ORDER, OTHER, NEW])
    reports = dry_run(path, merchant="glow2"), loaded(tmp_path, path, merchant="glow2")[0]
    for report in reports:
        (note,) = [note for note in report.notes if WORD in note]
        assert note.startswith(f"2 {WORD} as well (glow, glow2): ")


def test_the_affiliate_report_of_another_shop_is_told_too(tmp_path: Path) -> None:
    report = dry_run(write(tmp_path / "b.csv", [CREDIT]), merchant="glow2")
    assert [note for note in report.notes if note.startswith("1 order line stands under")]


def test_two_shops_within_one_load_are_told(tmp_path: Path) -> None:
    for shop in ("x", "y"):
        write(tmp_path / "both" / shop / "n.csv", [NEW])
    answers = tuple(Answer("merchant", f"{shop}/*", shop) for shop in ("x", "y"))
    report = dry_run(tmp_path / "both", merchant=None, answers=answers)
    assert [note for note in report.notes if note.startswith("1 order line stands under")]


@pytest.mark.parametrize(("rows", "shop"), [([ORDER, NEW], "glow"), ([NEW], "glow2")])
def test_the_same_shop_again_and_new_orders_are_not(
    tmp_path: Path, rows: list[dict[str, str]], shop: str
) -> None:
    report = dry_run(write(tmp_path / "b.csv", rows), merchant=shop)
    assert report.is_loadable
    assert not [note for note in report.notes if "under another shop" in note]
