"""Affinity of creators to categories, by hand, and blind to its cut-off and all after it."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.scope import Scope
from models.interests.affinity import category_affinity, category_shares
from models.interests.creator import creator_interests
from models.interests.memory import MEMORIES
from tests import tiny

ASKED = {
    "entity_id": ["c1", "c1", "c1", "c2", "c2", "c9"],
    "category": ["Beauty", "Beauty > Skin", "Home", "Beauty", "Pets", "Beauty"],
}
PAIRS = pd.DataFrame(ASKED)
CUT_OFF = date(2026, 3, 3)


def affinity(folder: Path, tables: dict[str, pd.DataFrame], cut_off: date) -> pd.DataFrame:
    return category_affinity(tiny.opened(folder, tables), PAIRS, cut_off)


def test_affinity_by_hand(tmp_path: Path) -> None:
    """c1 had p1 on the 1st, p2 and p3 on the 2nd, p1 and p3 again on the 3rd; c2 had p1 on the 2nd.
    All of it is one session, for no week passed.
    """
    before = affinity(tmp_path / "a", tiny.frames(), CUT_OFF)
    assert before["n"].tolist() == before["n_short"].tolist() == [3, 3, 3, 1, 1, 0]
    for span, days in (("long", 180), ("short", 7)):
        day = 0.5 ** (1 / days)
        of_c1 = [(day + 1) / (day + 2), day / (day + 2), 1 / (day + 2)]
        assert before[span].tolist()[:5] == pytest.approx([*of_c1, 1, 0])
    assert before[["long", "short"]].iloc[5].isna().all()
    after = affinity(tmp_path / "b", tiny.frames(), date(2026, 3, 4))
    assert after["n"].tolist() == [5, 5, 5, 1, 1, 0]
    day = 0.5 ** (1 / 180)
    parts = np.array([day**2 + day + 1, day**2 + 1, day + 1])
    assert after["long"].tolist()[:3] == pytest.approx(parts / (day**2 + 2 * day + 2))


def test_nothing_on_or_after_the_cut_off_counts(tmp_path: Path) -> None:
    """Traffic and orders of the 3rd: gone, others' or many more."""
    told = affinity(tmp_path / "told", tiny.frames(), CUT_OFF)
    gone = tiny.frames()
    for table, time in (("events", "event_at"), ("order_lines", "created_at")):
        gone[table] = gone[table][gone[table][time] < pd.Timestamp("2026-03-03 08:00")]
    more = tiny.frames()
    extra = [
        tiny.event(f"x{n}", "click", "d3", product_id="p3", merchant_id="b", content_id="v1")
        for n in range(5)
    ]
    more["events"] = pd.concat([more["events"], pd.DataFrame(extra)])
    sold = [tiny.line("x", "p3", "d3", 900, merchant_id="b", **tiny.BY_C2)]
    more["order_lines"] = pd.concat([more["order_lines"], pd.DataFrame(sold)])
    other = tiny.frames()
    is_last = other["order_lines"]["created_at"] >= pd.Timestamp("2026-03-03 08:00")
    other["order_lines"].loc[is_last, "creator_id"] = "c2"
    for name, tables in (("gone", gone), ("more", more), ("other", other)):
        pd.testing.assert_frame_equal(affinity(tmp_path / name, tables, CUT_OFF), told)
    assert not affinity(tmp_path / "late", more, date(2026, 3, 4)).equals(told)


def test_a_creator_as_a_page_shows_it(tmp_path: Path) -> None:
    session = tiny.opened(tmp_path)
    found = creator_interests(session, "c1", date(2026, 3, 3))
    assert (found.n_now, found.n_long) == (5, 5)
    assert (found.now_from, found.now_until) == (date(2026, 3, 1), date(2026, 3, 3))
    assert found.categories["category"].tolist() == [
        "Home > Kitchen",
        "Beauty > Skin",
        "Beauty > Lips",
    ]
    assert found.categories["products_now"].tolist() == [1, 1, 1]
    assert found.categories[["share_now", "share_long"]].sum().tolist() == pytest.approx([1, 1])
    assert found.drift is not None
    assert found.drift.low is None, "three products tell nothing of chance"
    of_shop = creator_interests(session, "c1", date(2026, 3, 3), merchant_id="b")
    assert of_shop.categories["category"].tolist() == ["Home > Kitchen"]
    nobody = creator_interests(session, "c9", date(2026, 3, 3))
    assert nobody.categories.empty
    assert (nobody.n_long, nobody.now_until, nobody.drift) == (0, None, None)


def test_a_shop_sees_what_its_own_rows_tell(tmp_path: Path) -> None:
    session = tiny.opened(tmp_path, scope=Scope.of_merchants("b"))
    found = creator_interests(session, "c1", date(2026, 3, 3))
    assert found.categories["category"].tolist() == ["Home > Kitchen"]
    assert found.n_long == 2, "shown on the 2nd, sold on the 3rd"


def test_half_lives_are_those_worked_with_above() -> None:
    memory = MEMORIES["creator"]
    days = np.array([memory.long_half_life, memory.short_half_life, memory.gap]) / 86_400
    assert days.tolist() == [180, 7, 7]


def test_shares_of_all_are_the_affinities_above_none(tmp_path: Path) -> None:
    """Whatever is not told has an affinity of 0."""
    session = tiny.opened(tmp_path)
    shares = category_shares(session, CUT_OFF)
    assert not shares.duplicated(["creator_id", "category"]).any()
    asked = PAIRS[PAIRS["entity_id"] != "c9"]
    told = category_affinity(session, asked, CUT_OFF)
    names = ["creator_id", "category"]
    both = told.rename(columns={"entity_id": "creator_id"}).merge(shares, on=names, how="left")
    for span in ("long", "short"):
        held = both[f"{span}_y"].fillna(0)
        assert held.tolist() == pytest.approx(both[f"{span}_x"].tolist())
    assert (shares[["long", "short"]].max(axis=1) > 0).all()
