"""How a question reaches its SQL: `analytics/sql/NAME.sql`, named after the function that asks."""

from functools import cache
from pathlib import Path

SQL = Path(__file__).parent / "sql"


@cache
def sql(name: str) -> str:
    """The text of a question's file."""
    return (SQL / f"{name}.sql").read_text()
