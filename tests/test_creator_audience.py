"""Overlap, audience and lookalikes, on rows planted for each."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analytics.audience import audience_overlap, audience_reach, creator_audience, lookalikes
from analytics.period import Period
from data.scope import Scope
from tests import tiny

DAYS = Period(date(2026, 3, 1), date(2026, 3, 3))


def creators(names: Sequence[str], **columns: Any) -> pd.DataFrame:
    rows = pd.DataFrame({"creator_id": names, "handle": names, "followers": 1_000})
    return rows.assign(**{"tier": "micro", **columns})


def shopping() -> dict[str, pd.DataFrame]:
    """s1, s2, s3 click with c1; s2, s3, s4 with c2, s4 on shop b's product; s9 is organic."""
    clicked = [
        ("c1", "s1", "a"),
        ("c1", "s2", "a"),
        ("c1", "s2", "a"),
        ("c1", "s3", "a"),
        ("c2", "s2", "a"),
        ("c2", "s3", "b"),
        ("c2", "s4", "b"),
        (None, "s9", "a"),
        ("c2", None, "a"),
    ]
    events = [
        tiny.event(f"e{k}", "click", "d2", creator_id=who, shopper_id=shopper, merchant_id=shop)
        for k, (who, shopper, shop) in enumerate(clicked)
    ]
    return tiny.frames() | {"events": pd.DataFrame(events)}


def test_overlap_counts_distinct_shoppers(tmp_path: Path) -> None:
    session = tiny.opened(tmp_path, shopping())
    assert audience_reach(session, "c1") == audience_reach(session, "c1", None)
    assert (audience_reach(session, "c1").shoppers, audience_reach(session, "c1").clicks) == (3, 4)
    (row,) = audience_overlap(session, "c1").to_dict("records")
    assert (row["handle"], row["shared"], row["shoppers"]) == ("@pan_pete", 2, 3)
    assert (row["share"], row["share_of_other"]) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert row["jaccard"] == 2 / 4


def test_a_shop_s_overlap_rests_on_its_own_shoppers(tmp_path: Path) -> None:
    """Of c2's shoppers, s2 alone clicked on shop a's product."""
    session = tiny.opened(tmp_path, shopping(), Scope.of_merchants("a"))
    (row,) = audience_overlap(session, "c1").to_dict("records")
    assert (row["shared"], row["shoppers"], row["own_shoppers"]) == (1, 1, 3)
    everywhere = tiny.opened(tmp_path / "all", shopping())
    assert audience_overlap(everywhere, "c1", "a")["shared"].tolist() == [1]


def test_without_shoppers_there_is_no_overlap(tmp_path: Path) -> None:
    tables = shopping()
    tables["events"]["shopper_id"] = None
    session = tiny.opened(tmp_path, tables)
    assert not audience_reach(session, "c1").has_shoppers
    assert audience_overlap(session, "c1").empty


def shares(creator: str, young: float, women: float | None = None) -> list[dict[str, object]]:
    buckets = [("age", "18-24", young), ("age", "25-34", 1 - young)]
    if women is not None:
        buckets += [("gender", "female", women), ("gender", "male", 1 - women)]
    return [
        {"creator_id": creator, "dimension": dimension, "bucket": bucket, "share": share}
        for dimension, bucket, share in buckets
    ]


def test_an_audience_stands_beside_the_mean(tmp_path: Path) -> None:
    known = pd.DataFrame([*shares("c1", 0.8, 0.6), *shares("c2", 0.4)])
    session = tiny.opened(tmp_path, tiny.frames() | {"creator_audience": known})
    found = creator_audience(session, "c1")
    young = found.set_index("bucket").loc["18-24"]
    assert (young["share"], young["mean_share"], young["creators"]) == (0.8, pytest.approx(0.6), 2)
    assert found.set_index("bucket").loc["female", "creators"] == 1


def test_lookalikes_share_audience_categories_and_tier(tmp_path: Path) -> None:
    """near: audience 0.9 and 1, half the categories, a tier off; far: no gender, no category."""
    who = creators(["me", "near", "far"], tier=["micro", "mid", "mega"])
    who["categories"] = [["Beauty", "Home"], ["Beauty"], ["Toys"]]
    known = pd.DataFrame([*shares("me", 0.8, 0.6), *shares("near", 0.7, 0.6), *shares("far", 0.1)])
    tables = {"market": tiny.frames()["market"], "creators": who, "creator_audience": known}
    found = lookalikes(tiny.opened(tmp_path, tables), "me", None, "USD").set_index("creator_id")
    assert found.index.tolist() == ["near", "far"]
    near = found.loc["near"]
    assert near["audience"] == pytest.approx((0.9 + 1) / 2)
    assert (near["category_mix"], near["tier_nearness"]) == (0.5, 0.75)
    assert near["likeness"] == pytest.approx((0.95 + 0.5 + 0.75) / 3)
    far = found.loc["far"]
    assert far["audience"] == pytest.approx(0.1 + 0.2)
    assert (far["category_mix"], far["tier_nearness"]) == (0, 0.25)


def test_category_mix_is_what_was_sold_but_a_shop_s_view_is_what_was_stated(
    tmp_path: Path,
) -> None:
    """c1 and c2 both sold Beauty alone; they state Home and Beauty."""
    tables = tiny.frames()
    tables["creators"]["categories"] = [["Home"], ["Beauty"]]
    whole = lookalikes(tiny.opened(tmp_path, tables), "c1", DAYS.last_day, "USD")
    assert whole["category_mix"].tolist() == [1]
    shop = tiny.opened(tmp_path / "a", tables, Scope.of_merchants("a"))
    assert lookalikes(shop, "c1", DAYS.last_day, "USD")["category_mix"].tolist() == [0]


def test_given_vectors_are_compared_by_their_cosine(tmp_path: Path) -> None:
    vectors = {"me": [1.0, 0.0], "same": [2.0, 0.0], "other": [0.0, 1.0]}
    features = pd.DataFrame(
        [
            {"entity_type": "creator", "entity_id": who, "block": "topic", "vector": vector}
            for who, vector in vectors.items()
        ]
    )
    tables = {
        "market": tiny.frames()["market"],
        "creators": creators(list(vectors), tier=None),
        "entity_features": features,
    }
    found = lookalikes(tiny.opened(tmp_path, tables), "me", None, "XXX")
    assert found[["creator_id", "likeness"]].to_numpy().tolist() == [["same", 1], ["other", 0]]


def test_nothing_known_means_no_lookalike(tmp_path: Path) -> None:
    tables = {"market": tiny.frames()["market"], "creators": creators(["me", "you"], tier=None)}
    assert lookalikes(tiny.opened(tmp_path, tables), "me", None, "XXX").empty
