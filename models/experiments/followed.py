"""The units of an experiment with what they sold before and since they were drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.causal.effect import Floats
from models.experiments.clustered import Arms
from models.experiments.segments import bands
from models.experiments.spread import DAYS
from models.question import sql

MEASURES = ("net_gmv", "sku_orders", "clicks")
UNITS = ("pair", "product", "creator")
"""Types of units that can be read out; shoppers' sales are on no page."""
OF_PAIR = (
    *("starts", "asked", "samples", "sample_costs", "samples_missing_cost"),
    *("flat_fees", "fees_missing_day"),
)
"""What is a pair's own and no sale of its product."""
CONTROLS = ("left_alone", "control", "holdout", "none")
SEGMENTS = {
    "category": "Category",
    "price_band": "Price band",
    "tier": "Creator size",
}


def experiments(session: Session) -> pd.DataFrame:
    """A row per experiment × unit type in scope, the latest first: `experiment_id`, `unit_type`,
    `units`, `arms` by name, `first_on` and `last_on` of the draw.
    """
    return session.frame(sql("experiments"))


@dataclass(frozen=True)
class Followed:
    """`units`: a row per unit whose product or creator the market knows, with `arm`, `cluster_id`,
    `propensity`, `stratum`, `starts` in its 28 days, `assigned_on`, the segments and, but for
    creators, what it cost (experiment_costs.sql, experiment_asking.sql). Pairs of one product that
    were drawn into one arm on one day are one unit of so many `asked`, for they share its sales; of
    products the list does not say how many were. `daily`: units × 28 days from the draw per
    measure, minor units; `before`: what each had in the 28 days before it; `days`: how many of the
    28 are over; `drawn`: units on the list per arm, known or not.
    """

    units: pd.DataFrame
    daily: Mapping[str, Floats]
    before: Mapping[str, Floats]
    days: Floats
    drawn: Mapping[str, int]

    @property
    def is_whole(self) -> np.ndarray:
        """Whose 28 days are over."""
        return self.days >= DAYS

    def arms(self, control: str) -> Arms:
        """Those who are not `control` are the treated, of one arm: see `between`."""
        if self.units["arm"].nunique() > 2:
            raise ValueError("more than two arms; compare two with `between`")
        chance = self.units["propensity"].astype(float)
        weight = (1 / chance).fillna(1.0).to_numpy() if chance.notna().all() else None
        cluster = pd.factorize(self.units["cluster_id"])[0].astype(np.int64)
        even = np.ones(len(self.units))
        is_treated = (self.units["arm"] != control).to_numpy(bool)
        return Arms(is_treated, even if weight is None else weight, cluster)

    def between(self, treated: str, control: str) -> "Followed":
        """The two arms that are compared, without all others."""
        is_in = self.units["arm"].isin([treated, control]).to_numpy(bool)
        return Followed(
            self.units[is_in].reset_index(drop=True),
            {name: grid[is_in] for name, grid in self.daily.items()},
            {name: own[is_in] for name, own in self.before.items()},
            self.days[is_in],
            {arm: n for arm, n in self.drawn.items() if arm in (treated, control)},
        )

    def total(self, measure: str) -> Floats:
        """What each unit had so far within its 28 days."""
        return np.asarray(self.daily[measure].sum(axis=1))


def followed(
    session: Session, experiment_id: str, unit_type: str, last_day: date, currency: str
) -> Followed:
    """One experiment up to the end of the last complete day, as the session sees it."""
    asked = {"experiment_id": experiment_id, "unit_type": unit_type}
    until = {"last_day": last_day, "currency": currency}
    listed = session.frame(sql("experiment_units"), **asked)
    listed["asked"] = 1.0 if unit_type == "pair" else np.nan
    if unit_type != "creator":
        for question in ("experiment_costs", "experiment_asking"):
            listed = listed.merge(session.frame(sql(question), **asked, **until), on="unit_id")
    all_units = _together(listed, unit_type)
    units = all_units[all_units["is_known"].astype(bool)].reset_index(drop=True)
    sold = session.frame(sql("experiment_days"), **asked, **until)
    place = pd.Index(units["unit_id"]).get_indexer(pd.Index(sold["unit_id"]))
    sold, place = sold[place >= 0], place[place >= 0]
    since = sold["since"].to_numpy(np.int64)
    daily, before = {}, {}
    for measure in MEASURES:
        grid = np.zeros((len(units), 2 * DAYS))
        grid[place, since + DAYS] = sold[measure].to_numpy(np.float64)
        before[measure], daily[measure] = grid[:, :DAYS].sum(axis=1), grid[:, DAYS:]
    over = (pd.Timestamp(last_day) - pd.to_datetime(units["assigned_on"])).dt.days + 1
    return Followed(
        units.assign(price_band=bands(units["price"])),
        daily,
        before,
        over.clip(0, DAYS).to_numpy(np.float64),
        all_units["arm"].value_counts().to_dict(),
    )


def _together(units: pd.DataFrame, unit_type: str) -> pd.DataFrame:
    """Pairs that share a product, an arm and a day as one, what is each pair's own added up; it has
    a creator size where all have the same.
    """
    if unit_type != "pair" or units.empty:
        return units
    shared = ["product_id", "arm", "assigned_on"]
    groups = units.groupby(shared, dropna=False)
    is_alike = groups["tier"].transform("nunique") == 1
    sums = {name: groups[name].transform("sum") for name in OF_PAIR}
    told = units.assign(tier=units["tier"].where(is_alike), **sums)
    return told.drop_duplicates(shared, ignore_index=True)
