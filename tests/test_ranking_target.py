"""Which model's list a new ranking is, and in which order: each is valued by its own first."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data import lake
from data.contract import TABLES
from data.owner import OWNER
from data.scope import Scope
from data.store import Store
from models.exam import Training
from models.generators.popularity import Popularity
from models.trained import TrainedModel
from models.versions import load_version, publish, roll_back
from tests.served import served
from tests.visits import told, visit

SHOWN = 20_000
NEW_RANKING = {"test-part": "New ranking"}
SORTS = {"fit": "Best fit", "surest": "Surest"}
EARNS = {"fit": 0.9, "surest": 0.6, "earlier": 0.3}


@pytest.fixture(scope="module")
def product(larger_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its first place was shown by chance; who stands there in each list is picked as EARNS says,
    all others never. `v0` has its creators in the reverse order of `v1`, in force.
    """
    with served(larger_store, tmp_path_factory.mktemp("store")) as training:
        _publish_reversed(training)
        product = str(training.products.ids[0])
        first = {name: listed(product, sort) for name, sort in SORTS.items()}
        roll_back(Store.of("larger"), "v0")
        first["earlier"] = listed(product, "Best fit")
        roll_back(Store.of("larger"), "v1")
        assert len(set(first.values())) == 3
        with lake.load(Store.of("larger"), "by hand") as load:
            load.add("match_impressions", impressions(product, training.creators.ids, first))
        OWNER.take_up()
        yield product


def _publish_reversed(training: Training) -> None:
    """Each pair's weight is 1 ÷ the square of how many its creator has."""
    pairs = training.pairs["creator_id"].map(training.pairs["creator_id"].value_counts())
    reverse = replace(training, pairs=training.pairs.assign(weight=1.0 / pairs**2))
    store = Store.of("larger")
    features = load_version(store, "v1").features
    about = {"version": "v0", "market": "larger"}
    publish(store, TrainedModel(Popularity().fit(reverse), features, about))
    roll_back(store, "v1")


def listed(product: str, sort: str) -> str:
    """Who has the first place of the product's list on Matches."""
    page = visit("matches", "larger", product=product, sort=sort, form="Table")
    return str(page.dataframe[0].value["id"].iloc[0])


def impressions(product: str, creators: np.ndarray, first: dict[str, str]) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    shown = pd.Series(rng.choice(creators, SHOWN))
    chance = shown.map({first[name]: earns for name, earns in EARNS.items()}).fillna(0.0)
    return pd.DataFrame(
        {
            "impression_id": [f"i{k}" for k in range(SHOWN)],
            "shown_at": pd.Timestamp("2026-06-01"),
            "viewer": "analyst",
            "product_id": product,
            "creator_id": shown,
            "rank": 1,
            "score": 0.5,
            "model_version": "by chance",
            "propensity": 1 / len(creators),
            "action": np.where(rng.random(SHOWN) < chance, "shortlisted", "shown"),
        }
    )


def valued(page: AppTest) -> float:
    (ways,) = (frame.value for frame in page.dataframe if "Way" in frame.value)
    snips = ways.set_index("Way").loc["SNIPS", "Per impression"]
    return float(snips.removesuffix("%").strip()) / 100


def test_each_order_and_model_is_valued_by_its_own_list(product: str) -> None:
    del product
    page = visit("experiments", "larger", **NEW_RANKING)
    assert valued(page) == pytest.approx(EARNS["fit"], abs=0.08)
    assert page.selectbox(key="ranking-model").value == "v1"
    page.segmented_control(key="ranking-order").set_value("surest").run()
    assert valued(page) == pytest.approx(EARNS["surest"], abs=0.11)
    page = visit("experiments", "larger", **NEW_RANKING, **{"ranking-model": "v0"})
    assert valued(page) == pytest.approx(EARNS["earlier"], abs=0.11)
    assert "model v0 · best fit" in told(page)


def test_an_order_by_money_needs_estimates(product: str) -> None:
    """Sold in another currency, the product has none: only the model's own order is valued."""
    everything = OWNER.warehouse("larger").session(Scope.everything())
    row = everything.frame("from products where product_id = $id", id=product)
    with lake.load(Store.of("larger"), "by hand") as load:
        load.add("products", row[list(TABLES["products"].schema.names)].assign(currency="EUR"))
    OWNER.take_up()
    page = visit("experiments", "larger", **NEW_RANKING, **{"ranking-order": "Largest"})
    assert "Not estimable: sold in EUR; choose that currency to see it" in told(page)
    page.segmented_control(key="ranking-order").set_value("fit").run()
    assert valued(page) == pytest.approx(EARNS["fit"], abs=0.08)
