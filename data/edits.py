"""Costs and fees that people enter: held against the shop row by row, then written as one load.

What is entered lives in the lake like any load, so it survives every rebuild. Only the shops within
the session's scope can be changed, whoever asks. Nothing is written unless every row is right.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pyarrow as pa

from data import cells, lake
from data.cells import CellError
from data.contract import TABLES
from data.definitions import SQL
from data.store import Store
from data.warehouse import Session

SOURCE = "edited on the page"
COSTS = ("product_id", "valid_from", "unit_cost", "sample_cost")
FEES = ("valid_from", "platform_fee_percent")
FLAT_FEES = ("collaboration_id", "flat_fee")
FOR_PEOPLE = ("title", "creator", "currency", "status")
"""Columns that templates show beside the others; they are not read."""

Record = dict[str, Any]


class NotYourShopError(PermissionError):
    """The shop is not within the viewer's scope, or there is none of that id."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell, and what to do about it."""

    row: int | None
    column: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        where = f"Row {self.row}, " if self.row is not None else "Column "
        return f"{where}{self.column}: {self.reason}; {self.remedy}"


class EditError(ValueError):
    """Rows cannot be saved; nothing was. `problems` has one entry per wrong cell."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True)
class Saved:
    """How many rows were written, and how many were as they were."""

    rows: int
    unchanged: int


@dataclass
class _Row:
    """One row being read; what cannot be read is noted and the reading goes on."""

    number: int
    values: Mapping[Hashable, Any]
    problems: list[Problem] = field(default_factory=list)

    def read(self, column: str, parse: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return parse(self.values.get(column), *arguments)
        except CellError as error:
            self.problems.append(Problem(self.number, column, error.reason, error.remedy))
            return None


class Edits:
    """One shop's costs and fees, to be changed by one viewer. Raises NotYourShopError.

    Rows come as people see them: amounts in major units, days as dates or YYYY-MM-DD, the frame's
    index being the number of the row. Every method raises EditError and then leaves all as it was.
    """

    def __init__(self, store: Store, session: Session, merchant_id: str, by: str) -> None:
        self._store, self._session, self._by = store, session, by
        self._merchant_id = merchant_id
        found = self._held("shop")
        if not found:
            raise NotYourShopError(f"no shop '{merchant_id}' that you may change; choose your own")
        self._currency = found[0]["currency"]

    def save_costs(self, rows: pd.DataFrame, files: tuple[str, ...] = ()) -> Saved:
        """Unit and sample cost of products from a day on; a blank cost means unknown from then."""
        currencies = {row["product_id"]: row["currency"] for row in self._held("shop_products")}
        held = {(row["product_id"], row["valid_from"]): row for row in self._held("shop_costs")}

        def read(row: _Row) -> Record | None:
            product = row.read("product_id", _one_of, currencies, "product of this shop")
            currency = currencies.get(product, self._currency)
            costs = {c: row.read(c, cells.amount, currency) for c in ("unit_cost", "sample_cost")}
            valid_from = row.read("valid_from", cells.day)
            if (product, valid_from) not in held and _is_offer(row):
                return None
            return {"product_id": product, "valid_from": valid_from, **costs, "currency": currency}

        return self._save("product_costs", _read_all(rows, COSTS, read), held, files)

    def save_fees(self, rows: pd.DataFrame, files: tuple[str, ...] = ()) -> Saved:
        """The platform's share of net GMV from a day on, in percent."""
        held = {(row["valid_from"],): row for row in self._held("shop_fees")}

        def read(row: _Row) -> Record:
            share = row.read("platform_fee_percent", cells.percent)
            return {"valid_from": row.read("valid_from", cells.day), "platform_fee_rate": share}

        return self._save("merchant_fees", _read_all(rows, FEES, read), held, files)

    def save_flat_fees(self, rows: pd.DataFrame, files: tuple[str, ...] = ()) -> Saved:
        """Flat fees of collaborations; all else of a collaboration stays, its time of record too,
        for a fee entered late was agreed when the rest was.
        """
        known = {row["collaboration_id"]: row for row in self._held("shop_collaborations")}
        held = {(name,): row for name, row in known.items()}

        def read(row: _Row) -> Record:
            name = row.read("collaboration_id", _one_of, known, "collaboration of this shop")
            before = known.get(name, {})
            currency = before.get("currency") or self._currency
            fee = row.read("flat_fee", cells.amount, currency)
            unit = currency if fee is not None else before.get("currency")
            return {**before, "collaboration_id": name, "flat_fee": fee, "currency": unit}

        return self._save("collaborations", _read_all(rows, FLAT_FEES, read), held, files)

    def _save(
        self,
        table: str,
        records: dict[int, Record],
        held: Mapping[tuple[Any, ...], Record],
        files: tuple[str, ...],
    ) -> Saved:
        key = [column for column in TABLES[table].key if column != "merchant_id"]
        _check_once(records, key)
        changed = [
            {**record, "merchant_id": self._merchant_id}
            for record in records.values()
            if _differs(record, held.get(tuple(record[column] for column in key)))
        ]
        if changed:
            rows = pa.Table.from_pylist(changed, schema=TABLES[table].schema)
            with lake.load(self._store, SOURCE, (self._merchant_id, *files), self._by) as load:
                load.add(table, rows)
        return Saved(len(changed), len(records) - len(changed))

    def _held(self, name: str) -> list[Record]:
        asked = (SQL / "edits" / f"{name}.sql").read_text()
        return self._session.arrow(asked, merchant_id=self._merchant_id).to_pylist()


def _read_all(
    rows: pd.DataFrame, columns: tuple[str, ...], read: Callable[[_Row], Record | None]
) -> dict[int, Record]:
    """Records by the number of their row; rows that were not filled in are left out."""
    unknown = [str(name) for name in rows.columns if name not in (*columns, *FOR_PEOPLE)]
    missing = [name for name in columns if name not in rows.columns]
    problems = [Problem(None, name, "is not known", "take it out") for name in unknown]
    problems += [Problem(None, name, "is missing", "start from the template") for name in missing]
    if problems:
        raise EditError(problems)
    found: dict[int, Record] = {}
    for row in _rows(rows):
        record = read(row)
        problems += row.problems
        if record is not None:
            found[row.number] = record
    if problems:
        raise EditError(problems)
    return found


def _rows(rows: pd.DataFrame) -> Iterator[_Row]:
    for number, values in zip(rows.index, rows.to_dict("records"), strict=True):
        yield _Row(int(number), values)


def _one_of(value: Any, known: Mapping[str, Any], what: str) -> str:
    name = cells.text(value)
    if name not in known:
        raise CellError(f"'{name}' is no {what}", "check the id, or choose another shop")
    return name


def _is_offer(row: _Row) -> bool:
    """Whether nothing was entered into a row that the grid or a template offered."""
    return all(cells.is_blank(row.values.get(column)) for column in ("unit_cost", "sample_cost"))


def _check_once(records: Mapping[int, Record], key: list[str]) -> None:
    """Raises EditError where two rows are about the same thing."""
    first: dict[tuple[Any, ...], int] = {}
    problems = []
    for number, record in records.items():
        name = tuple(record[column] for column in key)
        if name in first:
            reason = f"says the same {' and '.join(key)} as row {first[name]}"
            problems.append(Problem(number, key[0], reason, "keep one of the two"))
        first.setdefault(name, number)
    if problems:
        raise EditError(problems)


def _differs(record: Record, held: Record | None) -> bool:
    return held is None or any(held.get(name) != value for name, value in record.items())
