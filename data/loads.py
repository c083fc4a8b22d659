"""What was loaded into a market, and taking a load back: python -m data.loads --market NAME."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from data.definitions import MATCH_LOG
from data.inventory import rows_by_table
from data.manifests import Manifest, UndoError, manifests
from data.manifests import undo as undo_load
from data.store import MarketMissingError, MarketNameError, Store

REFUSED = 1
MISUSED = 2


@dataclass(frozen=True)
class LoadRecord:
    """A load in the market's history; instants are UTC, `rejected` rows were not loaded."""

    number: int
    format: str
    files: tuple[str, ...]
    by: str
    committed_at: str
    rows: int
    rejected: int
    undone_by: str | None
    undone_at: str | None


def history(store: Store) -> list[LoadRecord]:
    """Every load, newest first, undone ones too; what the app itself notes of matches is none."""
    held = manifests(store)
    undos = {manifest.undoes: manifest for manifest in held}
    loads = [m for m in reversed(held) if m.undoes is None and m.source != MATCH_LOG]
    return [_record(load, undos.get(load.number)) for load in loads]


def _record(load: Manifest, undone: Manifest | None) -> LoadRecord:
    return LoadRecord(
        load.number,
        load.source,
        tuple(file.partition(" sha256:")[0] for file in load.files),
        load.by,
        load.committed_at,
        rows_by_table([load]).total(),
        load.rejected,
        undone.by if undone else None,
        undone.committed_at if undone else None,
    )


def main(
    market: Annotated[str, typer.Option(help="Name of the market.")],
    undo: Annotated[
        int | None, typer.Option(help="Take this load back; its files can be loaded again.")
    ] = None,
    by: Annotated[str, typer.Option(help="Who undoes, as the history will name them.")] = "command",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON on standard output.")] = False,
) -> None:
    """List what was loaded, or take a load back.

    Taking back deletes nothing: rows that the load replaced come back as they were. A running app
    follows within seconds.

    Exit code: 0 done, 1 refused, 2 wrong use.
    """
    try:
        store = Store.of(market).required()
    except (MarketNameError, MarketMissingError) as error:
        raise _ended(str(error), MISUSED) from error
    if undo is not None:
        _take_back(store, undo, by, as_json=as_json)
    elif as_json:
        _say_json([asdict(record) for record in history(store)])
    else:
        _show(history(store), Console())


def _take_back(store: Store, number: int, by: str, *, as_json: bool) -> None:
    try:
        done = undo_load(store, number, by)
    except UndoError as error:
        why = f"{error}\nWhat was loaded: python -m data.loads --market {store.market}"
        raise _ended(why, REFUSED) from error
    except OSError as error:
        why = f"the market's folder cannot be written ({error}); nothing was undone"
        raise _ended(why, REFUSED) from error
    rows = rows_by_table([load for load in manifests(store) if load.number == number])
    if as_json:
        said = {"undone": number, "number": done.number, "by": by, "at": done.committed_at}
        _say_json({**said, "rows": dict(rows)})
    else:
        typer.echo(f"Load {number} was undone: {_taken_back(rows)}.")


def _taken_back(rows: Counter[str]) -> str:
    said = [f"{n:,} of {name.replace('_', ' ')}" for name, n in rows.most_common()]
    ending = "" if rows.total() == 1 else "s"
    return f"{rows.total():,} row{ending} taken back" + (f" ({', '.join(said)})" if said else "")


def _show(records: Sequence[LoadRecord], console: Console) -> None:
    console.print(f"{len(records):,} load{'' if len(records) == 1 else 's'}")
    table = Table("No.", "Format", "When, UTC", "By", "Rows", "Not loaded", "Files", "Undone")
    for record in records:
        undone = f"{_when(record.undone_at)} by {record.undone_by}" if record.undone_at else ""
        counts = (f"{record.rows:,}", f"{record.rejected:,}")
        files = ", ".join(record.files)
        cells = (record.number, record.format, _when(record.committed_at), record.by, *counts)
        table.add_row(*(escape(str(cell)) for cell in (*cells, files, undone)))
    console.print(table)


def _when(instant: str) -> str:
    return instant[:16].replace("T", " ")


def _say_json(said: object) -> None:
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")


def _ended(why: str, code: int) -> typer.Exit:
    typer.echo(why, err=True)
    return typer.Exit(code)


if __name__ == "__main__":
    typer.run(main)
