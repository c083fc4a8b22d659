"""Experiments: what each part says to an analyst."""

from collections.abc import Iterator

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.store import Store
from tests import tiny
from tests.tested import market
from tests.visits import app_on, figures, visit

READ, RANKING = {"test-part": "Read-out"}, {"test-part": "New ranking"}


@pytest.fixture(scope="module")
def analyst(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("store")
    market(folder)
    tiny.build(Store(folder / "tiny"))
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
def test_more_products_find_less() -> None:
    page = visit("experiments", "tested")
    many = float(figures(page)["Smallest effect found"].removeprefix("$"))
    page.number_input(key="products-in-test").set_value(12).run()
    assert float(figures(page)["Smallest effect found"].removeprefix("$")) > many
    assert not page.exception


@pytest.mark.usefixtures("analyst")
def test_the_read_out_says_what_to_do_and_for_whom() -> None:
    """Half of 20 invited products started and gained 50 dollars each: 25 per invited one, and
    what they sold before comes on top or off.
    """
    page = visit("experiments", "tested", **READ)
    shown = figures(page)
    assert shown["Started"] == "50.0 % vs 0.00 %"
    extra = float(shown["Extra per unit asked"].removeprefix("$"))
    assert float(shown["at least"].removeprefix("$")) < extra
    assert "n = 40 of 40 products with 28 days over" in notes(page)
    (head,) = (text.value for text in page.markdown if text.value.startswith("####"))
    assert "Go ahead" in head
    page.number_input(key="test-cost").set_value(60.0).run()
    (head,) = (text.value for text in page.markdown if text.value.startswith("####"))
    assert "Stop" in head
    assert "Orders per click" not in str([frame.value for frame in page.dataframe])


@pytest.mark.usefixtures("analyst")
def test_without_an_experiment_the_page_says_where_one_comes_from() -> None:
    page = visit("experiments", "tiny", **READ)
    assert page.info[0].value.startswith("No experiment is on record. **Plan** draws a list")


@pytest.mark.usefixtures("analyst")
def test_a_ranking_is_not_valued_without_chances() -> None:
    page = visit("experiments", "tested", **RANKING)
    assert page.info[0].value.startswith("Not estimable: nothing was shown yet; show 5 %")


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
