"""Cells that people fill in, from a grid or a file: read exactly, or told what is wrong."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd

from data.money import MoneyError, to_minor


class CellError(ValueError):
    """A cell cannot be read; `reason` says why, `remedy` what to write instead."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}; {remedy}")
        self.reason, self.remedy = reason, remedy


def is_blank(value: Any) -> bool:
    return bool(pd.isna(value)) or not str(value).strip()


def text(value: Any) -> str:
    """Trimmed text; raises CellError on a blank."""
    if is_blank(value):
        raise CellError("is empty", "fill it in")
    return str(value).strip()


def day(value: Any) -> date:
    """A day from a date or from YYYY-MM-DD, the one form that cannot be misread."""
    written = text(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(written[:10] if written.endswith(" 00:00:00") else written)
    except ValueError as error:
        raise CellError(f"'{written}' is no day", "write it as YYYY-MM-DD") from error


def amount(value: Any, currency: str) -> int | None:
    """An amount in major units as minor units; None for a blank."""
    number = _number(value)
    if number is None:
        return None
    if number < 0:
        raise CellError(f"'{value}' is below 0", "write what it costs, 0 or more")
    try:
        return to_minor(number, currency)
    except MoneyError as error:
        raise CellError(str(error), f"write an amount of {currency} such as 1234.50") from error


def percent(value: Any) -> float:
    """A percentage from 0 to 100 as a share from 0 to 1; "6", 6.0 and "6 %" are the same."""
    written = text(value).removesuffix("%").strip()
    number = _number(written)
    if number is None or not 0 <= number <= 100:
        raise CellError(f"'{value}' is not between 0 and 100", "write 6 for 6 %")
    return float(number / 100)


def percent_if_any(value: Any) -> float | None:
    """As `percent`; None for a blank."""
    return None if is_blank(value) else percent(value)


def _number(value: Any) -> Decimal | None:
    """An exact decimal; a binary float stands for the decimal that it lies beside."""
    if is_blank(value):
        return None
    written = repr(round(float(value), 9)) if isinstance(value, float) else str(value).strip()
    try:
        number = Decimal(written)
    except ArithmeticError as error:
        raise CellError(f"'{value}' is no number", "write it like 1234.50") from error
    if not number.is_finite():
        raise CellError(f"'{value}' is no number", "write it like 1234.50")
    return number
