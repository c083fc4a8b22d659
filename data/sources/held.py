"""What a market's lake holds already, read from manifests and Parquet footers alone."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pyarrow.parquet as pq

from data.contract import TABLES, UNDATED
from data.manifests import Segment, standing
from data.money import NO_CURRENCY
from data.sources.adapter import Defaults
from data.sources.in_force import is_in_force
from data.sources.options import OptionError, Options
from data.store import Store


def loaded_already(store: Store, fingerprints: Sequence[str]) -> int | None:
    """The number of the load that brought exactly these files, told by their content.

    None where there is none or it was undone, and where loads since then replaced rows that these
    files would bring back.
    """
    wanted = {fingerprint.rpartition(" ")[2] for fingerprint in fingerprints}
    loads = standing(store)
    for place, load in reversed(list(enumerate(loads))):
        if wanted and wanted <= {file.rpartition(" ")[2] for file in load.files}:
            return load.number if is_in_force(store, load, loads[place + 1 :]) else None
    return None


def filled(store: Store) -> dict[str, set[str]]:
    """Tables with rows and, of each, the columns that hold any value."""
    found: dict[str, set[str]] = {}
    for manifest in standing(store):
        for segment in manifest.segments:
            table = TABLES.get(segment.table)
            if table and found.get(table.name, set()) < set(table.names):
                columns = _filled_columns(store, segment)
                found[table.name] = found.get(table.name, set()) | columns
    return found


def is_dated(store: Store) -> bool:
    """Whether any row has a real instant; markets of undated sources have none."""
    segments = (segment for manifest in standing(store) for segment in manifest.segments)
    months = {s.path.split("/")[1] for s in segments if s.table in TABLES}
    return bool(months - {"all", UNDATED.strftime("%Y-%m")})


def market_row(store: Store) -> dict[str, Any] | None:
    """The newest row of the table `market`; None in a market that does not exist yet."""
    rows = (row_of(store, load.segments) for load in reversed(standing(store)))
    return next((row for row in rows if row is not None), None)


def row_of(store: Store, segments: Sequence[Segment]) -> dict[str, Any] | None:
    """The row of the table `market` that a load brings; None where it brings none."""
    for segment in reversed(segments):
        if segment.table == "market":
            schema = TABLES["market"].schema
            return pq.read_table(store.lake / segment.path, schema=schema).to_pylist()[-1]
    return None


def settle(held: dict[str, Any] | None, brought: dict[str, Any]) -> dict[str, Any]:
    """The market's row after a load; raises OptionError where the two cannot be one market."""
    if held is None:
        return brought
    currency = held["currency"] if brought["currency"] == NO_CURRENCY else brought["currency"]
    # A market whose folder was copied or renamed stays one market: its row keeps its id.
    kept = {"market_id": held["market_id"], "currency": currency}
    merged = {**brought, **kept, "complete_until_at": _later(held, brought)}
    wants = {**held, "currency": currency} if held["currency"] == NO_CURRENCY else held
    for column in ("time_zone", "currency", "is_sampled_lines"):
        if merged[column] != wants[column]:
            raise OptionError(
                f"market '{held['market_id']}' has {column} {held[column]}, this source "
                f"{brought[column]}: they cannot be one market; load into another --market"
            )
    return merged


def proposed(
    options: Options,
    defaults: Defaults,
    held: dict[str, Any] | None,
    files: Collection[str] = (),
    *,
    is_of_files: bool = False,
) -> dict[str, Any]:
    """The row that options, format and market say, else what was said of each file alike.

    An empty time zone or currency means not said. `is_of_files`: beside a market that is held,
    options say zone and currency of the files, and the market keeps its own.
    """
    known = held or {name: options.agreed(name, files) for name in ("time_zone", "currency")}
    if held and is_of_files:
        has_currency = held["currency"] != NO_CURRENCY
        options = replace(
            options, time_zone=None, currency=None if has_currency else options.currency
        )
    return {
        "market_id": options.market,
        "title": options.title or known.get("title") or defaults.title or options.market,
        "time_zone": options.time_zone or defaults.time_zone or known.get("time_zone"),
        "currency": options.currency or defaults.currency or known.get("currency"),
        "refund_lag_days": known.get("refund_lag_days", defaults.refund_lag_days),
        "is_sampled_lines": defaults.is_sampled_lines or known.get("is_sampled_lines", False),
        "complete_until_at": defaults.complete_until_at,
    }


def _filled_columns(store: Store, segment: Segment) -> set[str]:
    footer = pq.read_metadata(store.lake / segment.path)
    columns: set[str] = set()
    for index in range(footer.num_row_groups):
        group = footer.row_group(index)
        for place in range(group.num_columns):
            column = group.column(place)
            statistics = column.statistics
            if statistics is None or statistics.null_count < column.num_values:
                columns.add(column.path_in_schema.partition(".")[0])
    return columns


def _later(held: dict[str, Any], brought: dict[str, Any]) -> datetime | None:
    ends = [row["complete_until_at"] for row in (held, brought) if row["complete_until_at"]]
    return max(ends, default=None)
