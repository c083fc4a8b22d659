"""Reports as people take them: on screen, on paper, and as the workbook that the button gives."""

import io
from typing import Any
from unittest.mock import patch

import openpyxl
import streamlit as st
from openpyxl.workbook import Workbook
from streamlit.testing.v1 import AppTest

from tests.visits import visit


def workbook(of: str, **parameters: str | list[str]) -> tuple[AppTest, Workbook]:
    """The report on screen, and the file that its button gives once the page's run is over."""
    with patch.object(st, "download_button", wraps=st.download_button) as button:
        page = visit("report", of=of, **parameters)
    files = {call.kwargs["file_name"]: call.args[1] for call in button.call_args_list}
    return page, openpyxl.load_workbook(io.BytesIO(files[f"report-{of}.xlsx"]()))


def rows(book: Workbook, sheet: str) -> list[dict[str, Any]]:
    head, *body = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in body]


def on_paper(page: AppTest) -> str:
    return "\n".join(table.value.to_csv(index=False) for table in page.table)
