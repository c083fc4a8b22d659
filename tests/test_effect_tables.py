"""Files for the estimators: any CSV is read as it was written, and what is wrong is named."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.causal.covariates import covariates, listed, varying
from models.causal.table import TableError, apart, column, flags, names, numbers, read_table

FIELDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8).filter(
    lambda name: name == name.strip() and not set(name) & set(',;|"\ufeff')
)
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=8)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    header = draw(st.lists(FIELDS, min_size=2, max_size=4, unique=True))
    width = len(header) - 1
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=5))
    return header, [["id", *row] for row in rows]


@settings(max_examples=150)
@given(
    tables(),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
)
def test_a_table_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory,
    table: tuple[list[str], list[list[str]]],
    delimiter: str,
    ending: str,
    mark: str,
) -> None:
    """With any delimiter, quotes, line breaks within cells, line ends, and with Excel's mark."""
    header, rows = table
    path = tmp_path_factory.mktemp("t") / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(mark)
        csv.writer(file, delimiter=delimiter, lineterminator=ending).writerows([header, *rows])
    found = read_table(path)
    assert found.columns.tolist() == header
    assert found.to_numpy().tolist() == rows


@settings(max_examples=100)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=6))
def test_numbers_are_read_to_the_last_digit(
    tmp_path_factory: pytest.TempPathFactory, values: list[float]
) -> None:
    path = tmp_path_factory.mktemp("n") / "numbers.csv"
    path.write_text("id,x\n" + "".join(f"a, {value!r} \n" for value in values))
    found = numbers(read_table(path), "x", path)
    assert np.allclose(found, values, rtol=1e-15, atol=0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty; a header and rows are needed"),
        ("\n \n", "is empty"),
        ("a,b\n", "has a header and no rows"),
        ("a,b\n1,2\n3\n", "row 3 has 1 cells where the header has 2"),
        ("a,b\n1,2\n\n3,4\n", "row 3 has 0 cells"),
        ("a,b,a\n1,2,3\n", "has the column 'a' twice; rename one"),
        ('a,b\n1,"2\n3,4\n', "line 3 cannot be read as CSV: unexpected end of data"),
        ('a,b\n1,"2"3\n', "line 2 cannot be read as CSV: .* expected after"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(TableError, match=said):
        read_table(path)


def test_what_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    with pytest.raises(TableError, match=r"cannot be read as CSV in UTF-8: .*No such file"):
        read_table(path)
    path.write_bytes("a;b\n1;2\n".encode("utf-16"))
    with pytest.raises(TableError, match="cannot be read as CSV in UTF-8"):
        read_table(path)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("", "row 3, column 'x' is empty; fill it or leave the row out"),
        ("much", "row 3, column 'x' says 'much', which is no number$"),
        ("1,5", "row 3, column 'x' says '1,5', which is no number; decimals need a point"),
        ("1.234,5", "decimals need a point"),
        ("2024-05-31", "says '2024-05-31', which is no number; number the days or periods"),
        ("inf", "says 'inf', which is no number"),
        ("nan", "says 'nan', which is no number"),
    ],
)
def test_a_cell_that_is_no_number_is_named(tmp_path: Path, cell: str, said: str) -> None:
    path = tmp_path / "cells.csv"
    path.write_text(f"id;x\na;1\nb;{cell}\n")
    with pytest.raises(TableError, match=said):
        numbers(read_table(path), "x", path)


def test_truths_count_one_and_nothing(tmp_path: Path) -> None:
    path = tmp_path / "truths.csv"
    path.write_text("x,y\nTRUE,1\nfalse,0\nYes,2\nno,0\n1,0\n")
    frame = read_table(path)
    assert flags(frame, "x", path).tolist() == [1, 0, 1, 0, 1]
    with pytest.raises(TableError, match="row 4, column 'y' says 2; it must be 0 or 1"):
        flags(frame, "y", path)


def test_columns_that_lack_are_named_beside_those_there_are(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    frame = pd.DataFrame([[""] * 20], columns=[f"c{number}" for number in range(20)])
    with pytest.raises(TableError, match=r"no column 'x'; it has c0, c1, .*c11 and 8 more"):
        column(frame, "x", path)
    with pytest.raises(TableError, match="row 2, column 'c1' is empty"):
        names(frame, "c1", path)
    with pytest.raises(TableError, match="the column 'c1' is named for two things"):
        apart(path, "c0", "c1", "c1")


def covariate_frame() -> pd.DataFrame:
    return pd.DataFrame({
        "id": [f"u{number}" for number in range(6)],
        "age": ["31", "", "40", "NA", "31", "22"],
        "kind": ["a", "b", "a", "c", "", "a"],
        "is_new": ["TRUE", "FALSE", "TRUE", "TRUE", "FALSE", "FALSE"],
        "same": ["7"] * 6,
    }, dtype="str")  # fmt: skip


def test_words_and_gaps_become_columns() -> None:
    found = covariates(covariate_frame(), listed("age, kind,is_new"), Path("x.csv"))
    assert found.columns.tolist() == [
        "age", "age missing", "kind b", "kind c", "kind missing", "is_new",
    ]  # fmt: skip
    assert found["age"].tolist() == [31, 31, 40, 31, 31, 22]  # the mean of those told is 31
    assert found["age missing"].tolist() == [0, 1, 0, 1, 0, 0]
    assert found["kind missing"].tolist() == [0, 0, 0, 0, 1, 0]
    assert found["is_new"].tolist() == [1, 0, 1, 1, 0, 0]


def test_the_order_of_rows_means_nothing_to_columns() -> None:
    frame, path = covariate_frame(), Path("x.csv")
    turned = frame.iloc[::-1].reset_index(drop=True)
    one, two = (covariates(f, ["kind", "age"], path) for f in (frame, turned))
    pd.testing.assert_frame_equal(one, two.iloc[::-1].reset_index(drop=True))


def test_columns_that_say_nothing_are_left_out_or_named() -> None:
    frame, path = covariate_frame(), Path("x.csv")
    assert varying(covariates(frame, ["same", "is_new"], path)).shape == (6, 1)
    with pytest.raises(TableError, match="no covariates are named"):
        covariates(frame, [], path)
    with pytest.raises(TableError, match="column 'gone' is empty; leave it out"):
        covariates(frame.assign(gone=""), ["gone"], path)
    words = pd.DataFrame({"word": [f"w{number}" for number in range(40)]}, dtype="str")
    with pytest.raises(TableError, match="column 'word' has 40 different words, such as 'w0'"):
        covariates(words, ["word"], path)
    assert np.isfinite(covariates(frame, ["age"], path).to_numpy()).all()
