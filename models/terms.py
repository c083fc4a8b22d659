"""What may be paid for a pair: commission and fixed fee at which it just pays for itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Terms:
    """Rates 0 to 1, fees in minor units; at the estimate and at its lower end. Negative fees mean
    that the pair does not pay even without one.
    """

    break_even: float
    break_even_low: float
    highest_fee: float
    highest_fee_low: float


@dataclass(frozen=True)
class Unit:
    """What a sale leaves: `price` received, `cost` of the unit, the platform's share of net GMV."""

    price: float
    cost: float
    platform_fee_rate: float

    @property
    def margin(self) -> float:
        """Share of net GMV that is left before commission."""
        return 1 - self.platform_fee_rate - self.cost / self.price


def pair_terms(
    extra: tuple[float, float], attributed: float, unit: Unit, rate: float, sample_cost: float
) -> Terms:
    """Terms at which what is new pays for what is credited.

    `extra`: lower end and estimate of extra net GMV; `attributed`: net GMV that commission is paid
    on, which at the lower end shrinks with the extra. Break-even: extra x margin - sample =
    rate x attributed. Raises ValueError where nothing would be attributed.
    """
    low, estimate = extra
    if attributed <= 0 or estimate <= 0:
        raise ValueError("no attributed net GMV, so no rate pays for itself or does not")
    credited_low = attributed * low / estimate
    left, left_low = (value * unit.margin - sample_cost for value in (estimate, low))
    return Terms(
        break_even=left / attributed,
        break_even_low=left_low / credited_low if credited_low > 0 else -1.0,
        highest_fee=left - rate * attributed,
        highest_fee_low=left_low - rate * credited_low,
    )
