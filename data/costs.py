"""Enters costs and samples of a shop: python -m data.costs FILE... --market NAME --shop ID."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from data.edit_files import read_rows
from data.edit_rows import EditError, Problem
from data.edits import Edits, NotYourShopError, Saved
from data.scope import Scope
from data.store import MarketMissingError, MarketNameError, Store
from data.warehouse import Warehouse

REFUSED = 1
MISUSED = 2
PAIRS = ("products", "collaborations", "creators", "creator_aliases", "order_lines")


@dataclass(frozen=True)
class Kind:
    """A kind of file: the columns by which it is known, how it is saved, the tables it is held
    against.
    """

    word: str
    known_by: tuple[str, ...]
    save: Callable[[Edits, pd.DataFrame, tuple[str, ...]], Saved]
    tables: tuple[str, ...]


KINDS = (
    Kind(
        "product costs",
        ("unit_cost", "sample_cost"),
        Edits.save_costs,
        ("products", "product_costs"),
    ),
    Kind("platform fee", ("platform_fee_percent",), Edits.save_fees, ("merchant_fees",)),
    Kind("samples", ("shipped_on", "received_on"), Edits.save_samples, PAIRS),
    Kind("flat fees", ("flat_fee",), Edits.save_flat_fees, ("collaborations",)),
)
"""In the order in which they are tried: a file of samples holds flat fees too."""


@dataclass(frozen=True)
class File:
    """A file that was read and recognised."""

    name: str
    kind: Kind
    rows: pd.DataFrame

    @classmethod
    def read(cls, path: Path) -> "File":
        """Raises EditError, OSError."""
        rows = read_rows(path.name, path.read_bytes())
        return cls(path.name, kind_of(rows), rows)

    def save(self, edits: Edits) -> Saved:
        return self.kind.save(edits, self.rows, (self.name,))


class FileRefusedError(ValueError):
    """A file cannot be entered; says which and why, a line per problem."""


def kind_of(rows: pd.DataFrame) -> Kind:
    """What a file holds, by its header. Raises EditError where no kind fits."""
    for kind in KINDS:
        if any(column in rows.columns for column in kind.known_by):
            return kind
    known = ", ".join(column for kind in KINDS for column in kind.known_by)
    remedy = f"start from a template; one of these columns tells what it holds: {known}"
    raise EditError([Problem(None, "header", "is of no known kind", remedy)])


def enter(
    store: Store, merchant_id: str, files: list[File], by: str, *, is_dry_run: bool = False
) -> list[tuple[File, Saved]]:
    """Saves files in order, each held against what those before it left; or only looks.

    Raises FileRefusedError before anything is written, NotYourShopError, MarketMissingError.
    """
    tables = {"market", "merchants", *(name for file in files for name in file.kind.tables)}
    warehouse = Warehouse.snapshot(store, only=tables)
    scope = Scope.of_merchants(merchant_id)

    def save(file: File, *, is_dry_run: bool) -> Saved:
        edits = Edits(store, warehouse.session(scope), merchant_id, by, is_dry_run=is_dry_run)
        saved = _save(file, edits)
        warehouse.take_up()
        return saved

    try:
        told = [(file, save(file, is_dry_run=True)) for file in files]
        if is_dry_run:
            return told
        return [(file, save(file, is_dry_run=False)) for file in files]
    finally:
        warehouse.close()


def _save(file: File, edits: Edits) -> Saved:
    try:
        return file.save(edits)
    except EditError as error:
        raise _refused(file.name, error) from error


def _read(path: Path) -> File:
    try:
        return File.read(path)
    except EditError as error:
        raise _refused(path.name, error) from error
    except OSError as error:
        raise FileRefusedError(f"{path}: cannot be read ({error}); give a file") from error


def _refused(name: str, error: EditError) -> FileRefusedError:
    return FileRefusedError("\n".join(f"{name}: {problem}" for problem in error.problems))


def main(
    files: Annotated[list[Path], typer.Argument(help="CSV or XLSX files, as the templates are.")],
    market: Annotated[str, typer.Option(help="Name of the market.")],
    shop: Annotated[str, typer.Option(help="Id of the shop.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be saved and write nothing.")
    ] = False,
    by: Annotated[str, typer.Option(help="Who enters, as the page will name them.")] = "command",
) -> None:
    """Enter costs, fees and samples of a shop.

    What a file holds is recognised from its header.

    Nothing is written unless every row of every file is right; the same files again change nothing.

    Exit code: 0 saved or nothing to do, 1 refused, 2 wrong use.
    """
    try:
        store = Store.of(market).required()
        found = [_read(path) for path in files]
        told = enter(store, shop, found, by, is_dry_run=dry_run)
    except (MarketNameError, MarketMissingError, NotYourShopError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(MISUSED) from error
    except FileRefusedError as error:
        typer.echo(f"Nothing was saved.\n{error}", err=True)
        raise typer.Exit(REFUSED) from error
    except OSError as error:
        typer.echo(f"the market's folder cannot be written ({error})", err=True)
        raise typer.Exit(REFUSED) from error
    for file, saved in told:
        typer.echo(_told(file, saved, is_dry_run=dry_run))


def _told(file: File, saved: Saved, *, is_dry_run: bool) -> str:
    rows = f"{saved.rows:,} row{'' if saved.rows == 1 else 's'}"
    what = "would be saved" if is_dry_run else "saved"
    return f"{file.name}: {file.kind.word}, {rows} {what}, {saved.unchanged:,} as they were"


if __name__ == "__main__":
    typer.run(main)
