"""Trust as a page: this market's collaborations, forecasts of its past, and known truths."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.owner import OWNER
from data.scope import Scope
from data.store import Store
from models.evidence import last_complete_day
from models.forecast.ahead import lessons
from models.trial.kept import kept
from tests import tiny
from tests.visits import app_on, figures, money, told, visit


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, larger_store: Store) -> Iterator[Path]:
    """The tiny market and the simulated one, without models: Trust needs none."""
    folder = tmp_path_factory.mktemp("store")
    with app_on(folder):
        tiny.build(Store.of("tiny"))
        shutil.copytree(larger_store.root, folder / "larger")
        yield folder


@pytest.mark.usefixtures("root")
def test_trust_tells_what_this_market_added_and_what_could_be_wrong() -> None:
    page = visit("trust", market="larger")
    shown = figures(page)
    share = float(shown["New share"].split()[0]) / 100
    assert money(shown["Extra GMV"]) == pytest.approx(
        money(shown["Attributed GMV"]) * share, rel=0.01
    )
    assert money(shown["at least"]) < money(shown["Extra GMV"]) < money(shown["at most"])
    said = told(page)
    n, compared = (int(one.replace(",", "")) for one in re.findall(r"n = ([\d,]+)", said)[:2])
    others = re.search(r"the other ([\d,]+) of ([\d,]+) starts were beside another creator", said)
    assert others is not None
    assert [int(one.replace(",", "")) for one in others.groups()] == [n - compared, n]
    assert "Products before and after a creator starts" in said
    assert "who starts, of products that sold and grew alike, is chance" in said


@pytest.mark.usefixtures("root")
def test_trust_holds_forecasts_of_the_past_against_what_came() -> None:
    """What is judged is what What-if serves: the same record stands on both pages."""
    page = visit("trust", market="larger", see="Backtest")
    rows = page.dataframe[0].value.set_index("Of")
    session = OWNER.warehouse("larger").session(Scope.everything())
    day = last_complete_day(session)
    assert day is not None
    served = lessons(session, day, "USD").product.tested(28)
    assert served is not None
    told_of = rows.loc["Products"]
    assert told_of["Off by, %"] == pytest.approx(100 * served.error)
    assert told_of["80 % band held, %"] == pytest.approx(100 * served.covered)
    assert told_of["n"] == served.n
    said = told(page)
    assert "judged by the 28 days after each" in said
    way = "high" if served.bias > 0 else "low"
    assert f"in all, products {abs(100 * served.bias):.1f} % too {way}" in said
    assert "What-if starts from this forecast" in said
    assert "Dots: tenths of products by what was foretold" in said
    assert "Do the first estimates hold?" in said


@pytest.mark.usefixtures("root")
def test_trust_shows_markets_whose_truth_is_known_and_its_failures() -> None:
    page = visit("trust", market="larger", see="Known truth")
    rows = page.dataframe[0].value.set_index("Market")
    assert len(rows) == 6
    assert page.dataframe[0].proto.row_height >= 64, "4 rem, from which names are wrapped, not cut"
    assert (rows["Attributed off by, %"] > 60).all()
    run = kept("S2")
    assert run is not None
    worst = rows.loc["No lots: they know what comes"]
    assert worst["Ours off by, %"] == pytest.approx(100 * run.summary["bias"])
    assert f"**{100 * run.summary['bias']:.0f} %** too high" in page.warning[0].value


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("see", ["This market", "Backtest"])
def test_trust_says_what_a_thin_market_lacks(see: str) -> None:
    assert "Not estimable" in visit("trust", market="tiny", see=see).info[0].value
