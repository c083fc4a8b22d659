"""Interests follow a stream event by event and stand where a question of all events would put
them, whatever the order; what is saved is what is loaded.
"""

from datetime import timedelta
from pathlib import Path
from random import Random
from timeit import repeat

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from models.artefact import ModelCorruptError
from models.evidence import last_complete_day
from models.interests.evaluate import READ
from models.interests.keys import NONE, Keys
from models.interests.memory import DAY, HOUR, LANDMARK, Memory
from models.interests.profile import Profile
from models.interests.profiles import Profiles
from models.question import sql
from tests.interests import blank, catalogue

KEYS = catalogue(3, 2)
MEMORY = Memory(long_half_life=30 * DAY, short_half_life=HOUR, gap=HOUR, kept=5)
EXACT = 1e-9


@pytest.fixture(scope="module")
def market(small_store: Store) -> Session:
    return Warehouse.snapshot(small_store, READ).session(Scope.everything())


def replayed(events: list[tuple[int, float]], memory: Memory = MEMORY) -> Profile:
    profile = Profile(memory, KEYS)
    for product, seconds in events:
        profile.update(product, seconds)
    return profile


def test_an_event_counts_half_after_its_half_life() -> None:
    """Products 0 and 1 are of one category, 2 of another: 1/2 + 1 against 1/4."""
    profile = replayed([(0, LANDMARK + 30 * DAY), (1, LANDMARK + 60 * DAY), (2, LANDMARK)])
    assert profile.long("category") == pytest.approx({0: 1.5 / 1.75, 1: 0.25 / 1.75})
    assert profile.long("product") == pytest.approx({0: 0.5 / 1.75, 1: 1 / 1.75, 2: 0.25 / 1.75})


def test_a_session_ends_where_silence_is_longer_than_the_gap() -> None:
    """Three hours of silence part the first event; the next is an hour older than the last."""
    profile = replayed([(4, 0.0), (0, 3 * HOUR), (2, 4 * HOUR)])
    assert profile.session() == [(3 * HOUR, 0), (4 * HOUR, 2)]
    assert profile.short("category") == pytest.approx({0: 1 / 3, 1: 2 / 3})


def test_nobody_turns_to_nothing() -> None:
    assert replayed([]).long("category") == replayed([]).short("category") == {}


@given(
    st.lists(st.tuples(st.integers(0, 5), st.floats(0, 2e9)), min_size=1, max_size=40),
    st.randoms(use_true_random=False),
)
def test_any_order_of_arrival_gives_the_closed_form(
    events: list[tuple[int, float]], random: Random
) -> None:
    arriving = list(events)
    random.shuffle(arriving)
    profile = replayed(arriving)
    for product in {product for product, _ in events}:
        powers = [(at - LANDMARK) / (30 * DAY) for p, at in events if p == product]
        assert profile.totals[product] == pytest.approx(sum(2.0**p for p in powers), rel=EXACT)
    assert profile.recent == sorted((at, product) for product, at in events)[-5:]
    assert profile.n == len(events)


@pytest.mark.parametrize("kind", ["shopper", "creator"])
def test_a_replayed_stream_is_the_question_of_all(market: Session, kind: str) -> None:
    """Every event of the market in random order, one by one, against one question in SQL."""
    whole = Profiles.before(market, kind)
    live = blank(kind, whole.keys)
    events = market.frame(sql("interest_events"), kind=kind, cut_off=None)
    for row in events.sample(frac=1, random_state=7).itertuples(index=False):
        assert live.update(row.entity_id, row.product_id, row.seconds)
    assert_same(live.settled(), whole)


@pytest.mark.parametrize("kind", ["shopper", "creator"])
def test_profiles_of_a_day_and_what_came_since_are_those_of_today(
    market: Session, kind: str
) -> None:
    last_day = last_complete_day(market)
    assert last_day is not None
    cut_off = last_day - timedelta(days=20)
    kept_up, whole = Profiles.before(market, kind, cut_off), Profiles.before(market, kind)
    every = market.frame(sql("interest_events"), kind=kind, cut_off=None)
    known = market.frame(sql("interest_events"), kind=kind, cut_off=cut_off)
    is_new = ~every.set_index(list(every)).index.isin(known.set_index(list(known)).index)
    since = every[is_new]
    assert len(known) + len(since) == len(every)
    for row in since.sample(frac=1, random_state=3).itertuples(index=False):
        kept_up.update(row.entity_id, row.product_id, row.seconds)
    assert_same(kept_up.settled(), whole)


def assert_same(one: Profiles, other: Profiles) -> None:
    assert one.entities.tolist() == other.entities.tolist()
    assert one.n.tolist() == other.n.tolist()
    assert one.recent.bounds.tolist() == other.recent.bounds.tolist()
    assert one.recent.product.tolist() == other.recent.product.tolist()
    assert one.recent.seconds.tolist() == other.recent.seconds.tolist()
    assert one.totals.indices.tolist() == other.totals.indices.tolist()
    np.testing.assert_allclose(one.totals.data, other.totals.data, rtol=EXACT)


@pytest.mark.parametrize("kind", ["shopper", "creator"])
def test_all_at_once_weigh_like_each_alone(market: Session, kind: str) -> None:
    profiles = Profiles.before(market, kind)
    long, short = profiles.weights("long").tolil(), profiles.weights("short").tolil()
    lengths = profiles.recent.session_lengths(profiles.memory)
    for row, name in enumerate(profiles.entities.tolist()[:80]):
        profile = profiles.of(name)
        of_short = dict(zip(short.rows[row], short.data[row], strict=True))
        assert of_short == pytest.approx(profile.session_weights(), rel=EXACT)
        assert dict(zip(long.rows[row], long.data[row], strict=True)) == profile.totals
        assert lengths[row] == len(profile.session())


def test_what_is_loaded_is_what_was_saved_and_lives_on(market: Session, tmp_path: Path) -> None:
    profiles = Profiles.before(market, "creator")
    someone, product = str(profiles.entities[0]), profiles.keys.names["product"][3]
    profiles.update(someone, product, 1.8e9)
    profiles.update("new", product, 1.8e9)
    profiles.save(tmp_path)
    loaded = Profiles.load(tmp_path)
    assert_same(loaded, profiles.settled())
    assert (loaded.kind, loaded.memory, loaded.keys.names) == (
        "creator",
        profiles.memory,
        profiles.keys.names,
    )
    for held in (loaded, profiles):
        held.update(someone, product, 1.9e9)
    assert loaded.of(someone).totals == pytest.approx(profiles.of(someone).totals, rel=EXACT)
    assert loaded.of("new").recent == [(1.8e9, profiles.keys.product[product])]
    (tmp_path / "memory.json").write_text("{}")
    with pytest.raises(ModelCorruptError):
        Profiles.load(tmp_path)


def test_an_unknown_product_leaves_no_trace() -> None:
    profiles = blank("shopper", KEYS)
    assert not profiles.update("s", "unheard of", 1e9)
    assert len(profiles) == 0
    assert profiles.of("s").n == 0


def test_weights_of_unsettled_profiles_are_refused() -> None:
    profiles = blank("shopper", KEYS)
    profiles.update("s", "p00001", 1e9)
    with pytest.raises(ValueError, match="settle"):
        profiles.weights("long")


def test_keys_are_levels_and_fifths_of_prices() -> None:
    """Five prices of one currency give a band each; a path that ends early stands for itself."""
    rows = {
        "product_id": ["b", "a", "c", "d", "e", "f"],
        "category_path": ["A > B > C", "A", None, "A > B", "Z > Y", "Z > Y"],
        "price": [100, 200, 300, 400, 500, 10],
        "currency": ["USD", "USD", "USD", "USD", "USD", "EUR"],
    }
    keys = Keys.learned(pd.DataFrame(rows))

    def of(product: str, block: str) -> str | None:
        key = int(keys.column(block)[keys.product[product]])
        return None if key == NONE else keys.names[block][key]

    assert [of(p, "category") for p in "abcde"] == ["A", "A", None, "A", "Z"]
    assert [of(p, "subcategory") for p in "abcde"] == ["A", "A > B", None, "A > B", "Z > Y"]
    assert [of(p, "path") for p in "abcde"] == ["A", "A > B > C", None, "A > B", "Z > Y"]
    assert [of(p, "price") for p in "bacdef"] == [*(f"USD {n}" for n in range(1, 6)), "EUR 1"]


def test_an_event_costs_far_less_than_adding_up_again() -> None:
    """Against pandas on the events of one shopper alone, twelve of them, in the same run."""
    rows = pd.DataFrame({"product": np.arange(12) % 6, "seconds": 1e9 + 60.0 * np.arange(12)})
    profile = replayed(list(rows.itertuples(index=False, name=None)))

    def update() -> None:
        profile.update(3, 1.1e9)

    def again() -> None:
        age = rows["seconds"].max() - rows["seconds"]
        (2.0 ** (-age / MEMORY.long_half_life)).groupby(rows["product"]).sum()

    quick, slow = (min(repeat(of, number=50, repeat=5)) for of in (update, again))
    assert slow > 10 * quick


@pytest.mark.parametrize("kind", ["shopper", "creator"])
def test_a_snapshot_of_the_tables_read_tells_the_same(
    small_store: Store, market: Session, kind: str
) -> None:
    whole = Warehouse.snapshot(small_store).session(Scope.everything())
    assert_same(Profiles.before(market, kind), Profiles.before(whole, kind))
