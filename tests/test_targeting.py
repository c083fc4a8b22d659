"""Whom to treat: planted effects are found, and nothing where there is nothing."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from models.causal.targeting.encoding import Encoding
from models.causal.targeting.evidence import LEVEL, above_chance, evidence, parts
from models.causal.targeting.measures import Terms, net_value
from models.causal.targeting.plan import Choice, Plan
from models.causal.targeting.trial import Named, Trial, read_trial
from models.causal.targeting.uplift import Uplift
from tests.promotions import people

ANY = Path("any.csv")
NAMES = Named("sent", "yes", "no", "bought")
KNOWN = ["region", "age", "score"]
TERMS = Terms(value=10, cost=0.5)


def trial(frame: pd.DataFrame, like: pd.DataFrame | None = None) -> Trial:
    text = frame.astype(str)
    encoding = Encoding.learned(text if like is None else like.astype(str), KNOWN, ANY)
    return read_trial(text, ANY, NAMES, encoding)


def test_planted_effects_are_found() -> None:
    """A quarter of the people is moved by 0.2, which is worth 2 and costs 0.5; nobody else is."""
    frame, later = people(11, 6_000), people(12, 6_000)
    plan = Plan.of(trial(frame), TERMS)
    is_moved = ((later["region"] == "north") & (later["score"] < 0)).to_numpy()
    is_targeted = plan.targets(trial(later, frame).known)
    assert plan.choice is Choice.TARGETING
    assert plan.evidence.p_value < 0.001
    assert is_targeted[is_moved].mean() > 0.85
    assert is_targeted[~is_moved].mean() < 0.2
    assert plan.share == pytest.approx(is_targeted.mean(), abs=0.05)
    test = trial(later, frame)
    best = net_value(is_moved, test.outcome, test.is_treated, TERMS)
    found = net_value(is_targeted, test.outcome, test.is_treated, TERMS)
    everyone = net_value(np.ones(6_000, bool), test.outcome, test.is_treated, TERMS)
    assert found.value > 0.75 * best.value > 0
    assert found.value > max(everyone.value, 0)


@pytest.mark.parametrize("share", [0.2, 0.8])
def test_planted_effects_are_found_with_unequal_arms(share: float) -> None:
    plan = Plan.of(trial(people(13, 6_000, share)), TERMS)
    assert plan.evidence.is_enough
    assert plan.share == pytest.approx(0.25, abs=0.12)


def test_where_all_gain_alike_evidence_is_as_rare_as_its_level() -> None:
    """Of 100 trials in which everyone gains the same, 5, give or take 2.2."""
    found = 0
    for seed in range(100):
        told = trial(people(1_000 + seed, 400, 0.4, 0.4, all_alike=True))
        found += evidence(told, parts(told, 0)).is_enough
    assert LEVEL == 0.05
    assert 1 <= found <= 11


@pytest.mark.parametrize(("cost", "choice"), [(0.2, Choice.ALL), (2.0, Choice.NONE)])
def test_without_evidence_all_or_none_are_treated(cost: float, choice: Choice) -> None:
    """Everyone gains 0.1, which is worth 1."""
    told = trial(people(3, 3_000, moved=0.4, all_alike=True))
    plan = Plan.of(told, Terms(10, cost))
    assert not plan.evidence.is_enough
    assert (plan.choice, plan.share) == (choice, float(choice is Choice.ALL))
    assert (plan.targets(told.known) == (choice is Choice.ALL)).all()


def test_evidence_looks_at_later_parts_only() -> None:
    """No part is ordered by a model that saw it or a part after it."""
    told, seen = trial(people(4, 500)), []

    def learned(rows: Trial) -> Uplift:
        seen.append(len(rows))
        return Uplift.learned(rows)

    dealt = parts(told, 0)
    evidence(told, dealt, learned)
    assert seen == list(np.cumsum([len(rows) for rows in dealt])[:-1])
    assert sorted(np.concatenate(dealt).tolist()) == list(range(500))


def test_an_order_by_chance_is_no_evidence() -> None:
    rng = np.random.default_rng(2)
    shown = rng.standard_t(3, 500)
    found = [above_chance(rng.random(500), shown) for _ in range(400)]
    assert abs(np.mean(found)) < 0.2
    assert 0.9 < np.std(found) < 1.1
    assert above_chance(np.ones(500), shown) == 0
    assert above_chance(shown, shown) > 5


def test_the_order_of_rows_changes_nothing() -> None:
    frame = people(5, 800)
    mixed = frame.sample(frac=1, random_state=1)
    one, two = (Plan.of(trial(rows, frame), TERMS) for rows in (frame, mixed))
    asked = trial(people(6, 300), frame).known
    assert (one.share, one.evidence) == (two.share, two.evidence)
    assert (one.uplift.scores(asked) == two.uplift.scores(asked)).all()


def test_scores_add_up_to_effects_in_units_of_the_outcome() -> None:
    """Money instead of purchases: everything tenfold but the order, and the evidence the same."""
    frame = people(7, 1_500).assign(bought=lambda rows: rows["bought"] + rows["age"] / 10)
    larger = frame.assign(bought=10 * frame["bought"])
    one, two = (Plan.of(trial(rows), Terms(1, cost)) for rows, cost in ((frame, 0.1), (larger, 1)))
    asked = trial(people(8, 300), frame).known
    assert two.uplift.scores(asked) == pytest.approx(10 * one.uplift.scores(asked), rel=1e-3)
    assert two.share == pytest.approx(one.share, abs=0.01)
    assert two.evidence.z == pytest.approx(one.evidence.z, rel=1e-3)


def test_trees_foretell_an_outcome_in_its_units() -> None:
    frame = people(9, 2_000).assign(bought=lambda rows: rows["bought"] + rows["age"] / 10)
    told = trial(frame)
    uplift = Uplift.learned(told)
    for trees, arm in ((uplift.treated, told.is_treated), (uplift.control, ~told.is_treated)):
        found = trees.expected(told.known.plain[arm])
        assert found.mean() == pytest.approx(told.outcome[arm].mean(), rel=0.02)
        assert np.corrcoef(found, told.outcome[arm])[0, 1] > 0.9


def test_what_moves_the_outcome_anyhow_does_not_hide_the_effect() -> None:
    """Age adds 20 times as much as the promotion ever does."""
    frame = people(10, 2_000, moved=0.5).assign(
        bought=lambda rows: rows["bought"] + rows["age"] / 5
    )
    assert Plan.of(trial(frame), TERMS).evidence.p_value < 0.001
