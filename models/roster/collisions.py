"""Why no set is within the limits: which of them collide, and by how much."""

from collections.abc import Callable
from dataclasses import dataclass

from models.roster.bounds import musts, wished
from models.roster.problem import Problem
from models.roster.program import Program

MONEY_WORDS = {
    "budget": "the must-haves cost",
    "sample_budget": "samples of the must-haves cost",
    "fee_budget": "fixed fees of the must-haves cost",
    "commission_budget": "commission of the must-haves is expected to be",
}


@dataclass(frozen=True)
class Collision:
    """A limit that cannot be kept: `needed` against `allowed`, of a product or creator `about`."""

    kind: str
    about: str
    needed: float
    allowed: float

    def words(self, money: Callable[[float], str], name: Callable[[str], str] = str) -> str:
        """A sentence; `money` writes amounts, `name` what products and creators are called."""
        if self.kind in MONEY_WORDS:
            return f"{MONEY_WORDS[self.kind]} {money(self.needed)} of {money(self.allowed)} allowed"
        needed, allowed, about = f"{self.needed:,.0f}", f"{self.allowed:,.0f}", name(self.about)
        creators = "creator" if self.needed == 1 else "creators"
        samples = "sample" if self.needed == 1 else "samples"
        return {
            "asked": f"the must-haves are {needed} {creators}, and {allowed} may be asked",
            "samples": f"the must-haves need {needed} {samples} of {about}; at hand: {allowed}",
            "per_product": f"{needed} {creators} must carry {about}, and {allowed} may",
            "seen": f"{needed} {creators} must carry {about}, and {allowed} more than now are "
            "within what this market has seen",
            "is_one_product_each": f"{about} must carry {needed} products, and may carry one",
            "both": f"{about} is a must-have and on the never list",
            "unknown": f"{about} is a must-have and not among the candidates",
            "target": f"all limits allow {money(self.allowed)}, short of {money(self.needed)}",
        }[self.kind]


class InfeasibleError(ValueError):
    """No set is within the limits; `collisions` says which of them and by how much."""

    def __init__(self, collisions: tuple[Collision, ...]) -> None:
        self.collisions = collisions
        super().__init__("; ".join(c.words(lambda amount: f"{amount:,.2f}") for c in collisions))


def contradictions(problem: Problem) -> tuple[Collision, ...]:
    """Must-haves that no limit could make room for."""
    never, limits = wished(problem, problem.limits.never), problem.limits
    named = sorted(limits.must, key=lambda wish: (wish[0] or "", wish[1]))
    found = []
    for (product, creator), places in zip(named, musts(problem, limits), strict=True):
        about = f"{creator} on {product}" if product else creator
        if not len(places):
            found.append(Collision("unknown", about, 1, 0))
        elif all(never[place] for place in places):
            found.append(Collision("both", about, 1, 0))
    return tuple(found)


def collisions(program: Program) -> tuple[Collision, ...]:
    """The limits that the must-haves break, by the least that would have to give way."""
    bounds = program.bounds
    kinds = [(row.kind, row.about, row.most) for row in bounds.rows]
    kinds += [("asked", "", float(bounds.asked or 0))] if bounds.asked is not None else []
    lacks = program.lacking()[: len(kinds)]
    return tuple(
        Collision(kind, about, most + float(lack), most)
        for (kind, about, most), lack in zip(kinds, lacks, strict=True)
        if lack > 0
    )
