"""Order reports written by hand, cell by cell, for tests that count what becomes of each row."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from data.scope import Scope
from data.sources import Options, Report, inspect
from data.store import Store
from data.warehouse import Session, Warehouse

ORDER = {
    "Order ID": "576460752303423001",
    "Order Status": "Completed",
    "Order Substatus": "Delivered",
    "Cancelation/Return Type": "",
    "SKU ID": "1729460752303423001",
    "Product Name": "Night serum",
    "Quantity": "1",
    "Sku Quantity of return": "0",
    "SKU Unit Original Price": "25.00",
    "SKU Platform Discount": "0",
    "SKU Seller Discount": "5.00",
    "SKU Subtotal After Discount": "20.00",
    "Order Amount": "24.00",
    "Order Refund Amount": "0",
    "Created Time": "05/31/2026 18:05:00",
    "Paid Time": "05/31/2026 18:06:00",
    "Buyer Username": "janedoe",
    "Recipient": "Jane Doe",
    "Phone #": "5551234567",
    "Product Category": "Beauty",
    "Package ID": "115000000000000001",
}
CREDIT = {
    "Order ID": "576460752303423001",
    "Product ID": "1731000000000000001",
    "Product Name": "Night serum",
    "SKU ID": "1729460752303423001",
    "Price": "25.00",
    "Payment Amount": "20.00",
    "Currency": "USD",
    "Quantity": "1",
    "Fully returned or refunded": "No",
    "Order Status": "Settled",
    "Creator Username": "@Glow Queen",
    "Content Type": "Video",
    "Content ID": "7300000000000000001",
    "Standard commission rate": "15%",
    "Est. Commission Base": "20.00",
    "Est. standard commission payment": "3.00",
    "Actual Commission Base": "20.00",
    "Actual Commission Payment": "2.90",
    "Est. Shop Ads commission payment": "0.50",
    "Actual Shop Ads commission payment": "0.40",
    "Time Created": "05/31/2026 18:05:00",
    "Time Commission Paid": "06/30/2026 09:00:00",
}
SAID = {"time_zone": "America/New_York", "currency": "USD", "merchant": "glow"}


def write(
    path: Path,
    rows: Sequence[Mapping[str, str]],
    *,
    above: Sequence[Sequence[str]] = (),
    below: Sequence[Sequence[str]] = (),
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> Path:
    """A report whose header is the keys of the first row; `below` rows stand right under it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding=encoding) as file:
        out = csv.writer(file, delimiter=delimiter)
        out.writerows([*above, list(rows[0]), *below, *(list(row.values()) for row in rows)])
    return path


def dry_run(*paths: Path, **said: Any) -> Report:
    return inspect(paths, Options("mine", **(SAID | said))).report


def loaded(folder: Path, *paths: Path, **said: Any) -> tuple[Report, Session]:
    """The report of loading files into a market of a folder, and the market as it then is."""
    store = Store(folder / "mine")
    report = inspect(paths, Options("mine", **(SAID | said))).load_into(store)
    return report, Warehouse.snapshot(store).session(Scope.everything())


def after(folder: Path, *loads: list[Path], **said: Any) -> Session:
    """The market after these loads, one after the other."""
    store = Store(folder / "mine")
    for paths in loads:
        inspect(paths, Options("mine", **(SAID | said))).load_into(store)
    return Warehouse.snapshot(store).session(Scope.everything())


def in_order(written: Sequence[Path], places: Sequence[int], *, at_once: bool) -> list[list[Path]]:
    """Files in some order, for `after`: in one load, or in one each."""
    paths = [written[place] for place in places]
    return [paths] if at_once else [[path] for path in paths]


def counts(report: Report) -> tuple[int, int, int, int, int]:
    """Rows read, used, repeated, rejected, set aside of the only file."""
    (file,) = report.files
    return file.read, file.used, file.repeated, file.rejected, file.unused
