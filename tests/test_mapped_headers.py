"""Headers that no format knows: mapped by hand once, remembered, forgotten."""

from dataclasses import replace
from pathlib import Path

import pytest

from data.sources import Options, Plan, inspect
from data.sources.exports import mapping
from data.sources.exports.all_orders import ALL_ORDERS
from data.sources.exports.unmapped import by_hand, header_of, title, unmapped
from data.sources.files import find
from data.store import Store
from tests.order_files import ORDER, write

COLUMNS = {
    "Bestelnummer": "order_id",
    "Toestand": "status",
    "Artikel": "sku_id",
    "Omschrijving": "title",
    "Aantal": "quantity",
    "Betaald": "payment",
    "Gemaakt": "created_at",
}
KEPT = Options("m", time_zone="Asia/Bangkok", currency="USD", merchant="glow", dates="day-first")
MAPPED = Options(**{**KEPT.__dict__, "columns": tuple(COLUMNS.items()), "format": "all_orders"})


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path / "store"))
    return Store.of("m")


def month(folder: Path, number: int) -> Path:
    rows = [
        ",".join(COLUMNS),
        f"57600000000000000{number},Completed,s1,Serum,2,12.50,05/0{number}/2026 10:00:00",
    ]
    path = folder / f"month-{number}.csv"
    path.write_text("\n".join(rows) + "\n")
    return path


def planned(path: Path, options: Options) -> Plan:
    return inspect([path], options)


def test_next_months_file_needs_no_mapping(store: Store, tmp_path: Path) -> None:
    first, second = month(tmp_path, 4), month(tmp_path, 6)
    assert planned(first, KEPT).recognised is None
    assert planned(second, MAPPED).report.is_loadable
    assert mapping.remembered() == {}, "a dry run remembers nothing"
    planned(first, MAPPED).load_into(store)
    assert mapping.remembered() == {
        "all_orders": {header.lower(): field for header, field in COLUMNS.items()}
    }
    report = planned(second, KEPT).report
    assert report.is_loadable
    assert "mapped by hand" in str(report.why)
    (file,) = find([second])[0]
    assert by_hand(file, ALL_ORDERS) == COLUMNS
    mapping.forget("all_orders")
    assert planned(second, KEPT).recognised is None


def test_only_headers_of_the_files_are_remembered(store: Store, tmp_path: Path) -> None:
    more = Options(**{**MAPPED.__dict__, "columns": (*MAPPED.columns, ("Elders", "shop"))})
    planned(month(tmp_path, 4), more).load_into(store)
    assert "elders" not in mapping.remembered()["all_orders"]


def test_a_forced_format_says_what_it_lacks_and_how_to_map_it(store: Store, tmp_path: Path) -> None:
    partly = Options(**{**MAPPED.__dict__, "columns": MAPPED.columns[:5]})
    why = str(planned(month(tmp_path, 4), partly).refused)
    assert "month-4.csv: lacks created_at, payment of All orders" in why
    assert "--column 'HEADER=created_at' --column 'HEADER=payment'" in why


def test_a_report_with_one_unknown_header_names_it_and_the_way_on(
    store: Store, tmp_path: Path
) -> None:
    """The way that is told loads it; headers that are known and not read are not named."""
    row = {"Betaald" if n == "SKU Subtotal After Discount" else n: v for n, v in ORDER.items()}
    path = write(tmp_path / "orders.csv", [row | {"Buyer Message": ""}])
    said = Options("m", time_zone="UTC", currency="USD", merchant="glow")
    report = planned(path, said).report
    assert report.refused == (
        "not recognised. orders.csv: looks like All orders, but lacks payment; headers that "
        "nobody knows: 'Betaald'; name the columns that hold them: --column 'HEADER=payment'"
    )
    mended = replace(said, columns=(("Betaald", "payment"),))
    assert planned(path, mended).report.is_loadable


def test_a_field_that_is_none_is_named(store: Store, tmp_path: Path) -> None:
    wrong = Options(**{**MAPPED.__dict__, "columns": (("Betaald", "paymnt"),)})
    assert "'Betaald=paymnt' names no field; give one of" in str(
        planned(month(tmp_path, 4), wrong).refused
    )


def test_files_of_one_header_are_mapped_together(tmp_path: Path) -> None:
    paths = [month(tmp_path, 4), month(tmp_path, 6)]
    other = tmp_path / "notes.csv"
    other.write_text("Report of May\n\na,b,c\n1,2,3\n")
    found = unmapped([*paths, other], taken=())
    assert [group.names for group in found] == [("month-4.csv", "month-6.csv"), ("notes.csv",)]
    assert found[0].header == tuple(COLUMNS)
    assert found[0].known(ALL_ORDERS, KEPT) == {}
    assert found[0].known(ALL_ORDERS, MAPPED) == {v: k for k, v in COLUMNS.items()}
    assert header_of(found[1].files[0]) == ("a", "b", "c"), "not the title above"
    assert [group.names for group in unmapped(paths, taken=("month-4.csv",))] == [("month-6.csv",)]
    assert title("all_orders", "payment") == "SKU Subtotal After Discount"
