"""What comes next: planted tastes, sessions and sequences are found, each by its own part."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from data.store import Store
from models.interests import evaluate
from models.interests.exams import Asked
from models.interests.judgement import ThinError, judged
from models.interests.memory import DAY, HOUR, MEMORIES
from models.interests.next_product import FAMILIES, PARTS, NextProduct, mixed, mixture
from models.interests.profile import Profile
from models.interests.public import sequences
from models.interests.stream import Stream
from models.protocols.folder import FolderFormatError
from tests.interests import catalogue, stream

START, DAYS = 20_000, 120
KEYS = catalogue(12, 15)
SHOPPERS = 150


def tastes(rng: np.random.Generator) -> Stream:
    """Everybody has six products of their own and turns to them in no order, days apart."""
    own = [rng.choice(len(KEYS), 6, replace=False) for _ in range(SHOPPERS)]
    return stream([
        (e, (START + day) * DAY, int(rng.choice(own[e])))
        for e in range(SHOPPERS) for day in np.sort(rng.choice(DAYS, 30, replace=False))
    ])  # fmt: skip


def sessions(rng: np.random.Generator) -> Stream:
    """Everybody visits now and then, each visit in a category of its own, four products at it."""
    return stream([
        (e, (START + day) * DAY + step * HOUR / 6, 15 * topic + int(rng.integers(15)))
        for e in range(SHOPPERS) for day in np.sort(rng.choice(DAYS, 10, replace=False))
        for topic in [int(rng.integers(12))] for step in range(4)
    ])  # fmt: skip


def cycles(rng: np.random.Generator) -> Stream:
    """After each product comes the same other one, nine times in ten; visits lie days apart."""
    after = rng.permutation(len(KEYS))
    events = []
    for e in range(SHOPPERS):
        product = int(rng.integers(len(KEYS)))
        for day in np.sort(rng.choice(DAYS, 40, replace=False)):
            events.append((e, (START + int(day)) * DAY, product))
            product = int(after[product] if rng.random() < 0.9 else rng.integers(len(KEYS)))
    return stream(events)


@pytest.mark.parametrize(
    ("planted", "family", "least"),
    [(tastes, "long", 0.9), (sessions, "short", 0.3), (cycles, "sequence", 0.8)],
)
def test_what_was_planted_is_found_by_its_part(
    planted: Callable[[np.random.Generator], Stream], family: str, least: float
) -> None:
    found = judged(planted(np.random.default_rng(3)), KEYS, START + DAYS - 1)
    alone = {name: found["figures"][name]["hr@10"]["value"] for name in FAMILIES}
    assert max(alone, key=alone.__getitem__) == family
    assert alone[family] > least
    for method in ("together", found["chosen"]):
        assert found["figures"][method]["hr@10"]["value"] > alone[family] - 0.03


@pytest.mark.parametrize(("planted", "family"), [(tastes, "long"), (cycles, "sequence")])
def test_what_no_other_part_can_tell_is_what_a_part_adds(
    planted: Callable[[np.random.Generator], Stream], family: str
) -> None:
    adds = judged(planted(np.random.default_rng(4)), KEYS, START + DAYS - 1)["adds"]
    assert adds[family]["ndcg@10"]["value"] > 4 * adds[family]["ndcg@10"]["se"]
    assert all(adds[name]["ndcg@10"]["value"] < 0.05 for name in adds if name != family)


def test_the_test_window_chooses_nothing() -> None:
    """Other last weeks, the same weights."""
    events = sessions(np.random.default_rng(1))
    last_day = START + DAYS - 1
    in_test = events.day > last_day - 28
    shuffled = events.product.copy()
    shuffled[in_test] = np.random.default_rng(2).permutation(shuffled[in_test])
    other = Stream(
        events.kind, events.entities, events.entity, shuffled, events.seconds, events.day
    )
    one, two = (judged(of, KEYS, last_day) for of in (events, other))
    assert (one["weights"], one["chosen"]) == (two["weights"], two["chosen"])
    assert one["figures"] != two["figures"]


def test_weights_are_the_best_mixture() -> None:
    """Where parts never agree, each weighs as often as it was right: 6, 3 and 1 in 10."""
    right = np.repeat(np.eye(3), [6, 3, 1], axis=0)
    weights = mixture({part: right[:, i] for i, part in enumerate("abc")}, "abc")
    assert weights == pytest.approx({"a": 0.6, "b": 0.3, "c": 0.1})


def test_every_part_is_a_chance_and_none_comes_twice() -> None:
    """Of a creator nothing carried before is next, of a shopper not the last product again."""
    for kind, barred in (("creator", {1, 2}), ("shopper", {2})):
        events = stream(
            [(e, (START + d) * DAY, (e + 3 * d) % 9) for e in range(5) for d in range(6)], kind
        )
        keys = catalogue(3, 3)
        profile = Profile(MEMORIES[kind], keys)
        profile.update(1, (START + 6) * DAY)
        profile.update(2, (START + 7) * DAY)
        parts = NextProduct.learned(events, keys).parts([profile])
        assert set(parts) == set(PARTS)
        for chances in parts.values():
            assert chances.min() >= 0
            assert chances.sum() == pytest.approx(1) or chances.sum() == 0
            assert chances[0, sorted(barred)].sum() == 0
        likely = mixed(parts, {part: 1 / len(PARTS) for part in PARTS})
        assert set(np.flatnonzero(likely[0] == 0)) == barred


def test_what_follows_is_counted_by_hand() -> None:
    """One shopper: 0 → 1 → 0 → 2. After 0 came 1 and 2 once each; after 1 came 0."""
    events = stream([(0, START * DAY + at, product) for at, product in enumerate([0, 1, 0, 0, 2])])
    keys = catalogue(1, 3)
    model = NextProduct.learned(events, keys)
    chain = next(way for way in model.ways if (way.block, way.reach) == ("product", 1))
    assert chain.chances.toarray().tolist() == [[0, 0.5, 0.5], [1, 0, 0], [0, 0, 0]]
    assert model.popular == pytest.approx([2 / 4, 1 / 4, 1 / 4])


def test_a_query_knows_what_came_before_it_alone() -> None:
    """Entity 0's last move is at second 3; entity 1 has no event before its own."""
    day = START * DAY
    events = stream([(0, day + 1, 0), (0, day + 2, 1), (0, day + 3, 2), (1, day + 1, 0)])
    asked = Asked.of(events, START, START, 10, 0)
    assert asked.rows.tolist() == [2]
    assert len(asked.known()) == 0
    (profile,) = asked.profiles(MEMORIES["shopper"], KEYS, asked.rows)
    assert profile.recent == [(day + 1, 0), (day + 2, 1)]


def test_too_few_queries_give_no_figures() -> None:
    with pytest.raises(ThinError, match="1 shoppers"):
        judged(stream([(0, (START + d) * DAY, d % 9) for d in range(60)]), KEYS, START + 59)


def test_the_command_tells_both_kinds(small_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_STORE", str(small_store.root.parent))
    app = typer.Typer()
    app.command()(evaluate.main)
    done = CliRunner().invoke(app, ["--market", small_store.market, "--json", "--most", "300"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.output.splitlines()[-1])
    assert [kind["kind"] for kind in told["kinds"]] == ["shopper", "creator"]
    shoppers = told["kinds"][0]
    assert shoppers["n"] == 300
    assert 0 < shoppers["figures"]["together"]["hr@10"]["value"] <= 1
    assert sum(shoppers["weights"].values()) == pytest.approx(1)
    missing = CliRunner().invoke(app, ["--market", "nowhere"])
    assert missing.exit_code == 1
    assert "no market 'nowhere'" in missing.output


def test_public_sequences_end_with_what_is_asked(tmp_path: Path) -> None:
    """Of a–b–c, c is asked after a and b, and b while the weights are found."""
    (tmp_path / "x.txt").write_text("u a b c\nv a d\n")
    (tmp_path / "x_item_attributes.json").write_text('{"a": [7, 9], "b": [7], "c": [8]}')
    events, keys, last_day = sequences(tmp_path, "x", 28)
    assert keys.names["category"] == ("7", "8")
    assert keys.names["path"] == ("7", "7 > 9", "8")
    tests = Asked.of(events, last_day - 27, last_day, 9, 0)
    assert [keys.names["product"][events.product[row]] for row in tests.rows] == ["c", "d"]
    before = Asked.of(events, last_day - 55, last_day - 28, 9, 0)
    assert [keys.names["product"][events.product[row]] for row in before.rows] == ["b"]
    assert len(before.known()) == 1
    with pytest.raises(FolderFormatError, match="lacks"):
        sequences(tmp_path, "y", 28)


@pytest.mark.real
def test_sequence_adds_on_real_sequences(real_data: Path) -> None:
    """Beauty, 250 shoppers drawn: what was bought last tells most of what comes next."""
    events, keys, last_day = sequences(real_data / "sequences", "beauty", 28)
    found = judged(events, keys, last_day, most=250)
    assert found["n"] == 250
    added = found["adds"]["sequence"]["ndcg@10"]
    assert added["value"] > 2 * added["se"]
