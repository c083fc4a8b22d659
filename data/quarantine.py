"""Rows that were not loaded, with their reasons: python -m data.quarantine --market NAME."""

import json
import sys
from pathlib import PurePath
from typing import Annotated

import pandas as pd
import pyarrow.parquet as pq
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from data.formulas import escaped
from data.manifests import standing
from data.sources.exports.privacy import WITHHELD
from data.store import MarketMissingError, MarketNameError, Store

MOST_SHOWN = 100
COLUMNS = ["load", "file", "row", "column", "reason", "remedy", "record"]


def quarantine(store: Store, load: int | None = None) -> pd.DataFrame:
    """One row per rejected row, newest load first; `record` is the row as read, as JSON.

    `load` keeps one load's rows; what was undone has none. Columns are COLUMNS.
    """
    pieces = [
        pq.read_table(store.lake / segment.path).to_pandas().assign(load=manifest.number)
        for manifest in reversed(standing(store))
        if load in (None, manifest.number)
        for segment in manifest.segments
        if segment.table == "quarantine"
    ]
    if not pieces:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat(pieces, ignore_index=True)[COLUMNS]


class NothingToMendError(ValueError):
    """No rows of a file can be mended; says which file and what to do."""


def mend_name(file: str) -> str:
    """What the file to mend is called, by which its load is told to be that of `file` again."""
    return f"{PurePath(file).stem}-to-mend.csv"


def mend(rows: pd.DataFrame, file: str) -> pd.DataFrame:
    """The rejected rows of one file of its newest load among `rows`, under the file's own headers.

    Cells are as they stood, buyers as their hashes; what was withheld is empty, and what a
    spreadsheet would run is escaped. Rows that were cut or ragged stand in no known column and stay
    out (`left_out`). Raises NothingToMendError.
    """
    newest = _newest(rows, file)
    whole = [_cells(record) for record in newest["record"].map(json.loads) if _is_whole(record)]
    if not whole:
        raise NothingToMendError(
            f"no row of '{file}' that was refused can be mended; export the file again"
        )
    named = [column for column in newest["column"].dropna() if column]
    headers = list(dict.fromkeys([*(name for record in whole for name in record), *named]))
    return pd.DataFrame(whole, columns=headers, dtype=object)


def left_out(rows: pd.DataFrame, file: str) -> list[int]:
    """The numbers of the rows that `mend` leaves out: to be mended where they stand."""
    newest = _newest(rows, file)
    is_out = [not _is_whole(record) for record in newest["record"].map(json.loads)]
    return [int(row) for row in newest["row"][is_out].dropna()]


def _newest(rows: pd.DataFrame, file: str) -> pd.DataFrame:
    mine = rows[rows["file"] == file]
    return mine[mine["load"] == mine["load"].max()].sort_values("row")


def _is_whole(record: dict[str, object]) -> bool:
    """Whether cells stand under headers, not at places of a row that is none of the file."""
    return any(not name.isdigit() for name in record)


def _cells(record: dict[str, object]) -> dict[str, str]:
    return {
        name: "" if value in (None, WITHHELD) else escaped(str(value))
        for name, value in record.items()
    }


def main(
    *,
    market: Annotated[str, typer.Option(help="Name of the market.")],
    load: Annotated[int | None, typer.Option(help="Only this load's rows.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All rows as JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="All rows as CSV.")] = False,
    to_mend: Annotated[
        str | None,
        typer.Option("--mend", help="The rows of this file as CSV, to mend and load again."),
    ] = None,
    top: Annotated[int, typer.Option(help="Rows to list for a person.")] = 20,
) -> None:
    """List the rows that were not loaded, and why.

    Exit code: 0, 1 if a file has no rows to mend, 2 if there is no market.
    """
    try:
        rows = quarantine(Store.of(market).required(), load)
    except (MarketNameError, MarketMissingError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if to_mend:
        _write_mend(rows, to_mend)
    elif as_json:
        records = json.loads(rows.to_json(orient="records"))
        for record in records:
            record["record"] = json.loads(record["record"])
        sys.stdout.write(json.dumps(records, ensure_ascii=False) + "\n")
    elif as_csv:
        rows.to_csv(sys.stdout, index=False)
    else:
        _show(rows, top)


def _write_mend(rows: pd.DataFrame, file: str) -> None:
    try:
        mend(rows, file).to_csv(sys.stdout, index=False)
        _tell_left_out(left_out(rows, file), file)
    except NothingToMendError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _tell_left_out(rows: list[int], file: str) -> None:
    if rows:
        shown = ", ".join(map(str, rows[:MOST_SHOWN])) + (", ..." if len(rows) > MOST_SHOWN else "")
        typer.echo(
            f"{len(rows):,} refused rows are not in this file, for their cells stand in no known "
            f"column: mend them in {file} itself (rows {shown}) and load that again",
            err=True,
        )


def _show(rows: pd.DataFrame, top: int) -> None:
    console = Console()
    console.print(f"{len(rows):,} rows in quarantine")
    table = Table("Load", "File", "Row", "Column", "Reason", "Remedy")
    for row in rows.head(top).itertuples():
        cells = (row.load, row.file, row.row, row.column, row.reason, row.remedy)
        table.add_row(*map(_cell, cells))
    console.print(table)


def _cell(value: object) -> str:
    """Row numbers are floats where some rows have none."""
    if pd.isna(value):
        return ""
    return escape(str(int(value) if isinstance(value, float) else value))


if __name__ == "__main__":
    typer.run(main)
