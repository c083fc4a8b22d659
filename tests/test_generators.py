"""Generators by hand: histories, neighbours, rare words, and a likeness that is planted."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from models.entities import GIVEN, Entities
from models.exam import Training
from models.generators.bridges import Bridges
from models.generators.content import Content
from models.generators.histories import Histories
from models.generators.likeness import Likeness
from models.generators.neighbours import CreatorNeighbours, ItemNeighbours
from models.generators.profiles import Profiles
from models.recommender import UnsuitedError


def taken(*pairs: tuple[str, str, float], words: np.ndarray | None = None) -> Training:
    """Pairs (creator, product, at) among products a to d and creators x to z."""
    blocks = {} if words is None else {"tag": sparse.csr_array(words.astype(np.float32))}
    products = Entities("product", np.array(list("abcd")), blocks)
    creators = Entities("creator", np.array(list("xyz")), {})
    frame = pd.DataFrame(pairs, columns=["creator_id", "product_id", "at"]).assign(weight=1.0)
    return Training(products, creators, frame)


WALKS = (("x", "c", 2.0), ("x", "a", 0.0), ("x", "b", 1.0), ("y", "b", 5.0), ("y", "a", 9.0))


def test_histories_are_read_in_order_of_time() -> None:
    found = Histories.of(taken(*WALKS))
    assert found.is_ordered
    faded = found.faded(0.5).toarray()
    assert faded.tolist() == [[0.25, 0.5, 1, 0], [1, 0.5, 0, 0], [0, 0, 0, 0]]


def test_what_follows_counts_less_with_every_step_and_backward_less_still() -> None:
    """x went a, b, c and y went b, a: from a to b 1 forward and 1 backward, weighing half."""
    found = Histories.of(taken(*WALKS)).followed(decay=0.8, backward=0.5).toarray()
    assert found[0].tolist() == pytest.approx([0, 1.5, 0.8, 0])
    assert found[1].tolist() == pytest.approx([1.5, 0, 1, 0])
    assert found[2].tolist() == pytest.approx([0.4, 0.5, 0, 0])


def test_item_neighbours_by_hand_without_order() -> None:
    """y carried a alone; x shows that b goes with a: 1 / (2^.5 * 2^.5 * 2^.4 * 1^.4)."""
    board = taken(("x", "a", np.nan), ("x", "b", np.nan), ("y", "a", np.nan))
    model = ItemNeighbours().fit(board)
    scores = model.scores(board.products, board.creators)
    assert scores[1, 1] == pytest.approx(2**-0.5 * 2**-0.4)
    assert scores[:, 2].tolist() == [0, 0, 0, 0], "z has no past"
    new = Entities("product", np.array(["new"]), {})
    assert model.scores(new, board.creators).tolist() == [[0, 0, 0]]


def test_creator_neighbours_by_hand() -> None:
    """y shares a with x, who also carried b: likeness (2^-.6 / 2^.5)^1.5, b was carried once."""
    board = taken(("x", "a", np.nan), ("x", "b", np.nan), ("y", "a", np.nan))
    scores = CreatorNeighbours().fit(board).scores(board.products, board.creators)
    assert scores[1, 1] == pytest.approx((2**-0.6 * 2**-0.5) ** 1.5)
    assert scores[3].tolist() == [0, 0, 0]


@pytest.mark.parametrize("method", [ItemNeighbours, CreatorNeighbours, Profiles])
def test_a_part_of_the_catalogue_scores_as_in_the_whole(method: type) -> None:
    board = taken(*WALKS, words=np.eye(4, 3) + np.eye(4, 3, -1))
    model = method().fit(board)
    whole = model.scores(board.products, board.creators)
    some = board.products.take(np.array([3, 1]))
    part = model.scores(some, board.creators.take(np.array([1])))
    np.testing.assert_allclose(part, whole[np.ix_([3, 1], [1])])


def test_rare_words_of_the_past_say_more_than_common_ones() -> None:
    """x carried a, whose words are 0 (of three products) and 1 (of one besides a)."""
    words = np.array([[1, 1, 0], [1, 0, 0], [0, 1, 0], [1, 0, 1]])
    board = taken(("x", "a", np.nan), words=words)
    scores = Profiles(rarity=1.0, length=0.0).fit(board).scores(board.products, board.creators)
    common, rare = np.log(5 / 4), np.log(5 / 3)
    assert scores[:, 0].tolist() == pytest.approx(
        [common**2 + rare**2, common**2, rare**2, common**2]
    )
    assert scores[:, 1].tolist() == [0, 0, 0, 0]


def crossed(seed: int, count: int = 90) -> tuple[Training, Entities]:
    """Brands choose creators whose second feature equals their first: no cosine can see it."""
    rng = np.random.default_rng(seed)
    products, creators = rng.normal(size=(count + 20, 3)), rng.normal(size=(150, 3))
    fit = products[:, 0, None] * creators[None, :, 1] + rng.gumbel(size=(count + 20, 150)) / 2
    ids = np.array([f"p{n:03d}" for n in range(count + 20)])
    names = np.array([f"c{n:03d}" for n in range(150)])
    best = np.argsort(-fit[:count], axis=1)[:, :4]
    pairs = pd.DataFrame(
        {
            "product_id": np.repeat(ids[:count], 4),
            "creator_id": names[best.ravel()],
            "weight": 1.0,
            "at": np.nan,
        }
    )
    block = f"{GIVEN}style"
    described = Entities("product", ids, {block: sparse.csr_array(products.astype(np.float32))})
    people = Entities("creator", names, {block: sparse.csr_array(creators.astype(np.float32))})
    known = described.take(np.arange(count))
    return Training(known, people, pairs), described.take(np.arange(count, count + 20))


def test_a_planted_cross_of_features_is_learned_where_a_cosine_is_blind() -> None:
    board, new = crossed(3)
    truth = new.blocks[f"{GIVEN}style"].toarray()[:, 0, None]
    truth = truth * board.creators.blocks[f"{GIVEN}style"].toarray()[None, :, 1]
    learned, plain = (
        np.corrcoef(method().fit(board).scores(new, board.creators).ravel(), truth.ravel())[0, 1]
        for method in (Likeness, Content)
    )
    assert learned > 0.6
    assert abs(plain) < 0.2


def test_a_bridge_leads_over_the_nearest_product_to_its_people() -> None:
    """A new product like p0 alone finds whom p0 had, then those whose tier is theirs."""
    styles = np.array([[1, 0], [1, 0.2], [0, 1]], np.float32)
    tiers = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], np.float32)
    board = Training(
        Entities("product", np.array(["p0", "p1", "p2"]), {"style": sparse.csr_array(styles)}),
        Entities("creator", np.array(list("wxyz")), {"tier": sparse.csr_array(tiers)}),
        pd.DataFrame(
            {"product_id": ["p0", "p2"], "creator_id": ["w", "y"], "weight": 1.0, "at": np.nan}
        ),
    )
    new = Entities("product", np.array(["new"]), {"style": sparse.csr_array(styles[:1])})
    model = Bridges().fit(board)
    scores = model.scores(new, board.creators)[0]
    assert scores[0] == scores[1] > 0 > scores[2] == scores[3]
    met = model.signals(new, board.creators)["bridge in person"][0]
    nearest, second = 1.0, (1 / 1.04**0.5) ** 3
    assert met.tolist() == pytest.approx([nearest / (nearest + second), 0, 0, 0])


def test_who_fits_everybody_stands_back_in_the_signals() -> None:
    board, new = crossed(3)
    model = Likeness().fit(board)
    told = model.signals(new, board.creators)
    own, known = model.scores(new, board.creators), model.scores(board.products, board.creators)
    crowd = np.sort(known, axis=0)[-5:].mean(axis=0)
    np.testing.assert_allclose(told["likeness beyond the crowd"], own - crowd / 2, atol=1e-5)
    np.testing.assert_allclose(
        told["likeness above known"][0], (known < own[0]).mean(axis=0), atol=1e-6
    )


def test_a_method_says_what_it_lacks() -> None:
    board = taken(*WALKS)
    with pytest.raises(UnsuitedError, match="content needs features that products and creators"):
        Content().fit(board)
    with pytest.raises(UnsuitedError, match="profile needs words of products"):
        Profiles().fit(board)
    with pytest.raises(UnsuitedError, match="likeness needs vectors given with both sides"):
        Likeness().fit(board)


def test_bridges_say_the_same_whoever_asks_and_in_any_order() -> None:
    """A creator asks among products that were asked before, among others, and among them again."""
    board, new = crossed(3)
    model = Bridges().fit(board)
    for products in (board.products, new, board.products):
        told = model.signals(products, board.creators)
        for row in range(0, len(board.creators), 17):
            one = board.creators.take(np.array([row]))
            for name, values in model.signals(one, products).items():
                np.testing.assert_allclose(values[0], told[name][:, row], atol=1e-6)
