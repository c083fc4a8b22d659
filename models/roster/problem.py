"""What a roster is chosen from and what bounds it: candidate pairs, limits, must-haves."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.roster.curve import LINEAR, Curve

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Texts = NDArray[np.str_]
Truths = NDArray[np.bool_]
COSTS = ("sample_cost", "flat_fee", "commission")
ALONE = -1
"""The audience group of a creator who shares no more shoppers than is usual."""
Wish = tuple[str | None, str]
"""A product and a creator; a creator on whatever product where the product is None."""


class BadInputError(ValueError):
    """What was given cannot be candidates or limits; says which and why."""


@dataclass(frozen=True)
class Candidates:
    """Pairs by place: `value` is the mean of extra net GMV (or of extra margin), `draws` pair ×
    draw of it with what is unsure of all in common, so that sums may be drawn; money in one unit.

    `audience` numbers the groups of creators who share shoppers, ALONE for none; `shared` is, by
    group, the share of a member's audience that others of it reach too.
    """

    product_ids: Texts
    creator_ids: Texts
    value: Floats
    draws: Floats
    sample_cost: Floats
    flat_fee: Floats
    commission: Floats
    audience: Ints
    shared: Floats = field(default_factory=lambda: np.empty(0))

    def __len__(self) -> int:
        return len(self.value)

    @property
    def spend(self) -> Floats:
        """What each pair takes of the budget."""
        return self.sample_cost + self.flat_fee + self.commission

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same candidates to the bit, and for no others."""
        found = hashlib.sha256()
        for part in fields(self):
            column = np.ascontiguousarray(getattr(self, part.name))
            found.update(f"{part.name} {column.dtype} {column.shape}".encode())
            found.update(column.tobytes())
        return found.hexdigest()

    def name(self, place: int) -> str:
        return f"{self.creator_ids[place]} on {self.product_ids[place]}"

    def checked(self) -> "Candidates":
        """These, if they can be chosen from. Raises BadInputError."""
        n, given = len(self), (*COSTS, "product_ids", "creator_ids", "audience", "draws")
        if uneven := [name for name in given if len(getattr(self, name)) != n]:
            raise BadInputError(f"{', '.join(uneven)}: not one row per candidate ({n})")
        wrong: dict[str, Truths] = {"value": np.asarray(~np.isfinite(self.value))}
        wrong["draws"] = np.asarray(~np.isfinite(self.draws).all(axis=1))
        for name in COSTS:
            cost = getattr(self, name)
            wrong[name] = np.asarray(~(np.isfinite(cost) & (cost >= 0)))
        for name, is_wrong in wrong.items():
            if is_wrong.any():
                kind = "no number" if name in ("value", "draws") else "no number from 0 on"
                raise BadInputError(f"{name} of {self.name(int(is_wrong.argmax()))} is {kind}")
        pairs = Counter(zip(self.product_ids.tolist(), self.creator_ids.tolist(), strict=True))
        for (product, creator), times in pairs.items():
            if times > 1:
                raise BadInputError(f"{creator} on {product} is among the candidates twice")
        if self.audience.max(initial=ALONE) >= len(self.shared) or (
            len(self.shared) and not ((self.shared >= 0) & (self.shared <= 1)).all()
        ):
            raise BadInputError("shared: one share from 0 to 1 is needed per audience group")
        return self


@dataclass(frozen=True)
class Limits:
    """What a roster may take; None sets no limit. `budget` bounds samples, fees and commission
    together, `asked` the creators, `samples` those at hand by product, `per_product` the creators
    of each product, `seen` by product those within what the market has seen, beyond which its curve
    is not known. `must` and `never` hold wishes.
    """

    budget: float | None = None
    sample_budget: float | None = None
    fee_budget: float | None = None
    commission_budget: float | None = None
    asked: int | None = None
    samples: Mapping[str, int] = field(default_factory=dict)
    per_product: int | None = None
    seen: Mapping[str, int] = field(default_factory=dict)
    is_one_product_each: bool = False
    must: frozenset[Wish] = frozenset()
    never: frozenset[Wish] = frozenset()

    def checked(self) -> "Limits":
        """These, if they are limits. Raises BadInputError."""
        parts = ("budget", "sample_budget", "fee_budget", "commission_budget", "asked")
        given = {name: getattr(self, name) for name in (*parts, "per_product")}
        given |= {f"samples of {product}": most for product, most in self.samples.items()}
        given |= {f"seen of {product}": most for product, most in self.seen.items()}
        for name, most in given.items():
            if most is not None and not most >= 0:
                raise BadInputError(f"{name} is {most}; a limit is a number from 0 on")
        return self


@dataclass(frozen=True)
class Problem:
    """Candidates within limits; `curves` says by product how what its creators bring adds up, each
    for itself where it says nothing.
    """

    candidates: Candidates
    limits: Limits
    curves: Mapping[str, Curve] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.candidates.checked()
        self.limits.checked()

    def fingerprint(self) -> str:
        """The same for the same candidates, limits and curves to the bit, and for no others."""
        told = {
            k: sorted(v, key=str) if k in ("must", "never") else v
            for k, v in asdict(self.limits).items()
        }
        told |= {of: sorted(getattr(self.limits, of).items()) for of in ("samples", "seen")}
        whole = (self.candidates.fingerprint, told, sorted(self.curves.items(), key=str))
        return hashlib.sha256(repr(whole).encode()).hexdigest()

    def curve(self, product_id: str) -> Curve:
        return self.curves.get(product_id, LINEAR)
