"""The account of a list: its parts are the score, and whoever is not proposed is measured alike."""

import numpy as np
import pandas as pd
import pytest

from models.account import Account, account
from models.entities import IDENTITY
from models.exam import Exam
from models.generators.known import GENERATORS
from models.owed import TERM
from models.pipeline import BASE, Pipeline
from models.recommender import cells
from models.themes import (
    AUDIENCE,
    DEMAND,
    HISTORY,
    PRICE,
    PRODUCT,
    RECORD,
    SHOP,
    SIMILAR,
    WHOLE,
    WORDS,
    theme_of,
)
from tests.test_pipeline import first_exam

DEPTH = 5


@pytest.fixture(scope="module")
def exam(tmp_path_factory: pytest.TempPathFactory) -> Exam:
    return first_exam("warm", tmp_path_factory.mktemp("folder") / "warm")


@pytest.fixture(scope="module")
def model(exam: Exam) -> Pipeline:
    return Pipeline(depth=DEPTH, seed=1).fit(exam.training, exam.rehearsals)


def told(model: Pipeline, exam: Exam, row: int = 0) -> Account:
    query = exam.queries.take(np.array([row]))
    return account(model, query, exam.candidates, exam.exclude)


@pytest.mark.parametrize("row", [0, 7])
def test_the_parts_are_the_score_by_which_the_list_stands(
    model: Pipeline, exam: Exam, row: int
) -> None:
    found = told(model, exam, row)
    np.testing.assert_allclose(found.parts.sum(axis=1), found.order["score"], atol=1e-9)
    proposed = found.order[found.order["is_proposed"]]
    assert DEPTH <= len(proposed) < len(found.order)
    assert proposed["rank"].tolist() == list(range(1, len(proposed) + 1))
    assert proposed["score"].is_monotonic_decreasing
    listed = model.ranking(
        exam.queries.take(np.array([row])), exam.candidates, len(proposed), exam.exclude
    )
    assert (
        listed.frame("creator_id", "product_id")["product_id"].tolist() == proposed.index.tolist()
    )


def test_each_is_proposed_by_a_generator_that_has_it_among_its_best(
    model: Pipeline, exam: Exam
) -> None:
    found = told(model, exam)
    assert (found.proposed.any(axis=1) == found.order["is_proposed"]).all()
    assert (found.places.where(found.proposed).fillna(0) <= DEPTH).all(axis=None)
    assert found.places.columns.tolist() == list(model.members)
    for name in model.members:
        ranks = found.places[name].dropna().astype(int)
        assert (ranks == ranks.rank(method="min")).all(), name
        assert found.proposed[name].sum() == min(DEPTH, len(ranks))


def test_a_wide_account_measures_the_proposed_as_the_list_does(model: Pipeline, exam: Exam) -> None:
    query = exam.queries.take(np.array([3]))
    left_out = cells(exam.exclude, query, exam.candidates)
    pool = model.proposals(query, exam.candidates, left_out)
    found = account(model, query, exam.candidates, exam.exclude)
    same = found.values.loc[exam.candidates.ids[pool.candidate], list(pool.names)]
    np.testing.assert_array_equal(same.to_numpy(), pool.signals)


def test_those_not_proposed_stand_below_and_say_where_they_would_have_stood(
    model: Pipeline, exam: Exam
) -> None:
    order = told(model, exam).order
    proposed, others = order[order["is_proposed"]], order[~order["is_proposed"]]
    assert others["rank"].min() > proposed["rank"].max()
    for name, row in others.head(20).iterrows():
        above = (proposed["score"] > row["score"]).sum()
        assert row["would_rank"] == above + 1, name
    assert (proposed["would_rank"] == proposed["rank"]).all()


def test_themes_add_up_to_what_sets_a_candidate_apart(model: Pipeline, exam: Exam) -> None:
    """To single precision, in which generators speak."""
    found = told(model, exam)
    usual = found.order["score"].mean()
    np.testing.assert_allclose(found.themes.sum(axis=1), found.order["score"] - usual, atol=1e-5)
    assert set(found.themes.columns) == {theme_of(n) for n in found.parts if n != BASE}


@pytest.mark.parametrize("asker", ["product", "creator"])
def test_what_is_told_of_who_asks_is_no_theme_of_a_candidate(asker: str) -> None:
    """Each side has a signal of its own, and both have a bridge between them."""
    signals = {"creator refunds": 1.0, "product orders": 2.0, "bridge of the best": 3.0, BASE: 0.0}
    parts = pd.DataFrame([signals, dict.fromkeys(signals, 0.0)], ["a", "b"])
    score = parts.sum(axis=1)
    order = pd.DataFrame({"rank": [1, 2], "score": score, "is_proposed": True, "is_new": False})
    themes, above = Account(order, parts, parts, parts, parts, None).of("a", asker)
    own = {"product": RECORD, "creator": DEMAND}[asker]
    assert set(themes.index) == set(above.index) == {own, SIMILAR}
    assert themes[SIMILAR] == 1.5
    assert above[SIMILAR] == 1.0


def test_what_a_newcomer_has_not_is_no_merit_of_it() -> None:
    """Its themes are those of what it states; one who has a past keeps all."""
    parts = pd.DataFrame(
        {"creator orders": [1.0, 0.0], "audience fit": [2.0, 0.0], "item-knn in the mean": 1.0},
        ["new", "known"],
    ).assign(**{BASE: 0.0})
    order = pd.DataFrame({"rank": [1, 2], "score": [4.0, 1.0], "is_proposed": True})
    told = Account(order.set_axis(parts.index).assign(is_new=[True, False]), *[parts] * 4, None)
    assert list(told.of("new", "product")[0].index) == [AUDIENCE]
    assert set(told.of("known", "product")[0].index) == {RECORD, AUDIENCE, SIMILAR}


def test_a_new_products_history_is_no_merit_and_its_price_is() -> None:
    parts = pd.DataFrame({"hybrid in the mean": [1.0, 0.0]}, ["new", "known"]).assign(**{BASE: 0.0})
    terms = {
        "hybrid": pd.DataFrame(
            [[1.0, 1.0], [0.0, 0.0]],
            parts.index,
            pd.MultiIndex.from_tuples([(HISTORY, IDENTITY, ""), (PRICE, "price", "")], names=TERM),
        )
    }
    order = pd.DataFrame({"rank": [1, 2], "is_proposed": True, "is_new": True}, parts.index)
    told = Account(order, *[parts] * 4, None, terms)
    assert list(told.of("new", "creator")[0].index) == [PRICE]


def test_a_pair_that_is_left_out_has_no_account(model: Pipeline, exam: Exam) -> None:
    found = told(model, exam)
    known = exam.exclude["product_id"][exam.exclude["creator_id"] == exam.queries.ids[0]]
    assert len(known) > 0
    assert not set(known) & set(found.order.index)


def test_a_generator_alone_is_its_own_account(exam: Exam) -> None:
    model = GENERATORS["item-knn"]().fit(exam.training)
    query = exam.queries.take(np.array([0]))
    found = account(model, query, exam.candidates, exam.exclude)
    assert found.order["is_proposed"].all()
    assert found.depth is None
    np.testing.assert_array_equal(found.parts["item-knn"], found.order["score"])
    assert found.order["score"].is_monotonic_decreasing


def test_an_account_is_of_one_query(model: Pipeline, exam: Exam) -> None:
    with pytest.raises(ValueError, match="of one query, not of 2"):
        account(model, exam.queries.take(np.array([0, 1])), exam.candidates, exam.exclude)


@pytest.mark.parametrize(
    ("signal", "theme"),
    [
        ("bridge in person of the best", SIMILAR),
        ("content title among the proposed", WORDS),
        ("likeness merchant of the best", SHOP),
        ("price fit", PRICE),
        ("content in the mean", WORDS),
        ("likeness given brand image of the best", "brand image"),
        ("given topic", "topic"),
        ("product price level", PRICE),
        ("product what is to come", PRODUCT),
        ("creator refunds", RECORD),
        ("likeness of the best", WHOLE),
        ("something by a generator to come", WHOLE),
    ],
)
def test_what_a_signal_is_about(signal: str, theme: str) -> None:
    assert theme_of(signal) == theme
