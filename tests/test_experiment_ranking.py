"""A new ranking valued from lists shown with known chances, or refused with the reason."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from models.causal.effect import Grade
from models.causal.logged import Value, value
from models.causal.logs import read_logs
from models.causal.table import TableError
from models.experiments.ranking import NoChancesError, log_of, match_log, with_chances
from models.exposure import by_chance, chance
from tests import tiny

CREATORS = [f"c{k}" for k in range(5)]


def shown(rows: int, seed: int = 0) -> pd.DataFrame:
    """Creators at random at the first place of two products; c0 is picked half of the time, the
    others in one of ten.
    """
    rng = np.random.default_rng(seed)
    who = rng.integers(0, 5, rows)
    return pd.DataFrame(
        {
            "product_id": rng.choice(["p1", "p2"], rows),
            "creator_id": np.array(CREATORS)[who],
            "rank": 1,
            "propensity": 0.2,
            "model_version": "v",
            "is_picked": rng.random(rows) < np.where(who == 0, 0.5, 0.1),
        }
    )


def ranked(best: str) -> pd.DataFrame:
    rows = [(product, best, 1) for product in ("p1", "p2", "p3")]
    return pd.DataFrame(rows, columns=["product_id", "creator_id", "rank"])


def valued(known: pd.DataFrame, new: pd.DataFrame) -> Value:
    logged = log_of(known, new)
    return value(logged.log, logged.policy)


def test_a_planted_value_is_recovered() -> None:
    """Always c0 first earns a half, where the log earned (.5 + 4 · .1) ÷ 5 = .18."""
    found = valued(shown(3_000), ranked("c0"))
    assert found.effect.low <= 0.5 <= found.effect.high
    assert found.effect.low > found.logged == pytest.approx(0.18, abs=0.03)
    assert found.ess == pytest.approx(600, abs=70), "every fifth row shows what it would"


def test_few_rows_are_refused() -> None:
    """200 rows are worth about 40 of a ranking that is always the same."""
    found = valued(shown(200), ranked("c0"))
    assert found.effect.grade is Grade.none
    assert "fewer than 100" in found.effect.reason


def test_whom_chance_never_showed_is_left_out() -> None:
    """Of c9 nothing is known: a ranking of c9 alone is refused; one that has c9 on p2 and c0 on p1
    is valued at half of its places, on both sides.
    """
    with pytest.raises(NoChancesError, match="chance never showed whom the new ranking puts first"):
        log_of(shown(3_000), ranked("c9"))
    half = ranked("c0").assign(creator_id=["c0", "c9", "c9"])
    rows = shown(3_000)
    rows.loc[rows["product_id"] == "p2", "is_picked"] = True
    logged = log_of(rows, half)
    assert logged.share == 0.5
    found, one = value(logged.log, logged.policy), rows[rows["product_id"] == "p1"]
    alone = valued(one, half[half["product_id"] == "p1"])
    assert found.logged == alone.logged == one["is_picked"].mean(), "p2 counts on neither side"
    assert found.effect.estimate == pytest.approx(alone.effect.estimate)


def test_lists_drawn_by_chance_tell_what_another_order_earns() -> None:
    """400 visits to a list of 30 whose first 20 are drawn; whoever stands first is picked with 1 ÷
    (1 + their number), further down half as likely per place. The list in order earns in its first
    two places (1 + 1/4) ÷ 2.
    """
    names, rows = np.array([f"c{k:02}" for k in range(30)]), []
    rng = np.random.default_rng(3)
    for visit in range(400):
        for rank, (who, known) in enumerate(
            zip(by_chance(30, (visit, 1)), chance(30), strict=True), start=1
        ):
            picked = rng.random() < 0.5 ** (rank - 1) / (1 + who)
            rows.append(("p1", names[who], rank, known, picked))
    columns = ["product_id", "creator_id", "rank", "propensity", "is_picked"]
    log = with_chances(pd.DataFrame(rows, columns=columns).assign(model_version="v"))
    assert len(log) == 400 * 20, "from the 21st place on nothing was drawn"
    first = pd.DataFrame({"product_id": "p1", "creator_id": names[:2], "rank": [1, 2]})
    assert log_of(log, first).lists == 400
    few = valued(log, first)
    assert few.effect.grade is Grade.none, "each place was theirs 20 of 400 times"
    whole = pd.DataFrame({"product_id": "p1", "creator_id": names[:20], "rank": range(1, 21)})
    found = valued(log, whole)
    truth = np.mean([0.5**place / (1 + place) for place in range(20)])
    assert found.ess == pytest.approx(400, rel=0.15)
    assert found.effect.low <= truth <= found.effect.high
    assert found.effect.low > found.logged


@pytest.mark.parametrize("older", [0.0, 0.5, 0.9])
def test_lists_of_an_earlier_model_do_not_water_it_down(older: float) -> None:
    """Some visits saw 20 others, whom an earlier model had; three in ten of all are picked."""
    rng, rows = np.random.default_rng(1), []
    for visit in range(1_200):
        model = "old" if rng.random() < older else "new"
        for rank, who in enumerate(by_chance(20, (visit, 1)), start=1):
            rows.append(("p1", f"{model}{who:02}", rank, 0.05, rng.random() < 0.3, model))
    columns = ["product_id", "creator_id", "rank", "propensity", "is_picked", "model_version"]
    names = [f"new{place:02}" for place in range(20)]
    new = pd.DataFrame({"product_id": "p1", "creator_id": names, "rank": range(1, 21)})
    found = valued(pd.DataFrame(rows, columns=columns), new)
    for way in found.ways.values():
        assert way.estimate == pytest.approx(0.3, abs=0.05)


def test_without_chances_it_says_what_would_bring_them() -> None:
    rows = shown(30).assign(propensity=None)
    with pytest.raises(NoChancesError, match="none of 30 impressions was drawn by chance, and"):
        with_chances(rows)
    with pytest.raises(NoChancesError, match="nothing was shown yet"):
        with_chances(rows.head(0))
    assert len(with_chances(pd.concat([rows, shown(5)]))) == 5
    with pytest.raises(NoChancesError, match="no list for the products that were shown"):
        log_of(shown(30), ranked("c0").assign(product_id="p9"))


def test_the_log_of_a_market_tells_who_was_picked(tmp_path: Path) -> None:
    """Shortlisted and further counts, opened does not; what is older than 28 days is left out, by
    the days on which lists were shown, not by those of sales, which end on 3 March.
    """
    actions = {"shown": 2, "opened": 3, "shortlisted": 4, "contacted": 30}
    rows = [
        {
            "impression_id": action,
            "shown_at": pd.Timestamp(f"2026-03-{day:02} 20:00"),
            "merchant_id": "a",
            "viewer": "a",
            "product_id": "p1",
            "creator_id": "c1",
            "rank": 1,
            "score": 0.5,
            "model_version": "v",
            "propensity": 0.25,
            "action": action,
        }
        for action, day in actions.items()
    ]
    session = tiny.opened(tmp_path, {**tiny.frames(), "match_impressions": pd.DataFrame(rows)})
    found = match_log(session, 28)
    assert sorted(found["is_picked"]) == [False, True, True]
    assert set(found["propensity"]) == {0.25}


def test_a_log_in_csv_reads_as_one_in_parquet(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "item_id": rng.integers(0, 4, 400),
            "position": rng.integers(1, 3, 400),
            "click": rng.integers(0, 2, 400),
            "propensity_score": 0.25,
        }
    )
    frame.to_csv(tmp_path / "log.csv", index=False)
    frame.to_parquet(tmp_path / "log.parquet")
    one, target = read_logs(tmp_path / "log.csv", tmp_path / "log.parquet")
    two, other = read_logs(tmp_path / "log.parquet", tmp_path / "log.csv")
    assert (one.item == two.item).all()
    assert (target == other).all()
    frame.drop(columns="click").to_csv(tmp_path / "less.csv", index=False)
    with pytest.raises(TableError, match=r"less.csv has no column click; it has item_id"):
        read_logs(tmp_path / "less.csv", tmp_path / "log.csv")
    (tmp_path / "none.csv").write_text("")
    with pytest.raises(TableError, match=r"none.csv cannot be read as CSV"):
        read_logs(tmp_path / "none.csv", tmp_path / "log.csv")
