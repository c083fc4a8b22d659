"""Likeness with a wider view: what one side alone has, logarithms of shares, both questions."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.optimize import check_grad

from models.entities import GIVEN, Entities
from models.exam import Training
from models.generators.broad_likeness import BroadLikeness
from models.generators.likeness import Likeness, _cross_entropy
from models.generators.views import leading, with_logs


def pictured(seed: int, count: int = 90) -> tuple[Training, Entities, np.ndarray]:
    """Brands choose creators by a picture that creators have none of, and by styles not at all."""
    rng = np.random.default_rng(seed)
    pictures, styles = rng.normal(size=(count + 20, 3)), rng.normal(size=(count + 20, 3))
    people = rng.normal(size=(150, 3))
    fit = pictures[:, 0, None] * people[None, :, 1]
    best = np.argsort(-fit[:count] - rng.gumbel(size=(count, 150)) / 2, axis=1)[:, :4]
    ids = np.array([f"p{n:03d}" for n in range(count + 20)])
    names = np.array([f"c{n:03d}" for n in range(150)])
    pairs = pd.DataFrame(
        {
            "product_id": np.repeat(ids[:count], 4),
            "creator_id": names[best.ravel()],
            "weight": 1.0,
            "at": np.nan,
        }
    )
    style, picture = f"{GIVEN}style", f"{GIVEN}picture"
    blocks = {style: styles, picture: pictures}
    described = Entities("product", ids, {name: _block(rows) for name, rows in blocks.items()})
    known, new = np.arange(count), np.arange(count, count + 20)
    board = Training(
        described.take(known), Entities("creator", names, {style: _block(people)}), pairs
    )
    return board, described.take(new), fit[new]


def _block(rows: np.ndarray) -> sparse.csr_array:
    return sparse.csr_array(rows.astype(np.float32))


def test_what_one_side_alone_has_is_learned_from() -> None:
    board, new, truth = pictured(3)
    wide, narrow = (
        np.corrcoef(method().fit(board).scores(new, board.creators).ravel(), truth.ravel())[0, 1]
        for method in (BroadLikeness, Likeness)
    )
    assert wide > 0.6
    assert abs(narrow) < 0.2


def test_load_equals_save() -> None:
    board, new, _ = pictured(4)
    saved = BroadLikeness().fit(board)
    loaded = BroadLikeness.restored(saved.config_values, saved.arrays(), board)
    for name, scores in saved.signals(new, board.creators).items():
        np.testing.assert_array_equal(loaded.signals(new, board.creators)[name], scores)


def test_logarithms_of_shares_alone() -> None:
    shares = _block(np.array([[0.5, 0.5, 0], [0.001, 0, 0.999]]))
    blocks = {f"{GIVEN}topic": shares, f"{GIVEN}style": 3 * shares, "tag": shares}
    found = with_logs(Entities("product", np.array(["a", "b"]), blocks)).blocks
    assert set(found) - set(blocks) == {f"{GIVEN}topic log"}
    logs = found[f"{GIVEN}topic log"].toarray()
    assert logs[0].tolist() == pytest.approx([np.log(501), np.log(501), 0])
    assert logs[1].tolist() == pytest.approx([np.log(2), 0, np.log(1000)])


def test_leading_directions_hold_the_most() -> None:
    rng = np.random.default_rng(5)
    rows = (rng.normal(size=(50, 4)) * np.array([9, 1, 5, 0.1])).astype(np.float32)
    assert np.abs(leading(rows, 2)).argmax(axis=0).tolist() == [0, 2]


@pytest.mark.parametrize("axis", [0, 1])
def test_the_slope_of_the_cross_entropy(axis: int) -> None:
    """By hand where all score alike: the log of how many there are to choose from."""
    wanted = np.array([[1, 0, 1], [0, 1, 0]])
    told, _ = _cross_entropy(np.zeros((2, 3)), wanted, axis)
    assert told == pytest.approx(np.log(wanted.shape[axis]))
    error = check_grad(
        lambda flat: _cross_entropy(flat.reshape(2, 3), wanted, axis)[0],
        lambda flat: _cross_entropy(flat.reshape(2, 3), wanted, axis)[1].ravel(),
        np.random.default_rng(6).normal(size=6),
    )
    assert error < 1e-5
