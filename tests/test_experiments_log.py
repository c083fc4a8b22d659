"""A market that shows some of its lists by chance: what the model in force would have earned."""

import os
import shutil
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
import streamlit as st

from data import lake
from data.owner import OWNER
from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.evaluation import prepared
from models.evidence import READ, evidence, last_complete_day
from models.generators.popularity import Popularity
from models.trained import TrainedModel
from models.versions import publish
from tests.visits import told, visit

SHOWN = 20_000


@pytest.fixture(scope="module")
def market(larger_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Shows one product's first place by chance to SHOWN viewers; how many creators there are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "TANDEM_STORE", str(tmp_path_factory.mktemp("store")))
        patch.delenv("TANDEM_MERCHANT", raising=False)
        store = Store.of("larger")
        shutil.copytree(larger_store.root, store.root)
        session = Warehouse.snapshot(store, READ).session(Scope.everything())
        ready, last = prepared(evidence(session)), last_complete_day(session)
        model = Popularity().fit(ready.training)
        publish(store, TrainedModel(model, ready.features, {"version": "v1", "market": "larger"}))
        creators = ready.training.creators.ids
        with lake.load(store, "by hand") as load:
            product = str(ready.training.products.ids[0])
            load.add("match_impressions", impressions(product, creators, pd.Timestamp(last)))
        st.cache_data.clear()
        yield len(creators)
        OWNER.stop()
        st.cache_data.clear()


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
