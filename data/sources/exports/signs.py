"""Currencies by the signs that reports write beside amounts."""

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
