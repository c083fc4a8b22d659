"""Trained versions: what is loaded is what was saved, damage is named, the pointer never breaks."""

from pathlib import Path

import numpy as np
import pytest

from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.artefact import (
    ModelCorruptError,
    ModelForeignError,
    ModelMissingError,
    ModelOutdatedError,
    seal,
)
from models.evaluation import Prepared, fitted, prepared
from models.evidence import evidence
from models.methods import METHODS
from models.newcomers import NewProduct
from models.trained import FORMAT, TrainedModel
from models.versions import current, load_current, load_version, publish, roll_back, versions


@pytest.fixture(scope="module")
def ready(small_store: Store) -> Prepared:
    warehouse = Warehouse.snapshot(small_store)
    return prepared(evidence(warehouse.session(Scope.everything())))


def trained(ready: Prepared, method: str, version: str) -> TrainedModel:
    meta = {"version": version, "market": "shop"}
    return TrainedModel(fitted(method, ready.training), ready.features, meta)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "shop")


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"likeness", "broad-likeness"}))
def test_load_equals_save(ready: Prepared, store: Store, method: str) -> None:
    saved = trained(ready, method, "v1")
    publish(store, saved)
    loaded = load_current(store)
    products, creators = ready.training.products, ready.training.creators
    before = saved.recommender.scores(products, creators)
    after = loaded.recommender.scores(
        loaded.recommender.training.products, loaded.recommender.training.creators
    )
    assert before.tobytes() == after.tobytes()
    assert loaded.recommender.name == method
    assert loaded.recommender.config == saved.recommender.config
    ids = products.ids[:5].tolist()
    first, second = (model.recommender.recommend(ids, 10) for model in (saved, loaded))
    assert first.equals(second)


def test_a_loaded_model_places_a_new_product_as_the_saved_one_did(
    ready: Prepared, store: Store
) -> None:
    saved = trained(ready, "hybrid", "v1")
    publish(store, saved)
    product = NewProduct("Vitamin C Face Serum 30 ml", None, 1990, "USD", 0.15)
    features = [product.features(model.features) for model in (saved, load_current(store))]
    for name, block in features[0].blocks.items():
        np.testing.assert_array_equal(block.toarray(), features[1].blocks[name].toarray())


def test_saving_twice_writes_the_same_bytes(ready: Prepared, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        trained(ready, "hybrid", "v1").save(tmp_path / name)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_every_changed_byte_is_noticed(ready: Prepared, store: Store) -> None:
    publish(store, trained(ready, "content", "v1"))
    for path in sorted((store.models / "v1").iterdir()):
        whole = path.read_bytes()
        place = len(whole) // 2
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(ModelCorruptError, match="roll back to an earlier version, or train"):
            load_current(store)
        path.write_bytes(whole)
    load_current(store)


@pytest.mark.parametrize("name", ["model.npz", "features.json", "meta.json", "titles.npz"])
def test_a_missing_file_is_named(ready: Prepared, store: Store, name: str) -> None:
    publish(store, trained(ready, "popularity", "v1"))
    (store.models / "v1" / name).unlink()
    with pytest.raises(ModelCorruptError, match=name):
        load_current(store)


def test_no_pickle_is_ever_read(ready: Prepared, store: Store) -> None:
    """A file of objects is refused even where its checksum is right."""
    publish(store, trained(ready, "popularity", "v1"))
    folder = store.models / "v1"
    np.savez(folder / "model.npz", creators=np.array([{"a": 1}], object))
    seal(folder)
    with pytest.raises(ModelCorruptError, match=r"model.npz cannot be read"):
        load_current(store)


def test_another_markets_model_is_refused(ready: Prepared, store: Store) -> None:
    publish(store, trained(ready, "popularity", "v1"))
    moved = Store(store.root.with_name("elsewhere"))
    store.root.rename(moved.root)
    with pytest.raises(ModelForeignError, match="market 'shop', not 'elsewhere'; run: python -m"):
        load_current(moved)


@pytest.mark.parametrize(
    ("before", "after"), [(f'"format": {FORMAT}', '"format": 1'), ('"ridge"', '"rigde"')]
)
def test_a_model_of_another_time_is_refused(
    ready: Prepared, store: Store, before: str, after: str
) -> None:
    publish(store, trained(ready, "content", "v1"))
    folder = store.models / "v1"
    text = (folder / "model.json").read_text()
    assert before in text
    (folder / "model.json").write_text(text.replace(before, after))
    seal(folder)
    with pytest.raises(ModelOutdatedError, match="another version of this program; run: python"):
        load_current(store)


def test_without_a_model_the_error_says_how_to_get_one(store: Store) -> None:
    with pytest.raises(ModelMissingError, match=r"run: python -m models.train --market shop"):
        load_current(store)
    assert versions(store) == []


def test_versions_stay_and_one_is_in_force(ready: Prepared, store: Store) -> None:
    for name in ("v1", "v2"):
        publish(store, trained(ready, "popularity", name))
    assert [(v.name, v.is_current) for v in versions(store)] == [("v2", True), ("v1", False)]
    roll_back(store, "v1")
    assert current(store) == "v1"
    assert load_current(store).version == "v1"
    assert [(v.name, v.is_current) for v in versions(store)] == [("v2", False), ("v1", True)]


def test_a_damaged_version_cannot_come_into_force(ready: Prepared, store: Store) -> None:
    for name in ("v1", "v2"):
        publish(store, trained(ready, "popularity", name))
    (store.models / "v1" / "model.npz").write_bytes(b"")
    with pytest.raises(ModelCorruptError):
        roll_back(store, "v1")
    assert current(store) == "v2"
    damaged = versions(store)[1]
    assert damaged.meta is None
    assert "model.npz" in str(damaged.problem)


def test_a_version_without_a_file_is_listed_as_damaged(ready: Prepared, store: Store) -> None:
    """Even in force, and without the file that says what it is; what is half written is not."""
    publish(store, trained(ready, "popularity", "v1"))
    (store.models / "v1" / "meta.json").unlink()
    (store.models / "v0").mkdir()
    (store.models / ".half").mkdir()
    found = versions(store)
    assert [(v.name, v.is_current, v.meta) for v in found] == [
        ("v1", True, None),
        ("v0", False, None),
    ]
    assert "meta.json" in str(found[0].problem)
    assert found[1].problem


@pytest.mark.parametrize("name", ["v9", "../shop", "", "current"])
def test_an_unknown_version_is_named_with_those_there_are(
    ready: Prepared, store: Store, name: str
) -> None:
    publish(store, trained(ready, "popularity", "v1"))
    with pytest.raises(ModelMissingError, match=r"versions: \['v1'\]"):
        load_version(store, name)


def test_a_failed_save_leaves_nothing(ready: Prepared, store: Store) -> None:
    publish(store, trained(ready, "popularity", "v1"))
    broken = TrainedModel(
        fitted("popularity", ready.training),
        ready.features,
        {"version": "v2", "market": "shop", "bad": float("nan")},
    )
    with pytest.raises(ValueError, match="JSON"):
        publish(store, broken)
    assert sorted(path.name for path in store.models.iterdir()) == ["current", "v1"]
    assert current(store) == "v1"
