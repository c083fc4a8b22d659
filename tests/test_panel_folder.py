"""Panel folders: what is written is what is read, and what is wrong is named."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.market.panel import simulate
from data.market.panel_folder import write_panel
from models.causal.cohort.folder import FILES, WHEN, read_panel
from models.causal.cohort.panel import DAILY
from models.causal.table import TableError
from models.trial.simulated import shown


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("panel")
    write_panel(simulate("S2-trial", 3, products=120, creators=40), folder)
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).write_bytes((written / name).read_bytes())
    return tmp_path


def test_the_folder_tells_what_the_market_shows(written: Path) -> None:
    read = read_panel(written)
    told = shown(simulate("S2-trial", 3, products=120, creators=40))
    for name in DAILY:
        assert np.allclose(read.daily[name], told.daily[name])
    assert np.array_equal(read.reach, told.reach)
    for name in ("product", "creator", "requested", "started", "ended", "is_random"):
        assert np.array_equal(getattr(read.deals, name), getattr(told.deals, name)), name
    assert np.array_equal(read.price, told.price)
    same = read.niche[:, None] == read.category[None]
    assert np.array_equal(same, told.niche[:, None] == told.category[None])


def test_the_truth_beside_it_is_not_opened(folder: Path) -> None:
    (folder / "truth").mkdir()
    (folder / "truth" / "effects.csv").write_text("nonsense")
    assert len(read_panel(folder).product_ids) == 120


def changed(name: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        path = folder / name
        if path.suffix == ".csv":
            change(pd.read_csv(path, dtype="str")).to_csv(path, index=False)
        else:
            change(pd.read_parquet(path)).to_parquet(path)

    return apply


def cell(row: int, column: str, value: object) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def put(frame: pd.DataFrame) -> pd.DataFrame:
        column_values = frame[column].astype("object")
        column_values.iloc[row] = value
        return frame.assign(**{column: column_values})

    return put


def twice(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([frame, frame.iloc[[4]]])


WRONG = {
    "no file": (lambda folder: (folder / "reach.parquet").unlink(), "reach.parquet is missing"),
    "empty": (lambda folder: (folder / "products.csv").write_text(""), "products.csv is empty"),
    "no parquet": (
        lambda folder: (folder / "daily.parquet").write_text("x"),
        "daily.parquet cannot be read",
    ),
    "no column": (
        changed("creators.csv", lambda frame: frame.drop(columns="followers")),
        "creators.csv has no column followers",
    ),
    "no number": (
        changed("products.csv", cell(3, "price", "free")),
        "products.csv row 5, column 'price': 'free' is no number",
    ),
    "an id twice": (changed("products.csv", twice), "row 122: product_id 'p00004' comes twice"),
    "no id": (changed("products.csv", cell(2, "product_id", None)), "row 4: product_id"),
    "an unknown product": (
        changed("collaborations.csv", cell(0, "product_id", "p9")),
        "collaborations.csv row 2: product_id 'p9' is not in its own table",
    ),
    "an unknown creator": (
        changed("reach.parquet", cell(1, "creator_id", "c9")),
        "reach.parquet row 2: creator_id 'c9'",
    ),
    "no date": (
        changed("collaborations.csv", cell(2, "started_on", "soon")),
        "collaborations.csv row 4, column 'started_on': 'soon' is no date",
    ),
    "no day": (
        changed(
            "daily.parquet", lambda f: cell(5, "day", "soon")(f.assign(day=f["day"].astype(str)))
        ),
        "daily.parquet row 6, column 'day': 'soon' is no date",
    ),
    "an empty day": (
        changed("reach.parquet", cell(3, "day", None)),
        "reach.parquet row 4, column 'day'",
    ),
    "a draw without a day": (
        changed(
            "collaborations.csv",
            lambda f: cell(1, "requested_on", None)(cell(1, "assigned", "random")(f)),
        ),
        "row 3, column 'requested_on': a random one needs the day of its draw",
    ),
    "an unknown way": (
        changed("collaborations.csv", cell(1, "assigned", "maybe")),
        "row 3, column 'assigned' must be observed or random",
    ),
    "a day twice": (changed("daily.parquet", twice), "that product and day were told before"),
    "no rows": (changed("daily.parquet", lambda frame: frame.iloc[:0]), "has no rows"),
    "not finite": (
        changed("daily.parquet", lambda frame: frame.assign(orders=np.inf)),
        "daily.parquet row 1, column 'orders'",
    ),
    "below zero": (
        changed("daily.parquet", cell(7, "clicks", -1)),
        "daily.parquet row 8, column 'clicks': -1 is below 0",
    ),
    "a free product": (
        changed("products.csv", cell(3, "price", "0")),
        "products.csv row 5, column 'price': 0 is not above 0",
    ),
    "a start before its request": (
        changed("collaborations.csv", cell(2, "started_on", "2020-01-01")),
        "collaborations.csv row 4: started_on is before requested_on",
    ),
}


def test_semicolons_and_instants_are_read_like_commas_and_days(folder: Path) -> None:
    before = read_panel(folder)
    for path in folder.glob("*.csv"):
        frame = pd.read_csv(path, dtype="str")
        for name in [name for name in WHEN if name in frame]:
            frame[name] = frame[name] + "T00:00:00Z"
        frame.to_csv(path, index=False, sep=";")
    days = pd.read_parquet(folder / "daily.parquet")
    days["day"] = pd.to_datetime(days["day"]).dt.tz_localize("UTC")
    days.to_parquet(folder / "daily.parquet")
    after = read_panel(folder)
    assert np.array_equal(before.deals.started, after.deals.started)
    assert np.array_equal(before.daily["clicks"], after.daily["clicks"])


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_named(folder: Path, case: str) -> None:
    spoil, told = WRONG[case]
    spoil(folder)
    with pytest.raises(TableError, match=told.replace("(", r"\(")):
        read_panel(folder)


def test_a_folder_that_is_none_says_what_one_holds(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"is no folder; a panel folder holds products\.csv"):
        read_panel(tmp_path / "nowhere")
