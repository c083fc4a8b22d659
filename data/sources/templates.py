"""Empty files of our own contract to fill in, and a guide to every column."""

import csv
import io
import zipfile

from data.contract import TABLES, Table
from data.sources.spelling import spelling

GUIDE = "GUIDE.md"


def template(table: str) -> bytes:
    """A CSV file with the table's header and nothing else, in UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerow(TABLES[table].names)
    return text.getvalue().encode()


def guide() -> bytes:
    """What every table and column holds and how its values are written, as Markdown."""
    head = (
        "# Files of our own contract\n\n"
        "One CSV (UTF-8) or Parquet file per table, named after it. Leave out the tables you do "
        "not have. Of the columns that may be empty, one that you leave out keeps what is held "
        "already, and an empty cell clears it. Without a file `market` give the time zone and the "
        "currency when you load.\n"
    )
    return (head + "".join(_section(table) for table in TABLES.values())).encode()


def templates() -> dict[str, bytes]:
    """All templates and the guide, by file name."""
    files = {f"{table}.csv": template(table) for table in TABLES}
    return {**files, GUIDE: guide()}


def templates_zip() -> bytes:
    """All templates and the guide in one ZIP archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in templates().items():
            archive.writestr(name, content)
    return packed.getvalue()


def _section(table: Table) -> str:
    rows = [
        f"| `{column.name}` | {column.about} | {spelling(column)} "
        f"| {'may be empty' if column.is_optional else 'required'} |\n"
        for column in table.columns
    ]
    return (
        f"\n## {table.name}\n\nOne row is {table.grain}; rows are unique by "
        f"{', '.join(table.key)}.\n\n| column | holds | written as | |\n|---|---|---|---|\n"
        + "".join(rows)
    )
