"""What is sold: twelve categories with their prices, buyers and seasons, and the words for them."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
Ints = npt.NDArray[np.integer[Any]]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Category:
    """A top category: `price` is a median in dollars, `price_sd` that of log prices, `female` and
    `age` describe its buyers, `refund` is the usual refund rate, `conversion` a factor."""

    name: str
    short: str
    share: float
    price: float
    price_sd: float
    female: float
    age: float
    refund: float
    conversion: float
    season: str
    kinds: dict[str, list[str]]
    adjectives: list[str]
    variants: list[str]

    @property
    def leaves(self) -> list[tuple[str, str]]:
        """(subcategory, kind of product) of every kind sold."""
        return [(kind, leaf) for kind, leaves in self.kinds.items() for leaf in leaves]


@cache
def vocabulary() -> dict[str, Any]:
    """All words from which names and titles are made."""
    return json.loads(Path(__file__).with_name("vocabulary.json").read_text(encoding="utf-8"))


@cache
def categories() -> tuple[Category, ...]:
    """The top categories, largest first."""
    return tuple(Category(**entry) for entry in vocabulary()["categories"])


def by_category(field: str) -> Floats:
    """One number per category, such as `price`."""
    return np.array([getattr(category, field) for category in categories()], float)


# Which categories' followers also buy in another one, by position in `categories()`.
RELATED = (
    (0, 1),
    (0, 3),
    (1, 5),
    (2, 6),
    (2, 11),
    (3, 5),
    (3, 6),
    (4, 10),
    (4, 9),
    (7, 9),
    (2, 7),
    (2, 8),
    (10, 11),
)


def relatedness() -> Floats:
    """Category × category: 1 on the diagonal, .3 for neighbours, else 0."""
    matrix = np.eye(len(categories()))
    for one, other in RELATED:
        matrix[one, other] = matrix[other, one] = 0.3
    return matrix
