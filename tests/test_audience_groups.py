"""Groups of creators who reach the same shoppers: counted by hand, within a shop where asked."""

from pathlib import Path

import pandas as pd
import pytest

from analytics.audience_groups import AudienceGroups, audience_groups
from data.warehouse import Session
from tests import tiny

CREATORS = ("c1", "c2", "c3")


def clicks(creator: str, shoppers: range, merchant: str = "a") -> list[dict[str, object]]:
    return [
        tiny.event(f"{creator}-{n}", "click", "d1", shopper_id=f"s{n}")
        | {"creator_id": creator, "content_id": None, "content_type": None}
        | ({} if merchant == "a" else {"merchant_id": "b", "product_id": "p3"})
        for n in shoppers
    ]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """c1 reaches shoppers 0–39, c2 10–49 (30 of 40 shared), c3 35–74 in shop b (5 and 15)."""
    tables = tiny.frames()
    first, second = clicks("c1", range(40)), clicks("c2", range(10, 50))
    tables["events"] = pd.DataFrame([*first, *second, *clicks("c3", range(35, 75), "b")])
    third = {"creator_id": "c3", "handle": "third", "followers": 5, "tier": "nano"}
    tables["creators"] = pd.concat([tables["creators"], pd.DataFrame([third])])
    return tiny.opened(tmp_path, tables)


def test_groups_by_hand(session: Session) -> None:
    """c1 and c2 share 30 of 40; with c3 the mean is (5 + 15) ÷ 40 ÷ 2 = .25, so all are one."""
    found = audience_groups(session, CREATORS)
    assert found.known == 3
    assert found.group == {"c1": 0, "c2": 0, "c3": 0}
    usual = (30 + 5 + 15) / 40 / 3
    assert found.shared == pytest.approx((usual,))
    assert found.usual == pytest.approx(usual)
    assert found.beyond_usual() == (0.0,), "all share what is usual, and no more"


def test_a_shop_counts_its_own_clicks(session: Session) -> None:
    found = audience_groups(session, CREATORS, "a")
    assert found.group == {"c1": 0, "c2": 0}
    assert found.shared == pytest.approx((0.75,))


def test_what_is_beyond_the_usual_is_a_share_of_the_rest() -> None:
    assert AudienceGroups({}, (0.6, 0.1), 0.2, 9).beyond_usual() == pytest.approx((0.5, 0.0))


def test_too_few_shoppers_tell_nothing(tmp_path: Path) -> None:
    assert audience_groups(tiny.opened(tmp_path), ("c1", "c2")) == AudienceGroups()
