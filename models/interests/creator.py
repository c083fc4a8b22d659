"""One creator's interests as a page shows them: now beside the long run, and whether they moved."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.interests.drift import Drift, drift
from models.interests.keys import NONE, Keys
from models.interests.profile import Profile
from models.interests.profiles import Profiles
from models.interests.stream import EPOCH

SHOWN = "subcategory"


@dataclass(frozen=True)
class CreatorInterests:
    """`categories`: a row per subcategory, `category`, `share_now`, `share_long`, `products_now`,
    `products_long`, the largest of the long run first; `n_now` and `n_long` count days on which a
    product was shown or sold. Empty where nothing is told; `drift` is None then.
    """

    categories: pd.DataFrame
    n_now: int
    n_long: int
    now_from: date | None
    now_until: date | None
    drift: Drift | None


def creator_interests(
    session: Session, creator_id: str, last_day: date, merchant_id: str | None = None
) -> CreatorInterests:
    """A creator's interests as of the end of a day, on all products or on one shop's."""
    cut_off = last_day + timedelta(days=1)
    profiles = Profiles.before(
        session, "creator", cut_off, entity_id=creator_id, merchant_id=merchant_id
    )
    profile = profiles.of(creator_id)
    has_category = profiles.keys.column(SHOWN) != NONE
    told = [product for product in profile.totals if has_category[product]]
    last = profile.session()
    frame = _by_category(profile, profiles.keys)
    return CreatorInterests(
        frame,
        len(last),
        profile.n,
        _day(last[0][0]) if last else None,
        _day(last[-1][0]) if last else None,
        _drift(profile, profiles.keys, told) if frame["share_now"].sum() else None,
    )


def _by_category(profile: Profile, keys: Keys) -> pd.DataFrame:
    now, long = profile.short(SHOWN), profile.long(SHOWN)
    key_of = keys.column(SHOWN)
    seen_now = {product for _, product in profile.session()}
    rows = [
        {
            "category": keys.names[SHOWN][key],
            "share_now": now.get(key, 0.0),
            "share_long": share,
            "products_now": sum(key_of[product] == key for product in seen_now),
            "products_long": sum(key_of[product] == key for product in profile.totals),
        }
        for key, share in long.items()
    ]
    columns = ["category", "share_now", "share_long", "products_now", "products_long"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["share_long", "category"], ascending=[False, True], ignore_index=True)


def _drift(profile: Profile, keys: Keys, told: list[int]) -> Drift:
    weight = profile.session_weights()
    now = np.array([weight.get(product, 0.0) for product in told])
    long = np.array([profile.totals[product] for product in told])
    return drift(now, long, keys.column(SHOWN)[told])


def _day(seconds: float) -> date:
    return EPOCH + timedelta(days=int(seconds // 86_400))
