"""An analyst's week on a market made of exports alone: a year of three shops, every figure counted
by hand from the lines that were drawn.
"""

from collections.abc import Iterator

import pandas as pd
import pytest

from data.owner import OWNER
from pages.components.menu import SCREENS, Screen
from pages.components.numbers import count, money, share
from tests.browser.markets import busiest
from tests.exports import by_hand, market
from tests.exports.market import HOME, NAME, SHOPS, Made
from tests.visitor import Visitor
from tests.visits import app_on, figures, told, visit

YEAR = ("2025-01-01", "2025-12-30")
"""The last line was placed on the 31st, so the 30th is the last complete day."""
MONTHS = pd.period_range("2025-01", "2025-12", freq="M")


@pytest.fixture(scope="module")
def made(year_of_exports: Made) -> Iterator[Made]:
    with app_on(year_of_exports.store.root.parent, NAME):
        yield year_of_exports


def on(screen: str, days: tuple[str, str] = YEAR, **asked: str) -> object:
    return visit(screen, NAME, period="Custom", days=list(days), **asked)


def dollars(cents: float) -> str:
    return money(cents, "USD")


def exact(cents: float) -> str:
    return money(cents, "USD", is_compact=False)


def table(page, column: str) -> pd.DataFrame:
    """The first table on screen that has this column."""
    return next(frame.value for frame in page.dataframe if column in frame.value)


def test_the_dry_run_tells_what_the_load_then_does(made: Made) -> None:
    for month in MONTHS:
        lines = made.lines[made.lines["month"] == str(month)]
        sums = (exact(lines["payment"].sum()), exact(by_hand.net(lines).sum()))
        assert all(amount in made.dry_run for amount in sums), month
    credited = made.lines["creator_id"].notna().sum()
    for rows in (len(made.lines), credited):
        assert f"{rows:,}" in made.dry_run
        assert f"{rows:,}" in made.loaded
    assert f"samples.csv: samples, {market.SAMPLES} rows saved" in made.entered


def test_the_dry_run_promises_no_more_than_pages_show(made: Made) -> None:
    promised, lacking = made.dry_run.split("What pages cannot show yet")
    for lever in ("levers of creators and samples", "live lever", "money columns"):
        assert lever not in promised
        assert lever in lacking
    assert "What-if: projections" in promised


@pytest.mark.parametrize("shop", [None, *SHOPS])
def test_overview_of_the_year(made: Made, shop: str | None) -> None:
    page = on("overview")
    if shop:
        page.selectbox(key="shop").set_value(shop).run()
    shown = figures(page)
    sums = by_hand.totals(by_hand.between(made.lines, *YEAR, shop))
    assert shown == {
        "GMV": dollars(sums["gmv"]),
        "Net GMV": dollars(sums["net_gmv"]),
        "Orders": count(sums["orders"]),
        "Refund rate": share(sums["refund_rate"]),
    }


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_overview_of_each_month(made: Made, month: pd.Period) -> None:
    first, last = str(month.start_time.date()), min(str(month.end_time.date()), YEAR[1])
    sums = by_hand.totals(by_hand.between(made.lines, first, last))
    shown = figures(on("overview", (first, last)))
    assert shown["GMV"] == dollars(sums["gmv"])
    assert shown["Orders"] == count(sums["orders"])


def test_the_first_year_is_compared_with_nothing(made: Made) -> None:
    page = on("overview")
    assert "not compared: data from 1 Jan 2025" in told(page)
    assert "the data does not reach back to a whole period before" in told(page)
    assert not any(metric.delta for metric in page.metric if metric.label in ("GMV", "Orders"))
    shops = on("merchants")
    assert table(shops, "change")["change"].isna().all()
    assert "Change" not in next(g for g in shops.button_group if g.key == "rank").options
    assert "grey tick" not in told(on("creators"))
    assert "tick: the period before" not in told(on("products"))
    january = told(on("overview", ("2025-01-20", "2025-02-10")))
    assert "not compared: data from 1 Jan 2025" in january, "22 days before begin in December"


def test_shops_and_creators_by_what_they_sold(made: Made) -> None:
    lines = by_hand.between(made.lines, *YEAR)
    shops = table(on("merchants"), "change").set_index("name")
    for shop in SHOPS:
        sums = by_hand.totals(by_hand.between(lines, *YEAR, shop))
        assert shops.loc[shop, "net_gmv"] == round(sums["net_gmv"] / 100)
        assert shops.loc[shop, "commission"] == round(sums["commission"] / 100)
    creators = table(on("creators"), "handle").head(10)
    best = by_hand.best_creators(lines, 10)
    assert creators["handle"].tolist() == list(best)
    assert creators["net_gmv"].tolist() == [round(cents / 100) for cents in best.values()]


def test_commission_settled_and_open(made: Made) -> None:
    rows = table(on("merchants", view="Settlement"), "open_commission").set_index("name")
    for shop in SHOPS:
        known = by_hand.settlement(by_hand.between(made.lines, *YEAR, shop))
        assert rows.loc[shop, "lines"] == known["lines"]
        assert rows.loc[shop, "actual_commission"] == round(known["paid"] / 100)
        assert rows.loc[shop, "open_commission"] == round(known["open"] / 100)
        settled = 100 * known["settled"] / known["lines"]
        assert rows.loc[shop, "settled_share"] == pytest.approx(settled, abs=0.01)


def test_reported_figures_stand_beside_ours(made: Made) -> None:
    rows = table(visit("creator", NAME, creator="creator0", tab="Reported"), "Explained by")
    of_shop = rows[rows["Source"].str.contains(HOME)].set_index("Metric")
    lines = by_hand.between(made.lines, *market.DECEMBER, HOME)
    own = lines[lines["creator_id"] == "creator0"]
    assert of_shop.loc["GMV", ["Ours", "Explained by"]].tolist() == [
        *(exact(own["payment"].sum()), "agrees")
    ]
    assert of_shop.loc["Orders", "Ours"] == str(own["order_id"].nunique())
    seen = of_shop.loc["Product impressions"]
    assert seen["Reported"] == f"{1_000 * own['order_id'].nunique():,}"
    assert (seen["Ours"], of_shop.loc["CTR", "Ours"]) == ("–", "–")


NOT_TOLD = {
    "overview": ({}, "Not estimable: no clicks in this market. Behaviour events would bring them."),
    "creators": ({"pane": "Segments"}, "no product clicks, so behaviour cannot be told apart"),
    "creator": ({"tab": "Performance"}, "Behaviour events would bring them."),
    "creator content": ({"tab": "Content"}, "Video data, or our own table of content, tells when"),
    "creator live": ({"tab": "Live"}, "Live sessions with their minutes would bring the timeline"),
    "creator audience": ({"tab": "Audience"}, "A table creator_audience would bring age"),
    "creator profile": ({}, "No profile: our own table of creators would bring followers"),
    "merchants": ({"view": "Refunds"}, "with *refunded_at*, would bring it"),
    "merchant": ({"part": "Promotions"}, "Our own tables promotions and promotion_products bring"),
    "merchant shops": ({"part": "Benchmark"}, "fewer than five other shops sold enough"),
    "sources": ({"show": "Checks"}, "Size class and reach are not estimable"),
}


@pytest.mark.parametrize("place", NOT_TOLD)
def test_what_exports_cannot_tell_names_what_would_bring_it(made: Made, place: str) -> None:
    asked, words = NOT_TOLD[place]
    screen = place.split(maxsplit=1)[0]
    about = {"creator": "creator0", "merchant": HOME}
    page = visit(screen, NAME, **{screen: about[screen]} if screen in about else {}, **asked)
    assert words in told(page)
    assert not {"CTR", "CTOR (SKU orders)", "Impressions", "Clicks"} & figures(page).keys()


def test_matches_are_learned_from_these_rows_alone(made: Made) -> None:
    credited = made.lines[made.lines["creator_id"].notna()]
    pairs = credited.drop_duplicates(["product_id", "creator_id"])
    assert figures(visit("quality", NAME))["On pairs"] == f"{len(pairs):,}"
    product = by_hand.net(credited).groupby(credited["product_id"]).sum().idxmax()
    page = visit("matches", NAME, product=product, form="Table")
    assert "20 candidates" in told(page)
    carried = set(credited.loc[credited["product_id"] == product, "creator_id"])
    listed = table(page, "estimate")["id"]
    assert len(listed) == 20
    assert (table(page, "estimate")[["low", "estimate", "high"]].notna()).all(axis=None)
    assert not carried & set(listed), "who works with the product already is no candidate"
    assert figures(page)["Extra GMV"].startswith("$")
    assert "prior only, not causal: sales from the first 28 days of" in told(page)


def test_levers_that_nothing_was_learned_of_are_grey_and_say_why(made: Made) -> None:
    """Price and commission were the same all year, exports have no clicks, a shop is no product."""
    page = visit("what_if", NAME, on="a shop")
    grey = {slider.label.split(" (")[0] for slider in page.slider if slider.disabled}
    untold = {"Price, %", "Commission, %", "Live, % of clicks"}
    assert grey == {*untold, "More creators", "More samples"}
    words = told(page)
    assert "no product changed it in these weeks; 30 are needed. Load All orders or" in words
    assert "sold on enough known clicks in both live and video" in words
    lines = by_hand.between(made.lines, "2025-12-03", YEAR[1])
    assert f"last 28 days {dollars(by_hand.net(lines).sum())}" in words


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.url)
def test_no_choice_breaks_a_page(made: Made, screen: Screen) -> None:
    visitor = Visitor(screen, NAME, busiest(OWNER.warehouse(NAME)))
    assert not (problems := visitor.try_everything()), "\n".join(problems)
