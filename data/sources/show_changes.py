"""What a load would change, as a person reads it in a terminal."""

from collections.abc import Iterator

from rich.table import Column, Table

from data.money import format_money
from data.sources.report import Report

NAMES = {
    "order_lines": "order lines",
    "affiliate_lines": "affiliate lines",
    "reported_metrics": "reported metrics",
}


def tables(report: Report) -> Iterator[Table]:
    """Rows per table and month, then GMV per month; nothing where no line is brought."""
    if report.changes:
        yield _rows(report)
    if report.months:
        yield _gmv(report)


def gains(report: Report) -> Iterator[str]:
    """What pages can show after the load that they could not before."""
    for gap in report.gains:
        yield f"{gap.page}: {gap.consequence.partition(':')[0].removeprefix('no ')}"


def _rows(report: Report) -> Table:
    table = Table("Month", "Rows of", *_right("New", "Updated", "Unchanged"))
    for change in sorted(report.changes, key=lambda change: (change.month, change.table)):
        counts = (change.new, change.updated, change.unchanged)
        table.add_row(change.month, NAMES[change.table], *(f"{n:,}" for n in counts))
    return table


def _gmv(report: Report) -> Table:
    table = Table("Month", *_right("GMV before", "GMV after", "Net GMV before", "Net GMV after"))
    for month in report.months:
        amounts = (month.gmv_before, month.gmv_after, month.net_gmv_before, month.net_gmv_after)
        table.add_row(month.month, *(format_money(a, month.currency) for a in amounts))
    return table


def _right(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, justify="right") for name in names)
