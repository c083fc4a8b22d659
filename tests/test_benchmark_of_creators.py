"""What a merchant learns of a creator from other shops: of five at least, measure by measure.

Each other shop brings creator c1 100 impressions, 50 views, 10 clicks and one line of 10.00, the
first one's half refunded; the own shop brings ten times as much, which must not be counted.
"""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.creator import creator_benchmark
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from tests import tiny
from tests.visits import app_on, told, visit

LAST_DAY = date(2026, 3, 3)
OWN = Scope.of_merchants("own")
SEEN = {"impression": 100, "view": 50, "click": 10}
# 10.00 of 50.00 over 500 impressions, 250 views, 50 clicks, 5 lines
RATES = {
    "ctr": 50 / 500,
    "ctor_sku_orders": 5 / 50,
    "watch_gpm": 1000 * 5_000 / 250,
    "show_gpm": 1000 * 5_000 / 500,
    "refund_rate": 500 / 5_000,
}


def shops(n: int) -> list[str]:
    return [f"s{i}" for i in range(1, n + 1)]


def market(n: int, lacking: str = "") -> dict[str, pd.DataFrame]:
    """`n` other shops beside the own one, the last without events of a kind, or without `sale`."""
    names = [*shops(n), "own"]
    events = [
        tiny.event(f"{shop} {kind}", kind, "d2", m * (10 if shop == "own" else 1), **of(shop))
        for shop in names
        for kind, m in SEEN.items()
        if (shop, kind) != (names[-2], lacking)
    ]
    lines = [
        tiny.line(
            f"o {shop}",
            f"p {shop}",
            "d2",
            10_000 if shop == "own" else 1_000,
            **{**tiny.BY_C1, **of(shop), "refund": 500 if shop == "s1" else 0},
        )
        for shop in names
        if (shop, "sale") != (names[-2], lacking)
    ]
    known = {"category_path": "Beauty > Skin", "title": "Serum"}
    return {
        **{name: tiny.frames()[name] for name in ("market", "creators", "content")},
        "merchants": pd.DataFrame([{"merchant_id": shop, "name": shop} for shop in names]),
        "products": pd.DataFrame([{**of(shop), **known} for shop in names]),
        "events": pd.DataFrame(events),
        "order_lines": pd.DataFrame(lines),
    }


def of(shop: str) -> dict[str, str]:
    return {"merchant_id": shop, "product_id": f"p {shop}"}


def rates(session: Session) -> dict[str, float] | None:
    """The rates that are told of c1; None without a row."""
    found = creator_benchmark(session, "c1", LAST_DAY, "USD")
    return None if found is None else found[list(RATES)].dropna().to_dict()


def test_five_other_shops_are_told(tmp_path: Path) -> None:
    found = creator_benchmark(tiny.opened(tmp_path, market(5), OWN), "c1", LAST_DAY, "USD")
    assert found is not None
    assert found[["merchants", "clicks", "sku_orders"]].tolist() == [5, 50, 5]
    assert found[list(RATES)].to_dict() == pytest.approx(RATES)


def test_four_other_shops_are_not(tmp_path: Path) -> None:
    warehouse = Warehouse.snapshot(tiny.build(Store(tmp_path / "tiny"), market(4)))
    assert rates(warehouse.session(OWN)) is None
    assert rates(warehouse.session(Scope.of_merchants())) is None
    every = creator_benchmark(warehouse.session(Scope.everything()), "c1", LAST_DAY, "USD")
    assert every is not None
    assert every["merchants"] == 5, "an analyst has no own shop to leave out"


@pytest.mark.parametrize(
    ("lacking", "left"),
    [
        ("sale", {"ctr"}),
        ("click", {"watch_gpm", "show_gpm", "refund_rate"}),
        ("view", {"ctr", "ctor_sku_orders", "show_gpm", "refund_rate"}),
        ("impression", {"ctor_sku_orders", "watch_gpm", "refund_rate"}),
    ],
)
def test_a_rate_is_told_where_five_shops_have_its_parts(
    tmp_path: Path, lacking: str, left: set[str]
) -> None:
    """Five shops have traffic or sales, but only four of them what is lacking."""
    found = rates(tiny.opened(tmp_path, market(5, lacking), OWN))
    assert found == pytest.approx({name: RATES[name] for name in left})


def test_no_sum_of_sales_is_told_of_four_that_sold(tmp_path: Path) -> None:
    session = tiny.opened(tmp_path, market(5, "sale"), OWN)
    days = {"first_day": LAST_DAY.replace(day=1), "last_day": LAST_DAY, "currency": "USD"}
    found = session.frame("from benchmark_by_creator($first_day, $last_day, $currency)", **days)
    assert found[["gmv", "net_gmv", "sku_orders", "refunded"]].isna().all(axis=None)
    assert found["clicks"].tolist() == [50]


def test_the_page_says_what_it_may_not_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app_on(tmp_path):
        tiny.build(Store.of("tiny"), market(5, "sale"))
        monkeypatch.setenv("TANDEM_MERCHANT", "own")
        page = visit("creator", creator="c1")
        beside = next(t.value for t in page.dataframe if "Other shops" in t.value)
        assert beside.set_index("Measure")["Other shops"].to_dict() == {
            "CTR": "10.0 %",
            "CTOR (SKU orders)": "–",
            "Watch GPM": "–",
            "Show GPM": "–",
            "Refund rate": "–",
        }
        assert "–: fewer than five of them had any" in told(page)


def terms(session: Session) -> pd.Series | None:
    found = session.frame("from benchmark_terms_by_creator() where creator_id = 'c1'")
    return None if found.empty else found.iloc[0]


def collaborations(n: int, **last: object) -> pd.DataFrame:
    """One with each other shop and the own: received on 1 March, posted 2 to `n` + 1 days later."""
    received = pd.Timestamp("2026-03-01 20:00")
    return pd.DataFrame(
        [
            {
                "collaboration_id": shop,
                **of(shop),
                "creator_id": "c1",
                "recorded_at": received,
                "commission_rate": 0.5 if shop == "own" else (i + 1) / 100,
                "sample_received_at": received,
                "posted_at": received + pd.Timedelta(days=90 if shop == "own" else i + 2),
                **(last if i == n - 1 else {}),
            }
            for i, shop in enumerate([*shops(n), "own"])
        ]
    )


@pytest.mark.parametrize(
    ("last", "untold"),
    [
        ({}, set()),
        ({"commission_rate": None}, {"commission_rate"}),
        ({"sample_received_at": None}, {"samples_received", "samples_posted", "days_to_post"}),
        ({"posted_at": None}, {"days_to_post"}),
    ],
)
def test_terms_are_told_of_five_other_shops(
    tmp_path: Path, last: dict[str, object], untold: set[str]
) -> None:
    deals = collaborations(5, **last)
    found = terms(tiny.opened(tmp_path, {**market(5), "collaborations": deals}, OWN))
    assert found is not None
    posted = 4 if "posted_at" in last else 5
    known = {"samples_received": 5, "samples_posted": posted}
    known |= {"days_to_post": 4, "commission_rate": 0.03, "merchants": 5}
    wanted = {key: value for key, value in known.items() if key not in untold}
    assert found.drop("creator_id").dropna().to_dict() == pytest.approx(wanted)


def test_terms_of_four_other_shops_are_not_told(tmp_path: Path) -> None:
    deals = pd.concat([collaborations(4), collaborations(4).assign(collaboration_id=list("abcde"))])
    tables = {**market(4), "collaborations": deals}
    warehouse = Warehouse.snapshot(tiny.build(Store(tmp_path / "tiny"), tables))
    assert terms(warehouse.session(OWN)) is None
    assert terms(warehouse.session(Scope.of_merchants())) is None
    every = terms(warehouse.session(Scope.everything()))
    assert every is not None
    assert every["merchants"] == 5
