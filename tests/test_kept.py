"""What people make stays theirs and survives; what they saw reaches the tables."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from data import match_log
from data.check import ContractError
from data.kept import Keeper
from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from tests import tiny

ALDER, BIRCH = Scope.of_merchants("a"), Scope.of_merchants("b")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    return tiny.build(Store.of("tiny"))


def test_a_thing_is_kept_replaced_and_dropped(store: Store) -> None:
    keeper = Keeper(store, ALDER)
    keeper.keep("shortlist", "spring ✨", {"creators": ["c1"]})
    keeper.keep("shortlist", "spring ✨", {"creators": ["c1", "c2"]})
    assert [kept.body for kept in keeper.all("shortlist")] == [{"creators": ["c1", "c2"]}]
    keeper.drop("shortlist", "spring ✨")
    assert keeper.get("shortlist", "spring ✨") is None


def test_another_scope_does_not_see_it(store: Store) -> None:
    Keeper(store, ALDER).keep("note", "n", "secret")
    assert Keeper(store, BIRCH).all("note") == []
    assert Keeper(store, Scope.everything()).get("note", "n") is None


def test_one_who_sees_all_shops_has_every_scope_within(store: Store) -> None:
    """A shop has its own alone; of one thing kept by several the latest counts."""
    everyone = Keeper(store, Scope.everything())
    everyone.keep("experiment", "shared", "of all")
    Keeper(store, ALDER).keep("experiment", "spring", "of a")
    Keeper(store, BIRCH).keep("experiment", "shared", "of b")
    assert everyone.get_within("experiment", "spring") == "of a"
    assert everyone.get_within("experiment", "shared") == "of b"
    assert everyone.get_within("experiment", "summer") is None
    assert everyone.get_within("note", "spring") is None
    assert Keeper(store, BIRCH).get_within("experiment", "spring") is None
    assert Keeper(store, ALDER).get_within("experiment", "shared") is None
    Keeper(store, BIRCH).drop_within("experiment", "spring")
    assert Keeper(store, ALDER).get("experiment", "spring") == "of a", "b cannot drop it"
    everyone.drop_within("experiment", "spring")
    assert Keeper(store, ALDER).get("experiment", "spring") is None
    assert Keeper(store, BIRCH).get("experiment", "shared") == "of b"


def test_it_survives_a_rebuild(store: Store) -> None:
    Keeper(store, ALDER).keep("scenario", "s", {"commission": 0.15})
    Warehouse.open(store).close()
    store.warehouse.unlink()
    Warehouse.open(store).close()
    assert Keeper(store, ALDER).get("scenario", "s") == {"commission": 0.15}


def test_unknown_kinds_and_blank_names_are_refused(store: Store) -> None:
    for kind, name in (("secret", "x"), ("note", "  ")):
        with pytest.raises(ValueError, match="cannot be kept"):
            Keeper(store, ALDER).keep(kind, name, 1)


def test_writers_at_once_lose_nothing(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: Keeper(store, ALDER).keep("tag", f"t{i}", i), range(40)))
    assert len(Keeper(store, ALDER).all("tag")) == 40


def shown(impression: str, action: str) -> dict[str, object]:
    return {
        "impression_id": impression,
        "shown_at": match_log.now(),
        "merchant_id": "a",
        "viewer": "a",
        "product_id": "p1",
        "creator_id": "c1",
        "rank": 1,
        "score": 0.5,
        "model_version": "v1",
        "action": action,
    }


def test_what_was_seen_and_done_reaches_the_table_once(store: Store) -> None:
    warehouse = Warehouse.open(store)
    before = warehouse.version
    match_log.note("tiny", pd.DataFrame([shown("x", "shown"), shown("y", "shown")]))
    assert match_log.flush() == 2
    match_log.note("tiny", pd.DataFrame([shown("x", "shortlisted")]))
    assert match_log.flush() == 1
    assert match_log.flush() == 0
    warehouse.take_up()
    rows = warehouse.session(ALDER).rows(
        "select impression_id, action from match_impressions order by impression_id"
    )
    assert rows == [("x", "shortlisted"), ("y", "shown")]
    assert warehouse.session(BIRCH).rows("select count(*) from match_impressions") == [(0,)]
    assert warehouse.version == before, "what was seen changes no answer"
    warehouse.close()


def test_no_two_scopes_have_one_name(store: Store) -> None:
    """A shop may be called `all`, and its id may hold any sign."""
    scopes = [Scope.everything(), Scope.of_merchants("all"), Scope.of_merchants()]
    scopes += [Scope.of_merchants("a", "b"), Scope.of_merchants("a+b"), Scope.of_merchants("a, b")]
    assert len({scope.name for scope in scopes}) == len(scopes)
    for number, scope in enumerate(scopes):
        Keeper(store, scope).keep("note", "whose", number)
    assert [Keeper(store, scope).get("note", "whose") for scope in scopes] == list(range(6))


def seen_in(store: Store) -> list[tuple[str, str]]:
    """Impression and action of every row that a load brought."""
    rows = (
        Warehouse.snapshot(store)
        .session(ALDER)
        .rows("select impression_id, action from match_impressions order by impression_id")
    )
    return [(str(impression), str(action)) for impression, action in rows]


def test_what_cannot_be_written_waits_and_holds_up_no_other_market(store: Store) -> None:
    blocked = Store.of("blocked")
    blocked.root.mkdir()
    blocked.lake.write_text("a file where the folder should be")
    match_log.note("blocked", pd.DataFrame([shown("x", "shown")]))
    match_log.note("tiny", pd.DataFrame([shown("y", "shown")]))
    assert match_log.flush() == 1
    assert seen_in(store) == [("y", "shown")]
    blocked.lake.unlink()
    assert match_log.flush() == 1
    assert seen_in(blocked) == [("x", "shown")]


def test_what_is_noted_during_a_write_waits_for_the_next(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = match_log._write

    def write_and_note(market: str, rows: dict[str, match_log.Shown]) -> None:
        write(market, rows)
        match_log.note("tiny", pd.DataFrame([shown("x", "shortlisted"), shown("z", "shown")]))

    match_log.note("tiny", pd.DataFrame([shown("x", "shown"), shown("y", "shown")]))
    monkeypatch.setattr(match_log, "_write", write_and_note)
    assert match_log.flush() == 2
    monkeypatch.undo()
    monkeypatch.setenv("TANDEM_STORE", str(store.root.parent))
    assert match_log.flush() == 2
    assert seen_in(store) == [("x", "shortlisted"), ("y", "shown"), ("z", "shown")]


def test_a_wrong_row_is_refused_before_it_waits(store: Store) -> None:
    match_log.note("tiny", pd.DataFrame([shown("x", "shown")]))
    with pytest.raises(ContractError, match="'glanced' is none of"):
        match_log.note("tiny", pd.DataFrame([shown("y", "glanced")]))
    assert match_log.flush() == 1
    assert seen_in(store) == [("x", "shown")]
