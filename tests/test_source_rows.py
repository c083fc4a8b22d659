"""CSV rows as they stand, in the encodings people have; and files that are still being written."""

import csv
import json
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.sources import Options, inspect
from data.sources.chunk import Broken, UnreadableError
from data.sources.files import SourceFile, find

TABLE = "Report for March, 2026\n\nid;price\n1;12,50\n2;3,00\n"


def _file(path: Path, content: bytes) -> SourceFile:
    path.write_bytes(content)
    (file,), _ = find([path])
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_rows_come_from_row_1_on_whatever_stands_above_the_table(
    tmp_path: Path, encoding: str
) -> None:
    file = _file(tmp_path / "a.csv", f"{TABLE}3; Größe 🌿 \n;x\n".encode(encoding))
    assert list(file.rows()) == [
        (1, ["Report for March, 2026"]),
        (3, ["id", "price"]),
        (4, ["1", "12,50"]),
        (5, ["2", "3,00"]),
        (6, ["3", "Größe 🌿"]),
        (7, [None, "x"]),
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_most_rows_agree_on(tmp_path: Path, mark: str) -> None:
    rows = [["a, b; c | d"], ["id", "n", "m"], ["1", "x, y", "z"], ["2", "", 'q "r"']]
    with (tmp_path / "a.csv").open("w", newline="") as out:
        csv.writer(out, delimiter=mark).writerows(rows)
    (file,), _ = find([tmp_path / "a.csv"])
    read = [[cell or "" for cell in fields] for _, fields in file.rows()]
    assert read == rows


@settings(max_examples=60)
@given(
    st.sampled_from([("cp1252", "Größe é"), ("gbk", "商品名称"), ("shift_jis", "商品の値段")]),
    st.booleans(),
)
def test_text_in_another_encoding_is_kept_as_broken_not_mangled(
    tmp_path_factory: pytest.TempPathFactory, said: tuple[str, str], is_first: bool
) -> None:
    encoding, word = said
    lines = [f"{word},n\n" if is_first else "id,n\n", "1,2\n", f"{word},3\n"]
    content = "".join(lines).encode(encoding)
    file = _file(tmp_path_factory.mktemp("x") / "a.csv", content)
    rows = dict(file.rows())
    assert rows[2] == ["1", "2"]
    assert isinstance(rows[3], Broken)
    assert rows[3].reason == "is not UTF-8 text"
    assert "\\x" in rows[3].record["1"]
    assert isinstance(rows[1], Broken) == is_first


def test_rows_whose_quotes_do_not_pair_are_broken_and_an_open_quote_ends_the_file(
    tmp_path: Path,
) -> None:
    file = _file(tmp_path / "a.csv", b'id,n\n"1"x,2\n3,4\n')
    (one, two, three) = file.rows()
    assert (one, three) == ((1, ["id", "n"]), (3, ["3", "4"]))
    assert isinstance(two[1], Broken)
    with pytest.raises(UnreadableError, match="row 2 opens a quote that never closes"):
        list(_file(tmp_path / "b.csv", b'id,n\n"1,2\n3,4\n').rows())


def test_rows_of_csv_are_read_one_at_a_time(tmp_path: Path) -> None:
    """A file of 20 MB takes less than a tenth of that in memory."""
    path = tmp_path / "a.csv"
    with path.open("w") as out:
        out.writelines(f"{n},{'text ' * 40}\n" for n in range(100_000))
    (file,), _ = find([path])
    tracemalloc.start()
    assert sum(1 for _ in file.rows()) == 100_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < path.stat().st_size / 10


def test_rows_of_parquet_are_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": [1]}), tmp_path / "a.parquet")
    (file,), _ = find([tmp_path])
    with pytest.raises(UnreadableError, match="is no table of plain rows"):
        list(file.rows())


def _csv(path: Path) -> None:
    path.write_text("id,n\n" + "1,2\n" * 120_000)


def _parquet(path: Path) -> None:
    pq.write_table(pa.table({"id": list(range(120_000))}), path)


def _json(path: Path) -> None:
    path.write_text((json.dumps({"event": "a"}) + "\n") * 120_000)


@pytest.mark.parametrize(
    ("name", "make", "reader"),
    [
        ("a.csv", _csv, "chunks"),
        ("a.csv", _csv, "rows"),
        ("a.parquet", _parquet, "chunks"),
        ("a.parquet", _parquet, "records"),
        ("a.jsonl", _json, "records"),
    ],
)
def test_a_file_that_grows_while_it_is_read_is_refused(
    tmp_path: Path, name: str, make, reader: str
) -> None:
    path = tmp_path / name
    make(path)
    (file,), _ = find([path])
    pieces = getattr(file, reader)()
    next(pieces)
    with path.open("ab") as more:
        more.write(b"3,4\n")
    with pytest.raises(UnreadableError, match=f"^{name}: changed while it was read"):
        list(pieces)
    with pytest.raises(UnreadableError, match="changed while it was read"):
        next(getattr(file, reader)())


def test_a_file_that_is_cut_because_it_still_grows_is_called_growing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    file = _file(path, b'id,n\n1,2\n"3')
    rows = file.rows()
    next(rows)
    path.write_bytes(b'id,n\n1,2\n"3",4\n')
    with pytest.raises(UnreadableError, match="changed while it was read"):
        list(rows)


def test_a_file_that_went_away_is_said_to_be_gone(tmp_path: Path) -> None:
    file = _file(tmp_path / "a.csv", b"id,n\n1,2\n")
    file.path.unlink()
    with pytest.raises(UnreadableError, match=r"a\.csv: went away"):
        _ = file.columns


def test_a_load_of_a_file_that_grew_since_it_was_looked_at_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "merchants.csv"
    path.write_text("merchant_id,name,country\nm1,A,DE\n")
    plan = inspect([path], Options("own", time_zone="UTC", currency="EUR"))
    with path.open("a") as more:
        more.write("m2,B,DE\n")
    assert plan.report.refused.startswith("merchants.csv: changed while it was read")


def test_a_file_copied_again_as_it_was_is_read(tmp_path: Path) -> None:
    file = _file(tmp_path / "a.csv", b"id,n\n1,2\n")
    file.path.write_bytes(b"id,n\n1,2\n")
    assert list(file.rows())[1] == (2, ["1", "2"])
