"""Whether first estimates hold, as Trust and Model quality show it: in the currency chosen."""

from collections.abc import Iterator

import pytest

from data.store import Store
from models.reliability import wilson
from pages.components.estimate_quality import _judged
from tests import tiny
from tests.visits import app_on, told, visit


@pytest.fixture(scope="module", autouse=True)
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The tiny market, which sold in dollars and in euros."""
    with app_on(tmp_path_factory.mktemp("store")):
        tiny.build(Store.of("tiny"))
        yield


@pytest.mark.parametrize("currency", ["USD", "EUR"])
def test_the_currency_on_screen_is_the_one_judged(currency: str) -> None:
    page = visit("trust", see="Backtest")
    page.selectbox(key="currency").set_value(currency).run()
    assert f"too few pairs sold in {currency}" in told(page)


@pytest.mark.parametrize(
    ("inside", "n", "word"),
    [
        (0.86, 760, "wider"),
        (0.86, 50, "as promised"),
        (0.8, 760, "as promised"),
        (0.76, 760, "too narrow"),
        (0.76, 100, "as promised"),
    ],
)
def test_intervals_are_judged_by_what_so_many_pairs_tell(inside: float, n: int, word: str) -> None:
    assert word in _judged(*wilson(round(inside * n), n))
