"""What a new ranking would earn, from lists that a market showed with known chances."""

from datetime import date

import numpy as np
import pandas as pd

from data.contract.columns import MATCH_ACTIONS
from data.warehouse import Session
from models.causal.effect import Floats
from models.causal.logged import FEWEST_ESS
from models.causal.logs import Log
from models.question import sql

PICKED = MATCH_ACTIONS[MATCH_ACTIONS.index("shortlisted") :]
"""What counts as success of an impression: shortlisted, or anything further."""
RANDOM_SHARE = 0.05
MOST_PLACES = 2_000
"""Places (product × rank) valued at once, which bounds the memory."""


class NoChancesError(ValueError):
    """No impression tells with which chance it was shown; says what would bring it."""


def match_log(session: Session, first_day: date, last_day: date) -> pd.DataFrame:
    """A row per impression in scope: `product_id`, `creator_id`, `rank`, `propensity` (empty where
    not drawn at random), `is_picked`.
    """
    asked = {"from_day": first_day, "last_day": last_day, "picked": list(PICKED)}
    return session.frame(sql("match_log"), **asked)


def with_chances(shown: pd.DataFrame) -> pd.DataFrame:
    """The impressions that were drawn by a known chance. Raises NoChancesError."""
    known = shown[shown["propensity"].astype(float) > 0]
    if known.empty:
        raise NoChancesError(_lacks(len(shown)))
    return known


def log_of(known: pd.DataFrame, ranked: pd.DataFrame) -> tuple[Log, Floats]:
    """Impressions `with_chances` as a log, a place being a product's rank; and the new ranking as
    places × creators, 1 where it has that creator there. Raises NoChancesError.

    `ranked`: `product_id`, `creator_id`, `rank`; places it has nothing for are left out.
    """
    place = ["product_id", "rank"]
    known = known.merge(ranked[place].drop_duplicates(), on=place)
    if known.empty:
        raise NoChancesError(
            "the new ranking has no list for the products that were shown with known chances; show "
            "some of its products in random order"
        )
    places = known[place].drop_duplicates().head(MOST_PLACES).reset_index(drop=True)
    places = places.assign(position=np.arange(len(places)))
    known, target = known.merge(places, on=place), ranked.merge(places, on=place)
    items = pd.Index(pd.concat([known["creator_id"], target["creator_id"]]).unique())
    policy = np.zeros((len(places), len(items)))
    policy[target["position"], items.get_indexer(pd.Index(target["creator_id"]))] = 1.0
    log = Log(
        items.get_indexer(pd.Index(known["creator_id"])).astype(np.int64),
        known["position"].to_numpy(np.int64),
        known["is_picked"].to_numpy(np.float64),
        known["propensity"].to_numpy(np.float64),
    )
    return log, policy


def _lacks(shown: int) -> str:
    told = f"none of {shown:,} impressions has a known chance" if shown else "nothing was shown yet"
    return (
        f"{told}; show {100 * RANDOM_SHARE:.0f} % of lists in random order and note each "
        "candidate's chance (match_impressions.propensity), until they are worth "
        f"{FEWEST_ESS} rows of the new ranking"
    )
