"""Writes a report's rows to a file, with what stands above, below and between them."""

import csv
import random
from pathlib import Path

import pandas as pd
import xlsxwriter

from data.sources.exports.words import header
from tests.exports.traps import Traps

PERSONAL = {
    "Recipient": "name",
    "Phone #": "+1 555 867 5309",
    "Detail Address": "Elm Street 1",
    "Zipcode": "94110-8675309",
    "Buyer Message": "ring twice please",
}
"""Columns that no format knows, filled with what nobody may find in the store."""


def written(folder: Path, name: str, export: str, rows: pd.DataFrame, traps: Traps) -> Path:
    """The file; rows that an export repeats or adds up stand among the others."""
    draw = random.Random(traps.seed)
    cells = rows.assign(**PERSONAL) if traps.has_strangers else rows.copy()
    if traps.has_doubles:
        cells = pd.concat([cells, cells.sample(min(3, len(cells)), random_state=traps.seed)])
    if traps.has_shuffled_rows:
        cells = cells.sample(frac=1, random_state=traps.seed)
    order = list(cells.columns)
    if traps.has_shuffled_columns:
        draw.shuffle(order)
    cells = cells[order]
    names = [n if n in PERSONAL else header(export, n, traps.language) for n in order]
    above = [["Exported by the seller centre"], []] if traps.has_preamble else []
    words = [["what this column means, in words"] * len(names)] if traps.has_definitions else []
    total = [["Total" if not place else "" for place in range(len(names))]]
    below = total if traps.has_totals else []
    every = [*above, names, *words, *cells.fillna("").astype(str).to_numpy().tolist(), *below]
    path = folder / f"{name}.{traps.form}"
    path.parent.mkdir(parents=True, exist_ok=True)
    _workbook(path, every) if traps.form == "xlsx" else _text(path, every, traps)
    return path


def _text(path: Path, rows: list[list[str]], traps: Traps) -> None:
    delimiter = "\t" if traps.form == "tsv" else traps.delimiter
    with path.open("w", newline="", encoding=traps.encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)


def _workbook(path: Path, rows: list[list[str]]) -> None:
    with xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("Orders")
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(place, column, cell)
