"""What was typed into a grid and not saved: kept over other rows, none of them twice."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.store import Store
from pages.components.costs import titled, to_save
from pages.components.drafts import Draft
from tests import deals, tiny
from tests.visits import app_on, told, visit

HELD = pd.DataFrame(
    {
        "product_id": ["p1", "p2", "p3"],
        "valid_from": pd.to_datetime(["2026-01-01", "2026-03-02", "2026-03-02"]),
        "unit_cost": [5.0, None, 7.0],
        "is_held": [True, False, True],
    }
)
EMPTY = Draft(HELD.head(0), HELD.head(0))


def typed(base: pd.DataFrame, row: int, cost: float) -> pd.DataFrame:
    edited = base.copy()
    edited.loc[row, "unit_cost"] = cost
    return edited


def costs(rows: pd.DataFrame) -> list[tuple[str, float | None]]:
    found = rows["unit_cost"].astype(object).where(rows["unit_cost"].notna(), None)
    return list(zip(rows["product_id"], found, strict=True))


@pytest.fixture
def changed() -> Draft:
    """The cost of p2 was typed, and p4 was added with its day as a date."""
    base = EMPTY.over(HELD)
    edited = typed(base, 2, 12.5)
    added = pd.DataFrame([["p4", date(2026, 4, 1), 9.0, None]], [4], HELD.columns)
    return EMPTY.then(base, pd.concat([edited.astype(object), added]))


def test_what_was_not_touched_is_no_draft(changed: Draft) -> None:
    base = EMPTY.over(HELD)
    assert len(EMPTY.then(base, base.copy()).rows) == 0
    assert costs(changed.rows) == [("p2", 12.5), ("p4", 9.0)]


def test_a_draft_stands_over_a_search_and_replaces_its_rows(changed: Draft) -> None:
    assert costs(changed.over(HELD.head(1))) == [("p2", 12.5), ("p4", 9.0), ("p1", 5.0)]
    assert costs(changed.over(HELD.head(0))) == [("p2", 12.5), ("p4", 9.0)]
    assert list(EMPTY.over(HELD.head(0)).columns) == list(HELD.columns)
    whole = changed.over(HELD)
    assert costs(whole) == [("p2", 12.5), ("p4", 9.0), ("p1", 5.0), ("p3", 7.0)]
    assert whole["valid_from"].dtype == HELD["valid_from"].dtype


def test_edits_add_up_from_one_search_to_the_next(changed: Draft) -> None:
    base = changed.over(HELD.head(1))
    further = changed.then(base, typed(typed(base, 3, 6.0), 1, 13.0))
    assert costs(further.rows) == [("p2", 13.0), ("p4", 9.0), ("p1", 6.0)]
    assert costs(further.over(HELD)) == [*costs(further.rows), ("p3", 7.0)]


def test_a_row_that_others_changed_meanwhile_is_shown_beside_the_draft(changed: Draft) -> None:
    theirs = typed(HELD, 1, 11.0)
    assert ("p2", 11.0) in costs(changed.over(theirs))
    assert ("p2", 12.5) in costs(changed.over(theirs))


def test_a_row_half_filled_in_is_saved_or_named_a_blank_one_left_out() -> None:
    half, blank = ["p4", None, None, None], [None] * 4
    added = pd.DataFrame([half, blank], [4, 5], HELD.columns)
    rows = pd.concat([EMPTY.over(HELD).astype(object), added])
    kept = to_save(rows, ["product_id", "valid_from", "unit_cost"])
    assert kept.index.tolist() == [1, 2, 3, 4]
    assert "is_held" not in kept


def test_an_added_row_keeps_the_title_of_its_product() -> None:
    rows = pd.DataFrame({"product_id": ["p1", "p2", None], "title": ["Serum", None, None]})
    found = titled(rows, {"p1": "Other", "p2": "Balm"})["title"]
    assert found.tolist()[:2] == ["Serum", "Balm"]
    assert pd.isna(found[2])


@pytest.mark.parametrize("kind", ["Flat fees", "Samples"])
def test_grids_of_a_shop_with_collaborations_open_with_nothing_unsaved(
    tmp_path: Path, kind: str
) -> None:
    with app_on(tmp_path):
        tiny.build(Store.of("tiny"), deals.tables())
        page = visit("merchant", merchant="a", part="Costs", kind=kind)
        assert [len(frame.value) > 0 for frame in page.dataframe] == [True]
        assert "not saved yet" not in told(page)
