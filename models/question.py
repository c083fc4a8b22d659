"""How a reading reaches its SQL: `models/sql/NAME.sql`, named after the function that reads."""

from functools import cache
from pathlib import Path

SQL = Path(__file__).parent / "sql"


@cache
def sql(name: str) -> str:
    """The text of a reading's file."""
    return (SQL / f"{name}.sql").read_text()
