"""What became of samples, by hand: 14 days to post, 7 more, and what the pair sold since."""

from datetime import date, timedelta

import pandas as pd
import pytest

from analytics import attention
from analytics.period import Period
from analytics.slice import Slice
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from tests import deals, tiny

ALDER = Slice(Period(date(2026, 3, 1), date(2026, 3, 3)), "USD", merchant_id="a")
LEFT = ("days_left", "days_left_extended")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    store = Store(tmp_path_factory.mktemp("store") / "tiny")
    return Warehouse.snapshot(tiny.build(store, deals.tables())).session(Scope.everything())


@pytest.mark.parametrize(
    ("days_after_receipt", "state", "left", "extended"),
    [
        (0, "waiting", 14, 21),
        (14, "waiting", 0, 7),
        (15, "overdue", -1, 6),
        (21, "overdue", -7, 0),
        (22, "never posted", None, None),
    ],
)
def test_a_sample_is_overdue_past_14_days_and_given_up_past_21(
    session: Session, days_after_receipt: int, state: str, left: int, extended: int
) -> None:
    until = date(2026, 3, 1) + timedelta(days_after_receipt)
    found = attention.samples(session, ALDER.of(period=Period(date(2026, 2, 1), until)))
    quiet = found.set_index("collaboration_id").loc["quiet"]
    assert quiet["state"] == state
    told = tuple(None if pd.isna(quiet[name]) else int(quiet[name]) for name in LEFT)
    assert told == (left, extended)


def test_a_sample_is_known_as_of_the_last_day(session: Session) -> None:
    until = ALDER.of(period=Period(date(2026, 2, 1), date(2026, 3, 1)))
    found = attention.samples(session, until).set_index("collaboration_id")
    assert found["state"].to_dict() == {"posted": "waiting", "quiet": "waiting"}
    assert found.loc["posted", "days_left"] == 7
    assert pd.isna(found.loc["posted", "posted_on"])


def test_samples_carry_cost_and_what_the_pair_sold_until_the_next(session: Session) -> None:
    found = attention.samples(session, ALDER).set_index("collaboration_id")
    assert found["state"].to_dict() == {
        "quiet": "waiting",
        "again": "on its way",
        "posted": "posted",
    }
    assert found["sample_cost"].to_dict() == dict.fromkeys(found.index, 700)
    # c1 and p1: o1 on 1 March before the second sample left, o8 (and o9, refunded) after
    assert found["net_gmv_since"].to_dict() == {"quiet": 3_000, "again": 1_000, "posted": 2_000}


def test_states_sum_to_the_samples(session: Session) -> None:
    states = attention.sample_states(session, ALDER).set_index("state")
    assert states["samples"].to_dict() == {"waiting": 1, "on its way": 1, "posted": 1}
    assert states["sample_cost"].sum() == 3 * 700
    listed = [len(attention.samples(session, ALDER, state)) for state in states.index]
    assert listed == [1, 1, 1]
    assert attention.samples(session, ALDER.of(category="Home")).empty
