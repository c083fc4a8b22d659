"""Money as a whole number of minor units: exact conversion, and the forms people read.

Everything stored is an integer beside an ISO 4217 code; the number of decimals of each currency
comes from the Unicode CLDR tables in babel.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import cache

import numpy as np
import pandas as pd
from babel.numbers import (
    format_compact_currency,
    format_currency,
    get_currency_precision,
    list_currencies,
)

from data.contract.columns import MOST_MONEY

NO_CURRENCY = "XXX"
"""ISO 4217's own code for "no currency": the currency of a market that knows no money."""

FLOAT_SLACK = 1e-4
"""How far, in minor units, a binary float may lie from the whole number it stands for."""


class CurrencyError(ValueError):
    """A code is no ISO 4217 currency."""


class MoneyError(ValueError):
    """An amount cannot be a whole number of the currency's minor units."""


@cache
def is_currency(code: str) -> bool:
    """Whether a code is an ISO 4217 currency."""
    return code in list_currencies()


@cache
def exponent(currency: str) -> int:
    """Decimals of a currency: 2 for USD, 0 for JPY. Raises CurrencyError."""
    if not is_currency(currency):
        raise CurrencyError(f"'{currency}' is no ISO 4217 currency; give a code such as USD")
    return get_currency_precision(currency)


def to_minor(amount: Decimal | int | str, currency: str) -> int:
    """An amount in major units ("12.34") as minor units (1234), exactly.

    Raises MoneyError where the amount is no number, has more decimals than the currency, or is
    more than the contract allows.
    """
    decimals = exponent(currency)
    try:
        exact = Decimal(amount)
    except InvalidOperation as error:
        raise MoneyError(f"'{amount}' is no amount; write it like 1234.50") from error
    if not exact.is_finite() or exact.copy_abs() > from_minor(MOST_MONEY, currency):
        raise MoneyError(f"'{amount}' is no amount that can be stored")
    whole = int(scaled := exact.scaleb(decimals))
    if whole != scaled:
        raise MoneyError(f"'{amount}' has more than the {decimals} decimals of {currency}")
    return whole


def from_minor(minor: int, currency: str) -> Decimal:
    """Minor units (1234) as an exact amount in major units (12.34)."""
    return Decimal(int(minor)).scaleb(-exponent(currency))


def minor_of_floats(amounts: pd.Series, currency: str) -> pd.Series:
    """Binary floats in major units as whole minor units (Int64), empty where none is meant.

    A float such as 2.5 or 2.4999999999999996 stands for 250 cents; 2.501 stands for nothing.
    """
    scaled = amounts.astype("float64") * 10 ** exponent(currency)
    whole = scaled.round()
    is_near = (scaled - whole).abs() <= FLOAT_SLACK
    meant = np.isfinite(scaled) & is_near & (whole.abs() <= MOST_MONEY)
    return whole.where(meant).astype("Int64")


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """An amount in whole parts proportional to weights, which add up to it exactly.

    Largest remainders get the units that rounding down leaves over.
    """
    total = sum(weights)
    if total == 0:
        return [amount, *[0] * (len(weights) - 1)] if weights else []
    parts = [amount * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda n: -(amount * weights[n] % total))
    for place in by_remainder[: amount - sum(parts)]:
        parts[place] += 1
    return parts


def format_money(
    minor: int, currency: str, *, is_compact: bool = False, locale: str = "en_US"
) -> str:
    """Minor units as people read them: "$1,838,204.50", or compact "$1.84M"."""
    amount = from_minor(minor, currency)
    if not is_compact or abs(amount) < 1000:
        return format_currency(amount, currency, locale=locale)
    step = Decimal(1).scaleb(amount.adjusted() - 2)
    rounded = amount.quantize(step, ROUND_HALF_EVEN)
    return format_compact_currency(rounded, currency, locale=locale, fraction_digits=2)
