"""What is wrong with a folder, a file or a name is said with what was expected."""

from pathlib import Path

import pandas as pd
import pytest

from models.evaluate import _finite
from models.methods import PIPELINE
from models.protocols.folder import FolderFormatError
from models.protocols.known import PROTOCOLS, run_protocol
from models.protocols.protocol import UnknownProtocolError
from tests import protocol_folders
from tests.protocol_folders import WRITERS, evaluated


def test_what_is_wrong_is_named(tmp_path: Path) -> None:
    folder = protocol_folders.brands(tmp_path / "brands")
    with pytest.raises(UnknownProtocolError, match=r"no protocol 'warmish'; known: \['brand-cold"):
        run_protocol("warmish", folder, "content", 0)
    with pytest.raises(UnknownProtocolError, match="no method 'magic'"):
        run_protocol("brand-cold-start", folder, "magic", 0)
    result = evaluated("brand-cold-start", str(folder), "--method", "magic")
    assert result.exit_code == 1
    assert "no method 'magic'" in result.stderr
    (folder / "folds.csv").write_text("brand,fold\n")
    with pytest.raises(FolderFormatError, match="brand_id"):
        run_protocol("brand-cold-start", folder, "content", 0)
    (folder / "folds.csv").unlink()
    with pytest.raises(FolderFormatError, match=r"neither folds.csv"):
        run_protocol("brand-cold-start", folder, "content", 0)
    (folder / "pairs.csv").unlink()
    with pytest.raises(FolderFormatError, match=r"lacks \['pairs.csv'\]"):
        run_protocol("brand-cold-start", folder, "content", 0)


@pytest.mark.parametrize("name", sorted(set(PROTOCOLS) - {"market"}))
def test_a_folder_of_another_protocol_is_refused_with_what_was_expected(
    tmp_path: Path, name: str
) -> None:
    other = "warm" if name == "brand-cold-start" else "brand-cold-start"
    folder = WRITERS[other](tmp_path / "data")
    with pytest.raises(FolderFormatError, match=r"expects|choose one with --name"):
        run_protocol(name, folder, PIPELINE, 0)


BROKEN = {
    "train.txt a line without a user": ("warm", "train.txt", "1 2 3\n\n", "line 2 is not"),
    "train.txt a user twice": ("warm", "train.txt", "1 2\n1 3\n", "line 2 is not"),
    "train.txt another separator": ("warm", "train.txt", "1,2,3\n", "line 1 is not"),
    "train.csv another header": ("item-cold-start", "train.csv", "u,i\n1,2\n", "lacks the columns"),
    "train.csv an empty cell": ("item-cold-start", "train.csv", "user,item\n1,\n", "row 2"),
    "train.csv empty": ("item-cold-start", "train.csv", "", "cannot be read"),
    "attributes no object": ("next-item", "walks_item_attributes.json", "[1]", "one JSON object"),
    "attributes a text": (
        "next-item",
        "walks_item_attributes.json",
        '{"1": "abc"}',
        "one JSON object of lists",
    ),
    "folds of some brands": (
        "brand-cold-start",
        "folds.csv",
        "brand_id,fold\nb000,0\nb001,1\n",
        "no fold of 23 brands, such as 'b002'",
    ),
    "folds of a brand twice": (
        "brand-cold-start",
        "folds.csv",
        "brand_id,fold\nb000,0\nb000,1\n",
        "brand_id 'b000' twice",
    ),
    "sessions of an answer alone": (
        "conversion",
        "sessions.csv",
        "Revenue\n" + "1\n0\n" * 10,
        "has Revenue alone",
    ),
    "sessions a third answer": (
        "conversion",
        "sessions.csv",
        "PageValues,Revenue\n1,0\n2,maybe\n",
        "row 3: Revenue must be 0 or 1, not 'maybe'",
    ),
    "sessions nobody bought": (
        "conversion",
        "sessions.csv",
        "PageValues,Revenue\n" + "1,0\n" * 20,
        "at least 5 sessions with a purchase",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_named_with_its_place(tmp_path: Path, case: str) -> None:
    name, file, text, message = BROKEN[case]
    folder = WRITERS[name](tmp_path / "data")
    (folder / file).write_text(text)
    with pytest.raises(FolderFormatError, match=message) as error:
        run_protocol(name, folder, PIPELINE, 0)
    assert file in str(error.value)


NOTHING_TO_FIND = {
    "warm without a test": ("warm", "test.txt", ""),
    "warm with users alone": ("warm", "test.txt", "1\n2\n"),
    "warm without training": ("warm", "train.txt", ""),
    "no cold article": ("item-cold-start", "cold_test.csv", "user,item\n"),
    "brands without a pair": ("brand-cold-start", "pairs.csv", "brand_id,creator_id\n"),
    "sequences of one": ("next-item", "walks.txt", "1 2\n2 3\n"),
    "no sequence": ("next-item", "walks.txt", ""),
}


@pytest.mark.parametrize("case", NOTHING_TO_FIND)
def test_a_folder_with_nothing_to_find_says_so(tmp_path: Path, case: str) -> None:
    name, file, text = NOTHING_TO_FIND[case]
    folder = WRITERS[name](tmp_path / "data")
    (folder / file).write_text(text)
    with pytest.raises(FolderFormatError, match="nothing to find"):
        run_protocol(name, folder, PIPELINE, 0)


def test_features_of_brands_are_numbers_and_ids_are_named_once(tmp_path: Path) -> None:
    folder = protocol_folders.brands(tmp_path / "data")
    brands = pd.read_parquet(folder / "brands.parquet")
    feature = next(name for name in brands if name != "brand_id")
    brands.assign(**{feature: "much"}).to_parquet(folder / "brands.parquet")
    with pytest.raises(FolderFormatError, match="must be numbers"):
        run_protocol("brand-cold-start", folder, PIPELINE, 0)
    pd.concat([brands, brands.head(1)]).to_parquet(folder / "brands.parquet")
    with pytest.raises(FolderFormatError, match="brand_id 'b000' twice"):
        run_protocol("brand-cold-start", folder, PIPELINE, 0)


def test_predictions_go_to_a_folder_that_is_there(tmp_path: Path) -> None:
    folder = protocol_folders.brands(tmp_path / "data")
    asked = ("brand-cold-start", str(folder), "--predictions", str(tmp_path / "no" / "p.parquet"))
    result = evaluated(*asked)
    assert result.exit_code == 2
    assert "there is no folder" in result.stderr


@pytest.mark.parametrize("asked", [("warm",), ("--market", "small", "warm"), ()])
def test_what_is_judged_is_named_once(asked: tuple[str, ...]) -> None:
    result = evaluated(*asked)
    assert result.exit_code == 1
    assert "give a protocol and its folder, or --market alone" in result.stderr


def test_a_figure_that_is_no_number_is_none_in_json() -> None:
    told = {"median_rank": float("inf"), "se": [float("nan"), 1.5], "n": 3}
    assert _finite(told) == {"median_rank": None, "se": [None, 1.5], "n": 3}


def test_one_of_several_sequences_is_chosen_by_name(tmp_path: Path) -> None:
    folder = protocol_folders.sequences(tmp_path / "data")
    for end in (".txt", "_item_attributes.json"):
        (folder / f"other{end}").write_text((folder / f"walks{end}").read_text())
    with pytest.raises(FolderFormatError, match=r"\['other', 'walks'\]; choose one with --name"):
        run_protocol("next-item", folder, "item-knn", 0)
    assert run_protocol("next-item", folder, "item-knn", 0, "other").n == 120
