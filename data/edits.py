"""Costs, fees and samples that people enter: held against the shop, then written as one load.

What is entered lives in the lake like any load, so it survives every rebuild. Only the shops within
the session's scope can be changed, whoever asks. Nothing is written unless every row is right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from data import cells, lake, sample_entries
from data.contract import TABLES
from data.definitions import SQL
from data.edit_rows import Record, Row, check_once, differs, one_of, read_all
from data.local_days import Calendar
from data.sample_creators import Creators, handles
from data.sample_entries import Entries
from data.store import Store
from data.warehouse import Session

SOURCE = "edited on the page"
COSTS = ("product_id", "valid_from", "unit_cost", "sample_cost")
FEES = ("valid_from", "platform_fee_percent")
FLAT_FEES = ("collaboration_id", "flat_fee")


class NotYourShopError(PermissionError):
    """The shop is not within the viewer's scope, or there is none of that id."""


@dataclass(frozen=True)
class Saved:
    """How many rows were written, and how many were as they were."""

    rows: int
    unchanged: int


class Edits:
    """One shop's costs, fees and samples, to be changed by one viewer. Raises NotYourShopError.

    Rows come as people see them: amounts in major units, days as dates or YYYY-MM-DD, the frame's
    index being the number of the row. Every method raises EditError and then leaves all as it was;
    a dry run leaves all as it was in any case.
    """

    def __init__(
        self,
        store: Store,
        session: Session,
        merchant_id: str,
        by: str,
        *,
        is_dry_run: bool = False,
    ) -> None:
        self._store, self._session, self._by = store, session, by
        self._merchant_id, self._is_dry_run = merchant_id, is_dry_run
        found = self._held("shop")
        if not found:
            raise NotYourShopError(f"no shop '{merchant_id}' that you may change; choose your own")
        self._currency, self._time_zone = found[0]["currency"], found[0]["time_zone"]

    def save_costs(self, rows: pd.DataFrame, files: tuple[str, ...] = ()) -> Saved:
        """Unit and sample cost of products from a day on; a blank cost means unknown from then."""
        currencies = {row["product_id"]: row["currency"] for row in self._held("shop_products")}
        held = {(row["product_id"], row["valid_from"]): row for row in self._held("shop_costs")}

        def read(row: Row) -> Record | None:
            product = row.read("product_id", one_of, currencies, "product of this shop")
            currency = currencies.get(product, self._currency)
            costs = {c: row.read(c, cells.amount, currency) for c in ("unit_cost", "sample_cost")}
            valid_from = row.read("valid_from", cells.day)
            if (product, valid_from) not in held and _is_offer(row):
                return None
            return {"product_id": product, "valid_from": valid_from, **costs, "currency": currency}

        return self._save("product_costs", read_all(rows, read, COSTS), held, files)

    def save_fees(self, rows: pd.DataFrame, files: tuple[str, ...] = ()) -> Saved:
        """The platform's share of net GMV from a day on, in percent."""
        held = {(row["valid_from"],): row for row in self._held("shop_fees")}

        def read(row: Row) -> Record:
            share = row.read("platform_fee_percent", cells.percent)
            return {"valid_from": row.read("valid_from", cells.day), "platform_fee_rate": share}

        return self._save("merchant_fees", read_all(rows, read, FEES), held, files)

    def save_flat_fees(self, rows: pd.DataFrame, files: tuple[str, ...] = ()) -> Saved:
        """Flat fees of collaborations; all else of a collaboration stays, its time of record too,
        for a fee entered late was agreed when the rest was.
        """
        held = {(row["collaboration_id"],): row for row in self._held("shop_collaborations")}
        known = {name: row for (name,), row in held.items()}

        def read(row: Row) -> Record:
            name = row.read("collaboration_id", one_of, known, "collaboration of this shop")
            before = known.get(name, {})
            currency = before.get("currency") or self._currency
            fee = row.read("flat_fee", cells.amount, currency)
            unit = currency if fee is not None else before.get("currency")
            return {**before, "collaboration_id": name, "flat_fee": fee, "currency": unit}

        return self._save("collaborations", read_all(rows, read, FLAT_FEES), held, files)

    def save_samples(self, rows: pd.DataFrame, files: tuple[str, ...] = ()) -> Saved:
        """Samples, fees and rates of pairs; a creator who is new to the market comes along.

        A column that the rows lack keeps what is held, an emptied cell means unknown.
        """
        held = {row["collaboration_id"]: row for row in self._held("shop_collaborations")}
        currencies = {row["product_id"]: row["currency"] for row in self._held("sample_products")}
        written = handles(rows.get("creator", ()))
        known = self._held("sample_creators"), self._held("creators_by_handle", handles=written)
        creators = Creators.of(*known)
        entries = Entries(
            self._merchant_id,
            Calendar(self._time_zone),
            currencies,
            self._currency,
            creators,
            held,
        )
        records = entries.read_all(rows)
        by_key = {(name,): row for name, row in held.items()}
        said_by = sample_entries.SAME
        return self._save(
            "collaborations", records, by_key, files, said_by=said_by, creators=creators
        )

    def _save(
        self,
        table: str,
        records: dict[int, Record],
        held: Mapping[tuple[Any, ...], Record],
        files: tuple[str, ...],
        *,
        said_by: tuple[str, ...] = (),
        creators: Creators | None = None,
    ) -> Saved:
        key = [column for column in TABLES[table].key if column != "merchant_id"]
        check_once(records, key, said_by)
        changed = [
            {**record, "merchant_id": self._merchant_id}
            for record in records.values()
            if differs(record, held.get(tuple(record[column] for column in key)))
        ]
        if changed and not self._is_dry_run:
            rows = {table: pa.Table.from_pylist(changed, schema=TABLES[table].schema)}
            if creators is not None:
                rows["creators"] = creators.added({row["creator_id"] for row in changed})
            self._write(rows, files)
        return Saved(len(changed), len(records) - len(changed))

    def _write(self, tables: Mapping[str, pa.Table], files: tuple[str, ...]) -> None:
        with lake.load(self._store, SOURCE, (self._merchant_id, *files), self._by) as load:
            for name, rows in tables.items():
                load.add(name, rows)

    def _held(self, name: str, **named: Any) -> list[Record]:
        asked = (SQL / "edits" / f"{name}.sql").read_text()
        about = named or {"merchant_id": self._merchant_id}
        return self._session.arrow(asked, **about).to_pylist()


def _is_offer(row: Row) -> bool:
    """Whether nothing was entered into a row that the grid or a template offered."""
    return all(cells.is_blank(row.values.get(column)) for column in ("unit_cost", "sample_cost"))
