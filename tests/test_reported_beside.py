"""What others report beside our own figure of the same days, worked out from tests/tiny.py."""

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from analytics.reported import reported
from data import lake
from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from tests import tiny

FIRST, SECOND, LAST = date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)


def _told(source: str, metric: str, value: float | None, **more: object) -> dict[str, object]:
    """A figure about creator c1 in shop a over all three days, unless `more` says otherwise."""
    return {
        "source": source,
        "entity_type": "creator",
        "entity_id": "c1",
        "merchant_id": "a",
        "starts_on": FIRST,
        "ends_on": LAST,
        "metric": metric,
        "low": None,
        "value": value,
        "high": None,
        "currency": "USD",
        **more,
    }


SERUM = {"entity_type": "product", "entity_id": "p1"}
TOLD = [
    _told("agreeing", "gmv", 6_801),
    _told("uncancelled", "gmv", 3_800),
    _told("net", "gmv", 3_000),
    _told("strange", "gmv", 5_555),
    _told("band", "gmv", None, low=5_000, high=10_000),
    _told("open band", "gmv", None, low=7_000),
    _told("count", "sku_orders", 4, currency=""),
    _told("orders", "orders", 3, currency=""),
    _told("video", "video_gmv", 6_800),
    _told("live", "live_gmv", 0),
    _told("unlike", "samples_shipped", 4, currency=""),
    _told("views", "video_views", 250, currency=""),
    _told("seen", "product_impressions", 1_200, currency=""),
    _told("clicked", "product_clicks", 1, currency="", ends_on=FIRST),
    _told("utc", "gmv", 2_000, **SERUM, ends_on=FIRST),
    _told("created", "gmv", 7_900, **SERUM, ends_on=FIRST),
    _told("long", "gmv", 90_000, ends_on=date(2026, 3, 9)),
    _told("before", "gmv", 1, starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 31)),
    _told("Kalodata", "revenue", 1, **SERUM, merchant_id=None),
    _told("b's own", "gmv", 5_000, merchant_id="b", currency="EUR"),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    store = Store(tmp_path_factory.mktemp("store") / "tiny")
    tables = {**tiny.frames(), "reported_metrics": pd.DataFrame(TOLD)}
    lines = tables["order_lines"]
    lines.loc[lines["order_id"] == "o3", "created_at"] = pd.Timestamp("2026-03-01 20:00")
    with lake.load(store, "tiny") as load:
        for name, rows in tables.items():
            load.add(name, rows)
    opened = Warehouse.open(store)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def rows(warehouse: Warehouse) -> pd.DataFrame:
    return reported(warehouse.session(Scope.everything())).set_index("source")


@pytest.mark.parametrize(
    ("source", "own", "explanation"),
    [
        ("agreeing", 2_000 + 3_000 + 1_000 + 800, "agrees"),
        ("uncancelled", 6_800, "without cancelled"),
        ("net", 6_800, "net of refunds"),
        ("strange", 6_800, ""),
        ("band", 6_800, "within the band"),
        ("open band", 6_800, ""),
        ("count", 4, "agrees"),
        ("orders", 4, "without cancelled"),
        ("video", 6_800, "agrees"),
        ("live", 0, "agrees"),
        ("views", 250, "agrees"),
        ("seen", 600 + 400, ""),
        ("clicked", 1, "agrees"),
        ("utc", 2_000 + 1_900, "counted in UTC days"),
        ("created", 2_000 + 1_900, "by creation time"),
        ("long", 6_800, "only some days known"),
        ("b's own", 5_000, "agrees"),
    ],
)
def test_own_figures_are_of_the_same_days(
    rows: pd.DataFrame, source: str, own: float, explanation: str
) -> None:
    row = rows.loc[source]
    assert (row["own"], row["explanation"]) == (own, explanation)
    if pd.notna(row["value"]):
        assert row["difference"] == row["value"] - own


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("unlike", ""),
        ("before", "needs Affiliate orders of a for these days"),
    ],
)
def test_what_we_do_not_count_or_know_has_nothing_beside_it(
    rows: pd.DataFrame, source: str, said: str
) -> None:
    assert pd.isna(rows.loc[source, "own"])
    assert rows.loc[source, "explanation"] == said


def test_each_window_stays_a_row(rows: pd.DataFrame) -> None:
    assert len(rows) == len(TOLD)


def test_a_shop_sees_what_is_reported_of_it_alone(warehouse: Warehouse) -> None:
    birch = reported(warehouse.session(Scope.of_merchants("b")))
    assert birch["source"].tolist() == ["b's own"]
    assert birch["own"].tolist() == [5_000]
    assert "Kalodata" not in set(reported(warehouse.session(Scope.of_merchants("a")))["source"])
    assert reported(warehouse.session(Scope.of_merchants())).empty


def test_an_entity_or_a_shop_may_be_asked_for(warehouse: Warehouse) -> None:
    every = warehouse.session(Scope.everything())
    assert set(reported(every, "product", "p1")["source"]) == {"utc", "created", "Kalodata"}
    assert set(reported(every, merchant_id="b")["source"]) == {"b's own"}
