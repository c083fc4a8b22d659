"""Whose and of which days a report's rows are, and what is said of what it leaves open."""

from datetime import date
from pathlib import Path

import pytest

from data.quarantine import mend, quarantine
from data.scope import Scope
from data.sources import Options, RefusedError, inspect
from data.store import Store
from data.warehouse import Warehouse
from tests.order_files import CREDIT, ORDER, SAID, after, dry_run, loaded, write

DAY = date(2026, 5, 31)


def test_a_day_of_which_a_credit_was_refused_is_no_day_of_organic_sales(tmp_path: Path) -> None:
    """1 and 3 June are told in full; of 2 June a row of the affiliate report could not be read."""
    days = [f"06/0{day}/2026 10:00:00" for day in (1, 2, 3)]
    numbers = [f"5764607523034231{day:02d}" for day in range(3)]
    sold = [
        ORDER | {"Order ID": number, "Created Time": day, "Paid Time": day}
        for number, day in zip(numbers, days, strict=True)
    ]
    told = [
        CREDIT | {"Order ID": f"9{number}", "Time Created": day, "Time Commission Paid": ""}
        for number, day in zip(numbers, days, strict=True)
    ]
    told[1] |= {"Quantity": "many"}
    _, market = loaded(
        tmp_path,
        write(tmp_path / "sold.csv", sold),
        write(tmp_path / "told.csv", told),
        dates="month-first",
    )
    channels = "select channel from sales where order_id not like '9%' order by order_id"
    assert market.rows(channels) == [("organic",), ("unattributed",), ("organic",)]


def test_who_mends_a_credit_may_say_that_its_day_is_told_in_full(tmp_path: Path) -> None:
    spoilt = CREDIT | {"Order ID": "576460752303423008", "Quantity": "many"}
    told = write(tmp_path / "told.csv", [CREDIT | {"Order ID": "576460752303423009"}, spoilt])
    market = after(tmp_path, [write(tmp_path / "sold.csv", [ORDER]), told])
    channel = "select channel from sales where order_id = $order"
    assert market.rows(channel, order=ORDER["Order ID"]) == [("unattributed",)]
    mended = mend(quarantine(Store(tmp_path / "mine")), "told.csv")
    mended["Quantity"] = "1"
    once, again = tmp_path / "once.csv", tmp_path / "again.csv"
    mended.to_csv(once, index=False)
    market = after(tmp_path, [once], dates="month-first")
    assert market.rows(channel, order=ORDER["Order ID"]) == [("unattributed",)]
    mended.to_csv(again, index=False, sep=";")
    market = after(tmp_path, [again], dates="month-first", first_day=DAY, last_day=DAY)
    assert market.rows(channel, order=ORDER["Order ID"]) == [("organic",)]


def test_a_mended_row_is_as_old_as_its_report(tmp_path: Path) -> None:
    """May's report has the line at 20.00; in June's its row cannot be read until it is mended."""
    store = Store(tmp_path / "mine")
    other = {"Order ID": "576460752303423009", "Created Time": "06/20/2026 10:00:00"}
    spoilt = ORDER | {"SKU Subtotal After Discount": "17.oo"}
    may = write(tmp_path / "may.csv", [ORDER, ORDER | {"Order ID": "576460752303423005"}])
    june = write(tmp_path / "june.csv", [ORDER | other, spoilt])
    for path in (may, june):
        inspect([path], Options("mine", **SAID)).load_into(store)
    mended = mend(quarantine(store), "june.csv")
    mended["SKU Subtotal After Discount"] = "17.00"
    mended.to_csv(tmp_path / "mended.csv", index=False)
    market = after(tmp_path, [tmp_path / "mended.csv"], dates="month-first")
    paid = "select payment from order_lines where order_id = $order"
    assert market.rows(paid, order=ORDER["Order ID"]) == [(1_700,)]


@pytest.mark.parametrize("spelled", ["Glow", " GLOW ", "glow"])
def test_a_shop_is_one_shop_however_it_is_spelled(tmp_path: Path, spelled: str) -> None:
    named = write(tmp_path / "named.csv", [CREDIT | {"Shop Name": spelled}])
    market = after(tmp_path, [write(tmp_path / "a.csv", [ORDER])], [named], merchant="glow")
    assert market.rows("select merchant_id, creator_id from order_lines") == [("glow", "glowqueen")]


def test_a_report_of_another_shop_than_is_said_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [ORDER | {"Shop Name": "Balm & Co"}])
    with pytest.raises(RefusedError, match="name the shop Balm & Co, not 'glow'"):
        after(tmp_path, [path])


def test_a_row_of_no_shop_is_refused_with_its_reason(tmp_path: Path) -> None:
    rows = [ORDER | {"Shop Name": "Glow"}, ORDER | {"Order ID": "576460752303423002"}]
    rows[1] |= {"Shop Name": ""}
    report = dry_run(write(tmp_path / "a.csv", rows), merchant=None)
    (problem,) = report.problems
    assert (problem.row, problem.column, problem.reason) == (3, "Shop Name", "names no shop")


def test_columns_that_nobody_knows_are_named(tmp_path: Path) -> None:
    row = {name: cell for name, cell in ORDER.items() if name != "Order Refund Amount"}
    notes = dry_run(write(tmp_path / "a.csv", [row | {"Refund": "5.00"}])).notes
    assert notes[:2] == (
        "a.csv: 'Refund' not read; say what it holds with --column 'HEADER=field'",
        "a.csv has no column 'Order Refund Amount': it tells no refunds",
    )
    assert not dry_run(write(tmp_path / "b.csv", [ORDER])).notes


def test_the_day_with_which_a_report_is_said_to_end_is_whole(tmp_path: Path) -> None:
    earlier = {"Order ID": "576460752303423002", "Paid Time": "05/20/2026 10:00:00"}
    path = write(tmp_path / "a.csv", [ORDER, ORDER | earlier])
    days = "select last_day from last_complete_day"
    said = {"first_day": date(2026, 5, 1), "last_day": date(2026, 5, 31)}
    assert after(tmp_path / "1", [path]).rows(days) == [(date(2026, 5, 30),)]
    assert after(tmp_path / "2", [path], **said).rows(days) == [(date(2026, 5, 31),)]


def test_a_market_under_another_name_stays_one_market(tmp_path: Path) -> None:
    after(tmp_path, [write(tmp_path / "a.csv", [ORDER])])
    (tmp_path / "mine").rename(tmp_path / "renamed")
    store = Store(tmp_path / "renamed")
    more = write(tmp_path / "b.csv", [ORDER | {"Order ID": "576460752303423002"}])
    inspect([more], Options("renamed", **SAID)).load_into(store)
    market = Warehouse.snapshot(store).session(Scope.everything())
    assert market.rows("select count(*), sum(gmv) from sales, market") == [(2, 4_000)]


@pytest.mark.parametrize("spoilt", [{"Time Created": "soon"}, {"Time Commission Paid": None}])
def test_a_credit_that_does_not_say_when_makes_the_days_around_unknown(
    tmp_path: Path, spoilt: dict[str, str]
) -> None:
    """Of 15 June the row has no time, or is cut; the rows around it are of the 14th and 16th."""
    days = [f"06/{day:02d}/2026 10:00:00" for day in (1, 14, 15, 16, 30)]
    orders, told = "57646075230342350", "57646075230342360"
    sold = [
        ORDER | {"Order ID": f"{orders}{n}", "Created Time": day, "Paid Time": day}
        for n, day in enumerate(days)
    ]
    paid = {"Time Commission Paid": "07/30/2026 09:00:00"}
    credit = [
        CREDIT | paid | {"Order ID": f"{told}{n}", "Time Created": day}
        for n, day in enumerate(days)
    ]
    credit[2] = {h: c for h, c in (credit[2] | spoilt).items() if c is not None}
    _, market = loaded(
        tmp_path, write(tmp_path / "sold.csv", sold), write(tmp_path / "told.csv", credit)
    )
    asked = "select channel from sales where starts_with(order_id, $orders) order by order_id"
    found = [channel for (channel,) in market.rows(asked, orders=orders)]
    assert found == ["organic", *["unattributed"] * 3, "organic"]
