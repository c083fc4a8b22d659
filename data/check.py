"""Holds rows against the contract, once, on the way into the lake."""

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.contract import Column, Table


class ContractError(ValueError):
    """Rows do not keep the contract; says table, column, first row and remedy."""


def checked(table: Table, rows: pa.Table | pd.DataFrame) -> pa.Table:
    """The rows in the contract's order and types; optional columns that they lack stay away, for
    rows without a column say nothing about it.

    Raises ContractError on an unknown or missing column, a wrong type, an empty required value
    or a value that is not allowed.
    """
    arrow = rows if isinstance(rows, pa.Table) else _from_pandas(table, rows)
    unknown = sorted(set(arrow.column_names) - set(table.names))
    if unknown:
        raise ContractError(f"{table.name}: unknown column {unknown[0]}; known: {table.names}")
    brought = [c for c in table.columns if not c.is_optional or c.name in arrow.column_names]
    columns = [_column(table, column, arrow) for column in brought]
    schema = pa.schema([table.schema.field(column.name) for column in brought])
    return pa.Table.from_arrays(columns, schema=schema)


def check_key(table: Table, keys: pa.Table) -> None:
    """Raises ContractError if a key stands twice."""
    repeated = keys.num_rows - keys.group_by(keys.column_names).aggregate([]).num_rows
    if repeated:
        raise ContractError(
            f"{table.name}: {repeated} rows repeat a key {table.key}; keep one of each"
        )


def _from_pandas(table: Table, frame: pd.DataFrame) -> pa.Table:
    arrays = {}
    for name in frame.columns:
        column = table.column_by_name.get(str(name))
        if column is None:
            raise ContractError(f"{table.name}: unknown column {name}; known: {table.names}")
        try:
            arrays[name] = pa.Array.from_pandas(frame[name], type=column.type)
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise ContractError(f"{table.name}.{name}: {error}; give {column.type}") from error
    return pa.table(arrays)


def _column(table: Table, column: Column, rows: pa.Table) -> pa.ChunkedArray | pa.Array:
    where = f"{table.name}.{column.name}"
    if column.name not in rows.column_names:
        raise ContractError(f"{where} is missing: {column.about}")
    values = rows[column.name]
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    try:
        values = values.cast(column.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise ContractError(f"{where}: {error}; give {column.type}") from error
    if values.null_count and not column.is_optional:
        raise ContractError(f"{where} is empty in row {_first(values.is_null())}: {column.about}")
    _check_values(where, column, values)
    return values


def _check_values(where: str, column: Column, values: pa.ChunkedArray) -> None:
    if column.one_of:
        wrong = pc.invert(pc.is_in(values, pa.array([*column.one_of, None], pa.string())))
        if pc.any(wrong).as_py():
            value = values.filter(wrong)[0]
            raise ContractError(
                f"{where} in row {_first(wrong)}: '{value}' is none of {column.one_of}"
            )
    if column.minimum is not None:
        wrong = pc.fill_null(pc.less(values, column.minimum), False)
        if pc.any(wrong).as_py():
            raise ContractError(f"{where} in row {_first(wrong)} is below {column.minimum}")
    if column.maximum is not None:
        wrong = pc.fill_null(pc.greater(values, column.maximum), False)
        if pc.any(wrong).as_py():
            raise ContractError(f"{where} in row {_first(wrong)} is above {column.maximum}")


def _first(mask: pa.ChunkedArray) -> int:
    return int(pc.index(mask, True).as_py())
