"""Golden figures of the public data: rows, rejects and sums, to the cent."""

from pathlib import Path

import pandas as pd
import pytest

from data.quarantine import quarantine
from data.sources import Options, Report, inspect
from data.store import Store
from tests.small_sources import loaded

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store")


def _load(root: Path, folder: Path) -> tuple[Store, Report]:
    store = Store(root / folder.name)
    return store, inspect([folder], Options(folder.name)).load_into(store)


def _fates(report: Report) -> dict[str, tuple[int, int, int, int, int]]:
    return {
        file.name: (file.read, file.used, file.repeated, file.rejected, file.unused)
        for file in report.files
    }


def _counts(report: Report) -> dict[str, int]:
    return {table.table: table.rows for table in report.tables}


@pytest.fixture(scope="module")
def brands(root: Path, real_data: Path) -> tuple[Store, Report]:
    return _load(root, real_data / "brand_creators")


@pytest.fixture(scope="module")
def journey(root: Path, real_data: Path) -> tuple[Store, Report]:
    return _load(root, real_data / "complete_journey")


@pytest.fixture(scope="module")
def sellers(root: Path, real_data: Path) -> tuple[Store, Report]:
    return _load(root, real_data / "live_sellers")


def test_brand_creators_accounts_for_every_row(brands: tuple[Store, Report]) -> None:
    store, report = brands
    assert _fates(report) == {
        "brands.parquet": (286, 286, 0, 0, 0),
        "creators.parquet": (3075, 3075, 0, 0, 0),
        "pairs.csv": (3564, 3385, 0, 179, 0),
        "folds.csv": (286, 0, 0, 0, 286),
    }
    assert _counts(report) == {
        "market": 1,
        "merchants": 286,
        "products": 286,
        "creators": 3075,
        "entity_features": 3 * 286 + 2 * 3075,
        "collaborations": 3385,
    }
    kept = quarantine(store)
    assert len(kept) == 179
    assert tuple(kept.loc[0, ["file", "row", "column"]]) == ("pairs.csv", 39, "creator_id")


def test_brand_creators_vectors_are_those_of_the_files(
    brands: tuple[Store, Report], real_data: Path
) -> None:
    features = loaded(brands[0], "entity_features").set_index(["entity_type", "entity_id", "block"])
    assert features.groupby("block")["vector"].apply(lambda v: set(v.str.len())).to_dict() == {
        "hashtag": {128},
        "topic": {19},
        "image": {1365},
    }
    raw = pd.read_parquet(real_data / "brand_creators" / "brands.parquet").set_index("brand_id")
    columns = [f"image_{place}" for place in range(1365)]
    vector = features.loc[("product", "b007", "image"), "vector"]
    assert vector.tolist() == raw.loc["b007", columns].tolist()


def test_brand_creators_market_knows_no_money_and_no_dates(brands: tuple[Store, Report]) -> None:
    store, report = brands
    assert loaded(store, "market").loc[0, ["currency", "time_zone"]].tolist() == ["XXX", "Etc/UTC"]
    assert all(table.first is None and not table.sums for table in report.tables)
    pages = {(gap.page, gap.brought_by) for gap in report.gaps}
    orders = "order_lines or affiliate_lines"
    assert {("Overview", orders), ("Overview", "dates"), ("Matches", orders)} <= pages


def test_complete_journey_accounts_for_every_row(journey: tuple[Store, Report]) -> None:
    assert _fates(journey[1]) == {
        "campaign_descriptions.parquet": (27, 27, 0, 0, 0),
        "campaigns.parquet": (6589, 0, 0, 0, 6589),
        "coupon_redemptions.parquet": (2102, 2102, 0, 0, 0),
        "coupons.parquet": (116204, 111319, 4872, 13, 0),
        "demographics.parquet": (801, 0, 0, 0, 801),
        "products.parquet": (92331, 92331, 0, 0, 0),
        "promotions.parquet": (360535, 360535, 0, 0, 0),
        "transactions.parquet": (75000, 75000, 0, 0, 0),
    }
    assert _counts(journey[1]) == {
        "market": 1,
        "merchants": 6472,
        "products": 92336,
        "order_lines": 75000,
        "promotions": 1989,
        "promotion_products": 505252,
    }


def test_complete_journey_money_is_right_to_the_cent(journey: tuple[Store, Report]) -> None:
    sums = {table.table: table.sums for table in journey[1].tables}["order_lines"]
    assert sums == {
        "payment": {"USD": 23_393_524},
        "platform_discount": {"USD": 4_018_091 + 24_210},
        "seller_discount": {"USD": 135_671},
    }
    lines = loaded(journey[0], "order_lines")
    assert lines["payment"].sum() == 23_393_524
    assert (lines["payment"] == 0).sum() == 529, "528 zeros and one value of 4e-16"


def test_complete_journey_flags_units_that_are_no_count(journey: tuple[Store, Report]) -> None:
    lines = loaded(journey[0], "order_lines")
    flagged = lines[lines["is_quantity_implausible"]]
    assert (flagged["quantity"] == 0).sum() == 416
    assert (flagged["quantity"] > 0).sum() == 693
    assert flagged["quantity"].max() == 32_623
    assert flagged["price"].isna().all()
    counted = lines[~lines["is_quantity_implausible"]]
    assert (counted["quantity"].sum(), counted["quantity"].max()) == (97_717, 90)


def test_complete_journey_keeps_lines_of_products_that_no_file_describes(
    journey: tuple[Store, Report],
) -> None:
    lines = loaded(journey[0], "order_lines")
    strangers = lines[lines["merchant_id"] == "not-stated"]
    assert (len(strangers), strangers["payment"].sum()) == (222, 467)
    assert strangers["product_id"].nunique() == 5
    assert any("5 products" in note for note in journey[1].notes)


def test_complete_journey_reads_ids_days_and_titles(journey: tuple[Store, Report]) -> None:
    store, _ = journey
    lines = loaded(store, "order_lines")
    assert lines["order_id"].str.fullmatch(r"\d{11}").all()
    local = lines["created_at"].dt.tz_localize("UTC").dt.tz_convert("America/New_York")
    assert set(local.dt.year) == {2017}
    products = loaded(store, "products").set_index("product_id")
    assert products.loc["25671", "title"] == "ICE - CRUSHED/CUBED 22 LB"
    assert products.loc["25671", "category_path"] == "GROCERY > FRZN ICE > ICE - CRUSHED/CUBED"
    assert products.loc["26081", "title"] == "MISCELLANEOUS, product 26081"
    market = loaded(store, "market").loc[0]
    assert market["is_sampled_lines"]
    assert market["currency"] == "USD"


def test_complete_journey_promotions(journey: tuple[Store, Report]) -> None:
    promotions = loaded(journey[0], "promotions")
    assert promotions.groupby("kind").size().to_dict() == {
        "campaign": 27,
        "coupon": 1197,
        "display": 456,
        "mailer": 309,
    }
    used = promotions.groupby("kind")["redemptions"].sum()
    assert (used["campaign"], used["coupon"]) == (2102, 2102)
    covered = loaded(journey[0], "promotion_products")
    is_display = covered["promotion_id"].str.startswith("display-")
    assert covered.loc[is_display, "places"].sum() == 360_535 - 205_534


def test_live_sellers_accounts_for_every_row(sellers: tuple[Store, Report]) -> None:
    store, report = sellers
    assert _fates(report) == {"posts.csv": (7050, 6995, 51, 4, 0)}
    assert quarantine(store)["row"].tolist() == [1410, 1490, 1700, 1731]
    content = loaded(store, "content")
    assert content["content_type"].value_counts().to_dict() == {
        "photo": 4240,
        "video": 2333,
        "status": 359,
        "link": 63,
    }
    assert content["creator_id"].nunique() == 9


def test_live_sellers_counts_become_events(sellers: tuple[Store, Report]) -> None:
    events = loaded(sellers[0], "events")
    assert events.groupby("kind")["n"].sum().to_dict() == {
        "like": 1_467_921,
        "comment": 1_578_603,
        "share": 281_768,
    }
    assert events["n"].min() == 1
    reported = loaded(sellers[0], "reported_metrics")
    assert set(reported["source"]) == {"Facebook"}
    assert len(reported) == 6 * 6995


def test_live_sellers_both_date_forms_are_month_first(sellers: tuple[Store, Report]) -> None:
    """The file's order is newest first within a page, which only month first keeps."""
    content = loaded(sellers[0], "content").set_index("content_id")["started_at"]
    assert content["246675545449582_1649696485147474"] == pd.Timestamp("2018-04-22 11:00")
    assert content["246675545449582_1638788379571618"] == pd.Timestamp("2018-04-11 09:53")
    assert content.max() == pd.Timestamp("2018-06-13 06:12")
    hours = content.dt.tz_localize("UTC").dt.tz_convert("Asia/Bangkok").dt.hour
    assert hours.between(2, 6).sum() == 40


@pytest.mark.parametrize("folder", ["brand_creators", "live_sellers"])
def test_loading_twice_is_loading_once(tmp_path: Path, real_data: Path, folder: str) -> None:
    store = Store(tmp_path / folder)
    plan = inspect([real_data / folder], Options(folder))
    plan.load_into(store)
    before = sorted(path.relative_to(store.root) for path in store.root.rglob("*"))
    assert inspect([real_data / folder], Options(folder)).load_into(store).already == 1
    assert sorted(path.relative_to(store.root) for path in store.root.rglob("*")) == before
