"""Two versions side by side: what moved, and the theme that moved it."""

import numpy as np
import pandas as pd
import pytest

from models.account import Account
from models.generators.known import GENERATORS
from models.pipeline import BASE
from models.themes import PRICE
from models.version_changes import changed_lists, changed_ranks
from tests.checkerboard import SIZE, checkerboard


def told(parts: dict[str, list[float]], ids: list[str]) -> Account:
    """An account in which two signals say everything."""
    frame = pd.DataFrame({**parts, BASE: 1.0}, index=ids)
    score = frame.sum(axis=1)
    ranks = score.rank(ascending=False).astype(int)
    order = pd.DataFrame({"rank": ranks, "score": score, "is_proposed": True})
    return Account(order.sort_values("rank"), frame, frame, frame, frame, None)


def test_the_theme_that_moved_a_candidate_is_named() -> None:
    """c overtakes a and b by its price; a falls although nothing of its own changed."""
    one = told({"bridge": [3, 2, 1, 0], "price fit": [0, 0, 0, 0]}, list("abcd"))
    two = told({"bridge": [3, 2, 1, 0], "price fit": [0, 0, 4, 0]}, list("abcd"))
    found = changed_ranks(one, two, 3)
    assert found.index.tolist() == ["c", "a", "b"]
    assert found["before"].tolist() == [3, 1, 2]
    assert found["moved"].tolist() == [2, -1, -1]
    assert found.at["c", "why"] == PRICE
    assert found.at["c", "by"] > 0 > found.at["a", "by"]


def test_a_candidate_of_one_version_alone_has_no_why() -> None:
    one = told({"bridge": [2, 1]}, ["a", "b"])
    two = told({"bridge": [2, 1, 3]}, ["a", "b", "new"])
    found = changed_ranks(one, two, 2)
    assert np.isnan(found.at["new", "before"])
    assert pd.isna(found.at["new", "why"])
    assert found.at["a", "moved"] == -1


def test_the_same_version_twice_changes_nothing() -> None:
    one = told({"bridge": [3, 2, 1]}, list("abc"))
    found = changed_ranks(one, one, 2)
    assert (found["moved"] == 0).all()
    assert found["why"].isna().all()
    model = GENERATORS["content"]().fit(checkerboard())
    kept = changed_lists(model, model)
    assert len(kept) == SIZE
    assert (kept == 1).all()


def test_two_methods_share_what_both_list() -> None:
    """Content lists the one of its colour that is left and ties among the others in order."""
    board = checkerboard()
    content, popular = (GENERATORS[name]().fit(board) for name in ("content", "popularity"))
    kept = changed_lists(content, popular, k=1)
    one, other = (model.recommend(board.products.ids.tolist(), 1) for model in (content, popular))
    same = one.merge(other, on=["product_id", "creator_id"])["product_id"]
    assert kept[kept == 1].index.tolist() == sorted(same)
    assert kept.mean() == pytest.approx(len(same) / SIZE)
