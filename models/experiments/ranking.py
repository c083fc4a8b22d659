"""What a new ranking would earn, from lists that a market showed with known chances."""

from dataclasses import dataclass

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
MOST_PLACES = 2_000
"""Places (product × rank) valued at once, which bounds the memory."""


class NoChancesError(ValueError):
    """No impression tells with which chance it was shown; says what would bring it."""


def match_log(session: Session, days: int) -> pd.DataFrame:
    """A row per impression in scope of the last days on which any was shown: `product_id`,
    `creator_id`, `rank`, `model_version`, `propensity` (empty where not drawn at random),
    `is_picked`, local `day`.
    """
    return session.frame(sql("match_log"), days=days, picked=list(PICKED))


def with_chances(shown: pd.DataFrame) -> pd.DataFrame:
    """The impressions that were drawn by a known chance. Raises NoChancesError."""
    known = shown[shown["propensity"].astype(float) > 0]
    if known.empty:
        raise NoChancesError(_lacks(len(shown)))
    return known


@dataclass(frozen=True)
class Logged:
    """Impressions as a `log`, a place being a product's rank; the new ranking as a `policy`, places
    × creators, 1 where it has that creator there; the `share` of its places that these are; and how
    many `lists` were drawn, of whatever model.
    """

    log: Log
    policy: Floats
    share: float
    lists: int


def log_of(known: pd.DataFrame, ranked: pd.DataFrame) -> Logged:
    """Impressions `with_chances` beside the new ranking (`product_id`, `creator_id`, `rank`).
    Raises NoChancesError.

    Of a creator whom chance never brought before a viewer of that product nothing is known, so a
    place that the new ranking gives to such a one is left out, of both. So are impressions of a
    model's lists that never had the one who is now to stand there: its chance in these was none.
    """
    place, pair = ["product_id", "rank"], ["product_id", "creator_id"]
    wanted = ranked.merge(known[place].drop_duplicates(), on=place)
    if wanted.empty:
        raise NoChancesError(
            "the new ranking has no list for the products that were shown by chance; show some of "
            "its products by chance"
        )
    lists = _lists(known)
    could = wanted.merge(known[[*pair, "model_version"]].drop_duplicates(), on=pair)
    known = known.merge(could[[*place, "model_version"]], on=[*place, "model_version"])
    target = wanted.merge(known[place].drop_duplicates(), on=place)
    if target.empty:
        raise NoChancesError(
            "chance never showed whom the new ranking puts first; show its own lists by chance"
        )
    places = target[place].drop_duplicates().head(MOST_PLACES).reset_index(drop=True)
    places = places.assign(position=np.arange(len(places)))
    known, target = known.merge(places, on=place), target.merge(places, on=place)
    items = pd.Index(pd.concat([known["creator_id"], target["creator_id"]]).unique())
    policy = np.zeros((len(places), len(items)))
    policy[target["position"], items.get_indexer(pd.Index(target["creator_id"]))] = 1.0
    log = Log(
        items.get_indexer(pd.Index(known["creator_id"])).astype(np.int64),
        known["position"].to_numpy(np.int64),
        known["is_picked"].to_numpy(np.float64),
        known["propensity"].to_numpy(np.float64),
    )
    return Logged(log, policy, len(places) / len(wanted[place].drop_duplicates()), lists)


def _lists(known: pd.DataFrame) -> int:
    """How many lists the impressions are of: each has one creator at a place."""
    lists = ["product_id", "model_version"]
    return int(known.groupby([*lists, "rank"]).size().groupby(lists).max().sum())


def _lacks(shown: int) -> str:
    told = "nothing was shown yet"
    if shown:
        told = f"none of {shown:,} impressions was drawn by chance"
    return (
        f"{told}, and a list in a fixed order tells nothing of another one. On Matches, Sort by → "
        "By chance draws the first places and notes the chance of each, as a loaded table of "
        f"match_impressions may; it takes as many as are worth {FEWEST_ESS} of the new ranking"
    )
