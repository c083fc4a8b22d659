"""A merchant's week on a market made of exports alone: own figures counted by hand, nobody else's
shop, and reports that say what the pages say.
"""

import re
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from analytics.metrics import METRICS
from pages.components.menu import SCREENS, Screen
from pages.components.numbers import money, share
from tests.exports import by_hand
from tests.exports.market import HOME, NAME, Made
from tests.papers import on_paper, rows, workbook
from tests.visitor import Visitor
from tests.visits import app_on, figures, told, visit

LAST = ("2025-12-03", "2025-12-30")
YEAR = ("2025-01-01", "2025-12-30")
OTHERS = re.compile(r"shop-[12]|1731\d{15}|Product \d{3}")
"""Titles of three digits alone: where a chart's data is padded, a title may be cut short."""
PRODUCT = "1731000000000000024"


@pytest.fixture(scope="module")
def made(year_of_exports: Made) -> Iterator[Made]:
    with app_on(year_of_exports.store.root.parent, NAME, merchant=HOME):
        yield year_of_exports


def on(screen: str, days: tuple[str, str] = LAST, **asked: str) -> AppTest:
    return visit(screen, NAME, period="Custom", days=list(days), **asked)


def of_others(page: AppTest) -> set[str]:
    """Names and ids on screen, in charts and tables too, that are another shop's."""
    shown = "\n".join(str(node.proto) for node in page.main if node.proto is not None)
    found = set(OTHERS.findall(shown))
    return {name for name in found if name.startswith("shop-") or _number(name) % 3}


def _number(name: str) -> int:
    """A product's number in the drawn year; those of the home shop are multiples of three."""
    return int(name[-5:]) if name.startswith("1731") else int(name.removeprefix("Product "))


class Watchful(Visitor):
    """A visitor whom another shop's name or product troubles, whatever was chosen."""

    def _run(self) -> None:
        super()._run()
        self.problems += [f"shows {name}" for name in sorted(of_others(self.page))]


@pytest.mark.parametrize("days", [LAST, YEAR], ids=["28 days", "the year"])
def test_what_is_left_of_net_gmv(made: Made, days: tuple[str, str]) -> None:
    own = by_hand.between(made.lines, *days, HOME)
    left = by_hand.margin(own, made.samples, *days)
    sums = by_hand.totals(own)
    shown = {
        "Net GMV": money(left["net_gmv"], "USD"),
        "GMV": money(sums["gmv"], "USD"),
        "Attributed GMV": money(sums["attributed_gmv"], "USD"),
        "Refund rate": share(sums["refund_rate"]),
        "Contribution margin": money(left["margin"], "USD"),
    }
    assert figures(on("merchant", days)) == shown
    paper, book = workbook("merchant", market=NAME, period="Custom", days=list(days))
    assert figures(paper) == shown
    by_name = {row["figure"]: row for row in rows(book, "Summary")}
    assert {name: row["as on the page"] for name, row in by_name.items()} == shown
    assert by_name["Contribution margin"]["value"] == left["margin"] / 100


def test_samples_as_entered(made: Made) -> None:
    sent = made.samples[made.samples["shipped_on"] <= LAST[1]]
    received = sent[sent["received_on"] <= LAST[1]]
    posted = received[received["posted_on"].between("2025", LAST[1])]
    page = visit("merchant", NAME)
    page.segmented_control(key="part").set_value("Samples").run()
    shown = figures(page)
    assert shown["Samples sent"] == str(len(sent))
    assert shown["Sample→post"] == share(len(posted) / len(received))
    assert shown["Cost of samples"] == money(by_hand.SAMPLE_COST * len(sent), "USD")


def test_one_product_by_hand(made: Made) -> None:
    own = by_hand.between(made.lines, *YEAR, HOME)
    lines = own[own["product_id"] == PRODUCT]
    sums = by_hand.totals(lines)
    page = on("product", YEAR, product=PRODUCT)
    assert figures(page) == {
        "Net GMV": money(sums["net_gmv"], "USD"),
        "Orders": str(sums["orders"]),
        "Attributed share": share(sums["attributed_gmv"] / sums["gmv"]),
        "Refund rate": share(sums["refund_rate"]),
    }
    samples = made.samples[made.samples["product_id"] == PRODUCT]
    left = by_hand.margin(lines, samples, *YEAR)["margin"]
    assert f"**{money(left, 'USD')}** is left" in told(page)


@pytest.mark.parametrize("of", ["overview", "merchant", "product"])
def test_paper_and_workbook_say_what_the_page_says(made: Made, of: str) -> None:
    about = {"product": PRODUCT} if of == "product" else {}
    page = visit(of, NAME, **about)
    paper, book = workbook(of, market=NAME, **about)
    assert figures(paper) == figures(page) != {}
    summary = rows(book, "Summary")
    assert {row["figure"]: row["as on the page"] for row in summary} == figures(page)
    filters = {row["filter"]: row["value"] for row in rows(book, "Filters")}
    assert filters["compared with"] == "5 Nov – 2 Dec 2025"
    assert not of_others(paper)
    cells = "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    assert not {name for name in OTHERS.findall(cells) if name.startswith("shop-")}
    assert METRICS["net_gmv"].definition.split(",", maxsplit=1)[0] in on_paper(paper) + cells


def test_sheets_add_up_to_the_page(made: Made) -> None:
    own = by_hand.between(made.lines, *LAST, HOME)
    sums = by_hand.totals(own)
    _, book = workbook("overview", market=NAME)
    for sheet in ("Channels", "GMV by product, before and now", "GMV by creator, before and now"):
        assert sum(row["gmv"] for row in rows(book, sheet[:31])) == pytest.approx(sums["gmv"] / 100)
    organic = own.loc[own["creator_id"].isna(), "payment"].sum() / 100
    (none,) = (r for r in rows(book, "GMV by creator, before and now") if r["name"] == "No creator")
    assert none["gmv"] == organic
    _, of_shop = workbook("merchant", market=NAME)
    assert sum(row["net_gmv"] for row in rows(of_shop, "Products")) == pytest.approx(
        sums["net_gmv"] / 100
    )


def test_what_nobody_counted_is_empty_in_a_workbook(made: Made) -> None:
    """Exports tell of no impression, view or click: none of them is zero."""
    _, book = workbook("overview", market=NAME)
    channels = rows(book, "Channels")
    for name in ("impressions", "views", "clicks", "ctr", "show_gpm"):
        assert [row[name] for row in channels] == [None] * len(channels), name
    movers = rows(book, "GMV by product, before and now")
    assert {row["clicks_before"] for row in movers} == {None}
    compared = visit("creators", NAME, pane="Compare")
    assert "Clicks" not in next(f.value for f in compared.dataframe if "Measure" in f.value).values


def test_a_lever_of_too_few_shops_asks_for_no_file(made: Made) -> None:
    page = visit("what_if", NAME, product=PRODUCT)
    assert all(slider.disabled for slider in page.slider)
    waits = [c.value for c in page.caption if c.value.startswith("Not estimable: fewer than 6")]
    assert waits == ["Not estimable: fewer than 6 shops to learn from."] * 3


def test_estimates_stand_on_five_other_shops_or_are_not_told(made: Made) -> None:
    page = visit("matches", NAME, product=PRODUCT)
    assert "20 candidates" in told(page)
    assert "Extra GMV" not in figures(page)
    assert "or of too few shops" in told(page)
    assert "Enter samples with the day of each first post (Merchant → Costs)" in told(page)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.url)
def test_no_choice_breaks_a_page_or_shows_another_shop(made: Made, screen: Screen) -> None:
    about = {"product": PRODUCT, "creator": "creator0", "merchant": HOME}
    visitor = Watchful(screen, NAME, about)
    assert not (problems := visitor.try_everything()), "\n".join(problems)


@pytest.mark.parametrize("screen", ["overview", "products", "matches"])
def test_an_analyst_is_shown_them(made: Made, screen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that where a merchant finds none, there was something to find."""
    monkeypatch.delenv("TANDEM_MERCHANT")
    assert of_others(visit(screen, NAME))


@pytest.mark.parametrize("screen", ["product", "merchant"])
def test_another_shops_page_is_closed(made: Made, screen: str) -> None:
    """What was asked for may be named, for it stands in the address."""
    asked = {"product": "1731000000000000025", "merchant": "shop-1"}[screen]
    page = visit(screen, NAME, **{screen: asked})
    assert of_others(page) <= {asked}
    other = by_hand.totals(by_hand.between(made.lines, *LAST, "shop-1"))
    assert figures(page).get("Net GMV") != money(other["net_gmv"], "USD")
