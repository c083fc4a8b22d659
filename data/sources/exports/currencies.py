"""Which currency each row of a report is in, and whether its amounts agree."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from data.money import is_currency
from data.sources.exports import signs
from data.sources.exports.opened import Opened
from data.sources.exports.reading import Values


def row_currencies(report: Opened, named: pa.Array, found: Sequence[pa.Array]) -> Values:
    """ISO code per row: the row's own, what the signs beside its amounts say, else the report's.

    Raises AskedError where nothing tells.
    """
    own = pd.Series(named.to_pylist(), dtype=object).str.upper()
    known = {code for code in own.dropna().unique() if is_currency(code)}
    is_bad = (own.notna() & ~own.isin(known)).to_numpy()
    told = own.where(own.notna() & ~is_bad, None)
    for sign in found:
        if sign.null_count < len(named):
            of = {text: signs.currency_of(text) for text in sign.unique().drop_null().to_pylist()}
            told = told.where(told.notna(), pd.Series(sign.to_pylist(), dtype=object).map(of))
    if told.isna().any() and report.currency is None:
        raise report.asks_currency()
    codes = told.where(told.notna(), report.currency)
    return Values(codes, is_bad, "'{value}' is no ISO 4217 currency", "give one such as USD")


def is_other(sign: pa.Array, currency: pd.Series) -> np.ndarray:
    """Rows where the sign beside an amount is not that of the row's currency."""
    if sign.null_count == len(sign):
        return np.zeros(len(sign), dtype=bool)
    encoded = sign.dictionary_encode()
    written = [*encoded.dictionary.to_pylist(), None]
    place, code = np.asarray(encoded.indices.fill_null(-1)), pd.factorize(currency)
    differs = np.array(
        [[bool(text) and not signs.fits(text, one) for one in code[1]] for text in written]
    )
    return np.asarray(differs[place, code[0]], dtype=bool)
