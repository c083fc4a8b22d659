"""A handle that a shop enters finds the creator who goes by it, whatever that creator's id."""

from pathlib import Path

import pandas as pd
import pytest

from data.aliases import join
from data.costs import File, enter
from data.edit_rows import EditError
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from tests import tiny
from tests.entered import SENT, edits, samples

BARE = {"creator_id": "7001", "handle": "Quiet.One"}
"""Whom a report merely names, so that shop a, which never sold through them, does not see them."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    tables = tiny.frames()
    tables["creators"] = pd.concat([tables["creators"], pd.DataFrame([BARE])], ignore_index=True)
    return tiny.build(Store(tmp_path / "tiny"), tables)


def all_of(store: Store) -> Session:
    return Warehouse.snapshot(store).session(Scope.everything())


def sampled(store: Store) -> list[str]:
    found = all_of(store).frame("from collaborations")
    return list(found["creator_id"])


def test_an_unseen_creator_is_found_by_handle_and_no_second_one_made(store: Store) -> None:
    edits(store).save_samples(samples({**SENT, "creator": "@quiet.one"}))
    assert sampled(store) == ["7001"]
    found = all_of(store).frame("from creators").set_index("creator_id")
    assert set(found.index) == {"c1", "c2", "7001"}
    assert found.loc["7001", "handle"] == "Quiet.One", "the entry changes nothing of the creator"
    again = samples({**SENT, "creator": "@quiet.one", "shipped_on": "2026-02-11"})
    edits(store).save_samples(again)
    assert sampled(store) == ["7001", "7001"]


@pytest.mark.parametrize("name", ["quiet.one", "7001"])
def test_who_writes_no_handle_learns_of_nobody_unseen(store: Store, name: str) -> None:
    with pytest.raises(EditError, match=f"'{name}' is no creator of this market"):
        edits(store).save_samples(samples({**SENT, "creator": name}))


def test_a_file_at_the_command_finds_the_creator_too(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "samples.csv"
    path.write_text("product_id,creator,shipped_on,received_on\np1,@quiet.one,2026-02-10,\n")
    enter(store, "a", [File.read(path)], by="a")
    assert sampled(store) == ["7001"]


@pytest.mark.parametrize("name", ["@old.glow", "old.glow"])
def test_a_handle_that_was_joined_to_a_creator_finds_them(store: Store, name: str) -> None:
    join(store, "old.glow", "c1", by="a")
    edits(store).save_samples(samples({**SENT, "creator": name}))
    assert sampled(store) == ["c1"]
    assert set(all_of(store).frame("from creators")["creator_id"]) == {"c1", "c2", "7001"}
