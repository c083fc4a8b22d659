"""A market that shows some of its lists by chance: what the model in force would have earned."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from data import lake
from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.evidence import READ, last_complete_day
from tests.served import served
from tests.visits import told, visit

SHOWN = 20_000


@pytest.fixture(scope="module")
def market(larger_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Shows one product's first place by chance to SHOWN viewers; how many creators there are."""
    session = Warehouse.snapshot(larger_store, READ).session(Scope.everything())
    last = last_complete_day(session)
    with served(larger_store, tmp_path_factory.mktemp("store")) as training:
        creators = training.creators.ids
        with lake.load(Store.of("larger"), "by hand") as load:
            product = str(training.products.ids[0])
            load.add("match_impressions", impressions(product, creators, pd.Timestamp(last)))
        yield len(creators)


def impressions(product: str, creators: np.ndarray, at: pd.Timestamp) -> pd.DataFrame:
    """Each creator as likely as any other; one in ten is shortlisted, whoever it is."""
    rng = np.random.default_rng(1)
    picked = rng.random(SHOWN) < 0.1
    return pd.DataFrame(
        {
            "impression_id": [f"i{k}" for k in range(SHOWN)],
            "shown_at": at,
            "viewer": "analyst",
            "product_id": product,
            "creator_id": rng.choice(creators, SHOWN),
            "rank": 1,
            "score": 0.5,
            "model_version": "by chance",
            "propensity": 1 / len(creators),
            "action": np.where(picked, "shortlisted", "shown"),
        }
    )


def test_the_model_in_force_is_valued_by_lists_shown_by_chance(market: int) -> None:
    """All creators are picked alike, so that no order earns more than another."""
    page = visit("experiments", "larger", **{"test-part": "New ranking"})
    said = told(page)
    assert f"n = {SHOWN:,} impressions with a known chance, worth" in said
    worth = int(said.split("worth ")[1].split(" of")[0].replace(",", ""))
    assert worth == pytest.approx(SHOWN / market, rel=0.25)
    assert "the two cannot be told apart" in said
