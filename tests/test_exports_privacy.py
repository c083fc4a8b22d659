"""No name, phone, address or number of a person stays in quarantine, however a row slipped."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.lake import Rejected
from data.quarantine import mend, quarantine
from data.sources.exports.privacy import WITHHELD, Key, masked, masked_whole
from data.store import Store
from tests.order_files import ORDER, loaded, write

NUMBERS = st.characters(min_codepoint=48, max_codepoint=57)


def shaped(*shapes: str) -> st.SearchStrategy[str]:
    """Texts of some shapes, in which 9 is any digit and A any capital."""
    drawn = {"9": NUMBERS, "A": st.sampled_from("ABCDEFGHJKLMNPRSTUVXYZ")}
    parts = [st.tuples(*(drawn.get(mark, st.just(mark)) for mark in shape)) for shape in shapes]
    return st.one_of(*(part.map("".join) for part in parts))


PHONES = shaped(
    *("0999.999.999", "999.999.999", "0999 999 999"),
    *("+84 999 999 999", "(999) 999-9999", "999-999-9999", "0999999999", "9999999", "+62999999999"),
    *("999.999.9999", "99.99.99.99.99", "0999-9999-999", "9999999999.0", "9 999 999 99 99"),
)
STATES = shaped(
    *("9999999999999999", "999-99-9999", "9999 9999 9999 9999", "AAAAA9999A", "A9999999A"),
    *("999999-99-9999", "9-9999-99999-99-9", "999.999.999-99", "9999999999999", "62" + "9" * 17),
)
RESIDENTS = st.builds(
    lambda place, day, last: f"{place}{day:%Y%m%d}{last}",
    shaped("999999"),
    st.dates(date(1920, 1, 1), date(2020, 1, 1)),
    shaped("9999", "999X"),
)
CODES = shaped("99999", "99999-9999", "9999", "999999", "A9A 9A9", "999-9999", "99999.0", "9999 AA")
WORDS = st.sampled_from(["Nur'ain", "O'Neill", "Ann", "Trần", "Sya'ban", "Li", "García-Ruiz", "no"])
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
ADDRESSES = st.builds(
    "{} {} {}".format, shaped("9", "99/9", "Rm", "RM"), WORDS, shaped("St 9", "Apt. 99", "99999")
) | shaped("RM 99", "Rm 999", "RT 09", "RM999", "No. 99", "Blk 9", "#99-99")
PERSONAL = st.one_of(PHONES, STATES, RESIDENTS, CODES, NAMES, ADDRESSES)


def bad(cell: str, reason: str = "'{}' is no amount") -> Rejected:
    record = {"Quantity": cell, "Order ID": "576461413038780001"}
    return Rejected("orders.csv", 7, "Quantity", reason.format(cell), "write it again", record)


@given(PERSONAL)
def test_what_is_personal_is_withheld_wherever_it_stands(cell: str) -> None:
    for kept in (masked(bad(cell), {"Quantity"}), masked_whole(bad(cell))):
        assert kept.record == {"Quantity": WITHHELD, "Order ID": "576461413038780001"}
        assert kept.reason.startswith(f"'{WITHHELD}' is ")


@given(NAMES, PHONES)
def test_a_reason_repeats_nothing_that_is_withheld(name: str, phone: str) -> None:
    row = Rejected("a.csv", 7, None, f"{name} / '{phone}' stand here", "", {"1": name, "2": phone})
    assert masked_whole(row).reason == f"{WITHHELD} / '{WITHHELD}' stand here"


@pytest.mark.parametrize(
    "cell",
    [
        *("576461413038780001", "1729384756000000001", "57646141303878000", "0", "12", "999"),
        *("1234.5", "1234.50", "1,234.50", "1.234,50", "-12.00", "0.99", "12,5", "1,234,567.89"),
        *("RM1,200.50", "Rp125.000", "$1200", "12.50 €", "USD 12.50", "S$5", "-3.2%", "15 %"),
        *("2026-05-31", "31/05/2026 18:05:00", "05/31/2026 06:05 PM", "2026-05-31T18:05:00Z"),
        "buyer-0123456789abcdef0123",
    ],
)
def test_what_tells_nothing_of_a_person_stays(cell: str) -> None:
    assert masked_whole(bad(cell)) == bad(cell)


@pytest.mark.parametrize("cell", ["buyer-ann", "05/31-2026", "12.345,678.90", "AAA 1.50", "1 2"])
def test_what_only_looks_like_it_is_withheld(cell: str) -> None:
    assert masked_whole(bad(cell)).record["Quantity"] == WITHHELD


def test_a_buyer_called_like_a_hash_is_hashed_too(tmp_path: Path) -> None:
    key = Key(Store(tmp_path), is_kept=False)
    hashed = key.name("buyer-ann")
    assert "ann" not in hashed
    assert key.name(hashed) == hashed


def test_a_word_of_a_list_stays_where_two_other_cells_cannot_be_read(tmp_path: Path) -> None:
    spoilt = ORDER | {"Quantity": "many", "SKU Subtotal After Discount": "a lot"}
    loaded(tmp_path, write(tmp_path / "a.csv", [ORDER, spoilt]))
    (row,) = mend(quarantine(Store(tmp_path / "mine")), "a.csv").to_dict("records")
    assert row["Order Status"] == "Completed"
    assert not row["Product Name"]
