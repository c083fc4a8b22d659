"""A new ranking valued from lists shown with known chances, or refused with the reason."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from models.causal.effect import Grade
from models.causal.logged import value
from models.causal.logs import read_logs
from models.causal.table import TableError
from models.experiments.ranking import NoChancesError, log_of, match_log, with_chances
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
            "is_picked": rng.random(rows) < np.where(who == 0, 0.5, 0.1),
        }
    )


def ranked(best: str) -> pd.DataFrame:
    rows = [(product, best, 1) for product in ("p1", "p2", "p3")]
    return pd.DataFrame(rows, columns=["product_id", "creator_id", "rank"])


def test_a_planted_value_is_recovered() -> None:
    """Always c0 first earns a half, where the log earned (.5 + 4 · .1) ÷ 5 = .18."""
    found = value(*log_of(shown(3_000), ranked("c0")))
    assert found.effect.low <= 0.5 <= found.effect.high
    assert found.effect.low > found.logged == pytest.approx(0.18, abs=0.03)
    assert found.ess == pytest.approx(600, abs=70), "every fifth row shows what it would"


def test_few_rows_are_refused() -> None:
    """200 rows are worth about 40 of a ranking that is always the same."""
    found = value(*log_of(shown(200), ranked("c0")))
    assert found.effect.grade is Grade.none
    assert "fewer than 100" in found.effect.reason


def test_the_value_of_what_was_never_shown_is_refused() -> None:
    found = value(*log_of(shown(3_000), ranked("c9")))
    assert found.effect.grade is Grade.none


def test_without_chances_it_says_what_would_bring_them() -> None:
    rows = shown(30).assign(propensity=None)
    with pytest.raises(NoChancesError, match="none of 30 impressions has a known chance; show 5 %"):
        with_chances(rows)
    with pytest.raises(NoChancesError, match="nothing was shown yet"):
        with_chances(rows.head(0))
    assert len(with_chances(pd.concat([rows, shown(5)]))) == 5
    with pytest.raises(NoChancesError, match="no list for the products that were shown"):
        log_of(shown(30), ranked("c0").assign(product_id="p9"))


def test_the_log_of_a_market_tells_who_was_picked(tmp_path: Path) -> None:
    """Shortlisted and further counts, opened does not; a day outside is left out."""
    actions = {"shown": 1, "opened": 1, "shortlisted": 1, "contacted": 30}
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
    found = match_log(session, date(2026, 3, 1), date(2026, 3, 3))
    assert sorted(found["is_picked"]) == [False, False, True]
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
