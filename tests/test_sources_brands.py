"""Brands and creators: what the sealed variant of the files adds, and what is refused."""

from pathlib import Path

import pandas as pd

from data.sources import Options, inspect
from data.store import Store
from tests.small_sources import BRAND_CREATORS, loaded, write


def _with_split(text: str) -> str:
    head, *rows = text.splitlines()
    return "\n".join([f"{head},split", *(f"{row},train" for row in rows)]) + "\n"


def test_files_with_a_column_split_load_as_those_without(tmp_path: Path) -> None:
    plain, sealed = Store(tmp_path / "plain"), Store(tmp_path / "sealed")
    folder = write(tmp_path / "a", BRAND_CREATORS | {"folds.csv": "brand_id,fold\nb1,0\nb2,1\n"})
    inspect([folder], Options("own")).load_into(plain)
    report = inspect([write(tmp_path / "b", BRAND_CREATORS, _with_split)], Options("own"))
    report.load_into(sealed)
    for table in ("merchants", "products", "creators", "collaborations"):
        pd.testing.assert_frame_equal(loaded(plain, table), loaded(sealed, table))
    assert len(loaded(plain, "entity_features")) == len(loaded(sealed, "entity_features")) == 8


def test_without_pairs_the_folder_is_not_recognised(tmp_path: Path) -> None:
    files = {name: text for name, text in BRAND_CREATORS.items() if name != "pairs.csv"}
    refused = inspect([write(tmp_path, files)], Options("own")).report.refused
    assert refused is not None
    assert "brand_creators also needs a file of pairs" in refused
