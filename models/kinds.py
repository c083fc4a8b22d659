"""Which generators and how large a ranker suit which kind of data; chosen on rehearsals of public
sets and of the demo market, never on a test part.
"""

from typing import Any

from models.entities import GIVEN
from models.exam import Training

TELLERS = ("popularity", "profile", "creator-knn", "graph-filter", "prod2vec", "clock")
LEARNED = {"trees": 200, "learning_rate": 0.08, "rehearsals": 1}

KINDS: dict[str, dict[str, Any]] = {
    "described": {
        "members": ("content", "likeness", "broad-likeness", "bridge"),
        "depth": 1000,
        "trees": 150,
        "learning_rate": 0.05,
        "seeds": 3,
        "rehearsals": 10,
    },
    "pairs": LEARNED
    | {
        "members": ("item-knn", "creator-knn", "graph-filter", "ials"),
        "depth": 80,
        "questions": 6000,
    },
    "sequences": LEARNED
    | {
        "members": ("item-knn", "transition", "smooth-steps", "taste", *TELLERS),
        "tellers": TELLERS,
        "is_ordered": True,
        "depth": 40,
        "questions": 12_000,
        "pull": 0.0,
    },
    "worded": {"members": ("profile", "prod2vec"), "depth": 60, "rehearsals": 1},
    "market": {
        "members": (
            *("hybrid", "popularity", "content", "likeness", "bridge", "profile"),
            *("item-knn", "creator-knn", "graph-filter", "ials"),
        ),
        "has_fit": True,
        "depth": 80,
        "reach": 400,
        "newcomers": 40,
    },
}


def kind_of(training: Training) -> str:
    """`described`: given vectors on both sides, and pairs without dates; `pairs`: ids alone;
    `sequences`, `worded`: things with words taken by someone of whom nothing else is known, in
    order of time or without any; `market`: everything else.
    """
    products, creators = set(training.products.blocks), set(training.creators.blocks)
    is_dated = bool(training.pairs["at"].notna().any())
    if any(name.startswith(GIVEN) for name in training.shared):
        return "market" if is_dated else "described"
    if not products and not creators:
        return "pairs"
    if creators <= products:
        return "sequences" if is_dated else "worded"
    return "market"
