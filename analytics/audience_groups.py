"""Which creators reach the same shoppers more than is usual: groups, for a roster to count once."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from analytics.audience import MIN_SHOPPERS
from analytics.question import sql
from data.warehouse import Session

TOGETHER = 0.2
"""Mean share of shoppers from which creators form a group."""


@dataclass(frozen=True)
class AudienceGroups:
    """By creator_id the number of its group, for those in one of two or more; `shared` is by group
    the mean share of the smaller audience that two of its members have in common, `usual`
    that of any two creators; `known` counts creators whose shoppers suffice to tell.
    """

    group: dict[str, int] = field(default_factory=dict)
    shared: tuple[float, ...] = ()
    usual: float = 0.0
    known: int = 0

    def beyond_usual(self) -> tuple[float, ...]:
        """By group, what it shares beyond what is usual, 0 to 1."""
        left = max(1 - self.usual, 1e-9)
        return tuple(max(share - self.usual, 0.0) / left for share in self.shared)


def audience_groups(
    session: Session, creator_ids: tuple[str, ...], merchant_id: str | None = None
) -> AudienceGroups:
    """Groups by average linkage on shared shoppers; none where clicks name no shopper."""
    asked = {"creator_ids": list(creator_ids), "merchant_id": merchant_id}
    pairs = session.frame(sql("audience_groups"), **asked)
    smaller = pairs[["shoppers", "other_shoppers"]].min(axis=1)
    pairs = pairs.assign(share=pairs["shared"] / smaller)[smaller >= MIN_SHOPPERS]
    ids = pd.unique(pd.concat([pairs["creator_id"], pairs["other_id"]]))
    if len(ids) < 2:
        return AudienceGroups()
    shares = np.zeros((len(ids), len(ids)))
    place = {creator: number for number, creator in enumerate(sorted(ids))}
    first, second = (pairs[name].map(place).to_numpy() for name in ("creator_id", "other_id"))
    shares[first, second] = shares[second, first] = pairs["share"].to_numpy()
    np.fill_diagonal(shares, 1.0)
    return _grouped(shares, list(place))


def _grouped(shares: np.ndarray, ids: list[str]) -> AudienceGroups:
    tree = linkage(squareform(1 - shares, checks=False), "average")
    label = fcluster(tree, 1 - TOGETHER, "distance")
    group: dict[str, int] = {}
    shared: list[float] = []
    for number in np.unique(label):
        members = np.flatnonzero(label == number)
        if len(members) > 1:
            group |= {ids[member]: len(shared) for member in members}
            shared.append(_mean_of_pairs(shares[np.ix_(members, members)]))
    return AudienceGroups(group, tuple(shared), _mean_of_pairs(shares), len(ids))


def _mean_of_pairs(shares: np.ndarray) -> float:
    return float(shares[np.triu_indices(len(shares), 1)].mean())
