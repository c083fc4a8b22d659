"""What is wrong with a folder, a file or a name is said with what was expected."""

from pathlib import Path

import pytest

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


@pytest.mark.parametrize("name", sorted(set(PROTOCOLS)))
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


def test_one_of_several_sequences_is_chosen_by_name(tmp_path: Path) -> None:
    folder = protocol_folders.sequences(tmp_path / "data")
    for end in (".txt", "_item_attributes.json"):
        (folder / f"other{end}").write_text((folder / f"walks{end}").read_text())
    with pytest.raises(FolderFormatError, match=r"\['other', 'walks'\]; choose one with --name"):
        run_protocol("next-item", folder, "item-knn", 0)
    assert run_protocol("next-item", folder, "item-knn", 0, "other").n == 120
