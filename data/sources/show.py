"""The report as a person reads it in a terminal."""

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from data.money import format_money
from data.sources import show_changes
from data.sources.report import Report, TableReport
from data.sources.show_questions import show_questions

MOST_REASONS = 8


def show(report: Report, console: Console, *, is_dry_run: bool) -> None:
    """Prints what was recognised, what goes where, problems, and what will be missing."""
    console.soft_wrap = True
    console.print(_headline(report, is_dry_run))
    if report.why:
        console.print(f"Recognised because {escape(report.why)}.")
    if report.files:
        console.print(_files(report))
    if report.tables:
        console.print(_tables(report))
    for changed in show_changes.tables(report):
        console.print(changed)
    if seen := "; ".join(show_changes.gains(report)):
        console.print(f"Pages will newly show: {escape(seen)}.")
    for name, why in report.left_alone:
        console.print(f"Left alone: {escape(name)} ({escape(why)})")
    for note in report.notes:
        console.print(f"Note: {escape(note)}.")
    _problems(report, console)
    if report.gaps:
        console.print("[bold]What pages cannot show yet[/]")
        for gap in report.gaps:
            console.print(
                f"  {gap.page}: {escape(gap.consequence)} [dim]\\[needs {gap.brought_by}][/]"
            )
    if report.questions:
        show_questions(report.questions, console)
    elif report.refused:
        console.print(f"[bold red]Nothing loaded:[/] {escape(report.refused)}")


def _headline(report: Report, is_dry_run: bool) -> str:
    what = report.format or "an unknown format"
    if report.already:
        return (
            f"Market [bold]{report.market}[/]: load {report.already} brought these very files "
            "already; nothing changes."
        )
    if report.refused:
        return f"Market [bold]{report.market}[/], {what}."
    verb = "would be loaded (dry run, nothing written)" if is_dry_run else "loaded"
    return f"Market [bold]{report.market}[/]: {what} {verb}."


def _files(report: Report) -> Table:
    table = Table("File", "Kind", *_right("Rows", "Used", "Repeats", "Rejected", "Set aside"))
    for file in report.files:
        numbers = (file.read, file.used, file.repeated, file.rejected, file.unused)
        table.add_row(escape(file.name), file.shape, *(f"{number:,}" for number in numbers))
        if file.why_unused:
            table.add_row("", f"[dim]{file.why_unused}[/]")
    return table


def _tables(report: Report) -> Table:
    table = Table("Table", *_right("Rows"), "From", "To (UTC)", "Sums")
    for entry in report.tables:
        table.add_row(
            entry.table, f"{entry.rows:,}", entry.first or "", entry.last or "", _sums(entry)
        )
    return table


def _sums(entry: TableReport) -> str:
    return "\n".join(
        f"{column} {format_money(amount, currency)}"
        for column, sums in entry.sums.items()
        for currency, amount in sums.items()
    )


def _problems(report: Report, console: Console) -> None:
    if report.rejected:
        console.print(f"[bold]{report.rejected:,} rows rejected[/], kept in quarantine:")
    for kind, count in report.problem_counts[:MOST_REASONS]:
        console.print(f"  {count:,} × {escape(kind)}")
    for problem in report.problems[:3]:
        row = f", row {problem.row}" if problem.row else ""
        column = f", column {problem.column}" if problem.column else ""
        console.print(
            f"  e.g. {escape(problem.file)}{row}{column}: "
            f"{escape(problem.reason)}. Remedy: {escape(problem.remedy)}."
        )


def _right(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, justify="right") for name in names)
