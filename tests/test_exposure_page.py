"""Matches with room for small creators: the list, the money and the address keep together."""

from collections.abc import Iterator

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.store import Store
from tests.places import ROOT
from tests.served import served

SHELL = ROOT / "pages" / "shell.py"


@pytest.fixture(scope="module")
def product(larger_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A product of a simulated market that tells what pairs bring; popularity serves."""
    with served(larger_store, tmp_path_factory.mktemp("store")) as training:
        yield str(training.products.ids[0])


def opened(**query: str) -> AppTest:
    page = AppTest.from_file(SHELL, default_timeout=60)
    page.query_params["market"] = "larger"
    page.query_params["form"] = "Table"
    for name, value in query.items():
        page.query_params[name] = value
    page.run().switch_page("matches.py").run()
    assert not page.exception
    return page


def listed(page: AppTest) -> pd.DataFrame:
    """The candidates on screen, in their order, whether small or not."""
    frame = page.dataframe[0].value
    return frame.assign(is_small=frame["tier"].isin(["nano", "micro"])).reset_index(drop=True)


def said(page: AppTest) -> str:
    return "\n".join(str(element.value) for element in (*page.markdown, *page.caption, *page.info))


def tiles(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def test_at_no_share_the_list_is_as_it_is(product: str) -> None:
    page = opened(product=product)
    assert page.slider(key="small-share").value == 0
    estimates = listed(page)["low"].tolist()
    assert estimates == sorted(estimates, reverse=True)
    assert "expected to cost" not in said(page)
    assert "without room made" not in tiles(page)


def test_the_share_in_the_address_makes_room_and_tells_the_cost(product: str) -> None:
    plain, made = (listed(opened(product=product, **{"small-share": n})) for n in ("0", "100"))
    page = opened(product=product, **{"small-share": "100"})
    assert made["is_small"].sum() > plain["is_small"].sum()
    for is_small in (True, False):
        own = made.loc[made["is_small"] == is_small, "low"].tolist()
        assert own == sorted(own, reverse=True), "both groups keep their order"
    came = len(set(made["id"]) - set(plain["id"]))
    assert f"Room for {came} nano and micro creators is expected to cost" in said(page)
    assert "at least 100 % of the first 20 nano and micro" in said(page)
    cost = plain["estimate"].sum() - made["estimate"].sum()
    assert cost != 0
    assert {"Extra GMV of these", "without room made"} <= tiles(page).keys()


def test_a_slider_that_is_moved_moves_the_list(product: str) -> None:
    page = opened(product=product)
    before = listed(page)["id"].tolist()
    page.slider(key="small-share").set_value(100).run()
    assert listed(page)["id"].tolist() != before
    page.slider(key="small-share").set_value(0).run()
    assert listed(page)["id"].tolist() == before


def test_products_of_a_creator_have_no_tiers_to_share_out(product: str) -> None:
    page = opened(have="a creator")
    assert "small-share" not in [slider.key for slider in page.slider]
    assert "Who has the first" not in "\n".join(str(head.value) for head in page.subheader)
