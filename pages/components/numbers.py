"""Numbers as people read them; every format of the screens stands here once."""

from datetime import date

import pandas as pd
from babel.numbers import get_currency_symbol

from analytics.metrics import METRICS
from data.money import exponent, format_money

NOTHING = "–"
UNCHANGED = "unchanged"


def is_missing(value: float | None) -> bool:
    return bool(pd.isna(value))


def per_each(top: pd.Series, bottom: pd.Series) -> pd.Series:
    """A ratio per row for a sparkline; 0 where there is nothing to divide by."""
    return (top / bottom.where(bottom > 0)).fillna(0)


def money(minor: float | None, currency: str, *, is_compact: bool = True) -> str:
    """Minor units as $1.84M, or in full."""
    if is_missing(minor):
        return NOTHING
    return format_money(round(minor), currency, is_compact=is_compact)  # type: ignore[arg-type]


def count(value: float | None) -> str:
    """12,345 up to a million, then 1.23 M."""
    if is_missing(value):
        return NOTHING
    number = float(value)  # type: ignore[arg-type]
    for limit, unit in ((1e9, "bn"), (1e6, "M")):
        if abs(number) >= limit:
            return f"{number / limit:.3g} {unit}"
    return f"{number:,.0f}"


def counted(n: int, noun: str) -> str:
    """1 shop, 1,234 shops."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def share(value: float | None) -> str:
    """0.0345 as 3.45 %; one decimal from 10 % on."""
    if is_missing(value):
        return NOTHING
    percent = 100 * float(value)  # type: ignore[arg-type]
    return f"{percent:.1f} %" if abs(percent) >= 10 else f"{percent:.2f} %"


def metric_value(key: str, value: float | None, currency: str) -> str:
    """A metric's value in the unit that the dictionary gives it."""
    unit = METRICS[key].unit
    if unit == "money":
        return money(value, currency)
    if unit == "ratio":
        return NOTHING if is_missing(value) else f"{value:.2f}"
    return share(value) if unit == "share" else count(value)


def change(key: str, now: float | None, before: float | None, currency: str) -> str | None:
    """The change against the period before: percent, or percentage points for a share.

    Of nothing or of a loss there is no percentage, so there it is the difference itself.
    """
    if is_missing(now) or is_missing(before):
        return None
    moved = now - before  # type: ignore[operator]
    if METRICS[key].unit == "share":
        told = f"{100 * moved:+.2f} pp"
    elif before > 0:  # type: ignore[operator]
        told = f"{100 * moved / before:+,.1f} %"  # type: ignore[operator]
    else:
        told = f"{'+' if moved > 0 else ''}{metric_value(key, moved, currency)}"
    return told if any(digit in told for digit in "123456789") else UNCHANGED


def major(minor: float, currency: str) -> float:
    """Minor units as a float in major units, for axes and tables."""
    return float(minor) / 10 ** exponent(currency)


def symbol(currency: str) -> str:
    return str(get_currency_symbol(currency, locale="en_US"))


def day(value: date, *, has_year: bool = False) -> str:
    """23 Nov, or 23 Nov 2026."""
    text = f"{value.day} {value:%b}"
    return f"{text} {value.year}" if has_year else text
