"""To whom a fact is told and of whom, and words that many facts share."""

from dataclasses import dataclass
from typing import Any

from pages.components.numbers import counted, share


@dataclass(frozen=True)
class Telling:
    """To whom it is told, and of whom: amounts in `currency`; `is_shop` a merchant, for whom
    the own shop alone was counted; `is_product` a product's card, where facts may be the creator's.
    """

    currency: str
    is_shop: bool = False
    is_product: bool = False

    @property
    def creator(self) -> str:
        return "this creator " if self.is_product else ""

    @property
    def creators(self) -> str:
        return "this creator's" if self.is_product else "its"

    @property
    def product(self) -> str:
        return "this product " if self.is_product else ""

    @property
    def for_you(self) -> str:
        return " for you" if self.is_shop else ""

    @property
    def of_yours(self) -> str:
        return " of yours" if self.is_shop else ""

    @property
    def every(self) -> str:
        return "all of yours" if self.is_shop else "all"


Told = dict[str, Any]


def bold(n: int, noun: str) -> str:
    """**1** order line, **1,234** order lines."""
    number, _, rest = counted(n, noun).partition(" ")
    return f"**{number}** {rest}"


def beside(told: Told) -> str:
    """Where a figure stands in the list."""
    if told["above"] == 1:
        return "more than any other in this list"
    return f"more than {share(told['above'])} of this list"
