"""What creators and products had done before a cut-off day, as facts a ranker may learn from.

Leakage rule: a fact counts nothing that happened on the cut-off day or later, and refunds only of
sales that were at least 30 days old by then. Followers, prices and the like carry no history in the
tables, so they are no facts of this file.
"""

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.interests.affinity import category_shares
from models.interests.memory import INTERESTS
from models.question import sql

History: TypeAlias = Mapping[str, pd.DataFrame]
"""Facts by kind of entity: a row per id (the index), a column per fact, empty where unknown; and
under INTERESTS, what creators turn to: `creator_id`, `category` and shares by SPANS.
"""

NO_HISTORY: History = {}
VIEWS, ORDERS = 200, 5
"""So many views or orders count as much as nothing known when growth is reckoned."""
CLICKS, LINES = 300, 20
"""So many clicks or order lines at the market's own rate are added before a rate is taken."""


def history(session: Session, cut_off: date) -> History:
    """Facts of creators and products as they stood when the local day `cut_off` began."""
    creators = session.frame(sql("creator_history"), cut_off=cut_off).set_index("creator_id")
    products = session.frame(sql("product_history"), cut_off=cut_off).set_index("product_id")
    return {
        "creator": _creators(creators),
        "product": _products(products),
        INTERESTS: category_shares(session, cut_off),
    }


def _creators(told: pd.DataFrame) -> pd.DataFrame:
    """`saturation` is how much of what a creator carried in 210 days it still carries."""
    return pd.DataFrame(
        {
            "reach": np.log1p(told["views"]),
            "momentum": _growth(told["views_lately"], told["views"], VIEWS),
            "conversion": _rate(told["orders_of_clicks"], told["clicks"], CLICKS),
            "refunds": _rate(told["refunded"], told["settled"], LINES),
            "orders": np.log1p(told["orders"]),
            "carried": np.log1p(told["carried"]),
            "saturation": told["carried"] / told["carried_in_all"],
        }
    )


def _products(told: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "age": np.log1p(told["age"]),
            "reach": np.log1p(told["views"]),
            "momentum": _growth(told["orders_lately"], told["orders"], ORDERS),
            "conversion": _rate(told["orders_of_clicks"], told["clicks"], CLICKS),
            "refunds": _rate(told["refunded"], told["settled"], LINES),
            "orders": np.log1p(told["orders"]),
            "organic": _rate(told["organic_orders"], told["orders"], ORDERS),
            "carriers": np.log1p(told["carriers"]),
        }
    )


def _growth(lately: pd.Series, both: pd.Series, usual: float) -> pd.Series:
    """Log ratio of the last half of a window to the half before, drawn towards none."""
    return np.log((lately + usual) / (both - lately + usual))


def _rate(happened: pd.Series, trials: pd.Series, usual: float) -> pd.Series:
    """Log of a rate, drawn towards the rate of all as if `usual` trials had shown it; what has no
    trial at all is unknown.
    """
    of_all = (happened.sum() + 1) / (trials.sum() + 1)
    return np.log((happened + usual * of_all) / (trials + usual)).where(trials > 0)
