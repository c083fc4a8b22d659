"""Our own contract as files: rows and sums by hand, and each rule broken once."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.contract import TABLES
from data.quarantine import quarantine
from data.sources import Options, Plan, Report, inspect
from data.sources.templates import template, templates, templates_zip
from data.store import Store
from tests.small_sources import CONTRACT, loaded, write

ASKED = {"time_zone": "Europe/Berlin", "currency": "EUR"}


def _plan(folder: Path, **said: Any) -> Plan:
    return inspect([folder], Options("own", **(ASKED | said)))


def _problem(report: Report) -> tuple[str, int | None, str | None, str]:
    (problem,) = report.problems
    return problem.file, problem.row, problem.column, problem.reason


def test_rows_and_sums_are_those_of_the_files(tmp_path: Path) -> None:
    store = Store(tmp_path / "own")
    report = _plan(write(tmp_path / "files", CONTRACT)).load_into(store)
    assert {table.table: table.rows for table in report.tables} == {
        "merchants": 2,
        "products": 2,
        "order_lines": 4,
        "market": 1,
    }
    lines = loaded(store, "order_lines").set_index("order_id")
    assert lines["payment"].sum() == 2598 + 1199 + 1500 + 500
    assert report.tables[2].sums["payment"] == {"EUR": 5797}
    assert report.tables[2].sums["refund"] == {"EUR": 1199}
    assert lines.loc["576461234567890123", "product_id"] == "7301234567890123456"
    assert lines.loc["576461234567890123", "created_at"] == pd.Timestamp("2026-03-01 08:00")
    assert loaded(store, "products")["title"].tolist() == ["Serum, 30 ml", "=SUM(A1)"]
    assert loaded(store, "merchants")["name"].tolist() == ["Näturé 🌿 Shop", "Other"]


@pytest.mark.parametrize(
    ("change", "row", "column", "reason"),
    [
        ((",2598,", ",25.98,"), 2, "payment", "'25.98' cannot be read"),
        ((",2598,", ",-1,"), 2, "payment", "-1 is below 0"),
        ((",2598,", ",,"), 2, "payment", "is empty"),
        ((",settled,", ",Settled,"), 4, "status", "'Settled' is none of the known words"),
        (("2026-03-04T", "2026-02-30T"), 5, "created_at", "'2026-02-30T10:00:00Z' cannot be read"),
        (("2026-03-04T", "0202-03-04T"), 5, "created_at", "'0202-03-04T10:00:00Z' cannot be read"),
        ((",EUR,refunded", ",EUX,refunded"), 3, "currency", "'EUX' is no known currency"),
        ((",true,", ",maybe,"), 5, "is_quantity_implausible", "'maybe' cannot be read"),
        (("m2,o4,", ",o4,"), 5, "merchant_id", "is empty"),
        (("m2,o4,", "m2,o3,"), 5, "sku_id", "the same key stands with other values in row 4"),
        ((",pending,", ",pen,ding,"), 5, None, "has 15 fields where the header has 14"),
    ],
)
def test_a_bad_row_goes_to_quarantine_and_the_rest_loads(
    tmp_path: Path, change: tuple[str, str], row: int, column: str | None, reason: str
) -> None:
    lines = CONTRACT["order_lines.csv"]
    old, new = change
    place = lines.index(old)
    files = CONTRACT | {"order_lines.csv": lines[:place] + new + lines[place + len(old) :]}
    store = Store(tmp_path / "own")
    report = _plan(write(tmp_path / "files", files)).load_into(store)
    file, at, where, said = _problem(report)
    assert (file, at, where) == ("order_lines.csv", row, column)
    assert said.startswith(reason)
    assert len(loaded(store, "order_lines")) == 3
    kept = quarantine(store)
    assert kept[["file", "row", "reason"]].values.tolist() == [["order_lines.csv", row, said]]


def test_a_share_above_one_is_no_fraction(tmp_path: Path) -> None:
    fees = "merchant_id,valid_from,platform_fee_rate\nm1,2026-01-01,0.05\nm2,2026-01-01,5\n"
    report = _plan(write(tmp_path, CONTRACT | {"merchant_fees.csv": fees})).report
    assert _problem(report)[3] == "5 is above 1, so it is no fraction"


def test_equal_rows_count_once(tmp_path: Path) -> None:
    lines = CONTRACT["order_lines.csv"]
    files = CONTRACT | {"order_lines.csv": lines + lines.splitlines(keepends=True)[1]}
    report = _plan(write(tmp_path, files)).report
    (file,) = [file for file in report.files if file.name == "order_lines.csv"]
    assert (file.read, file.used, file.repeated) == (5, 4, 1)
    assert report.tables[2].sums["payment"] == {"EUR": 5797}


def test_rows_repeated_over_files_count_once(tmp_path: Path) -> None:
    files = CONTRACT | {"order_lines-2.csv": CONTRACT["order_lines.csv"]}
    report = _plan(write(tmp_path, files)).report
    assert sum(file.repeated for file in report.files) == 4
    assert report.tables[2].rows == 4


def test_parquet_keeps_every_digit_and_float_ids_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "files", CONTRACT)
    (folder / "products.csv").unlink()
    ids = pa.array([7301234567890123457.0, 12.0])
    names = pa.array(["m1", "m1"])
    pq.write_table(
        pa.table({"product_id": ids, "merchant_id": names, "title": names}),
        folder / "products.parquet",
    )
    exact = pa.table({"merchant_id": pa.array([7301234567890123457]), "name": pa.array(["x"])})
    pq.write_table(exact, folder / "merchants.parquet")
    store = Store(tmp_path / "own")
    report = _plan(folder).load_into(store)
    assert _problem(report)[:3] == ("products.parquet", 2, "product_id")
    assert "7301234567890123457" in set(loaded(store, "merchants")["merchant_id"])
    assert loaded(store, "products")["product_id"].tolist() == ["12"]


def test_typed_parquet_of_the_lake_loads_again_unchanged(tmp_path: Path) -> None:
    first, second = Store(tmp_path / "first"), Store(tmp_path / "second")
    _plan(write(tmp_path / "files", CONTRACT)).load_into(first)
    report = inspect([first.lake], Options("own")).load_into(second)
    assert report.rejected == 0
    for table in ("market", "merchants", "products", "order_lines"):
        pd.testing.assert_frame_equal(loaded(first, table), loaded(second, table))


@pytest.mark.parametrize("column", ["payment", "created_at", "is_quantity_implausible"])
def test_a_parquet_column_of_a_foreign_type_is_rejected_row_by_row(
    tmp_path: Path, column: str
) -> None:
    rows = pd.read_csv(write(tmp_path, CONTRACT) / "order_lines.csv", dtype=str)
    (tmp_path / "order_lines.csv").unlink()
    table = pa.Table.from_pandas(rows)
    binary = pa.array([b"x"] * 4, pa.binary())
    place = table.column_names.index(column)
    pq.write_table(table.set_column(place, column, binary), tmp_path / "order_lines.parquet")
    report = _plan(tmp_path).report
    (file,) = [file for file in report.files if file.shape == "order_lines"]
    assert (file.read, file.used, file.rejected) == (4, 0, 4)


def test_time_zone_and_currency_are_asked_for_and_never_guessed(tmp_path: Path) -> None:
    folder = write(tmp_path / "files", CONTRACT)
    report = inspect([folder], Options("own")).report
    assert report.refused is not None
    assert "--tz" in report.refused
    assert "--currency" in report.refused


def test_the_file_market_says_what_else_would_be_asked(tmp_path: Path) -> None:
    market = (
        "market_id,title,time_zone,currency,refund_lag_days,is_sampled_lines\n"
        "elsewhere,Spring,Asia/Jakarta,IDR,14,false\n"
    )
    store = Store(tmp_path / "own")
    folder = write(tmp_path / "files", CONTRACT | {"market.csv": market})
    report = inspect([folder], Options("own")).load_into(store)
    row = loaded(store, "market").loc[0]
    assert (row["market_id"], row["time_zone"], row["currency"]) == ("own", "Asia/Jakarta", "IDR")
    assert any("elsewhere" in note for note in report.notes)


def test_a_market_keeps_its_time_zone_and_currency(tmp_path: Path) -> None:
    store = Store(tmp_path / "own")
    folder = write(tmp_path / "files", CONTRACT)
    _plan(folder).load_into(store)
    report = inspect([folder], Options("own", time_zone="Asia/Tokyo", currency="EUR"))
    with pytest.raises(ValueError, match="has time_zone Europe/Berlin, this source Asia/Tokyo"):
        report.load_into(store)
    more = write(tmp_path / "more", {"merchants.csv": "merchant_id,name\nm3,Third\n"})
    assert inspect([more], Options("own")).load_into(store).is_loadable


def test_a_table_that_lacks_a_column_refuses_the_whole_load(tmp_path: Path) -> None:
    files = CONTRACT | {"order_lines.csv": "order_id,payment\n1,2\n"}
    report = _plan(write(tmp_path, files)).report
    assert report.refused is not None
    assert "order_lines.csv looks like contract order_lines, but lacks" in report.refused


def test_columns_that_no_table_has_are_named(tmp_path: Path) -> None:
    files = {"merchants.csv": "merchant_id,name,mood\nm1,A,good\n"}
    assert "mood" in " ".join(_plan(write(tmp_path, files)).report.notes)


def test_templates_name_every_column_and_are_refused_while_empty(tmp_path: Path) -> None:
    assert template("merchants") == b"merchant_id,name,category,country\r\n"
    for name, content in templates().items():
        (tmp_path / name).write_bytes(content)
    assert set(TABLES) < {Path(name).stem for name in templates()}
    assert _plan(tmp_path).report.refused == "no row could be loaded; the files hold none"
    assert templates_zip().startswith(b"PK")


def test_ids_that_no_row_describes_are_noted_until_they_are(tmp_path: Path) -> None:
    store = Store(tmp_path / "own")
    lines = {"order_lines.csv": CONTRACT["order_lines.csv"]}
    report = _plan(write(tmp_path / "lines", lines)).load_into(store)
    assert report.notes == (
        "2 merchant_ids of order_lines are described in no merchants row (m1, m2): "
        "pages show the id alone",
        "2 product_ids of order_lines are described in no products row (7301234567890123456, p2): "
        "pages show the id alone",
    )
    described = {name: CONTRACT[name] for name in ("merchants.csv", "products.csv")}
    assert not _plan(write(tmp_path / "described", described)).load_into(store).notes
    again = write(tmp_path / "again", {"order_lines-2.csv": CONTRACT["order_lines.csv"]})
    assert not _plan(again).load_into(store).notes
