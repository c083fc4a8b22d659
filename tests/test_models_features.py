"""What the models know: strictly before the cut-off, and the same way for newcomers."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.encoding import Bands, Titles, Words
from models.evaluation import prepared
from models.evidence import Evidence, evidence, last_complete_day, pairs
from models.newcomers import NewProduct, NothingKnownError, UnknownCategoryError
from tests import tiny


def known(root: Path, tables: dict[str, pd.DataFrame] | None = None) -> Evidence:
    return read(tiny.build(Store(root / "tiny"), tables))


def read(store: Store, cut_off: date | None = None) -> Evidence:
    warehouse = Warehouse.snapshot(store)
    try:
        return evidence(warehouse.session(Scope.everything()), cut_off)
    finally:
        warehouse.close()


def row(frame: pd.DataFrame, product: str, creator: str) -> pd.Series:
    is_it = (frame["product_id"] == product) & (frame["creator_id"] == creator)
    assert is_it.sum() == 1
    return frame[is_it].iloc[0]


def test_pairs_by_hand(tmp_path: Path) -> None:
    """c1's serum: orders o1, o8 and o9, of 2000, 1000 and 800 cents, the first on 1 March."""
    found = known(tmp_path).pairs
    serum = row(found, "p1", "c1")
    assert (serum["orders"], serum["gmv"]) == (3, 3800)
    assert serum["started_on"] == pd.Timestamp("2026-03-01")
    assert set(zip(found["product_id"], found["creator_id"], strict=True)) == {
        ("p1", "c1"),
        ("p1", "c2"),
        ("p2", "c1"),
        ("p3", "c1"),
    }


def test_nothing_from_the_cut_off_on_is_known(tmp_path: Path) -> None:
    """On 2 March c2's live and c1's balm are still to come, and c1's serum has one order."""
    store = tiny.build(Store(tmp_path / "tiny"))
    found = read(store, date(2026, 3, 2)).pairs
    assert found[["product_id", "creator_id", "orders", "gmv"]].to_numpy().tolist() == [
        ["p1", "c1", 1, 2000]
    ]


def test_later_rows_change_no_bit_of_what_was_known(tmp_path: Path) -> None:
    tables = tiny.frames()
    is_late = tables["order_lines"]["created_at"] >= pd.Timestamp("2026-03-02 08:00")
    early = tables | {
        "order_lines": tables["order_lines"][~is_late],
        "events": tables["events"][tables["events"]["event_at"] < "2026-03-02 08:00"],
    }
    cut_off = date(2026, 3, 2)
    everything = read(tiny.build(Store(tmp_path / "all")), cut_off)
    before = read(tiny.build(Store(tmp_path / "early"), early), cut_off)
    pd.testing.assert_frame_equal(everything.pairs, before.pairs)
    first, second = (prepared(each).training.creators.blocks for each in (everything, before))
    for name in first:
        assert (first[name] != second[name]).nnz == 0, name


def collaborations(**more: object) -> pd.DataFrame:
    row = {
        "collaboration_id": "k1",
        "merchant_id": "a",
        "product_id": "p2",
        "creator_id": "c2",
        "commission_rate": 0.2,
        "recorded_at": pd.Timestamp("2026-03-01 20:00"),
    }
    return pd.DataFrame([row | more])


@pytest.mark.parametrize(
    ("life", "expected"),
    [
        ({"posted_at": pd.Timestamp("2026-03-02 07:59")}, "2026-03-01"),
        ({"invited_at": pd.Timestamp("2026-02-01")}, None),
        ({}, "2026-03-01"),
        ({"recorded_at": pd.Timestamp("1970-01-01")}, "undated"),
    ],
    ids=["posted", "only invited", "no date but the record's", "no date at all"],
)
def test_a_collaboration_starts_with_its_post(
    tmp_path: Path, life: dict[str, pd.Timestamp], expected: str | None
) -> None:
    tables = tiny.frames() | {"collaborations": collaborations(**life)}
    found = known(tmp_path, tables).pairs
    is_it = (found["product_id"] == "p2") & (found["creator_id"] == "c2")
    if expected is None:
        assert not is_it.any(), "an invitation alone is no pair"
        return
    start = found[is_it].iloc[0]["started_on"]
    assert pd.isna(start) if expected == "undated" else start == pd.Timestamp(expected)


def test_pairs_that_no_row_describes_are_counted(tmp_path: Path) -> None:
    tables = tiny.frames()
    tables["creators"] = tables["creators"][tables["creators"]["creator_id"] == "c1"]
    found = known(tmp_path, tables).pairs
    assert set(found["creator_id"]) == {"c1"}
    assert found.attrs["unplaced"] == 1


def test_the_last_complete_day_is_the_local_day_before_completeness_ends(tmp_path: Path) -> None:
    warehouse = Warehouse.snapshot(tiny.build(Store(tmp_path / "tiny")))
    assert last_complete_day(warehouse.session(Scope.everything())) == date(2026, 3, 3)


def test_no_pair_without_a_scope(tmp_path: Path) -> None:
    warehouse = Warehouse.snapshot(tiny.build(Store(tmp_path / "tiny")))
    assert pairs(warehouse.session(Scope.of_merchants())).empty
    own = pairs(warehouse.session(Scope.of_merchants("b")))
    assert own["product_id"].tolist() == ["p3"]


def test_bands_share_a_value_between_two_neighbours() -> None:
    bands = Bands(tuple(np.log1p([9.0, 99.0, 999.0]).tolist()))
    middle = np.expm1((np.log(10) + np.log(100)) / 2)
    found = bands.encode(pd.Series([9.0, middle, 5000.0, np.nan])).toarray()
    expected = [[1, 0, 0], [0.5, 0.5, 0], [0, 0, 1], [0, 0, 0]]
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_words_make_unit_rows_and_unknown_words_leave_no_trace() -> None:
    words = Words.learned([["a", "b"], ["b"]])
    found = words.encode([["a", "b"], ["b", "z"], []]).toarray()
    half = 1 / np.sqrt(2)
    np.testing.assert_allclose(found, [[half, half], [0, 1], [0, 0]], atol=1e-6)


def test_titles_that_share_words_lie_close() -> None:
    kinds = ["face serum", "chef knife", "yoga mat", "desk lamp"]
    rows = pd.Series([f"{kind} no{n % 7} v{n % 5}" for n in range(40) for kind in kinds])
    titles = Titles.learned(rows, count=8)
    one, two, other = titles.encode(
        pd.Series(["face serum new", "face serum no3", "yoga mat no3"])
    ).toarray()
    assert one @ two > 0.8 > one @ other


def test_a_new_product_gets_the_features_of_its_twin(tmp_path: Path) -> None:
    """Described like the serum, it differs in nothing but what no product has before it is sold."""
    tables = tiny.frames()
    tables["products"]["price"], tables["products"]["currency"] = [2000, 900, 5000], "USD"
    held = prepared(known(tmp_path, tables))
    twin = NewProduct("Serum", "Beauty > Skin", 2000, "USD", merchant_id="a")
    new, old = twin.features(held.features), held.training.products
    assert new.ids.tolist() == ["new"]
    assert new.blocks.keys() == old.blocks.keys()
    for name, block in new.blocks.items():
        assert (block != old.blocks[name][[0]]).nnz == 0, name


def test_an_unknown_category_is_named_with_those_there_are(tmp_path: Path) -> None:
    held = prepared(known(tmp_path))
    with pytest.raises(UnknownCategoryError, match=r"no category 'Cars'.*'Beauty', 'Home'"):
        NewProduct("Van", "Cars > Vans").features(held.features)


def test_a_newcomer_of_whom_nothing_is_known_is_refused(tmp_path: Path) -> None:
    """The commission that is offered says nothing where no pair has one."""
    held = prepared(known(tmp_path))
    with pytest.raises(NothingKnownError, match="cannot be placed by title, category and price"):
        NewProduct("A thing", None, 900, "JPY", 0.2).features(held.features)


def test_the_past_shows_in_a_creators_profile(tmp_path: Path) -> None:
    """Of c1's weight in categories, Beauty holds that of serum and balm, Home that of the pan."""
    held = known(tmp_path)
    training = prepared(held).training
    levels = prepared(held).features.words["category"].known
    weights = training.pairs.set_index(["product_id", "creator_id"])["weight"]
    profile = training.creators.take(training.creators.rows_of(["c1"])).blocks["category"]
    found = dict(zip(levels, profile.toarray().ravel(), strict=True))
    half = 1 / np.sqrt(2)
    assert found["Home"] == pytest.approx(half * weights["p3", "c1"], rel=1e-5)
    assert found["Beauty"] == pytest.approx(
        half * (weights["p1", "c1"] + weights["p2", "c1"]), rel=1e-5
    )


def test_given_vectors_keep_their_block(tmp_path: Path) -> None:
    vectors = pd.DataFrame(
        [("product", "p1", "topic", [1.0, 0.0]), ("creator", "c1", "topic", [0.5, 0.5])],
        columns=["entity_type", "entity_id", "block", "vector"],
    )
    held = replace(known(tmp_path), vectors=vectors)
    training = prepared(held).training
    np.testing.assert_allclose(training.products.blocks["given topic"].toarray()[0], [1, 0])
    np.testing.assert_allclose(
        training.creators.blocks["given topic"].toarray(), [[0.5, 0.5], [0, 0]]
    )
