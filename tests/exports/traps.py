"""What is known to make exports hard to read; each can be switched on."""

from dataclasses import dataclass

from hypothesis import strategies as st

DATES = {
    "year-first": "%Y-%m-%d %H:%M:%S",
    "day-first": "%d/%m/%Y %H:%M:%S",
    "month-first": "%m/%d/%Y %H:%M:%S",
    "half-days": "%m/%d/%Y %I:%M:%S %p",
}


@dataclass(frozen=True)
class Traps:
    """How a file is written; the default is as plain as it can be."""

    form: str = "csv"
    language: str = "English"
    dates: str = "year-first"
    encoding: str = "utf-8"
    delimiter: str = ","
    has_decimal_comma: bool = False
    has_signs: bool = False
    has_fractions: bool = False
    has_definitions: bool = False
    has_preamble: bool = False
    has_totals: bool = False
    has_tabs: bool = False
    has_strangers: bool = False
    has_packages: bool = False
    has_doubles: bool = False
    has_shuffled_rows: bool = False
    has_shuffled_columns: bool = False
    has_odd_handles: bool = False
    seed: int = 0


def traps() -> st.SearchStrategy[Traps]:
    """Any of the traps together."""
    return st.builds(
        Traps,
        form=st.sampled_from(["csv", "csv", "tsv", "xlsx"]),
        language=st.sampled_from(["English", "Indonesian"]),
        dates=st.sampled_from(sorted(DATES)),
        encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
        delimiter=st.sampled_from([",", ";"]),
        has_decimal_comma=st.booleans(),
        has_signs=st.booleans(),
        has_fractions=st.booleans(),
        has_definitions=st.booleans(),
        has_preamble=st.booleans(),
        has_totals=st.booleans(),
        has_tabs=st.booleans(),
        has_strangers=st.booleans(),
        has_packages=st.booleans(),
        has_doubles=st.booleans(),
        has_shuffled_rows=st.booleans(),
        has_shuffled_columns=st.booleans(),
        has_odd_handles=st.booleans(),
        seed=st.integers(0, 99),
    )
