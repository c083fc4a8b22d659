"""Files to take along: money as people read it, filters and definitions beside it, no formulas."""

import io

import openpyxl
import pandas as pd
import pytest

from pages.components.downloads import csv, in_major, workbook

CHOSEN = {"market": "Tiny", "money in": "USD, major units"}


def test_money_is_in_major_units() -> None:
    """1,234 cents are 12.34; yen have no cents; what counts nothing stays nothing."""
    frame = pd.DataFrame({"net_gmv": [1234, None], "clicks": [1234, 5], "aov": [3333.3333, 1.0]})
    cents, yen = in_major(frame, "USD"), in_major(frame, "JPY")
    assert cents["net_gmv"].tolist() == [12.34, pd.NA]
    assert cents["aov"].tolist() == [33.3333, 0.01]
    assert cents["clicks"].tolist() == [1234, 5]
    assert yen["net_gmv"][0] == 1234
    assert in_major(frame, "USD", ["clicks"])["clicks"].tolist() == [12.34, 0.05]


@pytest.mark.parametrize("text", ["=2+5", "+1", "-1", "@sum", "\tx"])
def test_no_spreadsheet_runs_a_text(text: str) -> None:
    frame = pd.DataFrame({"title": [text], "n": [-1]})
    read = pd.read_csv(io.BytesIO(csv(frame, CHOSEN)), comment="#")
    assert read["title"][0] == f"'{text}"
    assert read["n"][0] == -1
    sheet = openpyxl.load_workbook(io.BytesIO(workbook({"T": frame}, CHOSEN, [])))["T"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == (text, "s")


def test_filters_and_definitions_go_along() -> None:
    frame = pd.DataFrame({"gmv": [1.0]})
    told = csv(frame, CHOSEN, ["gmv"]).decode()
    assert "# market: Tiny\n# money in: USD, major units\n# GMV: Paid order value" in told
    book = openpyxl.load_workbook(io.BytesIO(workbook({"Sales": frame}, CHOSEN, ["gmv"])))
    assert book.sheetnames == ["Sales", "Definitions", "Filters"]
    assert book["Filters"]["B2"].value == "Tiny"
    assert str(book["Definitions"]["B2"].value).startswith("Paid order value")
