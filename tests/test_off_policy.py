"""The off-policy command: logs of any ids are read, open_bandit's is valued, others refused."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from models.causal.logged import value
from models.causal.logs import read_logs
from models.off_policy import main
from tests.effects import refused, run, told
from tests.simulated_logs import logged, told_target, world


def frames(rows: int = 4_000) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Logs of both policies as tables; items as numbers in one and as decimals in the other."""
    known, rng = world(2), np.random.default_rng(2)
    log = logged(known, rows, rng)
    target = told_target(known, rows, rng)
    position = rng.integers(0, 3, rows)
    item = np.array([rng.choice(34, p=target[p]) for p in position])
    names = ("item_id", "position", "click", "propensity_score")
    one = pd.DataFrame(dict(zip(names, vars(log).values(), strict=True)))
    two = pd.DataFrame({"item_id": item.astype(float), "position": position})
    return one.astype({"click": int}), two


def stored(folder: Path, log: pd.DataFrame, target: pd.DataFrame) -> tuple[Path, Path]:
    paths = folder / "logged.parquet", folder / "target.parquet"
    for path, frame in zip(paths, (log, target), strict=True):
        frame.to_parquet(path)
    return paths


def test_logs_are_read_whatever_ids_are(tmp_path: Path) -> None:
    """Numbers, decimals or words: the same value."""
    log, target = frames()
    one = value(*read_logs(*stored(tmp_path, log, target)))
    words = [
        f.assign(item_id="item " + f["item_id"].astype(int).astype(str).str.zfill(2))
        for f in (log, target)
    ]
    two = value(*read_logs(*stored(tmp_path, *words)))
    assert two.ess == pytest.approx(one.ess, abs=1e-9)
    assert {n: w.estimate for n, w in two.ways.items()} == pytest.approx(
        {n: w.estimate for n, w in one.ways.items()}
    )


def test_the_command_tells_all_three(tmp_path: Path) -> None:
    paths = stored(tmp_path, *frames(8_000))
    found = told(main, *paths)
    assert set(found["intervals"]) == {"ips", "snips", "dr"}
    assert (found["estimate"], found["grade"], found["n"]) == (found["snips"], "A", 8_000)
    assert found["more_rows_needed"] == 0
    assert found["weight"]["estimate"] == pytest.approx(1, abs=0.1)
    assert "weights average" in run(main, *paths).stdout
    assert all(way["low"] < found[name] < way["high"] for name, way in found["intervals"].items())
    assert run(main, *paths).stdout.splitlines()[-1] == found["sentence"]


def test_the_command_refuses_what_tells_too_little(tmp_path: Path) -> None:
    """With a reason and no estimate, and the exit code says so too."""
    log, target = frames()
    done = run(main, *stored(tmp_path, log.head(200), target), "--json")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert done.exit_code == 1
    assert "fewer than 100: log more" in done.stderr
    assert found["ess"] < 100
    assert found["more_rows_needed"] == np.ceil(200 * (100 / found["ess"] - 1))
    assert "more such rows are needed (90% interval" in done.stdout
    assert [found[name] for name in ("estimate", "low", "high", "ips", "snips", "dr")] == [None] * 6
    assert found["grade"] == "not estimable"
    assert found["reason"] in done.stderr


@pytest.mark.real
def test_the_open_bandit_is_valued(real_data: Path) -> None:
    """The uniform log of men's fashion values the other policy; its own clicks are within."""
    folder = real_data / "open_bandit" / "men"
    found = told(main, folder / "random.parquet", folder / "bts.parquet")
    clicked = pd.read_parquet(folder / "bts.parquet")["click"].mean()
    assert found["ess"] > 1_000
    assert found["logged"] == pytest.approx(0.0046)
    for way in found["intervals"].values():
        assert way["low"] < clicked < way["high"]


@pytest.mark.real
def test_one_click_of_the_open_bandit_values_no_single_item(
    real_data: Path, tmp_path: Path
) -> None:
    """Of 322 rows' worth of one item that was clicked once nobody can tell what it earns."""
    folder = real_data / "open_bandit" / "men"
    single = tmp_path / "single.parquet"
    pd.read_parquet(folder / "bts.parquet").assign(item_id=7).to_parquet(single)
    done = run(main, folder / "random.parquet", single, "--json")
    assert done.exit_code == 1
    assert "are worth 1.0 of the target policy, fewer than 3" in done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["estimate"] is None


@pytest.mark.parametrize(
    ("log", "target", "said"),
    [
        ({"click": None}, {}, "logged.parquet has no column click; it has item_id, position, prop"),
        ({}, {"item_id": None}, "target.parquet has no column item_id; it has position"),
        ({"propensity_score": 0.0}, {}, "row 1, column 'propensity_score': 0.0 is not above 0 and"),
        ({"propensity_score": 1.5}, {}, "row 1, column 'propensity_score': 1.5 is not above 0 and"),
        ({"propensity_score": np.nan}, {}, "row 1, column 'propensity_score': nan is empty"),
        ({"propensity_score": "much"}, {}, "column 'propensity_score' holds str, not numbers"),
        ({"click": np.inf}, {}, "row 1, column 'click': inf is no finite number"),
        ({"position": 7}, {}, "never shows the position 7, which"),
    ],
)
def test_logs_that_cannot_be_used_are_refused(
    tmp_path: Path, log: dict[str, object], target: dict[str, object], said: str
) -> None:
    def changed(frame: pd.DataFrame, by: dict[str, object]) -> pd.DataFrame:
        gone = [name for name, told_by in by.items() if told_by is None]
        return frame.drop(columns=gone).assign(**{k: v for k, v in by.items() if v is not None})

    made = frames(500)
    assert said in refused(main, *stored(tmp_path, changed(made[0], log), changed(made[1], target)))


def test_what_is_no_log_is_refused(tmp_path: Path) -> None:
    paths = stored(tmp_path, *(frame.head(0) for frame in frames(500)))
    assert "logged.parquet has no rows" in refused(main, *paths)
    paths[0].write_text("item_id,position\n1,2\n")
    assert "cannot be read as Parquet" in refused(main, *paths)
    assert "cannot be read as Parquet" in refused(main, tmp_path / "none.parquet", paths[1])
