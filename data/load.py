"""Loads files into a market: python -m data.load FOLDER --market NAME (--help says more)."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from data.money import CurrencyError
from data.sources import OptionError, Options, RefusedError, Report, inspect, said
from data.sources.adapter import Progress as Told
from data.sources.show import show
from data.sources.templates import GUIDE
from data.sources.templates import templates as template_files
from data.store import MarketNameError, Store

REFUSED = 1
MISUSED = 2

Sources = Annotated[
    list[Path] | None, typer.Argument(help="Files or folders that belong together.")
]
Market = Annotated[str, typer.Option(help="Name of the market; it is made if there is none.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be loaded and write nothing.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Report as JSON on standard output.")]
Said = list[str] | None
Zone = Annotated[
    Said, typer.Option("--tz", help="Time zone of days and of clocks in files: Asia/Bangkok.")
]
Currency = Annotated[Said, typer.Option(help="ISO code of amounts that name none: USD.")]
Merchant = Annotated[Said, typer.Option(help="Shop of files that name no shop.")]
Title = Annotated[str | None, typer.Option(help="The market's name as people read it.")]
Templates = Annotated[
    Path | None, typer.Option(help="Write empty CSV files of our own contract here, and stop.")
]
Format = Annotated[Said, typer.Option(help="Overrules recognition of the format.")]
First = Annotated[Said, typer.Option("--from", help="First day of a report: 2026-05-01.")]
Last = Annotated[Said, typer.Option("--to", help="Last day of a report: 2026-05-31.")]
Dates = Annotated[Said, typer.Option(help="What stands first in dates: day-first, month-first.")]
Decimals = Annotated[Said, typer.Option(help="What marks decimals: point, comma.")]
Rates = Annotated[Said, typer.Option(help="How shares are written: percent, fraction.")]
AsOf = Annotated[Said, typer.Option(help="When a report was made: 2026-06-01.")]
Columns = Annotated[
    Said, typer.Option("--column", help="HEADER=FIELD for a header that is not known; remembered.")
]
By = Annotated[str, typer.Option(help="Who loads, as the list of loads will name them.")]
Tell = Annotated[bool, typer.Option("--progress", help="Progress as JSON lines on standard error.")]


def main(
    *,
    sources: Sources = None,
    market: Market = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
    tz: Zone = None,
    currency: Currency = None,
    merchant: Merchant = None,
    title: Title = None,
    format: Format = None,
    first: First = None,
    last: Last = None,
    dates: Dates = None,
    decimals: Decimals = None,
    rates: Rates = None,
    as_of: AsOf = None,
    column: Columns = None,
    templates: Templates = None,
    by: By = "command",
    tell: Tell = False,
) -> None:
    """Load files into a market, all of them or none.

    The format is recognised from the columns.

    Rows that cannot be loaded go to quarantine: python -m data.quarantine.

    Loading the same files again changes nothing.

    Options about files may be given for some alone: --merchant 'shop-a/*=shop-a'.

    Exit code: 0 loaded or nothing to do, 1 refused, 2 wrong use.
    """
    if templates:
        raise typer.Exit(_write_templates(templates))
    if not sources or not market:
        raise _misused("say what to load and where: SOURCE ... --market NAME")
    try:
        store = Store.of(market)
        answers = {
            "time_zone": tz,
            "currency": currency,
            "merchant": merchant,
            "format": format,
            "first_day": first,
            "last_day": last,
            "dates": dates,
            "decimals": decimals,
            "rates": rates,
            "as_of": as_of,
        }
        given = {name: values for name, values in answers.items() if values}
        options = said.options(market, title, given, column or ())
    except (MarketNameError, OptionError, CurrencyError) as error:
        raise _misused(str(error)) from error
    report = _run(sources, options, store, by, is_dry_run=dry_run, is_told=tell)
    if as_json:
        sys.stdout.write(json.dumps(report.as_json(), default=str, ensure_ascii=False) + "\n")
    else:
        show(report, Console(), is_dry_run=dry_run)
    raise typer.Exit(0 if report.is_loadable else REFUSED)


def _run(
    sources: list[Path],
    options: Options,
    store: Store,
    by: str,
    *,
    is_dry_run: bool,
    is_told: bool,
) -> Report:
    with nullcontext(_tell) if is_told else _progress() as told:
        plan = inspect(sources, options, told)
        if is_dry_run:
            return plan.report
        try:
            return plan.load_into(store, by)
        except RefusedError as error:
            return error.report
        except OSError as error:
            reason = f"the market's folder cannot be written ({error}); nothing was loaded"
            return replace(Report(options.market), refused=reason)


@contextmanager
def _progress() -> Iterator[Told]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    console = Console(stderr=True)
    is_unseen = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=is_unseen) as progress:
        task = progress.add_task("reading")

        def told(file: str, rows: int) -> None:
            progress.update(task, description=f"{file}: {rows:,} rows")

        yield told


def _tell(file: str, rows: int) -> None:
    typer.echo(json.dumps({"file": file, "rows": rows}), err=True)


def _write_templates(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    files = template_files()
    if taken := sorted(name for name in files if (folder / name).exists()):
        typer.echo(f"{folder} has a {taken[0]} already; give an empty folder", err=True)
        return REFUSED
    for name, content in files.items():
        (folder / name).write_bytes(content)
    typer.echo(f"{len(files)} files in {folder}; {GUIDE} says what goes into each column")
    return 0


def _misused(why: str) -> typer.Exit:
    typer.echo(why, err=True)
    return typer.Exit(MISUSED)


if __name__ == "__main__":
    typer.run(main)
