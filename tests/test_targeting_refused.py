"""What `python -m models.targeting` cannot take: file, row, column and what would do."""

from pathlib import Path

import pandas as pd
import pytest

from tests.promotions import COLUMNS, people, refused, written


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("promotion")
    train = written(folder / "train.csv", people(21, 4_000))
    return train, written(folder / "test.csv", people(22, 3_000))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--value", "0"), "--value is 0; it must be above 0"),
        (("--value", "-3"), "--value is -3"),
        (("--cost", "-1"), "--cost is -1; it must be 0 or more"),
        (("--cost", "nan"), "--cost is nan"),
        (("--control", "yes"), "must differ"),
        (("--control", "maybe"), "'sent' has no value 'maybe' for --control; there are no, yes"),
        (("--treated", "Y"), "'sent' has no value 'Y' for --treated; there are no, yes"),
        (("--treated", "Y", "--control", "no"), "'sent' has no value 'Y' for --treated"),
        (("--treatment", "mailed"), "has no column 'mailed'; it has id, region"),
        (("--outcome", "spend"), "has no column 'spend'"),
        (("--outcome", "region"), "train.csv row 2, column 'region'"),
        (("--outcome", "sent"), "cannot be both"),
        (("--covariates", "region,shoe"), "has no column 'shoe'"),
        (("--covariates", "region,bought"), "which is the treatment or the outcome"),
        (("--covariates", ","), "no column to target by"),
    ],
)
def test_what_is_asked_wrongly_is_refused(
    files: tuple[Path, Path], options: tuple[str, ...], said: str
) -> None:
    assert said in refused(*files, *COLUMNS, *options)


def test_files_that_cannot_be_taken_are_refused(tmp_path: Path, files: tuple[Path, Path]) -> None:
    train, test = files
    rows = pd.read_csv(train, dtype=object)
    assert "is both TRAIN and TEST" in refused(train, train)
    assert "none.csv" in refused(train, tmp_path / "none.csv")

    lacking = written(tmp_path / "lacking.csv", rows.drop(columns="age"))
    assert "lacking.csv has no column 'age'" in refused(train, lacking)

    small = written(tmp_path / "small.csv", rows.groupby("sent").head(30))
    assert "small.csv has 30 rows with sent = 'yes', fewer than 50" in refused(small, test)
    assert "small.csv has 30 rows with sent = 'yes', fewer than 50" in refused(train, small)

    rows.loc[6, "score"] = "much"
    slip = written(tmp_path / "slip.csv", rows)
    assert "slip.csv row 8, column 'score': much is no number" in refused(slip, test)
    assert "slip.csv row 8, column 'score': much is no number" in refused(train, slip)

    rows.loc[4, "sent"] = ""
    untold = written(tmp_path / "untold.csv", rows.drop(columns="score"))
    assert "untold.csv row 6, column 'sent' names no arm" in refused(untold, test)

    rows.loc[3, "bought"] = ""
    empty = written(tmp_path / "empty.csv", rows.drop(columns="score"))
    assert "empty.csv row 5, column 'bought'" in refused(empty, test)
