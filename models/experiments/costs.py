"""What the units of an experiment cost: of each sale, and of asking."""

import numpy as np

from models.causal.effect import Floats
from models.experiments.clustered import Arms, estimated, means
from models.experiments.drawing import ARMS
from models.experiments.followed import Followed
from models.experiments.report import Compared

OF_SALES = ("commission", "platform_fee", "goods_cost")
MISSING = {
    "lines_missing_commission": ("commission", "order line"),
    "lines_missing_fee": ("platform fee", "order line"),
    "lines_missing_cost": ("unit cost", "order line"),
}


def lacking(found: Followed) -> list[tuple[str, int, str]]:
    """Which costs of sales are not known, of how many of what; empty where all are."""
    counts = [(what, int(found.units[name].sum()), of) for name, (what, of) in MISSING.items()]
    return [count for count in counts if count[1]]


def left(found: Followed, control: str, level: float) -> Compared | None:
    """Net GMV less commission, platform fee and cost of goods per unit whose 28 days are over, in
    minor units; so commission on sales that would have come anyway counts too. None where any of it
    is `lacking`, or too few units are whole.
    """
    whole = found.is_whole
    arms = found.arms(control).take(whole)
    if lacking(found) or not arms.are_enough:
        return None
    outcome = _left(found)[whole]
    gained = means(outcome, arms)
    return Compared(gained.treated, gained.control, estimated(gained, arms, level))


def kept_share(found: Followed) -> float:
    """What `left` is of net GMV, over all units; nan where nothing was sold."""
    sold = float(found.total("net_gmv").sum())
    return float(_left(found).sum()) / sold if sold > 0 else float("nan")


def asking(found: Followed, control: str, asked: float | None = None) -> float | None:
    """What it cost per treated unit to ask, minor units: where samples were drawn for, one for
    each who was asked (as many as the list says, else `asked` as planned); else samples and fixed
    fees on record, beyond those of the control. None where that is not known, which it is not
    where no sample and no fee of the treated is on record.
    """
    arms = found.arms(control)
    units = found.units[arms.is_treated]
    if (units["arm"] == ARMS["sample"]).all():
        each = units["asked"].fillna(np.nan if asked is None else asked)
        cost = (units["sample_cost"] * each).to_numpy(np.float64)
        return None if np.isnan(cost).any() else float(cost.mean())
    recorded = found.units["sample_costs"] + found.units["flat_fees"]
    is_known = units["samples"].sum() or units["flat_fees"].sum()
    missing = found.units[["samples_missing_cost", "fees_missing_day"]]
    if not is_known or missing.to_numpy(bool).any():
        return None
    return max(_gap(recorded.to_numpy(np.float64), arms), 0.0)


def _left(found: Followed) -> Floats:
    costs = found.units[list(OF_SALES)].sum(axis=1).to_numpy(np.float64)
    return np.asarray(found.total("net_gmv") - costs)


def _gap(values: Floats, arms: Arms) -> float:
    return means(values, arms).difference
