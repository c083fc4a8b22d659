"""Experiments as a shop sees them: a list that is kept, and nothing of other shops."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import lake
from data.check import checked
from data.contract import TABLES
from data.experiment_lists import held_list, take_back
from data.kept import Keeper
from data.manifests import manifests
from data.owner import OWNER
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from tests.tested import market
from tests.visits import app_on, told, visit

READ = {"test-part": "Read-out"}
SERUM = 32
"""Products that shop a has: 30 of the experiment, p1 and p2."""


@pytest.fixture
def alder(tmp_path: Path) -> Iterator[Store]:
    """The app as shop a sees it; tests may write."""
    store = market(tmp_path)
    with app_on(tmp_path, "tested", "a"):
        yield store


def of(store: Store) -> Session:
    return Warehouse.snapshot(store).session(Scope.of_merchants("a"))


def press(page: AppTest, label: str) -> None:
    (button,) = (button for button in page.button if button.label == label)
    button.click().run()
    assert not page.exception


def test_a_shop_keeps_a_list_and_reads_it_out(alder: Store) -> None:
    page = visit("experiments", "tested")
    page.text_input(key="test-name").set_value("Spring serum").run()
    press(page, "Write it")
    said = page.success[0].value
    assert f"{SERUM} rows of assignments, load 2 of Tiny" in said
    assert manifests(alder)[-1].by == "a"
    page = visit("experiments", "tested", **READ)
    assert str(page.selectbox(key="experiment").value).startswith("spring-serum-")
    (told,) = (info.value for info in page.info if "Do not decide yet" in info.value)
    assert "0 treated and 0 left alone have had their 28 days" in told


def test_a_shop_takes_its_list_back(alder: Store) -> None:
    """The list and its plan go; the one that came with the tables cannot be taken back here."""
    page = visit("experiments", "tested")
    press(page, "Write it")
    (kept,) = Keeper(alder, Scope.of_merchants("a")).all("experiment")
    assert (kept.body["currency"], kept.body["asked_per_unit"]) == ("USD", 5.0)
    page = visit("experiments", "tested", **READ)
    assert page.selectbox(key="experiment").value == kept.name
    assert "Whoever was asked since then stays asked" in told(page)
    press(page, "Take it back")
    assert page.success[0].value == f"**{kept.name.replace('-', '-')}** was taken back."
    assert page.selectbox(key="experiment").value == "spring-1"
    assert "Take it back" not in [button.label for button in page.button]
    assert manifests(alder)[-1].undoes == 2
    assert not Keeper(alder, Scope.of_merchants("a")).all("experiment")


def test_an_analyst_reads_a_shops_plan_beside_its_list(tmp_path: Path) -> None:
    """Planned in orders at 95 %, which the read-out then opens with; taken back, the plan goes."""
    store = market(tmp_path)
    with app_on(tmp_path, "tested", "a"):
        page = visit("experiments", "tested", **{"test-measure": "Orders"})
        press(page, "Write it")
    with app_on(tmp_path, "tested"):
        page = visit("experiments", "tested", **READ)
        assert page.segmented_control(key=f"read-measure-{name_of(page)}").value == "sku_orders"
        assert "planned to find" in told(page)
        press(page, "Take it back")
    assert not Keeper(store, Scope.of_merchants("a")).all("experiment")


def test_a_shop_reads_the_plan_that_an_analyst_kept_for_it(tmp_path: Path) -> None:
    """And no other shop does, nor the plan of a list that it sees a part of."""
    store = market(tmp_path)
    with app_on(tmp_path, "tested"):
        page = visit("experiments", "tested", **{"test-measure": "Orders"})
        page.selectbox(key="shop").set_value("a").run()
        press(page, "Write it")
        page = visit("experiments", "tested", **{"test-measure": "Orders"})
        page.text_input(key="test-name").set_value("All shops").run()
        press(page, "Write it")
    with app_on(tmp_path, "tested", "a"):
        page = visit("experiments", "tested", **READ)
        names = page.selectbox(key="experiment").options
        (own,) = (name for name in names if name.startswith("test-"))
        (shared,) = (name for name in names if name.startswith("all-shops-"))
        page.selectbox(key="experiment").set_value(own).run()
        assert "planned to find" in told(page)
        page.selectbox(key="experiment").set_value(shared).run()
        assert "planned to find" not in told(page)
    everyone = Keeper(store, Scope.everything())
    assert everyone.get_within("experiment", own)["measure"] == "sku_orders"
    assert Keeper(store, Scope.of_merchants("b")).get_within("experiment", own) is None


def name_of(page: AppTest) -> str:
    return str(page.selectbox(key="experiment").value)


def test_what_is_still_on_record_is_not_called_gone(alder: Store) -> None:
    """The same rows are of another load too, which is named; the plan stays."""
    page = visit("experiments", "tested")
    press(page, "Write it")
    (kept,) = Keeper(alder, Scope.of_merchants("a")).all("experiment")
    with lake.load(alder, "a file", ("the list",), by="a") as load:
        load.add("assignments", checked(TABLES["assignments"], held_list(of(alder), kept.name)))
    OWNER.warehouse("tested").take_up()
    page = visit("experiments", "tested", **READ)
    press(page, "Take it back")
    assert not page.success
    assert "is still on record" in page.warning[0].value
    assert page.warning[0].value.endswith("load 3.")
    assert Keeper(alder, Scope.of_merchants("a")).all("experiment")


def test_a_list_on_record_is_not_written_again(alder: Store) -> None:
    """It is shown as it is on record, though it would be drawn with other arms now."""
    page = visit("experiments", "tested")
    press(page, "Write it")
    kept = held_list(of(alder), Keeper(alder, Scope.of_merchants("a")).all("experiment")[0].name)
    take_back(alder, of(alder), kept["experiment_id"].iloc[0], by="a")
    told_anew = kept.assign(arm=kept["arm"].iloc[::-1].to_numpy())
    with lake.load(alder, "a command", ("told anew",), by="a") as load:
        load.add("assignments", checked(TABLES["assignments"], told_anew))
    OWNER.warehouse("tested").take_up()
    page = visit("experiments", "tested")
    assert "this is the list on record" in told(page)
    assert "Write it" not in [button.label for button in page.button]
    shown = page.dataframe[-1].value["arm"].str.replace(" ", "_").tolist()
    assert shown == told_anew["arm"].tolist()


def test_a_shop_with_few_products_learns_of_no_other(tmp_path: Path) -> None:
    """Shop b's eleven are too few, and one other shop is no crowd."""
    market(tmp_path)
    with app_on(tmp_path, "tested", "b"):
        page = visit("experiments", "tested")
        (said,) = (info.value for info in page.info)
        assert said.startswith(
            "No test: only 11 can be drawn apart, and 20 are needed, 10 for each"
        )
        read = visit("experiments", "tested", **READ)
        assert "n = 10 of 10 products" not in told(read), "ten of one arm are needed"
        assert "5 treated and 5 left alone have had their 28 days" in read.info[0].value
