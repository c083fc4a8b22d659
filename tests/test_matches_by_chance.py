"""Lists drawn by chance on Matches: noted with chances, and what Experiments makes of them."""

from collections.abc import Iterator

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data import match_log
from data.kept import Keeper
from data.owner import OWNER
from data.scope import Scope
from data.store import Store
from models.exposure import FIRST
from tests.served import served
from tests.visits import told, visit

CHANCE = {"sort": "By chance", "form": "Table"}


@pytest.fixture(scope="module")
def product(larger_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A product of a simulated market; popularity serves."""
    with served(larger_store, tmp_path_factory.mktemp("store")) as training:
        yield str(training.products.ids[0])


def noted(last: int = FIRST) -> pd.DataFrame:
    """What was noted last, in the order of its places."""
    match_log.flush()
    OWNER.take_up()
    session = OWNER.warehouse("larger").session(Scope.everything())
    return session.frame("from match_impressions order by shown_at, rank").tail(last)


def on_screen(page: AppTest) -> list[str]:
    return [str(name) for name in page.dataframe[0].value["id"]]


def press(page: AppTest, label: str) -> None:
    (button,) = (button for button in page.button if button.label == label)
    button.click().run()
    assert not page.exception


def test_the_first_places_are_noted_with_their_chance(product: str) -> None:
    """As they stand on screen; the same list for the whole visit, another for the next."""
    page = visit("matches", "larger", product=product, **CHANCE)
    first = on_screen(page)
    assert "the first 20 of the best fit by chance" in told(page)
    assert "small-share" not in [slider.key for slider in page.slider]
    page.run()
    assert on_screen(page) == first
    rows = noted()
    assert rows["creator_id"].tolist() == first
    assert rows["rank"].tolist() == list(range(1, FIRST + 1))
    assert set(rows["propensity"]) == {1 / FIRST}
    page.segmented_control(key="sort").set_value("fit").run()
    assert sorted(on_screen(page)) == sorted(first)
    assert on_screen(page) != first
    rows = noted()
    assert rows["creator_id"].tolist() == on_screen(page), "what follows is done with this list"
    assert rows["propensity"].isna().all(), "a fixed order has no chance"
    assert on_screen(visit("matches", "larger", product=product, **CHANCE)) != first


def test_who_is_taken_off_the_shortlist_was_not_picked(product: str) -> None:
    """Put on it is; in a later visit, taken off it, is not."""
    drawn = {"product": product, "sort": "By chance"}
    press(visit("matches", "larger", **drawn), "Shortlist")
    rows = noted()
    assert (rows["action"] == "shortlisted").sum() == 1
    everyone = Keeper(Store.of("larger"), Scope.everything())
    everyone.keep("shortlist", product, {"creators": rows["creator_id"].tolist(), "budget": 0.0})
    press(visit("matches", "larger", **drawn), "Off the list")
    assert set(noted()["action"]) <= {"shown", "opened"}


def test_a_filtered_list_is_noted_without_chances(product: str) -> None:
    """Whom a filter leaves out had none, so that the others' is not that of the whole list."""
    page = visit("matches", "larger", product=product, **CHANCE, **{"commission-to": "20"})
    rows = noted(len(on_screen(page)))
    assert rows["creator_id"].tolist() == on_screen(page)
    assert rows["propensity"].isna().all()


def test_a_creator_has_no_list_by_chance(product: str) -> None:
    page = visit("matches", "larger", product=product, **CHANCE)
    page.segmented_control(key="have").set_value("creator").run()
    assert not page.exception
    assert "by chance" not in told(page)


def test_what_was_drawn_is_what_experiments_looks_at(product: str) -> None:
    """Each visit shows 20 in a known chance, too few to value the model by."""
    visit("matches", "larger", product=product, **CHANCE)
    drawn = int(noted(1_000)["propensity"].notna().sum())
    page = visit("experiments", "larger", **{"test-part": "New ranking"})
    said = told(page)
    assert f"{drawn:,} impressions with a known chance are worth" in said
    assert "of the new ranking, fewer than 100" in said
    assert f"{drawn // FIRST} lists were drawn so far; about" in said
    assert "more such lists are needed" in said
