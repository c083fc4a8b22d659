"""Reports of sums (creator, video, LIVE, GMV Max, Kalodata): rows, refusals, sums to the cent."""

from datetime import date, datetime
from pathlib import Path

import pandas as pd

from data.quarantine import quarantine
from data.sources.options import Answer
from tests.reports import asked, fate, load, told_of
from tests.small_sources import loaded

CREATORS = """\
\ufeffCreator name,Creator-attributed GMV,Refunds,Attributed orders,Videos,Est. commission,CTR,Phone
Name of creator,GMV of all orders,Money given back,Number of orders,Videos posted,Sum,Share,-
@Mei Li,"RM1,200.50",-RM20.25,12,3,RM120.05,4.5%,0123456789
bala,RM10K-RM50K,-,"1,012",-,-,-,-
bala,RM10K-RM50K,-,"1,012",-,-,-,-
mei li,RM9.00,-,1,1,-,-,-
sara,<1000,RM0.00,1.2K,0,RM1M+,12%,-
tan,a lot,-,1,1,-,-,-
Total,"RM99,999.99",RM99.00,999,9,RM9.00,9%,-
"""


def test_creator_data_with_every_trap(tmp_path: Path) -> None:
    rows, report, store = load(tmp_path, {"a.csv": CREATORS})
    assert fate(report) == (8, 3, 1, 2, 2)
    assert set(rows["source"]) == {"TikTok Shop creator data (glow-shop)"}
    assert set(rows["entity_type"]) == {"creator"}
    assert set(rows["merchant_id"]) == {"glow-shop"}
    assert set(zip(rows["starts_on"], rows["ends_on"], strict=True)) == {
        (date(2026, 5, 1), date(2026, 5, 31))
    }
    assert told_of(rows, "meili") == {
        "gmv": (-1, 120_050, -1, "MYR"),
        "refunded": (-1, 2_025, -1, "MYR"),
        "orders": (-1, 12, -1, ""),
        "videos": (-1, 3, -1, ""),
        "est_commission": (-1, 12_005, -1, "MYR"),
        "ctr": (-1, 0.045, -1, ""),
    }
    assert told_of(rows, "bala") == {
        "gmv": (1_000_000, -1, 5_000_000, "MYR"),
        "orders": (-1, 1_012, -1, ""),
    }
    assert told_of(rows, "sara") == {
        "gmv": (0, -1, 100_000, "MYR"),
        "refunded": (-1, 0, -1, "MYR"),
        "orders": (1_150, -1, 1_250, ""),
        "videos": (-1, 0, -1, ""),
        "est_commission": (100_000_000, -1, -1, "MYR"),
        "ctr": (-1, 0.12, -1, ""),
    }
    assert set(loaded(store, "creators")["handle"]) == {"meili", "bala", "sara"}
    refused = quarantine(store).set_index("row")
    assert refused.loc[5 + 1, "reason"] == "the same creator stands with other figures in row 3"
    assert "is no amount" in refused.loc[8, "reason"]
    assert "0123456789" not in refused.to_csv()


VIDEOS = """\
Video title,Video ID,Post date,Creator name,Product ID,\
Creator video-attributed GMV,Refunds,Video views,Completion rate,Video GPM
"Serum, day 1",7500000000000000001\t,2026-05-03 01:30:00,@mei,1729000000000000001,\
"1,000.10",0.10,15000,0.25,66.673
,7500000000000000002\t,2026-05-04,bala,,20.20,-,2.5M,0.5,-
Lost,7.5E+18,2026-05-04,bala,,1.00,-,1,0.5,-
"""


def test_video_data_makes_content_with_its_day_in_utc(tmp_path: Path) -> None:
    rows, report, store = load(tmp_path, {"v.csv": VIDEOS})
    assert fate(report) == (3, 2, 0, 1, 0)
    first = told_of(rows, "7500000000000000001")
    assert first["video_gmv"] == (-1, 100_010, -1, "MYR")
    assert first["refunded"] == (-1, 10, -1, "MYR")
    assert first["completion_rate"] == (-1, 0.25, -1, "")
    assert first["video_gpm"] == (-1, 6667.3, -1, "MYR")
    assert told_of(rows, "7500000000000000002")["video_views"] == (2_450_000, -1, 2_550_000, "")
    content = loaded(store, "content").set_index("content_id")
    assert content.loc["7500000000000000001", "started_at"] == pd.Timestamp("2026-05-02 17:30")
    assert content.loc["7500000000000000001", "creator_id"] == "mei"
    assert content.loc["7500000000000000002", "content_type"] == "video"
    assert "products" not in {table.table for table in report.tables}
    assert "lost digits" in quarantine(store)["reason"].iloc[0]


LIVE_OLD = """\
Date range:,2026-05-01 ~ 2026-05-31,,
Shop:,Glow,,
Gross revenue,Direct GMV,Viewers,Orders paid for
"RM12,345.67","RM1,000.00","10,000",321
"""
LIVE_NEW = """\
LIVE performance,,,,,,,
Date range,2026-05-01,2026-05-07,,,,,
Livestream,Start time,Duration,Attributed GMV,Attributed SKU orders,\
LIVE impressions,CTOR (SKU order),Ads ROAS
Evening,2026-05-03 20:00,1h 23min,RM500.05,25,12000,4.5%,2.5
Evening,2026-05-04 20:00,01:23:00,RM20.00,1,300,1%,-
"""
UNSAID = {"first_day": None, "last_day": None}


def test_live_of_the_old_format_is_of_the_shop_in_the_window_it_names(tmp_path: Path) -> None:
    rows, report, _ = load(tmp_path, {"l.csv": LIVE_OLD}, **UNSAID)
    assert fate(report) == (1, 1, 0, 0, 0)
    assert set(rows["entity_type"]) == {"merchant"}
    assert set(zip(rows["starts_on"], rows["ends_on"], strict=True)) == {
        (date(2026, 5, 1), date(2026, 5, 31))
    }
    assert told_of(rows, "glow-shop") == {
        "gross_revenue": (-1, 1_234_567, -1, "MYR"),
        "direct_gmv": (-1, 100_000, -1, "MYR"),
        "viewers": (-1, 10_000, -1, ""),
        "orders": (-1, 321, -1, ""),
    }


def test_live_of_the_new_format_is_told_by_session(tmp_path: Path) -> None:
    rows, report, _ = load(tmp_path, {"l.csv": LIVE_NEW}, **UNSAID)
    assert fate(report) == (2, 2, 0, 0, 0)
    assert set(zip(rows["starts_on"], rows["ends_on"], strict=True)) == {
        (date(2026, 5, 1), date(2026, 5, 7))
    }
    assert told_of(rows, "Evening 2026-05-03T12:00Z") == {
        "duration": (-1, 4_980, -1, ""),
        "live_gmv": (-1, 50_005, -1, "MYR"),
        "sku_orders": (-1, 25, -1, ""),
        "impressions": (-1, 12_000, -1, ""),
        "ctor": (-1, 0.045, -1, ""),
        "ads_roas": (-1, 2.5, -1, ""),
    }
    assert told_of(rows, "Evening 2026-05-04T12:00Z")["duration"] == (-1, 4_980, -1, "")


ADS = """\
Product ID,Cost,Gross revenue,SKU orders,Product ad clicks,Product ad click rate,\
Video title,Video ID
1729000000000000001,100.00,350.10,12,400,0.031,-,-
1729000000000000001,40.00,120.00,4,100,0.02,Serum,7500000000000000001
-,1.00,2.00,1,1,0.1,-,-
"""


def test_gmv_max_is_of_products_and_of_videos(tmp_path: Path) -> None:
    rows, report, store = load(tmp_path, {"g.csv": ADS})
    assert fate(report) == (3, 2, 0, 1, 0)
    assert dict(zip(rows["entity_id"], rows["entity_type"], strict=True)) == {
        "1729000000000000001": "product",
        "7500000000000000001": "content",
    }
    assert rows.loc[rows["metric"] == "gross_revenue", "value"].sum() == 35_010 + 12_000
    assert rows.loc[rows["metric"] == "cost", "value"].sum() == 10_000 + 4_000
    assert quarantine(store)["reason"].tolist() == ["names nothing that its figures are about"]


KALODATA = """\
Date Range,Product Name,Category,Price($),Item Sold,Revenue($),\
Revenue Growth Rate,Live Revenue($),Creator Number,TikTokUrl
2026-05-01 ~ 2026-05-07,Serum,Beauty,12.99,1.2K,15588.00,\
120%,-,31,https://shop.tiktok.com/view/product/1729000000000000009?x=1
2026/05/01 - 2026/05/07,Nameless,Beauty,5.00,10,$50.00,-3%,10.5K,1,
sometime,Serum 2,Beauty,5.00,10,50.00,-3%,-,1,
"""


def test_kalodata_is_of_no_shop_and_tells_its_own_window(tmp_path: Path) -> None:
    said = {**UNSAID, "merchant": None, "currency": "USD"}
    rows, report, store = load(tmp_path, {"k.csv": KALODATA}, **said)
    assert fate(report) == (3, 2, 0, 1, 0)
    assert set(rows["source"]) == {"Kalodata"}
    assert rows["merchant_id"].isna().all()
    assert set(zip(rows["starts_on"], rows["ends_on"], strict=True)) == {
        (date(2026, 5, 1), date(2026, 5, 7))
    }
    assert told_of(rows, "1729000000000000009") == {
        "price": (-1, 1_299, -1, "USD"),
        "items_sold": (1_150, -1, 1_250, ""),
        "revenue": (-1, 1_558_800, -1, "USD"),
        "creators": (-1, 31, -1, ""),
    }
    assert told_of(rows, "Nameless")["live_revenue"] == (1_045_000, -1, 1_055_000, "USD")
    assert "is no range of days" in quarantine(store)["reason"].iloc[0]


def test_only_what_a_file_does_not_say_is_asked(tmp_path: Path) -> None:
    nothing = {**UNSAID, "merchant": None, "currency": None, "time_zone": None}
    assert asked(tmp_path / "1", {"k.csv": KALODATA}, **nothing) == {"currency"}
    assert asked(tmp_path / "2", {"l.csv": LIVE_OLD}, **nothing) == {"merchant", "time_zone"}
    assert asked(tmp_path / "3", {"a.csv": CREATORS}, **nothing) == {
        "merchant",
        "window",
        "currency",
    }


def test_of_two_files_of_one_window_the_one_made_later_counts(tmp_path: Path) -> None:
    head = "Creator name,Creator-attributed GMV,Attributed orders\n"
    files = {
        "a.csv": f"{head}mei,10.00,1\nbala,1.00,1\n",
        "b.csv": f"{head}mei,12.50,2\nbala,1.00,1\n",
    }
    assert asked(tmp_path / "1", files) == {"as_of"}
    made = (
        Answer("as_of", "a.csv", datetime(2026, 6, 3)),
        Answer("as_of", "b.csv", datetime(2026, 6, 2)),
    )
    rows, report, _ = load(tmp_path / "2", files, answers=made)
    assert told_of(rows, "mei")["gmv"] == (-1, 1_000, -1, "MYR")
    assert [(file.used, file.repeated) for file in report.files] == [(2, 0), (0, 2)]


def test_two_shops_that_work_with_one_creator_keep_their_own_figures(tmp_path: Path) -> None:
    head = "Creator name,Creator-attributed GMV,Attributed orders\n"
    files = {"a.csv": f"{head}mei,10.00,1\n", "b.csv": f"{head}mei,12.50,2\n"}
    shops = (Answer("merchant", "a.csv", "shop-a"), Answer("merchant", "b.csv", "shop-b"))
    rows, _, _ = load(tmp_path, files, answers=shops)
    found = rows[rows["metric"] == "gmv"].set_index("merchant_id")["value"]
    assert found.to_dict() == {"shop-a": 1_000, "shop-b": 1_250}
