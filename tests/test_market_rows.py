"""Rows of the simulated market: complete, within the contract, and in agreement."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from data.check import check_key, checked
from data.contract import CONTENT_TYPES, EVENT_KINDS, ORDER_STATUSES, TABLES
from data.store import Store
from tests.simulated import read

NEVER_SIMULATED = {"entity_features", "match_impressions", "reported_metrics"}
NEVER_SIMULATED |= {"affiliate_lines", "creator_aliases", "report_windows"}
TRUE_WORDS = ("affinity", "effect", "latent", "brushed", "inflated", "truth", "momentum")


@pytest.mark.parametrize("table", sorted(set(TABLES) - NEVER_SIMULATED))
def test_every_table_is_there_and_keeps_the_contract(small_store: Store, table: str) -> None:
    rows = read(small_store, table)
    assert rows.num_rows
    checked(TABLES[table], rows)
    check_key(TABLES[table], rows.select(TABLES[table].key))


def test_every_kind_of_row_is_present(small_store: Store) -> None:
    events, lines = read(small_store, "events"), read(small_store, "order_lines")
    assert set(events["kind"].to_pylist()) == set(EVENT_KINDS)
    assert set(lines["status"].to_pylist()) == set(ORDER_STATUSES)
    assert set(lines["attribution"].to_pylist()) == {"direct", "indirect", None}
    simulated = set(CONTENT_TYPES[:3])
    assert set(lines["content_type"].to_pylist()) == simulated | {None}
    assert set(read(small_store, "content")["content_type"].to_pylist()) == simulated
    minutes = read(small_store, "live_minutes")
    for column in ("pinned_product_id", "promotion", "violation"):
        assert pc.count(minutes[column]).as_py()
    deals = read(small_store, "collaborations")
    assert set(deals["plan"].to_pylist()) == {"open", "target"}
    assert {"merchant", "creator", "platform", "random"} == set(deals["chosen_by"].to_pylist())
    for stage in TABLES["collaborations"].names:
        assert pc.count(deals[stage]).as_py(), stage
    costed = set(read(small_store, "product_costs")["product_id"].to_pylist())
    assert 0 < len(costed) < 60


def test_every_known_click_is_there_before_its_order(small_store: Store) -> None:
    lines = read(small_store, "order_lines").to_pandas()
    clicks = read(small_store, "events").to_pandas().query("kind == 'click'").set_index("event_id")
    direct = lines[lines["attribution"] == "direct"]
    assert direct["click_id"].notna().all()
    known = lines[lines["click_id"].notna()]
    click = clicks.loc[known["click_id"]]
    assert (click["event_at"].to_numpy() < known["created_at"].to_numpy()).all()
    for column in ("product_id", "shopper_id", "content_id", "creator_id", "content_type"):
        same = click[column].fillna("").to_numpy() == known[column].fillna("").to_numpy()
        assert same.all(), column


def test_rows_name_only_what_exists(small_store: Store) -> None:
    content = read(small_store, "content").to_pandas().set_index("content_id")
    products = read(small_store, "products").to_pandas().set_index("product_id")
    for table in ("events", "order_lines"):
        rows = read(small_store, table).to_pandas()
        shown = rows[rows["content_id"].notna()]
        owner = content.loc[shown["content_id"]]
        assert (owner["creator_id"].to_numpy() == shown["creator_id"].to_numpy()).all()
        assert (owner["content_type"].to_numpy() == shown["content_type"].to_numpy()).all()
        sold = rows[rows["product_id"].notna()]
        shop = products.loc[sold["product_id"], "merchant_id"]
        assert (shop.to_numpy() == sold["merchant_id"].to_numpy()).all()


def test_money_of_a_line_adds_up(small_store: Store) -> None:
    lines = read(small_store, "order_lines").to_pandas()
    gross = lines["price"] * lines["quantity"]
    taken_off = lines["platform_discount"] + lines["seller_discount"]
    assert (gross - taken_off == lines["payment"]).all()
    assert (lines["refund"] <= lines["payment"]).all()
    settled = lines[lines["actual_commission"].notna() & (lines["status"] == "settled")]
    owed = settled["commission_rate"] * (settled["payment"] - settled["refund"])
    assert ((settled["actual_commission"] - owed).abs() <= 0.51).all()
    assert (lines.loc[lines["creator_id"].isna(), "estimated_commission"].isna()).all()


def test_nothing_is_known_after_the_end(small_store: Store) -> None:
    end = read(small_store, "market")["complete_until_at"][0].as_py()
    assert str(end) == "2026-11-01 07:00:00"
    for name, table in TABLES.items():
        if name in NEVER_SIMULATED or not table.time:
            continue
        rows = read(small_store, name)
        for column in table.columns:
            if column.type == pa.timestamp("us"):
                latest = pc.max(rows[column.name]).as_py()
                assert latest is None or latest < end, f"{name}.{column.name}"


def test_refunds_and_settlement_come_late(small_store: Store) -> None:
    lines = read(small_store, "order_lines").to_pandas()
    old = lines[lines["created_at"] < lines["created_at"].max() - np.timedelta64(35, "D")]
    paid = old[old["paid_at"].notna()]
    assert 0.05 < paid["refund"].sum() / paid["payment"].sum() < 0.15
    wait = (lines["settled_at"] - lines["created_at"]).dt.days.dropna()
    assert wait.quantile(0.05) >= 9
    assert wait.quantile(0.95) <= 24
    young = lines[lines["created_at"] > lines["created_at"].max() - np.timedelta64(8, "D")]
    assert not (young["status"] == "settled").any()


def test_audiences_overlap_and_differ(small_store: Store) -> None:
    clicks = read(small_store, "events").to_pandas().query("kind == 'click' and creator_id.notna()")
    shoppers = clicks.groupby("creator_id")["shopper_id"].agg(set)
    large = shoppers[shoppers.str.len() >= 100].to_list()
    shared = [
        len(one & other) / min(len(one), len(other))
        for i, one in enumerate(large)
        for other in large[i + 1 :]
    ]
    assert max(shared) > 0.25
    assert min(shared) < 0.1


def test_no_table_of_the_lake_tells_the_truth(small_store: Store) -> None:
    for table in TABLES.values():
        assert not any(word in name for name in table.names for word in TRUE_WORDS)
    files = [path.relative_to(small_store.lake) for path in small_store.lake.rglob("*.parquet")]
    assert {path.parts[0] for path in files} == set(TABLES) - NEVER_SIMULATED
    assert (small_store.truth / "effects.parquet").is_file()


def test_the_truth_covers_every_post(small_store: Store) -> None:
    truth = pq.read_table(small_store.truth / "effects.parquet").to_pandas()
    deals = read(small_store, "collaborations").to_pandas()
    posted = deals[deals["posted_at"].notna()]
    assert set(truth["collaboration_id"]) == set(posted["collaboration_id"])
    assert (truth["effect_net_gmv"] >= 0).all()
