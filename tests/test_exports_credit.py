"""Credit for orders, which of two reports is the newer, and that no buyer is stored."""

from pathlib import Path

import pytest

from data.sources import RefusedError
from data.store import Store
from tests import small_sources
from tests.order_files import CREDIT, ORDER, after, counts, dry_run, loaded, write

OTHER = ORDER | {"Order ID": "576460752303423002"}


def test_affiliate_orders_add_up_commission_and_know_handles(tmp_path: Path) -> None:
    settled = CREDIT | {"Order ID": "576460752303423002", "Creator Username": "glowqueen"}
    open_one = CREDIT | {"Actual Commission Payment": "", "Actual Shop Ads commission payment": ""}
    open_one |= {"Order Status": "Completed", "Time Commission Paid": ""}
    report, market = loaded(tmp_path, write(tmp_path / "a.csv", [open_one, settled]))
    assert counts(report) == (2, 2, 0, 0, 0)
    asked = "select creator_id, commission_rate, estimated_commission, actual_commission, status"
    assert market.rows(f"{asked} from order_lines order by order_id") == [
        ("glowqueen", 0.15, 350, None, "completed"),
        ("glowqueen", 0.15, 350, 330, "settled"),
    ]


@pytest.mark.parametrize(("written", "rate"), [("15%", 0.15), ("15", 0.15), ("0.15", 0.15)])
def test_a_share_is_percent_or_fraction(tmp_path: Path, written: str, rate: float) -> None:
    row = CREDIT | {"Standard commission rate": written}
    _, market = loaded(tmp_path, write(tmp_path / "a.csv", [row]))
    assert market.rows("select commission_rate from order_lines") == [(rate,)]


def test_may_pending_and_june_refunded_ends_refunded_in_both_orders(tmp_path: Path) -> None:
    pending = CREDIT | {"Order Status": "Pending", "Time Commission Paid": ""}
    refunded = CREDIT | {"Fully returned or refunded": "Yes"}
    may = write(tmp_path / "may.csv", [pending])
    june = write(tmp_path / "june.csv", [refunded])
    for name, files in {"1": [may, june], "2": [june, may]}.items():
        for path in files:
            _, market = loaded(tmp_path / name, path)
        assert market.rows("select status, refund from order_lines") == [("refunded", 2_000)]
    report, market = loaded(tmp_path / "3", may, june)
    assert market.rows("select status, refund from order_lines") == [("refunded", 2_000)]
    states = small_sources.loaded(Store(tmp_path / "3" / "mine"), "affiliate_lines")
    assert sorted(states["status"]) == ["pending", "settled"]
    assert [(file.used, file.repeated) for file in report.files] == [(1, 0), (1, 0)]
    report, _ = loaded(tmp_path / "4", june, write(tmp_path / "copy.csv", [refunded]))
    assert sum(file.repeated for file in report.files) == 1


def test_where_times_do_not_tell_the_newer_report_is_asked_for(tmp_path: Path) -> None:
    """Both reports end with the same time; the state of the line differs."""
    pending = CREDIT | {"Order Status": "Pending"}
    first, second = (
        write(tmp_path / "first.csv", [CREDIT]),
        write(tmp_path / "second.csv", [pending]),
    )
    report = dry_run(first, second)
    (question,) = report.questions
    assert question.name == "as_of"
    assert set(question.files) == {"first.csv", "second.csv"}
    assert "576460752303423001" in question.text


def test_no_buyer_is_stored_not_even_of_a_shifted_row(tmp_path: Path) -> None:
    cells = list(ORDER.values())
    shifted = dict(zip(ORDER, [*cells[:1], cells[17], *cells[1:-1]], strict=True))
    swapped = OTHER | {"Order Status": "Jane Doe", "Product Name": "Jane Doe"}
    path = write(tmp_path / "a.csv", [ORDER, shifted, swapped])
    with path.open("a") as file:
        file.write("576460752303423009,Jane Doe,5551234567\n")
    report, market = loaded(tmp_path, path)
    assert counts(report) == (4, 1, 0, 3, 0)
    stored = "\n".join(map(str, market.rows("from quarantine") + market.rows("from order_lines")))
    for secret in ("Jane", "janedoe", "5551234567"):
        assert secret not in stored
    raw = b"".join(file.read_bytes() for file in (tmp_path / "mine").rglob("*") if file.is_file())
    assert b"janedoe" not in raw
    (shopper,) = market.rows("select shopper_id from order_lines")
    assert shopper[0].startswith("buyer-")


def test_a_refund_that_one_of_two_equal_times_leaves_empty_is_asked_about(tmp_path: Path) -> None:
    refunded = write(tmp_path / "1.csv", [ORDER | {"Order Refund Amount": "20.00"}])
    empty = write(tmp_path / "2.csv", [ORDER | {"Order Refund Amount": ""}])
    for paths in ([refunded, empty], [empty, refunded]):
        assert [q.name for q in dry_run(*paths).questions] == ["as_of"]
    after(tmp_path, [refunded])
    with pytest.raises(RefusedError, match="--as-of"):
        after(tmp_path, [empty])


def test_parts_of_a_commission_that_differ_at_one_time_are_asked_about(tmp_path: Path) -> None:
    other = CREDIT | {"Actual Shop Ads commission payment": "0.10"}
    paths = [write(tmp_path / "1.csv", [CREDIT]), write(tmp_path / "2.csv", [other])]
    assert [q.name for q in dry_run(*paths).questions] == ["as_of"]


@pytest.mark.parametrize("places", [(0, 1), (1, 0)])
def test_what_a_report_leaves_empty_makes_no_commission_unknown(
    tmp_path: Path, places: tuple[int, int]
) -> None:
    empty = CREDIT | {"Actual Shop Ads commission payment": "--"}
    paths = [write(tmp_path / "1.csv", [CREDIT]), write(tmp_path / "2.csv", [empty])]
    for loads in ([[paths[n] for n in places]], [[paths[n]] for n in places]):
        market = after(tmp_path / str(len(loads)), *loads)
        assert market.rows("select actual_commission from order_lines") == [(330,)]
