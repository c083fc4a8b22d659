"""What drawn lists say of effects, by hand: offers in vain, starts that came anyway, both arms."""

from dataclasses import replace

import numpy as np
import pytest

from models.causal.cohort.panel import Ints, Lots
from models.causal.cohort.randomised import randomised
from tests.test_cohort_parts import deals, panel


class Nothing:
    """A baseline that expects no sales."""

    def expected(self, product: np.ndarray, day: np.ndarray) -> np.ndarray:
        assert (day >= 28).all()
        return np.zeros(len(product))


def drawn_once(product: Ints, *, started: int, day: Ints | int, chance: float) -> Lots:
    """The first 60 are offered, the first `started` came to the collaboration of their number."""
    count = np.arange(len(product))
    came = (count < started).astype(np.int64)
    deal = np.where(came, count, -1)
    days, chances = np.broadcast_to(day, len(count)), np.full(len(count), chance)
    return Lots(product, product, days, count < 60, chances, came, deal)


def test_offers_that_came_to_nothing_count_by_hand() -> None:
    """Half of 60 offered start: those that sell 3 a day anyway, others 1, and a start adds 1. The
    offered sell (30 x 4 + 30 x 1) x 28, the 40 held back, half of whom are of either kind, 2 x 28
    each: 30 x 28 is what the offers added, where starters beside all held back say twice as much.
    """
    started = deals(*((product, 0, 28, 28) for product in range(30)))
    base = panel(started, 100)
    sold = np.ones((100, base.days))
    sold[:30] = 4.0
    sold[60:80] = 3.0
    drawn = drawn_once(np.arange(100), started=30, day=28, chance=0.6)
    found = randomised(replace(base, lots=drawn), Nothing(), sold)  # type: ignore[arg-type]
    assert found is not None
    assert (found.offered, found.held, len(found.deal)) == (60, 40, 30)
    assert found.total.estimate == pytest.approx(30 * 28)
    spread = 20 * 28.0**2 * 2 / 39
    added = 30 * 28 * 1.0
    error = np.sqrt(spread * (60 + 60**2 / 40) + added)
    assert found.total.standard_error == pytest.approx(error)


def test_a_product_in_both_arms_says_nothing() -> None:
    """Held back from one creator it sells what another brought: 28 each, as if no offer had worked,
    on top of 40 that tell the truth.
    """
    started = deals(*((product, 0, 28, 28) for product in range(40)))
    base = panel(started, 120)
    sold = np.ones((120, base.days))
    sold[:40] = 2.0
    product = np.concatenate([np.arange(120), np.arange(5)])
    drawn = drawn_once(product, started=40, day=28, chance=0.5)
    found = randomised(replace(base, lots=drawn), Nothing(), sold)  # type: ignore[arg-type]
    assert found is not None
    assert (found.offered, found.held, len(found.deal)) == (55, 60, 35)
    assert found.total.estimate == pytest.approx(35 * 28)


def test_starts_that_came_anyway_are_taken_off() -> None:
    """As above, but a tenth of those held back start too: 54 of 60 starts are the offers'."""
    started = deals(*((product, 0, 28, 28) for product in (*range(60), *range(60, 64))))
    base = panel(started, 100)
    sold = np.ones((100, base.days))
    sold[:64] = 2.0
    drawn = drawn_once(np.arange(100), started=64, day=28, chance=0.6)
    found = randomised(replace(base, lots=drawn), Nothing(), sold)  # type: ignore[arg-type]
    assert found is not None
    assert found.total.estimate == pytest.approx(60 * 28), "28 each, of 54 found, for all 60"


def test_a_late_draw_counts_only_where_all_like_it_do() -> None:
    """Waits of 0 and 10 days: of draws on day 35 those who wait 10 run past the 70 days."""
    rows = [(product, 0, 30, 30 + 10 * (product % 2)) for product in range(40)]
    late = [(product, 0, 40, 40) for product in range(40, 45)]
    base = panel(deals(*rows, *late), 120)
    count = np.arange(120)
    day = np.where((count >= 40) & (count < 50), 40, 30)
    drawn = drawn_once(count, started=45, day=day, chance=0.5)
    found = randomised(replace(base, lots=drawn), Nothing(), np.ones((120, base.days)))  # type: ignore[arg-type]
    assert found is not None
    assert (found.offered, len(found.deal)) == (50, 40)
