"""A report goes to paper: only the sheet, within A4, light; its file says what is on it."""

import io
import re
from collections.abc import Callable

import openpyxl
import pytest

from tests.browser.conftest import OpenScreen
from tests.browser.screen import Screen
from tests.places import OUTPUT

pytestmark = pytest.mark.browser

MOST_PAGES = 8
PRINTABLE = 680
"""Pixels between the margins of A4: 180 mm at 96 to the inch."""
OFF_PAPER = (
    "header, nav, button, [data-testid=stToolbar], [data-testid=stPageLink], .st-key-off-paper"
)
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
TOO_WIDE = """
() => [...document.querySelectorAll(".st-key-sheet :is(h1, h2, h3, p, table, svg.marks)")]
  .filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
  .map((part) => part.innerText ?? part.tagName)
"""
NOT_DARK = """
() => [...document.querySelectorAll(".st-key-sheet :is(h1, h3, p, td)")]
  .filter((part) => part.innerText.trim() && getComputedStyle(part).color !== "rgb(23, 32, 46)")
  .map((part) => part.innerText)
"""
REPORTS = ("overview", "merchant", "product")


def opened(tab: Screen, of: str, busiest: dict[str, str]) -> Screen:
    about = {of: busiest[of]} if of in busiest else {}
    return tab.open("report", of=of, market="demo", period="Quarter", **about)


def figures(tab: Screen) -> dict[str, str]:
    labels = tab.page.locator("[data-testid=stMetricLabel]").all_inner_texts()
    values = tab.page.locator("[data-testid=stMetricValue]").all_inner_texts()
    return dict(zip(labels, values, strict=True))


def workbook(tab: Screen) -> openpyxl.Workbook:
    """The report's file, as its button gives it."""
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="Workbook (XLSX)").click()
    return openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))


def in_summary(book: openpyxl.Workbook) -> dict[str, str]:
    head, *rows = book["Summary"].iter_rows(values_only=True)
    summary = [dict(zip(head, row, strict=True)) for row in rows]
    return {row["figure"]: row["as on the page"] for row in summary}


@pytest.mark.parametrize("of", REPORTS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_report_prints_on_a_few_sheets(
    of: str, scheme: str, screen: OpenScreen, market: Callable[[str], dict[str, str]]
) -> None:
    tab = opened(screen(scheme=scheme), of, market("demo"))
    assert tab.problems() == []
    shown = figures(tab)
    pdf = tab.page.pdf(prefer_css_page_size=True, print_background=True)
    assert 1 < len(PAGE.findall(pdf)) <= MOST_PAGES
    tab.page.set_viewport_size({"width": PRINTABLE, "height": 1009})
    tab.page.emulate_media(media="print")
    tab.shoot(OUTPUT / f"report-{of}-{scheme}-printed.png")
    assert figures(tab) == shown != {}
    hidden = tab.page.locator(OFF_PAPER)
    assert [one.inner_text() for one in hidden.all() if one.is_visible()] == []
    assert tab.page.evaluate(TOO_WIDE) == []
    assert tab.page.evaluate(NOT_DARK) == []
    assert tab.page.locator("html").evaluate("page => page.scrollWidth") <= PRINTABLE


def test_a_report_s_file_says_what_is_on_paper(
    screen: OpenScreen, market: Callable[[str], dict[str, str]]
) -> None:
    tab = opened(screen(), "overview", market("demo"))
    book = workbook(tab)
    assert in_summary(book) == figures(tab)
    assert book["GMV by product, before and now"].max_row > 1_000


def test_a_page_s_filters_go_to_its_report_and_back(
    screen: OpenScreen, market: Callable[[str], dict[str, str]]
) -> None:
    """Also from the report's own address, as a colleague opens it."""
    market("tiny")
    tab = screen().open("overview", market="tiny", shop="Alder", category="Beauty")
    before = figures_of_page(tab)
    tab.page.get_by_role("link", name="Report").click()
    tab.page.wait_for_url("**/report?**")
    assert list(figures(tab.settle()).values()) == before
    assert list(figures(tab.open(tab.page.url.removeprefix(f"{tab.app.url}/"))).values()) == before
    tab.page.get_by_role("link", name="Back to Overview").click()
    tab.page.wait_for_url(lambda url: "/report" not in url and "category=Beauty" in url)
    assert figures_of_page(tab.settle()) == before


def figures_of_page(tab: Screen) -> list[str]:
    return tab.page.locator("[data-testid=stMetricValue]").all_inner_texts()


def test_the_button_opens_the_browser_s_print_dialog(
    screen: OpenScreen, market: Callable[[str], dict[str, str]]
) -> None:
    market("tiny")
    tab = screen().open("report", market="tiny")
    tab.page.evaluate("window.print = () => { window.asked = true; }")
    tab.page.get_by_role("button", name="Print or save as PDF").click()
    assert tab.page.evaluate("window.asked") is True
