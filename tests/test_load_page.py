"""Load files: what is asked of files and of the market, and what is said of unreadable ones."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.visits import app_on, visit

HEADER = "Order ID,Order Status,SKU ID,Product Name,Quantity,SKU Subtotal After Discount"
MORE = ",Currency,Created Time"
ORDERS = f"{HEADER}{MORE}\n5760000001,Completed,s1,Serum,1,10.00,USD,2026-04-01 10:00:00\n"
STRANGE = "Nummer,Zustand,Artikel\n1,fertig,s1\n"
DAMAGED = b"PK\x03\x04 is no workbook"


@pytest.fixture
def load_page(tmp_path: Path) -> Iterator[AppTest]:
    """The page with a new market named, before any file."""
    with app_on(tmp_path):
        page = visit("sources", market="", show="Load files", into="A new market")
        page.text_input(key="new-market").set_value("fresh").run()
        yield page


def offer(page: AppTest, **files: str | bytes) -> AppTest:
    """The page once files are offered, by name without ending; text is CSV, bytes a workbook."""
    given = [
        (f"{name}.csv", content.encode(), "text/csv")
        if isinstance(content, str)
        else (f"{name}.xlsx", content, "application/octet-stream")
        for name, content in files.items()
    ]
    page.file_uploader(key="files").set_value(given).run()
    assert not page.exception
    return page


def answer(page: AppTest, zones: list[str]) -> AppTest:
    """Answers the shop and the time zone of each file, file by file."""
    page.toggle(key="file-by-file").set_value(True).run()
    for box in page.text_input:
        if box.label == "Shop of the files":
            box.set_value("glow")
    boxes = [box for box in page.selectbox if box.label == "Time zone of the files"]
    for box, zone in zip(boxes, zones, strict=True):
        box.set_value(zone)
    press(page, "Read the files again")
    return page


def press(page: AppTest, label: str) -> None:
    (button,) = (button for button in page.button if button.label == label)
    button.click().run()
    assert not page.exception


def asked(page: AppTest) -> list[str]:
    return [said.value for said in page.subheader if "before these files" in said.value]


def test_one_zone_said_file_by_file_is_the_markets(load_page: AppTest) -> None:
    page = offer(load_page, april=ORDERS, more=ORDERS.replace("0001,", "0002,"))
    answer(page, ["Asia/Bangkok", "Asia/Bangkok"])
    assert asked(page) == []
    assert "Load" in "".join(button.label for button in page.button if "into fresh" in button.label)


def test_files_of_two_zones_leave_the_markets_own_open(load_page: AppTest) -> None:
    page = offer(load_page, april=ORDERS, more=ORDERS.replace("0001,", "0002,"))
    answer(page, ["Asia/Bangkok", "America/New_York"])
    assert asked(page) == ["1 question before these files can be read"]
    said = [one.value for one in page.markdown]
    assert "**In which time zone does the market count its days?**" in said
    (zone,) = (box for box in page.selectbox if box.label == "Time zone of the market")
    zone.set_value("Asia/Bangkok")
    press(page, "Read the files again")
    assert asked(page) == []


def test_a_damaged_file_makes_no_riddle_of_the_others(load_page: AppTest) -> None:
    page = offer(load_page, april=ORDERS, strange=STRANGE, broken=DAMAGED)
    (refused,) = page.error
    assert "broken.xlsx" in refused.value
    told = [said.value for said in page.caption if "no known format" in said.value]
    assert told == ["strange.csv: no known format has these headers."]


def test_the_remedy_of_unknown_headers_is_on_the_page(load_page: AppTest) -> None:
    (refused,) = offer(load_page, strange=STRANGE).error
    assert refused.value.endswith("or map its columns above")
    assert "FORMAT" not in refused.value


def test_fields_to_map_stand_in_order_row_by_row(load_page: AppTest) -> None:
    page = offer(load_page, strange=STRANGE)
    page.selectbox(key="map-format-0").set_value("all_orders").run()
    needed = [box.label for box in page.selectbox if box.key and "all_orders" in box.key][:4]
    assert needed == ["Order ID", "Order Status", "SKU ID", "Product Name"]


def test_what_was_refused_is_said_in_words_and_goes_with_its_files(load_page: AppTest) -> None:
    page = offer(load_page, april=STRANGE)
    page.selectbox(key="map-format-0").set_value("all_orders").run()
    press(page, "Read it with these columns")
    assert [said.value for said in page.warning if "Still without a header" in said.value]
    offer(page, other=STRANGE.replace("Artikel", "Artikel 2"))
    assert not page.warning


def test_a_window_turned_round_is_refused_in_words(load_page: AppTest) -> None:
    report = "Creator name,Video ID,Creator video-attributed GMV\nglow,7300000000000001,12\n"
    page = offer(load_page, videos=report)
    first, last = page.date_input
    first.set_value(date(2026, 4, 30))
    last.set_value(date(2026, 4, 1))
    press(page, "Read the files again")
    told = [said.value for said in page.warning]
    assert told == ["first day 2026-04-30 is after last day 2026-04-01; swap them"]
