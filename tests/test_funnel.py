"""From invitation to post: shares by hand, every stage drawn, the category's where it has some."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from models.funnel import STAGES, Funnel, funnel
from models.question import sql
from tests import deals, tiny


def test_shares_by_hand() -> None:
    """38 of 48 arrived and 18 of 38 were posted, flat priors: 39 / 50 x 19 / 40."""
    found = Funnel(38, 9, 48, 38, 38, 18)
    assert found.posted_share == pytest.approx(39 / 50 * 19 / 40)
    assert found.invitations == pytest.approx(40 / 10)
    unsent = Funnel(received=38, posted=18)
    assert unsent.posted_share == pytest.approx(19 / 40)
    assert unsent.invitations is None


def test_each_stage_is_drawn() -> None:
    """The variance of the product of two betas, from their moments."""
    found = Funnel(shipped=48, arrived=38, received=38, posted=18)
    draws = found.draws(np.random.default_rng(0), 200_000)
    assert draws.mean() == pytest.approx(found.posted_share, rel=0.01)
    moments = [
        ((a + 1) / (n + 2), (a + 1) * (a + 2) / ((n + 2) * (n + 3)))
        for a, n in ((38, 48), (18, 38))
    ]
    (m1, s1), (m2, s2) = moments
    assert draws.var() == pytest.approx(s1 * s2 - (m1 * m2) ** 2, rel=0.03)
    sure = Funnel(shipped=48_000, arrived=38_000, received=38, posted=18)
    assert sure.draws(np.random.default_rng(0), 20_000).var() < draws.var()


def samples(**received: int) -> pd.DataFrame:
    rows = [
        {"category": name, **dict.fromkeys(STAGES, n), "merchant_ids": [f"shop of {name}"]}
        for name, n in received.items()
    ]
    return pd.DataFrame(rows)


def test_a_category_with_enough_samples_stands_alone() -> None:
    assert funnel(samples(a=30, b=100), "a", 1).received == 30
    assert funnel(samples(a=29, b=100), "a", 1).received == 129
    assert funnel(samples(a=30, b=100), "a", 2).received == 130
    assert funnel(samples(a=30, b=100), "a", 3) == Funnel()


def counts(folder: Path, day: date, tables: dict[str, pd.DataFrame]) -> dict[str, int]:
    frame = tiny.opened(folder, tables).frame(sql("sample_posts"), last_day=day)
    return {stage: int(frame[stage].sum()) for stage in STAGES}


@pytest.mark.parametrize(
    ("day", "sent", "posted", "invited"),
    [(date(2026, 4, 20), 1, 1, 2), (date(2026, 4, 23), 2, 1, 2), (date(2026, 4, 28), 3, 1, 3)],
)
def test_samples_sent_are_followed_to_their_posts_once_decided(
    tmp_path: Path, day: date, sent: int, posted: int, invited: int
) -> None:
    """Sent 56 days before: the sample of 20 February, which was posted, then that of the 25th,
    which was not, then that of 2 March, which never came. Asked 35 days before: 20 February, 1 and
    20 March.
    """
    found = counts(tmp_path, day, deals.tables())
    assert (found["shipped"], found["posted"]) == (sent, posted)
    assert found["received"] == found["arrived"] == min(sent, 2)
    assert (found["invited"], found["accepted"]) == (invited, 0)


def test_a_sample_without_a_day_of_sending_counts_from_its_arrival(tmp_path: Path) -> None:
    """On 22 March only that of 22 February had come three weeks before; on 30 March also that of 1
    March.
    """
    tables = deals.tables()
    tables["collaborations"] = tables["collaborations"].drop(columns="sample_shipped_at")
    for day, received in ((22, 1), (30, 2)):
        found = counts(tmp_path / str(day), date(2026, 3, day), tables)
        assert (found["received"], found["posted"], found["shipped"]) == (received, 1, 0)
