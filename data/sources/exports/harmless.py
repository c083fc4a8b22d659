"""Cells that are an id, an amount, a share or a time for certain, wherever in a row they stand.

A cell of a row that slipped may be a name, a phone, a postal code or a number that a state gave to
a person. None of these has the forms below.
"""

import re

from data.sources.exports.signs import SHARED, currency_of

BORN = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
ID = rf"(?!62|\d{{6}}{BORN}\d{{4}}\b)\d{{17,19}}"
"""An id of a marketplace: no card (those of 19 digits begin with 62), no number of a resident."""
POINT, COMMA = (rf"[1-9]\d{{0,2}}(?:{mark}\d{{3}})+" for mark in (",", r"\."))
CENTS = r"(?:\d\d|[1-9])"
AMOUNT = rf"-?(?:(?:0|[1-9]\d{{0,5}}|{POINT})\.{CENTS}|(?:0|[1-9]\d{{0,5}}|{COMMA}),{CENTS})"
"""Decimals, for without them it may be a postal code or a phone; ".0" makes no amount of those."""
SHARE = r"-?\d{1,3}(?:[.,]\d{1,4})?\s?%"
YEAR, DAY = r"(?:19|20)\d\d", r"(?:0?[1-9]|[12]\d|3[01])"
TIME = r"[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d{1,6})?)?(?: ?[AaPp][Mm])?Z?"
INSTANT = rf"(?:{YEAR}([-/.]){DAY}\1{DAY}|{DAY}([-/.]){DAY}\2{YEAR})(?:{TIME})?"
HARMLESS = re.compile(rf"{ID}|{AMOUNT}|-?\d{{1,3}}|{SHARE}|{INSTANT}", re.ASCII)
SIGN = r"[^\d\s.,+-]{0,4}"
PRICED = re.compile(
    rf"(?P<before>{SIGN})\s?(?P<number>{AMOUNT}|-?(?:{POINT}|{COMMA}|[1-9]\d{{0,8}}))"
    rf"\s?(?P<after>{SIGN})",
    re.ASCII,
)


def is_harmless(text: str) -> bool:
    """Whether a cell tells nothing of a person."""
    return HARMLESS.fullmatch(text) is not None or _is_priced(text)


def _is_priced(text: str) -> bool:
    """Whether an amount stands beside a currency's sign; letters need more, for a room is RM 12."""
    found = PRICED.fullmatch(text)
    signs = [found["before"], found["after"]] if found else []
    given = [sign for sign in signs if sign]
    if not found or len(given) != 1:
        return False
    is_known = currency_of(given[0]) is not None or given[0].casefold() in SHARED
    return is_known and not (given[0].isalpha() and found["number"].lstrip("-").isdigit())
