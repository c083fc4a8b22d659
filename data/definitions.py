"""What a warehouse is made of: its SQL files, its ledger, and a name for all of it together."""

import hashlib
from pathlib import Path

import pyarrow as pa

from data.contract import TABLES

SQL = Path(__file__).parent / "sql"
VIEWS = (
    "metrics.sql",
    "scoped.sql",
    "scoped_in_part.sql",
    "scoped_creators.sql",
    "drawn_units.sql",
    "last_complete_day.sql",
    "slices.sql",
    "interests.sql",
    "samples.sql",
    "collaborations.sql",
    "partners.sql",
    "flat_fees.sql",
    "margins.sql",
    "benchmarks.sql",
    "benchmark_of_shop.sql",
)
MATCH_LOG = "match log"
LEDGER = pa.schema(
    [
        ("number", pa.int64()),
        ("load_id", pa.string()),
        ("source", pa.string()),
        ("files", pa.list_(pa.string())),
        ("by", pa.string()),
        ("committed_at", pa.string()),
        ("rows", pa.int64()),
        ("rejected", pa.int64()),
        ("undoes", pa.int64()),
    ]
)


def fingerprint() -> str:
    """Names the definitions in force: the contract and every SQL file of the warehouse."""
    digest = hashlib.sha256(repr(TABLES).encode())
    for path in sorted(SQL.rglob("*.sql")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
