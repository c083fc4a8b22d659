"""How values of the contract's columns are written, for templates and for remedies."""

from data.contract import Column
from data.contract.columns import (
    COUNT,
    DATE,
    FLAG,
    INSTANT,
    MOST_MONEY,
    REAL,
    TEXT,
    TEXTS,
    VECTOR,
)

SHARES = {"commission_rate", "platform_fee_rate", "share", "propensity"}
_CODES = {
    "currency": "an ISO 4217 code in capitals, such as USD",
    "time_zone": "an IANA time zone, such as Asia/Bangkok",
    "country": "an ISO 3166 code of two capitals, such as DE",
}
_SPELLINGS = {
    TEXT: "text",
    COUNT: "a whole number such as 3",
    REAL: "a number such as 12.5",
    INSTANT: "an instant in UTC such as 2026-03-31T18:05:00Z",
    DATE: "a day such as 2026-03-31",
    FLAG: "true or false",
    TEXTS: "words joined by |",
    VECTOR: "numbers joined by blanks",
}


def spelling(column: Column) -> str:
    """How a value of the column is written, for remedies and templates."""
    if column.one_of:
        return f"one of {', '.join(column.one_of)}"
    if column.name in SHARES:
        return "a fraction from 0 to 1, such as 0.15"
    if column.name.endswith("_id"):
        return "an id as text, with every digit"
    if column.maximum == MOST_MONEY:
        return "a whole number of minor units: 1250 for 12.50"
    return _CODES.get(column.name) or _SPELLINGS[column.type]


def remedy(column: Column) -> str:
    """What to do about a value; text has no spelling, so the words say what the column holds."""
    said = spelling(column)
    return f"give text: {column.about}" if said == _SPELLINGS[TEXT] else f"give {said}"
