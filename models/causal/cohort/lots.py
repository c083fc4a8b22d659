"""Drawn lists: offers that a coin made or held back, and which of them came to a start."""

import numpy as np
import pandas as pd

from models.causal.cohort.panel import NEVER, Deals, Lots

WITHIN = 28
"""Days from the draw in which an offer comes to a start, or does not."""
LEAST_F = 10.0
"""Below it offers hardly moved who starts, and what they did is chance (Staiger and Stock 1997)."""


def lots(listed: pd.DataFrame, deals: Deals) -> Lots:
    """Of `listed`: experiment, arm, product and creator (rows of the panel's, -1 for any creator),
    group drawn together, day, propensity or none. Of every experiment the arm with the fewest
    starts is the one held back; one whose arms start alike says nothing of starts and is left out.
    """
    told = pd.concat([listed.reset_index(drop=True), _came_to(listed, deals)], axis=1)
    parts = [_parted(part) for _, part in told.groupby("experiment", sort=True)]
    kept = pd.concat([told.head(0).assign(is_offered=False, chance=0.0), *parts])
    names = ("product", "group", "day", "starts", "deal")
    product, group, day, starts, deal = (kept[name].to_numpy(np.int64) for name in names)
    is_offered, chance = kept["is_offered"].to_numpy(bool), kept["chance"].to_numpy(np.float64)
    return Lots(product, group, day, is_offered, chance, starts, deal)


def _came_to(listed: pd.DataFrame, deals: Deals) -> pd.DataFrame:
    """Per offer how many `starts` came WITHIN days of the draw, with the creator if one is named,
    and the first such `deal`, else -1.
    """
    begun = pd.DataFrame(
        {"product": deals.product, "with": deals.creator, "on": deals.started}
    ).rename_axis("deal")
    begun = begun[deals.started != NEVER].reset_index()
    drawn = listed[["product", "creator", "day"]].reset_index(drop=True).rename_axis("lot")
    both = drawn.reset_index().merge(begun, on="product")
    wait = both["on"] - both["day"]
    meant = (both["creator"] < 0) | (both["creator"] == both["with"])
    came = both[meant & wait.between(0, WITHIN)].sort_values(["on", "deal"]).groupby("lot")["deal"]
    found = pd.DataFrame({"starts": came.size(), "deal": came.first()}).reindex(drawn.index)
    return found.fillna({"starts": 0, "deal": -1}).astype(np.int64)


def _parted(part: pd.DataFrame) -> pd.DataFrame:
    """An experiment's offers and those held back, with the chance to be offered; nothing where the
    arms start alike.
    """
    by_arm = part.groupby("arm")["starts"]
    held, counts = by_arm.mean().idxmin(), by_arm.size()
    is_offered = part["arm"] != held
    if not _moved(part.loc[is_offered, "starts"], part.loc[~is_offered, "starts"]):
        return part.head(0).assign(is_offered=False, chance=0.0)
    own = part["propensity"].fillna(part["arm"].map(counts / len(part)))
    chance = 1 - own.where(~is_offered, own[~is_offered].mean())
    return part.assign(is_offered=is_offered, chance=chance)


def _moved(offered: pd.Series, held: pd.Series) -> bool:
    """Whether starts per offer differ between the arms by LEAST_F."""
    if min(len(offered), len(held)) < 2:
        return False
    noise = offered.var() / len(offered) + held.var() / len(held)
    gap = float(offered.mean() - held.mean())
    return gap > 0 and gap**2 >= LEAST_F * float(noise)
