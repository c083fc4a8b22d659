"""What a product costs is what holds on the data's last day, 3 March: nothing earlier or later."""

from pathlib import Path

import pandas as pd
import pytest

from analytics.catalogue import product_row, product_rows, usual_platform_fee
from tests import tiny

Costs = tuple[str, int | None, int | None]


def costs(*rows: Costs, currency: str = "USD") -> pd.DataFrame:
    """Costs of p1: the day from which they hold, unit cost, sample cost."""
    frame = pd.DataFrame(rows, columns=["valid_from", "unit_cost", "sample_cost"])
    held = {"valid_from": pd.to_datetime(frame["valid_from"]).dt.date}
    whole = {name: frame[name].astype("Int64") for name in ("unit_cost", "sample_cost")}
    return frame.assign(product_id="p1", merchant_id="a", currency=currency, **held, **whole)


def fees(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """Fees: shop, the day from which its rate holds, the rate."""
    frame = pd.DataFrame(rows, columns=["merchant_id", "valid_from", "platform_fee_rate"])
    return frame.assign(valid_from=pd.to_datetime(frame["valid_from"]).dt.date)


def tables(**changed: pd.DataFrame) -> dict[str, pd.DataFrame]:
    known = tiny.frames()
    return {**known, "products": known["products"].assign(currency="USD"), **changed}


@pytest.mark.parametrize(
    ("held", "known"),
    [
        ([("2026-03-03", 600, 700), ("2026-03-04", 900, 950)], (600, 700)),
        ([("2026-01-01", 500, 700), ("2030-01-01", 1, 1)], (500, 700)),
        # the whole row that holds: what it leaves open is not known, whatever was known before
        ([("2026-01-01", 500, 700), ("2026-03-01", None, 800)], (None, 800)),
        ([("2026-03-04", 600, 700)], (None, None)),
    ],
)
def test_costs_are_those_of_the_last_day(
    tmp_path: Path, held: list[Costs], known: tuple[int | None, int | None]
) -> None:
    row = product_row(tiny.opened(tmp_path, tables(product_costs=costs(*held))), "p1")
    assert (row.unit_cost, row.sample_cost) == known


def test_a_later_cost_in_another_currency_ends_the_earlier(tmp_path: Path) -> None:
    """As in the sales: from the day the euros hold, a dollar cost is not known."""
    euros = costs(("2026-03-01", 450, 450), currency="EUR")
    held = pd.concat([costs(("2026-01-01", 500, 700)), euros])
    session = tiny.opened(tmp_path, tables(product_costs=held))
    assert product_row(session, "p1").unit_cost is None
    assert len(product_rows(session, ("p1",))) == 1


def test_a_fee_is_the_one_of_the_last_day(tmp_path: Path) -> None:
    """Shop a pays 6 % on 3 March, shop b 10 %; half of the two is 8 %."""
    held = fees(
        ("a", "2026-01-01", 0.05),
        ("a", "2026-03-03", 0.06),
        ("a", "2026-03-04", 0.5),
        ("b", "2026-02-01", 0.1),
    )
    session = tiny.opened(tmp_path, tables(merchant_fees=held))
    assert product_row(session, "p1").platform_fee_rate == 0.06
    assert usual_platform_fee(session) == pytest.approx(0.08)


def test_no_fee_is_known_before_its_day(tmp_path: Path) -> None:
    held = fees(("a", "2026-03-04", 0.05))
    session = tiny.opened(tmp_path, tables(merchant_fees=held))
    assert product_row(session, "p1").platform_fee_rate is None
    assert usual_platform_fee(session) is None
