"""What may be paid for a pair: commission and fixed fee at which it just pays for itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd


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
    """What a unit leaves: net GMV received for it, its cost, the platform's share of net GMV."""

    price: float
    cost: float
    platform_fee_rate: float

    @property
    def margin(self) -> float:
        """Share of net GMV that is left before commission."""
        return 1 - self.platform_fee_rate - self.cost / self.price


@dataclass(frozen=True)
class Credited:
    """Net GMV that would be credited to a pair, the part of it that is new, and both lower ends."""

    attributed: float
    attributed_low: float
    new_share: float
    new_share_low: float

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> "Credited":
        """From a row of pair_estimates."""
        return cls(*(float(row[name]) for name in cls.__dataclass_fields__))


def pair_terms(pair: Credited, unit: Unit, rate: float, sample_cost: float) -> Terms:
    """Terms at which what is new pays for what is credited.

    Break-even: new share x attributed x margin - sample = rate x attributed; at the lower end both
    share and attributed net GMV take theirs. Raises ValueError where nothing would be attributed.
    """
    if pair.attributed <= 0 or pair.new_share <= 0:
        raise ValueError("no attributed net GMV, so no rate pays for itself or does not")
    left = pair.new_share * pair.attributed * unit.margin - sample_cost
    left_low = pair.new_share_low * pair.attributed_low * unit.margin - sample_cost
    return Terms(
        break_even=left / pair.attributed,
        break_even_low=left_low / pair.attributed_low if pair.attributed_low > 0 else -1.0,
        highest_fee=left - rate * pair.attributed,
        highest_fee_low=left_low - rate * pair.attributed_low,
    )


@dataclass(frozen=True)
class Costs:
    """What a unit of a product brings and costs its shop; money in minor units, None if unknown."""

    price: float | None = None
    unit_cost: float | None = None
    platform_fee_rate: float | None = None
    sample_cost: float | None = None

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> "Costs":
        """From a row of product_rows: its price is what was received lately, else the list price;
        what is missing in whatever way becomes None.
        """
        known = {name: _known(row[name]) for name in ("received_price", *cls.__dataclass_fields__)}
        received = known.pop("received_price")
        return cls(**{**known, "price": received or known["price"]})

    def missing(self) -> str:
        """The names of what has to be known and is not; empty where all is."""
        needed = {
            "price": self.price,
            "unit cost": self.unit_cost,
            "platform fee": self.platform_fee_rate,
        }
        return " and ".join(name for name, value in needed.items() if value is None)


def _known(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def break_even(pair: Credited, costs: Costs, rate: float) -> Terms | str:
    """`pair_terms` for a product's costs, one sample included where its cost is known; or a text
    that says why not.
    """
    if missing := costs.missing():
        return f"the product's {missing} is not known"
    assert costs.price is not None
    assert costs.unit_cost is not None
    assert costs.platform_fee_rate is not None
    if costs.price <= 0:
        return "the product is free"
    unit = Unit(costs.price, costs.unit_cost, costs.platform_fee_rate)
    try:
        return pair_terms(pair, unit, rate, costs.sample_cost or 0)
    except ValueError as error:
        return str(error)
