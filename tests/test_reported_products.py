"""Reports with a row per video and product: what a video is told as."""

from datetime import datetime
from pathlib import Path

import pytest

from data import lake
from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from tests.reports import fate, load, told_of
from tests.small_sources import loaded

VIDEO = "7500000000000000001"
OTHER = "7500000000000000002"
HEAD = "Video title,Video ID,Product ID,Creator name,Post date,Creator video-attributed GMV,"
HEAD += "Video-attributed orders,Video-attributed items sold,Video views,CTR\n"
ROW = f"Serum,{VIDEO},{{product}},mei,2026-05-03 10:00:00,{{gmv}},{{n}},{{n}},900,{{ctr}}\n"


def test_a_video_of_two_products_has_the_sum_of_both(tmp_path: Path) -> None:
    """Money and units add up, views are the video's; orders and rates of both nobody can tell."""
    files = {
        "v.csv": HEAD
        + ROW.format(product=1729000000000000001, gmv="10.50", n=2, ctr="4.5%")
        + ROW.format(product=1729000000000000002, gmv="1.25", n=1, ctr="3.5%")
        + ROW.replace(VIDEO, OTHER).format(product=1, gmv="1-3", n=1, ctr="3.5%")
    }
    sums = {
        "video_gmv": (-1, 1_175, -1, "MYR"),
        "items_sold": (-1, 3, -1, ""),
        "video_views": (-1, 900, -1, ""),
    }
    rows, report, _ = load(tmp_path / "1", files)
    assert [(file.read, file.used, file.rejected) for file in report.files] == [(3, 3, 0)]
    assert told_of(rows, VIDEO) == sums
    first, second, *_ = files["v.csv"].removeprefix(HEAD).splitlines(keepends=True)
    rows, _, _ = load(tmp_path / "2", {"a.csv": HEAD + first, "b.csv": HEAD + second})
    assert told_of(rows, VIDEO) == sums
    whole = ROW.format(product="", gmv="11.75", n=2, ctr="4%")
    rows, _, _ = load(tmp_path / "3", {"a.csv": files["v.csv"] + whole})
    assert told_of(rows, VIDEO)["orders"] == (-1, 2, -1, "")
    assert told_of(rows, VIDEO)["video_gmv"] == sums["video_gmv"]


@pytest.mark.parametrize("first_made", [3, 1])
def test_of_two_loads_of_one_window_the_report_made_later_counts(
    tmp_path: Path, first_made: int
) -> None:
    """The second file is made on 2 June; the first one after it or before it."""
    for name, gmv, day in (("a.csv", "10.00", first_made), ("b.csv", "12.50", 2)):
        files = {name: HEAD + ROW.format(product="", gmv=gmv, n=1, ctr="4%")}
        _, _, store = load(tmp_path / name[0], files, as_of=datetime(2026, 6, day))
        with lake.load(Store(tmp_path / "both"), "a report", by="ann") as into:
            into.add("reported_metrics", loaded(store, "reported_metrics"))
    market = Warehouse.snapshot(Store(tmp_path / "both")).session(Scope.everything())
    asked = "select value from reported_metrics where metric = 'video_gmv'"
    assert market.rows(asked) == [(1_000 if first_made == 3 else 1_250,)]


def test_a_video_waits_for_its_product_that_was_refused(tmp_path: Path) -> None:
    """10.50 alone would be told as the video's GMV; a row of the whole video needs no other."""
    first = ROW.format(product=1, gmv="10.50", n=2, ctr="4%")
    spoilt = ROW.format(product=2, gmv="a lot", n=2, ctr="4%")
    apart = first.replace(VIDEO, OTHER)
    rows, report, _ = load(tmp_path / "1", {"a.csv": HEAD + first + spoilt + apart})
    assert fate(report) == (3, 1, 0, 2, 0)
    assert "its video is not whole without row 3" in {p.row: p.reason for p in report.problems}[2]
    assert set(rows["entity_id"]) == {OTHER}
    whole = ROW.format(product="", gmv="11.75", n=2, ctr="4%")
    rows, _, _ = load(tmp_path / "2", {"a.csv": HEAD + first + spoilt + whole})
    assert told_of(rows, VIDEO)["video_gmv"] == (-1, 1_175, -1, "MYR")


def test_engagement_is_a_count_or_a_share(tmp_path: Path) -> None:
    head = HEAD.strip() + ",Engagement\n"
    row = ROW.format(product="", gmv="10.50", n=2, ctr="4%").strip()
    rows, _, _ = load(tmp_path / "1", {"a.csv": f"{head}{row},52\n"})
    assert told_of(rows, VIDEO)["engagement"] == (-1, 52, -1, "")
    rows, _, _ = load(tmp_path / "2", {"a.csv": f"{head}{row},5.2%\n"})
    assert told_of(rows, VIDEO)["engagement_rate"] == (-1, 0.052, -1, "")
