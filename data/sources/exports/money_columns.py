"""Amounts of a piece in minor units, in the currency that the row, its signs or the report name."""

import numpy as np
import pandas as pd

from data.sources.exports import reading
from data.sources.exports.bands import Bands, bands
from data.sources.exports.currencies import is_other, row_currencies
from data.sources.exports.fields import BAND, MONEY
from data.sources.exports.reading import Amounts
from data.sources.exports.sifting import Sifting
from data.sources.exports.signs import fits, is_sign

GIVE = "give the currency that the amounts are in"
OTHER = "'{value}' is in another currency than the row's"
SAY_MARK = "split the file by currency, or say --decimals of the file"
MOST_USUAL_DIGITS = 2
"""Where a currency has no more decimals, three digits behind a mark are no decimals of it."""


def unsure(what: str) -> tuple[str, str]:
    """Reason and remedy of an amount that may be thousands or have three decimals."""
    return f"'{{value}}' may be thousands or have three decimals {what}", SAY_MARK


def read_money(sifting: Sifting) -> None:
    """Adds the columns of the format's amounts, and `currency`. Raises AskedError."""
    report, export = sifting.report, sifting.report.layout.export
    names, banded = export.of_kind(MONEY), export.of_kind(BAND)
    if not names and not banded:
        return
    read = {name: reading.amounts(sifting.text(name), report.hints) for name in names}
    intervals = {name: bands(sifting.text(name), report.hints) for name in banded}
    every: dict[str, Amounts | Bands] = {**read, **intervals}
    found = [one.sign for one in every.values()]
    currency = row_currencies(report, sifting.text("currency"), found)
    sifting.note("currency", currency.is_bad, currency.reason, currency.remedy)
    codes = currency.values
    for name, one in every.items():
        _note_header(sifting, name, codes)
        sifting.note(name, is_other(one.sign, codes), OTHER, GIVE)
        _note_thousands(sifting, name, one, codes)
    for name, one in intervals.items():
        sifting.keep_bands(export.by_name[name], one, 10.0 ** reading.digits_of(codes))
    for name, one in read.items():
        _keep(sifting, name, one, codes)
    sifting.columns["currency"] = codes


def _keep(sifting: Sifting, name: str, read: Amounts, codes: pd.Series) -> None:
    known = sifting.report.layout.export.by_name[name]
    amount = np.abs(read.value) if known.may_be_negative else read.value
    is_negative = ~np.isnan(amount) & (amount < 0) & (not known.is_balance)
    sifting.keep(name, reading.money(amount, codes, read.is_bad))
    sifting.note(name, is_negative, "'{value}' is below 0", "give an amount of 0 or more")


def _note_header(sifting: Sifting, name: str, codes: pd.Series) -> None:
    """Notes rows in another currency than the column's header names."""
    unit = sifting.report.layout.units.get(name, "")
    if not is_sign(unit):
        return
    is_given = reading.given(sifting.text(name))
    for code in codes.unique():
        if not fits(unit, code):
            is_so = is_given & (codes == code).to_numpy()
            sifting.note(name, is_so, f"the header gives {unit}, the row is in {code}", GIVE)


def _note_thousands(sifting: Sifting, name: str, read: Amounts | Bands, codes: pd.Series) -> None:
    """Notes amounts that would have more decimals than their currency, but may be thousands.

    Figures that are no payments may be finer than the currency, where the file's own amounts in it
    tell what marks decimals.
    """
    if not read.may_be_thousands.any():
        return
    is_usual = reading.digits_of(codes) <= MOST_USUAL_DIGITS
    if isinstance(read, Bands):
        is_usual &= ~codes.isin(list(sifting.report.hints.told_by)).to_numpy()
    for code in codes[read.may_be_thousands & is_usual].unique():
        is_so = read.may_be_thousands & is_usual & (codes == code).to_numpy()
        sifting.note(name, is_so, *unsure(f"in {code}"))
