"""Whom What-if speaks of: a pair without sales, and what the viewer may not see."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from data.owner import OWNER
from data.scope import Scope
from data.store import Store
from tests.visits import copied_app, told, visit

NAME = "larger"


@pytest.fixture(scope="module", autouse=True)
def _app(tmp_path_factory: pytest.TempPathFactory, larger_store: Store) -> Iterator[None]:
    with copied_app(larger_store, tmp_path_factory.mktemp("store")):
        yield


def test_what_a_pair_may_be_paid_is_told_of_a_product_that_sold_nothing_lately() -> None:
    session = OWNER.warehouse(NAME).session(Scope.everything())
    quiet = (
        "select product_id from products where product_id not in (select product_id from sales "
        "where day > (select max(day) from sales) - 40) order by 1 limit 1"
    )
    ((product,),) = session.rows(quiet)
    ((creator,),) = session.rows("select creator_id from creators order by 1 limit 1")
    page = visit("what_if", NAME, product=product, creator=creator)
    said = told(page)
    assert "With @" in said
    assert "Break-even commission" in said or "Not estimable: " in said
    assert "Nothing was sold in the last 28 days" in said


@pytest.mark.parametrize("asked", [{"product": "p9"}, {"on": "a shop", "merchant": "m9"}])
def test_nothing_of_another_is_projected_where_the_address_names_an_unknown_one(
    asked: dict[str, str],
) -> None:
    page = visit("what_if", NAME, **asked)
    (warning,) = (w.value for w in page.warning)
    assert "9' in this market. Find another above." in warning
    assert "Net GMV per" not in told(page)
    assert not page.slider


def test_a_product_of_another_shop_is_not_answered_with_the_own_leading_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = OWNER.warehouse(NAME).session(Scope.everything())
    most = "select merchant_id from sales group by 1 order by count(*) desc, 1 limit 1"
    ((shop,),) = session.rows(most)
    other = "select product_id from products where merchant_id <> $shop order by 1 limit 1"
    ((product,),) = session.rows(other, shop=shop)
    assert not visit("what_if", NAME, product=product).warning
    monkeypatch.setenv("TANDEM_MERCHANT", shop)
    page = visit("what_if", NAME, product=product)
    assert [w.value for w in page.warning]
    assert "Net GMV per" not in told(page)


@pytest.mark.parametrize(("error", "is_told"), [(0.7, True), (0.8, False)])
def test_of_a_response_that_may_be_none_the_interval_alone_is_told(
    error: float, is_told: bool
) -> None:
    """A slope of 1: 1.28 standard errors of 0.7 leave it above nought, of 0.8 they do not."""

    def page(error: float) -> None:
        from dataclasses import replace
        from datetime import date

        from models.forecast.ahead import FLAT
        from models.limits import Levers, undirected
        from models.scenario import project
        from pages.components.what_if_case import Case
        from pages.components.what_if_outcome import told_figures
        from tests.test_models_scenario import BASE, known

        seen = known()
        unsure = replace(seen, commission=replace(seen.commission, standard_error=error))
        raised, cheaper = Levers(commission_rate=0.2), Levers(price_change=-0.1)
        assert undirected(BASE, unsure, cheaper) == []
        case = Case(BASE, unsure, FLAT, "USD", date(2026, 3, 3))
        told_figures(case, raised, project(BASE, unsure, raised))

    drawn = AppTest.from_function(page, kwargs={"error": error}).run()
    assert not drawn.exception
    said = told(drawn)
    assert ("Nothing is known of what commission would bring" in said) != is_told
    change = drawn.markdown[1].value
    assert (" – " in change) != is_told
    assert ("80 % interval" in [c.value for c in drawn.caption]) != is_told
