"""What-if on a market that can be estimated: fan, tornado, horizons, scenarios compared."""

from collections.abc import Iterator

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.kept import Keeper
from data.owner import OWNER
from data.scope import Scope
from data.store import Store
from tests.visits import copied_app, told, visit

NAME = "larger"
CHEAPER = {"price-change": "-8"}


@pytest.fixture(scope="module", autouse=True)
def _app(tmp_path_factory: pytest.TempPathFactory, larger_store: Store) -> Iterator[None]:
    with copied_app(larger_store, tmp_path_factory.mktemp("store")):
        yield


def keep(scope: Scope, **scenarios: dict[str, object]) -> None:
    """Keeps scenarios of all shops in view for a scope."""
    key = "product None shop None creator None"
    still = {"price_change": 0.0, "commission_rate": None, "more_creators": 0, "more_samples": 0}
    for name, levers in scenarios.items():
        body = {"key": key, "name": name, "levers": {**still, "live_share": None, **levers}}
        Keeper(Store.of(NAME), scope).keep("scenario", f"{key}: {name}", body)


def test_the_page_tells_the_forecast_beside_the_naive_one() -> None:
    page = visit("what_if", NAME)
    said = told(page)
    assert "series of like size from 2 past days, 28 days each: off by " in said
    assert "'the last 28 days again' by " in said
    assert "last 28 days' pace" in said
    assert "Hangs most on" not in said, "nothing changes"


def test_a_lever_draws_a_tornado_and_names_what_binds() -> None:
    page = visit("what_if", NAME, **CHEAPER)
    said = told(page)
    assert "What the change hangs on" in said
    assert "Hangs most on: " in said
    assert "buyers answer to this price" in said
    assert "Change in net GMV" in said


def test_a_quarter_is_weeks() -> None:
    page = visit("what_if", NAME, ahead="Quarter", **CHEAPER)
    assert "Net GMV per week, next quarter" in told(page)
    assert "2 past days, 91 days each" in told(page)


def test_saved_scenarios_are_compared_over_both_horizons_and_refused_ones_say_why() -> None:
    keep(Scope.everything(), cheaper={"price_change": -0.08}, absurd={"price_change": -0.9})
    page = visit("what_if", NAME, on="a shop")
    why = "price: further from its own mean than this market's products have been"
    assert f"absurd: not projected, {why}" in told(page)
    (table,) = (f.value for f in page.dataframe if "scenario" in f.value)
    assert table["scenario"].tolist() == ["no change", "cheaper"]
    for horizon in ("28 days", "quarter"):
        assert table[f"Change, {horizon}"].iloc[0] == "$0.00"
        assert " – " in table[f"Net GMV, {horizon}"].iloc[1]
    assert "price" in table["Hangs on"].iloc[1]
    assert not table.isna().to_numpy().all(1).any()


def test_sliders_end_where_the_market_has_been() -> None:
    """From a quarter of live, 20 points less to 30 more; from 15 %, 10 points of commission."""

    def page() -> None:
        from pages.components.what_if_levers import choose_levers
        from tests.test_models_scenario import BASE, known

        choose_levers(BASE, known(), "USD")

    drawn = AppTest.from_function(page).run()
    assert not drawn.exception
    spans = {one.label.split(",")[0]: (one.min, one.value, one.max) for one in drawn.slider}
    assert spans["Live"] == (5, 25, 55)
    assert spans["Commission"] == (5, 15, 25)
    assert spans["Price"] == (-25, 0, 34)


@pytest.mark.parametrize(
    ("key", "asked", "said"),
    [
        ("price-change", "-60", "price: -60 % was asked, what was seen ends at -"),
        ("rate", "90", "commission: 90 % was asked, "),
        ("creators", "4000", "creators: 4000 was asked, "),
        ("samples", "90000", "samples: 90000 was asked, "),
        ("live", "-1", "live: -1 % was asked, "),
    ],
)
def test_a_link_beyond_what_was_seen_is_refused_and_not_shown_as_no_change(
    key: str, asked: str, said: str
) -> None:
    page = visit("what_if", NAME, **{key: asked})
    (warning,) = (w.value for w in page.warning)
    assert warning.startswith(f"Not projected: {said}")
    assert "Net GMV per" not in told(page)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"creators": "190", "rate": "25", "price-change": "-25", "live": "abc"}, []),
        ({"creators": "191"}, ["creators: 191 was asked, what was seen ends at 0 and 190"]),
        ({"rate": "26"}, ["commission: 26 % was asked, what was seen ends at 5 and 25 %"]),
        ({"price-change": "nan"}, ["price: nan % was asked, what was seen ends at -25 and 34 %"]),
    ],
)
def test_a_link_is_told_the_ends(asked: dict[str, str], said: list[str]) -> None:
    """Ten (1 + creators) times e^3 less ten; ten points of commission; price by e^±0.3."""

    def page() -> None:
        import streamlit as st

        from pages.components.what_if_spans import beyond
        from tests.test_models_scenario import BASE, known

        for one in beyond(BASE, known()):
            st.warning(one)

    drawn = AppTest.from_function(page)
    for key, value in asked.items():
        drawn.query_params[key] = value
    drawn.run()
    assert not drawn.exception
    assert [w.value for w in drawn.warning] == said


@pytest.mark.parametrize("name", ["no change", "On screen"])
def test_a_scenario_cannot_take_the_name_of_one_that_is_always_there(name: str) -> None:
    page = visit("what_if", NAME, on="a shop", **CHEAPER)
    page = page.text_input(key="scenario-name").set_value(name).run()
    assert not page.exception
    (save,) = (one for one in page.button if one.label == "Save this one")
    assert save.disabled
    assert f"“{name}” already stands in the comparison. Choose another name." in told(page)


def test_a_kept_scenario_can_be_removed() -> None:
    keep(Scope.everything(), dearer={"price_change": 0.05})
    page = visit("what_if", NAME, on="a shop")
    page = page.selectbox(key="scenario-gone").set_value("dearer").run()
    (remove,) = (one for one in page.button if one.label == "Remove it")
    page = remove.click().run()
    assert not page.exception
    (table,) = (f.value for f in page.dataframe if "scenario" in f.value)
    assert "dearer" not in table["scenario"].tolist()


def test_net_gmv_is_orders_by_what_each_is_worth() -> None:
    page = visit("what_if", NAME, on="a shop", **CHEAPER)
    assert len([one for one in page.caption if one.value.endswith(" net GMV each")]) == 2


def test_a_merchant_is_told_by_errors_of_all_shops(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight shops are enough; what was kept by the analyst is not the merchant's."""
    session = OWNER.warehouse(NAME).session(Scope.everything())
    most = "select merchant_id from sales group by 1 order by count(*) desc, 1 limit 1"
    monkeypatch.setenv("TANDEM_MERCHANT", session.rows(most)[0][0])
    page = visit("what_if", NAME, **CHEAPER)
    assert "series of like size" in told(page)
    shop = visit("what_if", NAME, on="a shop", **CHEAPER)
    assert "not tried on past weeks, of which too few could be forecast" in told(shop)
    assert "None yet." in told(shop)
    assert not [f for f in page.dataframe if "scenario" in f.value]


def test_how_to_read_shows_the_category_beside_the_common_response() -> None:
    page = visit("what_if", NAME)
    (table,) = (f.value for f in page.dataframe if "response" in f.value)
    rows = table.set_index("response")
    creators = rows.loc["Creators: elasticity of orders"]
    assert creators["80 % from"] < creators["estimate"] < creators["to"]
    beside = rows.loc["Commission, same creator: beside it, not used"]
    assert pd.notna(beside["why not"]) != pd.notna(beside["estimate"])


def test_a_shop_takes_no_creators_and_no_samples() -> None:
    page = visit("what_if", NAME, on="a shop")
    grey = {one.key for one in page.slider if one.disabled}
    assert {"no-creators", "no-samples"} <= grey
    why = "Not estimable: measured product by product; choose a product."
    assert [c.value for c in page.caption].count(why) == 2


def test_the_creators_lever_says_whose_further_creator_it_is_and_why_roster_differs() -> None:
    def page() -> None:
        from pages.components.what_if_levers import choose_levers
        from tests.test_models_scenario import BASE, known

        choose_levers(BASE, known(), "USD")

    drawn = AppTest.from_function(page).run()
    assert not drawn.exception
    assert len([c for c in drawn.caption if "average further creator" in c.value]) == 1
    shop = visit("what_if", NAME, on="a shop")
    assert "average further creator" not in told(shop), "nothing is told beside a grey lever"


def test_a_shop_is_called_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    session = OWNER.warehouse(NAME).session(Scope.everything())
    shop, name = session.rows("select merchant_id, name from merchants order by 1 limit 1")[0]
    monkeypatch.setenv("TANDEM_MERCHANT", shop)
    page = visit("what_if", NAME, on="a shop")
    (line,) = (c.value for c in page.caption if "prior only" in c.value)
    assert f" · {name} · from the last complete day on" in line


def test_the_way_of_a_sample_stands_at_its_lever() -> None:
    page = visit("what_if", NAME)
    (stages,) = (c.value for c in page.caption if "received posted" in c.value)
    assert " invited accepted → " in stages
    assert " sent arrived → " in stages
