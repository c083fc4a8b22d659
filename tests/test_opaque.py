"""Names, rows and lines are permuted before anything is fitted, so that they can tell nothing.

Noise is what may differ when the same is asked under other names in another order: how ties fall,
what methods draw, and in `conversion` who shares a fold. It is bounded by what other queries
altogether would bring: the difference of two means over independent queries has √2 standard errors
of one, and stays within 1.96 of those 95 times in 100. The same queries differ less (measured: up
to 1.2 standard errors in rankings, 2.0 in the calibration error). What reads the order of a file
whose order tells the answer goes far beyond, which the planted methods below show.
"""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from models.entities import Entities
from models.generators.popularity import Popularity
from models.methods import METHODS, PIPELINE
from models.protocols.conversion import Conversion
from models.protocols.known import PROTOCOLS, run_protocol
from models.protocols.opaque import Opaque
from models.protocols.protocol import Outcome
from models.protocols.warm import Warm
from models.ranking import Scores
from models.rates.predictor import BaseRate, Chances
from models.rates.predictors import PREDICTORS
from tests.permuted import permuted
from tests.protocol_folders import WRITERS, sessions

NOISE = 1.96 * math.sqrt(2)
"""Standard errors of one figure that two may be apart."""


def moved(one: Outcome, two: Outcome) -> dict[str, float]:
    """The metrics that are further apart than noise, with how many standard errors."""
    apart = {name: abs(two.metrics[name] - one.metrics[name]) for name in one.errors}
    return {
        name: difference / one.errors[name] if one.errors[name] else math.inf
        for name, difference in apart.items()
        if difference > NOISE * one.errors[name] + 1e-12
    }


@pytest.mark.parametrize("name", PROTOCOLS)
def test_names_and_order_move_the_pipeline_by_noise_alone(tmp_path: Path, name: str) -> None:
    folder = WRITERS[name](tmp_path / "data")
    other = permuted(folder, tmp_path / "other", seed=1)
    one, two = run_protocol(name, folder, PIPELINE, 0), run_protocol(name, other, PIPELINE, 1)
    assert one.n == two.n
    assert moved(one, two) == {}


class ByPlace(Popularity):
    """Planted: lists things in the order of their names, whoever asks."""

    name = "by-place"

    def scores(self, products: Entities, creators: Entities) -> Scores:
        place = np.argsort(np.argsort(products.ids)).astype(np.float32)
        return np.repeat(-place[:, None], len(creators), axis=1)


class ByRow(BaseRate):
    """Planted: whoever stands higher in the file is likelier to buy."""

    name = "by-row"

    def chances(self, rows: pd.DataFrame) -> Chances:
        return 1 / (2 + rows.index.to_numpy(np.float64))


def leaking_check_ins(folder: Path) -> Path:
    """Takers of any of 80 things; the first twenty are all that the test asks for."""
    folder.mkdir()
    rng = np.random.default_rng(1)
    parts: dict[str, list[str]] = {"train.txt": [], "test.txt": []}
    for taker in range(80):
        taken = [20 + rng.choice(60, 10, replace=False), rng.choice(20, 3, replace=False)]
        for lines, things in zip(parts.values(), taken, strict=True):
            lines.append(" ".join([f"u{taker}", *(f"i{thing:03d}" for thing in things)]))
    first = " ".join(["u80", *(f"i{thing:03d}" for thing in range(80))])
    (folder / "train.txt").write_text("\n".join([*parts["train.txt"], first]) + "\n")
    (folder / "test.txt").write_text("\n".join(parts["test.txt"]) + "\n")
    return folder


def leaking_sessions(folder: Path) -> Path:
    """All who buy stand first."""
    file = sessions(folder) / "sessions.csv"
    pd.read_csv(file).sort_values("Revenue", ascending=False).to_csv(file, index=False)
    return folder


PLANTS = {"warm": ("by-place", leaking_check_ins), "conversion": ("by-row", leaking_sessions)}


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setitem(METHODS, ByPlace.name, ByPlace)
    monkeypatch.setattr(Warm, "methods", (*Warm.methods, ByPlace.name))
    monkeypatch.setitem(PREDICTORS, ByRow.name, ByRow)
    monkeypatch.setattr(Conversion, "methods", (*Conversion.methods, ByRow.name))
    return monkeypatch


def two_orders(name: str, folder: Path) -> tuple[Outcome, Outcome]:
    """The planted method's figures on a file whose order leaks and on the same file mixed."""
    method, write = PLANTS[name]
    leaking = write(folder / "leaking")
    other = permuted(leaking, folder / "mixed", seed=1)
    return run_protocol(name, leaking, method, 0), run_protocol(name, other, method, 1)


@pytest.mark.parametrize("name", PLANTS)
@pytest.mark.usefixtures("planted")
def test_a_method_that_goes_by_order_gains_nothing_by_a_file_that_leaks(
    tmp_path: Path, name: str
) -> None:
    assert moved(*two_orders(name, tmp_path)) == {}


@pytest.mark.parametrize("name", PLANTS)
def test_an_evaluation_that_forgot_to_permute_is_caught(
    tmp_path: Path, planted: pytest.MonkeyPatch, name: str
) -> None:
    def in_order(cls: type[Opaque], names: pd.Series, seed: int) -> Opaque:
        return cls(np.unique(np.array(list(names), np.str_)))

    planted.setattr(Opaque, "of", classmethod(in_order))
    planted.setattr("models.protocols.conversion._opaque", lambda rows, places: rows.iloc[places])
    assert max(moved(*two_orders(name, tmp_path)).values()) > 5
