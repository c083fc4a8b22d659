"""From reports of order lines to rows: the newest state of each, and whom and what they name."""

from collections.abc import Callable, Iterator, Sequence

import pandas as pd

from data.contract import TABLES
from data.sources.adapter import Part
from data.sources.exports import newer
from data.sources.exports.opened import Opened
from data.sources.exports.order_rows import people, shops, tables, told, windows
from data.sources.exports.packages import refuse_torn
from data.sources.exports.whole import Whole

Lines = Callable[[Whole], pd.DataFrame]
Products = Callable[[pd.DataFrame], pd.DataFrame]


def parts(
    reports: Sequence[Opened], table: str, lines_of: Lines, products_of: Products
) -> Iterator[Part]:
    """Lines of a contract table, products, creators, shops, and the windows covered.

    `lines_of` may give columns besides the table's, for `products_of` to read. Raises AskedError.
    """
    read = [told(report) for report in reports]
    held = newer.held(reports[0].source.store, table, [one.frame for one in read])
    refuse_torn(read, held)
    lines = [lines_of(one) for one in read]
    newer.check_held(held, reports, lines)
    for one, (kept, older) in zip(read, newer.newest_of(reports, lines), strict=True):
        rows = kept[kept.columns.intersection(TABLES[table].names)]
        yield one.part(table, rows, older)
    every = pd.concat(lines)
    covered = pd.concat([windows(one) for one in read])
    yield from tables(
        {
            "merchants": shops(lines),
            "products": products_of(every),
            "creators": people(every.get("creator_id", pd.Series(dtype=object))),
            "report_windows": covered.drop_duplicates(),
        }
    )
