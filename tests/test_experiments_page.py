"""Experiments: what each part says to an analyst."""

from collections.abc import Iterator

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.kept import Keeper
from data.scope import Scope
from data.store import Store
from tests import tiny
from tests.tested import DRAWN_ON, drawn_tables, market, with_costs
from tests.visits import app_on, figures, told, visit

READ, RANKING = {"test-part": "Read-out"}, {"test-part": "New ranking"}


@pytest.fixture(scope="module")
def analyst(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("store")
    market(folder)
    tiny.build(Store(folder / "tiny"))
    costed = with_costs(drawn_tables(40))
    sent = DRAWN_ON + pd.Timedelta(days=1)
    costed["collaborations"] = costed["collaborations"].assign(sample_shipped_at=sent)
    tiny.build(Store(folder / "costed"), costed)
    with app_on(folder, "tested"):
        yield


def notes(page: AppTest) -> str:
    return " ".join(caption.value for caption in page.caption).replace("\\", "")


@pytest.mark.usefixtures("analyst")
def test_a_plan_tells_what_it_rests_on() -> None:
    page = visit("experiments", "tested")
    assert list(figures(page)) == [
        "Smallest effect found",
        "per start",
        "Will start",
        "Products for +20 %",
    ]
    assert figures(page)["Will start"] == "91.7 %", "11 ÷ 12, of the ten who posted"
    assert "43 products of 2 shops, three times 28 days up to 8 Mar 2026" in notes(page)
    assert "starts: n = 10 asked" in notes(page)


@pytest.mark.usefixtures("analyst")
def test_more_products_than_there_are_is_out_of_reach() -> None:
    """43 are there: an effect of 40 % takes fewer, one of 10 % more."""
    page = visit("experiments", "tested")
    page.number_input(key="worth-finding").set_value(40).run()
    assert int(figures(page)["Products for +40 %"]) <= 43
    assert "would take" not in notes(page)
    page.number_input(key="worth-finding").set_value(10).run()
    assert figures(page)["Products for +10 %"] == "out of reach"
    assert "+10 % would take 465 products; there are 43 to draw." in notes(page)


@pytest.mark.usefixtures("analyst")
def test_more_products_find_less() -> None:
    page = visit("experiments", "tested")
    many = float(figures(page)["Smallest effect found"].removeprefix("$"))
    page.number_input(key="products-in-test").set_value(20).run()
    assert float(figures(page)["Smallest effect found"].removeprefix("$")) > many
    assert not page.exception


@pytest.mark.usefixtures("analyst")
def test_the_read_out_says_who_is_in_both_arms() -> None:
    """Five creators share 40 products, of which every second is invited."""
    assert "5 creators in both arms, 100 % of pairs" in notes(
        visit("experiments", "tested", **READ)
    )


@pytest.mark.usefixtures("analyst")
def test_the_read_out_says_what_to_do_and_for_whom() -> None:
    """Half of 20 invited products started and gained 50 dollars each: 25 per invited one, and
    what they sold before comes on top or off. No cost is on record, so it waits for these.
    """
    page = visit("experiments", "tested", **READ)
    shown = figures(page)
    assert shown["Started"] == "50.0 % vs 0.00 %"
    extra = float(shown["Extra per unit asked"].removeprefix("$"))
    assert float(shown["at least"].removeprefix("$")) < extra
    assert "n = 40 of 40 products with 28 days over" in notes(page)
    assert "No verdict before costs" in verdict(page)
    assert (
        "Not known: platform fee of 10 order lines, unit cost of 40 order lines, what asking costs"
        in told(page)
    )
    page.number_input(key="test-margin-spring-1-USD").set_value(80).run()
    assert "Not known: what asking costs" in told(page)
    page.number_input(key="test-cost-spring-1-USD").set_value(0.0).run()
    assert "Go ahead" in verdict(page)
    page.number_input(key="test-cost-spring-1-USD").set_value(60.0).run()
    assert "Stop" in verdict(page)
    assert "Orders per click" not in str([frame.value for frame in page.dataframe])


def verdict(page: AppTest) -> str:
    (head,) = (text.value for text in page.markdown if text.value.startswith("####"))
    return str(head)


@pytest.mark.usefixtures("analyst")
def test_costs_on_record_are_in_the_verdict() -> None:
    """Costs of each sale are on record, and of the ten samples: 1.50 per product asked."""
    page = visit("experiments", "costed", **READ)
    assert page.number_input(key="test-cost-spring-1-USD").value == 1.5
    assert "% of these products' net GMV stays" in notes(page)
    assert "Go ahead" in verdict(page)
    page.number_input(key="test-cost-spring-1-USD").set_value(60.0).run()
    assert "Stop" in verdict(page)


@pytest.mark.usefixtures("analyst")
def test_a_plan_in_one_currency_is_not_read_out_in_another() -> None:
    Keeper(Store.of("costed"), Scope.everything()).keep(
        "experiment",
        "spring-1",
        {"currency": "EUR", "measure": "net_gmv", "effect": 900, "noun": "product"},
    )
    page = visit("experiments", "costed", **READ)
    assert page.selectbox(key="currency").value == "USD"
    assert "This test was planned in EUR. Choose EUR above" in told(page)
    assert not figures(page)
    page.selectbox(key="currency").set_value("EUR").run()
    assert "planned to find €9.00 per" in notes(page)


@pytest.mark.usefixtures("analyst")
def test_without_an_experiment_the_page_says_where_one_comes_from() -> None:
    page = visit("experiments", "tiny", **READ)
    assert page.info[0].value.startswith("No experiment is on record. **Plan** draws a list")


@pytest.mark.usefixtures("analyst")
def test_a_ranking_is_not_valued_without_chances() -> None:
    page = visit("experiments", "tested", **RANKING)
    assert page.info[0].value.startswith("Not estimable: nothing was shown yet, and a list in a")
    assert "Sort by → By chance" in page.info[0].value


@pytest.mark.usefixtures("analyst")
def test_two_logs_tell_what_a_ranking_would_earn() -> None:
    """A log that shows four items alike, of which x is clicked always; the new one shows x alone,
    but for the smoothing.
    """
    page = visit("experiments", "tested", **RANKING, **{"ranking-log": "Two log files"})
    log = pd.DataFrame({"item_id": list("xyzw") * 150, "position": 1, "propensity_score": 0.25})
    log = log.assign(click=(log["item_id"] == "x").astype(int))
    new = pd.DataFrame({"item_id": ["x"] * 900, "position": 1})
    for key, frame in (("logged-file", log), ("target-file", new)):
        page.file_uploader(key=key).set_value(
            [(f"{key}.csv", frame.to_csv(index=False).encode(), "text/csv")]
        )
    page.run()
    assert not page.exception
    assert "they differ" in notes(page)
    assert "n = 600 impressions with a known chance" in notes(page)
    ways = page.dataframe[0].value.set_index("Way")["Per impression"]
    assert ways["SNIPS"] == "99.7 %", "901 ÷ 904, the smoothed share of x"
