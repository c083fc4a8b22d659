"""Pairs to draw are those that Matches would have asked, of the viewer's own products."""

from collections.abc import Iterator

import pandas as pd
import pytest

from data.kept import Keeper
from data.owner import OWNER
from data.scope import Scope
from data.store import Store
from tests.served import served
from tests.visits import told, visit

PAIRS = {"drawn": "Product × creator"}
EACH = 3


@pytest.fixture(scope="module", autouse=True)
def market(larger_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A simulated market with a trained model."""
    with served(larger_store, tmp_path_factory.mktemp("store")):
        yield


def products() -> pd.DataFrame:
    session = OWNER.warehouse("larger").session(Scope.everything())
    return session.frame("select product_id, merchant_id, title from products")


def drawn() -> pd.DataFrame:
    """The list on the Plan as @handle and product title, a row per pair."""
    page = visit("experiments", "larger", **PAIRS)
    assert "Creators are the top of each product's matches by best fit" in told(page)
    parts = page.dataframe[0].value["label"].str.split(" × ", n=1, expand=True)
    return parts.set_axis(["handle", "title"], axis=1)


def test_pairs_are_the_top_of_the_list_on_matches() -> None:
    found = drawn()
    titles = products().drop_duplicates("title", keep=False).set_index("title")["product_id"]
    title = next(title for title in found["title"] if title in titles)
    page = visit("matches", "larger", product=titles[title], sort="Best fit", form="Table")
    best = page.dataframe[0].value["name"].head(EACH).tolist()
    assert sorted(found.loc[found["title"] == title, "handle"]) == sorted(best)


def test_the_list_says_who_is_in_both_arms() -> None:
    """Counted from the list itself."""
    page = visit("experiments", "larger", **PAIRS)
    rows = page.dataframe[0].value
    creator = rows["label"].str.partition(" × ")[0]
    is_shared = rows["arm"].groupby(creator).transform("nunique") > 1
    assert is_shared.any()
    share = f"{100 * is_shared.mean():.0f}"
    assert f"{creator[is_shared].nunique()} creators in both arms, {share} % of pairs" in told(page)


def both_arms(rows: pd.DataFrame) -> int:
    """Creators of the list on screen who are in both."""
    creator = rows["label"].str.partition(" × ")[0]
    return int((rows["arm"].groupby(creator).nunique() > 1).sum())


def test_each_creator_is_in_one_arm_where_there_are_enough() -> None:
    """Of 100 creators 60 are asked for 20 products, unless that is not wanted; 120 for 40 are more
    than there are.
    """
    page = visit("experiments", "larger", **PAIRS)
    (many,) = page.toggle
    assert not many.value
    page.number_input(key="products-in-test").set_value(20).run()
    (few,) = page.toggle
    assert few.value
    assert len(page.dataframe[0].value) == 20 * EACH
    assert both_arms(page.dataframe[0].value) == 0
    assert "in both arms" not in told(page)
    few.set_value(False).run()
    assert both_arms(page.dataframe[0].value) > 0
    assert "in both arms" in told(page)


def test_what_creators_lack_is_told() -> None:
    page = visit("experiments", "larger", **PAIRS)
    (apart,) = page.toggle
    apart.set_value(True).run()
    found = page.dataframe[0].value
    assert both_arms(found) == 0
    assert f"too few are left for {40 * EACH - len(found)} pairs" in told(page)


def test_shortlists_that_share_a_creator_are_in_one_arm() -> None:
    """Of 24 shortlists each two neighbours share one of two creators: 12 groups are too few; of 48
    there are 24, enough.
    """
    everyone = Keeper(Store.of("larger"), Scope.everything())
    session = OWNER.warehouse("larger").session(Scope.everything())
    creators = session.frame("select creator_id from creators order by 1")["creator_id"].tolist()
    names = products()["product_id"].sort_values().tolist()
    for count, is_apart in ((24, False), (48, True)):
        for place, name in enumerate(names[:count]):
            own = [creators[place], creators[48 + place // 2]]
            everyone.keep("shortlist", name, {"creators": own, "budget": 0.0})
        page = visit("experiments", "larger", **PAIRS)
        page.segmented_control(key="pairs-from").set_value("shortlists").run()
        (toggle,) = page.toggle
        assert toggle.value == is_apart
        assert (both_arms(page.dataframe[0].value) == 0) == is_apart
    for name in names[:48]:
        everyone.drop("shortlist", name)


def test_a_shop_draws_among_its_own_products(monkeypatch: pytest.MonkeyPatch) -> None:
    """The largest shop's list has its products alone."""
    held = products()
    shop = held["merchant_id"].value_counts().index[0]
    monkeypatch.setenv("TANDEM_MERCHANT", shop)
    own = held.loc[held["merchant_id"] == shop, "title"]
    assert drawn()["title"].isin(own).all()
