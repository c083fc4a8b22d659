"""Order exports that leave questions: dropped, answered, loaded, reported, undone."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from data.manifests import standing
from data.store import Store
from tests.browser.conftest import OpenScreen
from tests.browser.server import Served
from tests.browser.test_load import PATIENCE, gmv
from tests.browser.test_report import figures, in_summary, workbook
from tests.browser.test_undo import choose

pytestmark = pytest.mark.browser

HEADER = (
    "Order ID,Order Status,SKU ID,Product Name,Quantity,SKU Subtotal After Discount,"
    "Currency,Created Time,Paid Time"
)


def orders(folder: Path, name: str, order: int, paid: str, day: str) -> Path:
    """One completed order on a day such as 03/04/2026, which is April or March."""
    line = f"57600000000000000{order},Completed,s{order},Serum,1,{paid},USD"
    row = f"{line},{day} 10:00:00,{day} 10:05:00"
    path = folder / name
    path.write_text(f"{HEADER}\n{row}\n")
    return path


@pytest.mark.parametrize("width", [1440, 390])
def test_questions_are_answered_then_loaded_reported_and_undone(
    app: Served, screen: OpenScreen, tmp_path: Path, width: int
) -> None:
    name = f"asked{width}"
    files = [
        orders(tmp_path, "april.csv", 1, "100.00", "03/04/2026"),
        orders(tmp_path, "later.csv", 2, "50.00", "05/04/2026"),
    ]
    tab = screen(width).open("data", market="", show="Load files", into="A new market")
    page = tab.page
    page.get_by_label("Its name").fill(name)
    page.get_by_label("Its name").press("Enter")
    tab.settle()
    page.set_input_files("input[type=file]", files)
    form = page.locator(".st-key-questions")
    expect(form.get_by_text("3 questions before these files")).to_be_visible(timeout=PATIENCE)
    assert form.locator("[aria-checked=true], [aria-pressed=true]").count() == 0
    expect(form.get_by_text("2026-03-04")).to_be_visible()
    tab.settle()
    assert tab.problems() == []

    form.get_by_role("radio", name="Day first").click()
    form.get_by_label("Shop of the files").fill("glow")
    zone = form.get_by_role("combobox", name="Time zone of the files")
    pick(page, zone, "Asia/Bangkok")
    form.get_by_role("button", name="Read the files again").click()
    load = page.get_by_role("button", name=f"rows into {name}")
    expect(load).to_be_visible(timeout=PATIENCE)
    expect(form).to_have_count(0)
    assert not (app.store / name / "loads").exists(), "a dry run writes nothing"
    assert tab.settle().problems() == []
    load.click()
    page.get_by_role("button", name="See the market").click(timeout=PATIENCE)
    # The last day has not ended, so figures leave its 50 dollars out; the day read first is in.
    expect(gmv(page)).to_have_text("$100.00", timeout=PATIENCE)

    tab.open("report", of="overview", market=name)
    assert figures(tab)["GMV"] == "$100.00"
    told = in_summary(workbook(tab))
    assert told.pop("Refund rate") == "not estimable"  # there is no refund column
    assert told == figures(tab)
    assert tab.problems() == []

    tab.open("data", market=name, show="Held")
    choose(page, 0)
    page.get_by_role("button", name="Undo this load").click()
    page.get_by_role("dialog").get_by_role("button", name="Undo load 1").click()
    expect(page.get_by_text("Load 1 was undone")).to_be_visible(timeout=PATIENCE)
    assert standing(Store(app.store / name)) == []


def test_unknown_headers_are_mapped_by_hand_on_the_page(
    app: Served, screen: OpenScreen, tmp_path: Path
) -> None:
    header = {
        "Order ID": "Bestelling",
        "Order Status": "Toestand",
        "SKU ID": "Artikel",
        "Product Name": "Omschrijving",
        "Quantity": "Aantal",
        "SKU Subtotal After Discount": "Betaald",
        "Created Time": "Gemaakt",
    }
    path = tmp_path / "vreemd.csv"
    row = "576000000000000009,Completed,s9,Serum,1,12.50,25/04/2026 10:00:00"
    path.write_text(f"{','.join(header.values())}\n{row}\n")
    page = screen().open("data", market="", show="Load files", into="A new market").page
    page.get_by_label("Its name").fill("mapped")
    page.get_by_label("Its name").press("Enter")
    page.set_input_files("input[type=file]", path)
    form = page.locator(".st-key-map-0")
    pick(page, form.get_by_role("combobox", name="What its rows are"), "All orders")
    for field, name in header.items():
        pick(page, form.get_by_role("combobox", name=field, exact=True), name)
    form.get_by_role("button", name="Read it with these columns").click()
    asked = page.locator(".st-key-questions")
    expect(asked.get_by_text("3 questions before these files")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("7 of 7 columns known (mapped by hand)")).to_be_visible()


def pick(page: Page, box: Locator, choice: str) -> None:
    """Types into a searchable selectbox and takes what it offers."""
    box.click(timeout=PATIENCE)
    box.fill(choice)
    page.get_by_role("option", name=choice, exact=True).click()
