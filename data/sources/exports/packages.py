"""Order lines in several packages: a row each, which together are the line."""

from collections.abc import Sequence

import pandas as pd

from data.sources.exports.newer import FURTHER
from data.sources.exports.order_rows import KEY
from data.sources.exports.whole import Whole

TORN = "a newer report of this order line does not tell all its packages"
REMEDY = "load one file that has all its packages; undo a load that has only some, or old ones"
STATE = [*KEY, "packages", "quantity", "payment", "status", "made_at"]
SUMS = (
    *("quantity", "returned", "payment", "before_discount"),
    *("platform_discount", "seller_discount", "given_back"),
)


def put_together(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per order line: its packages added up, and no further than the one that is last.

    Where others are under way a cancelled package is not the line's end, but was given back.
    `is_cancelled`, `given_back` (minor units) and `packages` (their ids) besides.
    """
    is_cancelled = (frame["status"] == "cancelled") | (frame["ending"] == "cancel")
    frame = frame.assign(is_cancelled=is_cancelled, given_back=0, packages=frame["package_id"])
    parts = frame.duplicated(KEY, keep=False)
    if not parts.any():
        return frame
    packed = frame[parts].assign(place=frame["status"].map(FURTHER))
    under_way = ~packed["is_cancelled"]
    has_others = under_way.groupby([packed[name] for name in KEY]).transform("any")
    is_part = has_others & ~under_way
    packed["returned"] = packed["returned"].mask(is_part, packed["quantity"])
    packed["given_back"] = packed["payment"].where(is_part, 0)
    packed = packed.sort_values(["is_cancelled", "place", "package_id"])
    split_up = packed.groupby(KEY, sort=False)
    whole = split_up.first()
    whole[list(SUMS)] = split_up[list(SUMS)].sum(min_count=1)
    whole["packages"] = split_up["package_id"].agg(lambda ids: " ".join(sorted(ids.dropna())))
    return pd.concat([frame[~parts], whole.reset_index()], ignore_index=True)


def refuse_torn(read: Sequence[Whole], held: pd.DataFrame) -> None:
    """Refuses lines whose packages a newer report does not all tell, be it loaded with them or
    `held`: nobody knows whether it tells another part of the line. A line that was not yet shipped
    may have been packed anew, as a whole.
    """
    if "package_id" not in read[0].frame:
        return
    orders = pd.concat([*(one.frame["order_id"].drop_duplicates() for one in read)])
    shared = {*orders[orders.duplicated()], *orders[orders.isin(held["order_id"])]}
    if not shared:
        return
    theirs = held.rename(columns={"recorded_at": "made_at"})
    own = [put_together(one.frame[one.frame["order_id"].isin(shared)]) for one in read]
    states = [frame[STATE].assign(at=at) for at, frame in enumerate([theirs, *own])]
    every = pd.concat(states, ignore_index=True).sort_values([*KEY, "made_at", "at"])
    is_torn = _is_torn(every.groupby(KEY, sort=False).shift(1), every)
    torn = every.loc[is_torn, KEY].drop_duplicates()
    for one in read:
        of_file = one.frame[[*KEY, "row"]].merge(torn, on=KEY)["row"].astype(int)
        one.refuse(dict.fromkeys(of_file, TORN), "package_id", REMEDY)


def _is_torn(older: pd.DataFrame, newer: pd.DataFrame) -> pd.Series:
    """Whether the newer state lacks packages of the older one, or units where one of the two is
    not packed yet; rows without an older one: False.
    """
    had, has = (states["packages"].fillna("").str.split() for states in (older, newer))
    is_less = pd.Series([bool({*a} - {*b}) for a, b in zip(had, has, strict=True)], newer.index)
    is_same = (older["quantity"] == newer["quantity"]) & (older["payment"] == newer["payment"])
    is_same = is_same.fillna(False).astype(bool)
    was_shipped = older["status"].map(FURTHER) >= FURTHER["shipped"]
    is_packed_once = (had.str.len() > 0) != (has.str.len() > 0)
    has_fewer = (newer["quantity"] < older["quantity"]).fillna(False).astype(bool)
    torn = is_less & (was_shipped | ~is_same)
    return torn.mask(is_packed_once, has_fewer) & older["quantity"].notna()
