"""A refused row goes out as a file, is mended and comes back as the same format."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.formulas import bare, escaped
from data.manifests import standing
from data.quarantine import NothingToMendError, left_out, main, mend, quarantine
from data.sources import Options, inspect, text
from data.store import Store
from tests.places import ROOT

OPTIONS = Options("m", time_zone="Asia/Bangkok", currency="USD", merchant="glow", dates="day-first")
HEADER = (
    "Order ID,Order Status,SKU ID,Product Name,Quantity,SKU Subtotal After Discount,"
    "Created Time,Buyer Username"
)
GOOD = "576000000000000001,Completed,s1,Serum,2,12.50,25/04/2026 10:00:00,ann"
BAD = "576000000000000002,Completed,s2,Mask,1.5,8.00,26/04/2026 10:00:00,ann"
EMPTY = "576000000000000003,Completed,s3,Soap,1,,27/04/2026 10:00:00,ben"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path / "store"))
    return Store.of("m")


def loaded(store: Store, path: Path, *rows: str) -> None:
    path.write_text("\n".join([HEADER, *rows]) + "\n")
    inspect([path], OPTIONS).load_into(store)


def lines(store: Store) -> pd.DataFrame:
    pieces = [
        pq.ParquetFile(store.lake / segment.path).read().to_pandas()
        for manifest in standing(store)
        for segment in manifest.segments
        if segment.table == "order_lines"
    ]
    return pd.concat(pieces).set_index("order_id")


def test_refused_rows_are_mended_and_loaded(store: Store, tmp_path: Path) -> None:
    loaded(store, tmp_path / "orders.csv", GOOD, BAD, EMPTY)
    assert lines(store).index.tolist() == ["576000000000000001"]
    refused = mend(quarantine(store), "orders.csv")
    assert refused["Order ID"].tolist() == ["576000000000000002", "576000000000000003"]
    assert "ann" not in refused.to_csv()
    refused["Product Name"] = ["Mask", "Soap"]  # words are withheld from quarantine
    refused.loc[0, "Quantity"] = "2"
    refused.loc[1, "SKU Subtotal After Discount"] = "3.25"
    path = tmp_path / "orders-to-mend.csv"
    refused.to_csv(path, index=False)
    plan = inspect([path], OPTIONS)
    assert plan.recognised is not None
    assert set(plan.recognised.files) == {"all_orders"}
    assert plan.report.problems == ()
    plan.load_into(store)
    held = lines(store)
    assert held["payment"].to_dict() == {
        "576000000000000001": 1250,
        "576000000000000002": 800,
        "576000000000000003": 325,
    }
    ann = held.loc["576000000000000001", "shopper_id"]
    assert held.loc["576000000000000002", "shopper_id"] == ann
    assert held.loc["576000000000000003", "shopper_id"] != ann


def test_an_empty_required_column_keeps_its_header(store: Store, tmp_path: Path) -> None:
    loaded(store, tmp_path / "orders.csv", GOOD, EMPTY)
    refused = mend(quarantine(store), "orders.csv")
    assert refused["SKU Subtotal After Discount"].isna().tolist() == [True]


def test_rows_of_the_newest_load_and_of_known_columns(store: Store, tmp_path: Path) -> None:
    loaded(store, tmp_path / "orders.csv", GOOD, BAD)
    loaded(store, tmp_path / "orders.csv", GOOD, EMPTY, "576000000000000009,Completed,s2")
    assert mend(quarantine(store), "orders.csv")["Order ID"].tolist() == ["576000000000000003"]
    loaded(store, tmp_path / "cut.csv", GOOD, "576000000000000009,Completed,s2")
    with pytest.raises(NothingToMendError, match=r"'cut\.csv'"):
        mend(quarantine(store), "cut.csv")


def test_what_was_withheld_is_left_to_fill_in() -> None:
    rows = pd.DataFrame(
        {
            "load": [1],
            "file": ["a.csv"],
            "row": [2],
            "column": ["Quantity"],
            "record": [json.dumps({"Quantity": "(withheld: may be personal)", "SKU ID": "s"})],
        }
    )
    assert mend(rows, "a.csv").to_dict("records") == [{"Quantity": "", "SKU ID": "s"}]


def test_the_command_writes_the_file(store: Store, tmp_path: Path) -> None:
    loaded(store, tmp_path / "orders.csv", GOOD, BAD)

    def said(file: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "data.quarantine", "--market", "m", "--mend", file],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    done = said("orders.csv")
    read = pd.read_csv(io.StringIO(done.stdout), dtype=str)
    assert (done.returncode, read["Quantity"].tolist()) == (0, ["1.5"])
    missing = said("other.csv")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "other.csv" in missing.stderr


def test_the_command_says_which_rows_its_file_lacks(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut = "576000000000000009,Completed,s2"
    loaded(store, tmp_path / "orders.csv", GOOD, cut, BAD, cut)
    assert left_out(quarantine(store), "orders.csv") == [3, 5]
    main(market="m", to_mend="orders.csv")
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 2
    assert "2 refused rows are not in this file" in said.err
    assert "mend them in orders.csv itself (rows 3, 5)" in said.err


def test_what_a_spreadsheet_would_run_is_escaped_and_comes_back(
    store: Store, tmp_path: Path
) -> None:
    title = "=HYPERLINK(A1)"
    good, bad = (row.replace(name, title) for row, name in ((GOOD, "Serum"), (BAD, "Mask")))
    loaded(store, tmp_path / "orders.csv", good, bad)
    refused = mend(quarantine(store), "orders.csv")
    assert refused["Product Name"].tolist() == [f"'{title}"]
    path = tmp_path / "orders-to-mend.csv"
    refused.assign(Quantity="1").to_csv(path, index=False)
    inspect([path], OPTIONS).load_into(store)
    assert lines(store)["title"].tolist() == [title, title]


def test_an_escaped_cell_is_read_as_it_was(tmp_path: Path) -> None:
    told = ["=1", "@glow", "-a", "+1 5", "-5.00", "+15%", "'quoted'", "''=a", "a=b", "'", "-"]
    written = [escaped(cell) for cell in told]
    assert written[:4] == ["'=1", "'@glow", "'-a", "'+1 5"]
    assert written[4:10] == told[4:10], "numbers stay numbers, what runs nothing stays as it is"
    assert bare(pa.array(written)).to_pylist() == told
    path = tmp_path / "a.csv"
    path.write_text("id,title\n" + "".join(f"{n},{cell}\n" for n, cell in enumerate(written)))
    (chunk,) = text.chunks(path)
    assert chunk.table["title"].to_pylist() == told
