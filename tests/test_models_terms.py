"""Terms of a pair, by hand: at break-even nothing is left."""

import pytest

from models.terms import Costs, Credited, Terms, Unit, break_even, pair_terms

UNIT = Unit(price=2_000, cost=800, platform_fee_rate=0.05)
PAIR = Credited(200_000, 100_000, new_share=0.5, new_share_low=0.4)


def test_terms_by_hand() -> None:
    """Half of 2,000 credited is new, at the lower end .4 of 1,000; margin 1 - .05 - .4 = .55; a
    sample costs 100.
    """
    found = pair_terms(PAIR, UNIT, rate=0.15, sample_cost=10_000)
    assert UNIT.margin == pytest.approx(0.55)
    assert found.break_even == pytest.approx((55_000 - 10_000) / 200_000)
    assert found.break_even_low == pytest.approx((22_000 - 10_000) / 100_000)
    assert found.highest_fee == pytest.approx(45_000 - 30_000)
    assert found.highest_fee_low == pytest.approx(12_000 - 15_000)


def test_at_break_even_no_fee_is_left() -> None:
    rate = pair_terms(PAIR, UNIT, 0.0, 10_000).break_even
    assert pair_terms(PAIR, UNIT, rate, 10_000).highest_fee == pytest.approx(0)


def test_what_is_unsure_of_the_new_share_lowers_the_rate_without_a_sample_too() -> None:
    found = pair_terms(PAIR, UNIT, 0.0, 0.0)
    assert (found.break_even, found.break_even_low) == pytest.approx((0.275, 0.22))


def test_a_pair_that_sells_nothing_has_no_terms() -> None:
    with pytest.raises(ValueError, match="no attributed"):
        pair_terms(Credited(0, 0, 0.5, 0.4), UNIT, 0.15, 0)


ROW = {"price": 2_000, "received_price": None, "unit_cost": 800, "sample_cost": None}


def test_a_product_s_costs_take_what_was_received_before_the_list_price() -> None:
    """Sold at 1,600 on average, a unit that costs 800 leaves half, less the platform's 5 %."""
    row = ROW | {"platform_fee_rate": 0.05, "received_price": 1_600.0}
    found = break_even(PAIR, Costs.of(row), 0.15)
    assert isinstance(found, Terms)
    assert found.break_even == pytest.approx(0.45 * 100_000 / 200_000)
    listed = break_even(PAIR, Costs.of(row | {"received_price": None}), 0.15)
    assert isinstance(listed, Terms)
    assert listed.break_even == pytest.approx(0.55 * 100_000 / 200_000)


def test_costs_that_are_not_known_are_named() -> None:
    costs = Costs.of(ROW | {"unit_cost": float("nan"), "platform_fee_rate": None})
    said = "the product's unit cost and platform fee is not known"
    assert break_even(PAIR, costs, 0.0) == said
    free = Costs.of(ROW | {"price": 0, "platform_fee_rate": 0.05})
    assert break_even(PAIR, free, 0.0) == "the product is free"
