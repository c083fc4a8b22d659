"""Minor units: exact both ways, split without loss, formatted for people."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.money import (
    CurrencyError,
    MoneyError,
    exponent,
    format_money,
    from_minor,
    minor_of_floats,
    split,
    to_minor,
)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("12.34", "USD", 1234), ("0.1", "USD", 10), ("500", "JPY", 500), ("1.234", "KWD", 1234)],
)
def test_major_units_become_minor_units(amount: str, currency: str, minor: int) -> None:
    assert to_minor(amount, currency) == minor
    assert from_minor(minor, currency) == Decimal(amount)


@pytest.mark.parametrize("amount", ["1.005", "abc", "NaN", "Infinity", "1e999999999", "2e10"])
def test_what_is_no_whole_number_of_cents_is_an_error(amount: str) -> None:
    with pytest.raises(MoneyError):
        to_minor(amount, "USD")


def test_an_unknown_currency_is_an_error() -> None:
    with pytest.raises(CurrencyError, match="'US' is no ISO 4217 currency"):
        exponent("US")


@given(st.integers(-(10**12), 10**12), st.sampled_from(["USD", "JPY", "KWD", "IDR"]))
def test_minor_units_survive_the_way_there_and_back(minor: int, currency: str) -> None:
    assert to_minor(from_minor(minor, currency), currency) == minor


@given(st.integers(0, 10**11))
def test_floats_stand_for_the_cents_that_were_meant(cents: int) -> None:
    assert minor_of_floats(pd.Series([cents / 100]), "USD").tolist() == [cents]


def test_floats_that_stand_for_no_cents_stay_empty() -> None:
    amounts = pd.Series([2.5, 2.4999999999999996, 4.4e-16, 2.501, float("nan"), float("inf")])
    assert minor_of_floats(amounts, "USD").fillna(-1).tolist() == [250, 250, 0, -1, -1, -1]


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=9))
def test_parts_add_up_to_what_was_split(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)
    assert sum(parts) == amount
    if total := sum(weights):
        assert all(
            abs(part * total - amount * weight) < total
            for part, weight in zip(parts, weights, strict=True)
        )


def test_money_is_shown_as_people_read_it() -> None:
    assert format_money(183_820_450, "USD") == "$1,838,204.50"
    assert format_money(183_820_450, "USD", is_compact=True) == "$1.84M"
    assert format_money(99_999_999, "USD", is_compact=True) == "$1M"
    assert format_money(-123_456, "USD", is_compact=True) == "-$1.23K"
    assert format_money(50, "USD", is_compact=True) == "$0.50"
    assert format_money(1234, "JPY") == "¥1,234"
