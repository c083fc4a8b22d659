"""Currencies by the signs that reports write beside amounts."""

from collections.abc import Iterable

from data.money import is_currency

SIGNS = {
    "rm": "MYR",
    "rp": "IDR",
    "฿": "THB",
    "₫": "VND",
    "đ": "VND",
    "₱": "PHP",
    "£": "GBP",
    "€": "EUR",
    "s$": "SGD",
    "us$": "USD",
    "a$": "AUD",
    "c$": "CAD",
    "r$": "BRL",
    "mx$": "MXN",
    "rmb": "CNY",
}
SHARED = {
    "$": frozenset({"USD", "SGD", "AUD", "CAD", "MXN", "NZD", "HKD", "TWD", "CLP", "COP"}),
    "¥": frozenset({"JPY", "CNY"}),
    "￥": frozenset({"JPY", "CNY"}),
    "kr": frozenset({"SEK", "NOK", "DKK"}),
}
"""Signs that several currencies share: which is meant has to be said."""


def currency_of(sign: str) -> str | None:
    """The one currency that a sign or code stands for; None where it is shared or unknown."""
    code = sign.strip().upper()
    return SIGNS.get(sign.strip().casefold()) or (code if is_currency(code) else None)


def fits(sign: str, currency: str) -> bool:
    """Whether a sign may stand beside an amount of a currency."""
    return currency in SHARED.get(sign.casefold(), frozenset({currency_of(sign)}))


def is_sign(text: str) -> bool:
    """Whether a text stands for one currency or is shared by several."""
    return currency_of(text) is not None or text.casefold() in SHARED


def stated(units: Iterable[str], said: str | None, market: str | None) -> str | None:
    """The currency of amounts that name none: said, in the headers' units, or the market's."""
    units = set(units)
    found = {currency_of(unit) for unit in units} - {None}
    told = said or (found.pop() if len(found) == 1 else None)
    shared = [unit for unit in units if unit.casefold() in SHARED]
    is_market = bool(market) and all(fits(unit, str(market)) for unit in shared)
    return told or (market if is_market else None)
