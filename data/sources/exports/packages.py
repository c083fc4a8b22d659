"""Order lines in several packages: a row each, which together are the line."""

from collections.abc import Sequence

import pandas as pd

from data.sources.exports.newer import FURTHER
from data.sources.exports.order_rows import KEY
from data.sources.exports.whole import Whole

SUMS = (
    *("quantity", "returned", "payment", "before_discount"),
    *("platform_discount", "seller_discount", "given_back"),
)


def put_together(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per order line: its packages added up, and no further than the one that is last.

    Where others are under way a cancelled package is not the line's end, but was given back.
    `is_cancelled` and `given_back` (minor units) besides.
    """
    is_cancelled = (frame["status"] == "cancelled") | (frame["ending"] == "cancel")
    frame = frame.assign(is_cancelled=is_cancelled, given_back=0)
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
    return pd.concat([frame[~parts], whole.reset_index()], ignore_index=True)


def refuse_torn(read: Sequence[Whole]) -> None:
    """Refuses lines of which one file tells these packages and another one others: nobody knows
    whether they are parts of the line or the line at two times.
    """
    if len(read) < 2 or "package_id" not in read[0].frame:
        return
    orders = pd.concat([one.frame["order_id"].drop_duplicates() for one in read])
    shared = orders[orders.duplicated()]
    rows = pd.concat(
        [
            one.frame.loc[one.frame["order_id"].isin(shared), [*KEY, "package_id", "row"]].assign(
                at=place
            )
            for place, one in enumerate(read)
        ]
    )
    line = rows.groupby(KEY, sort=False)
    files = line["at"].transform("nunique")
    of_package = rows.groupby([*KEY, "package_id"], dropna=False, sort=False)["at"]
    is_apart = rows["package_id"].notna() & (of_package.transform("nunique") == 1)
    all_apart = is_apart.groupby([rows[name] for name in KEY], sort=False).transform("all")
    torn = rows[(files > 1) & all_apart]
    for place, one in enumerate(read):
        of_file = torn.loc[torn["at"] == place, "row"].astype(int)
        said = "another file tells other packages of this order line"
        remedy = "if they are parts of it put the rows into one file, else leave out the older file"
        one.refuse(dict.fromkeys(of_file, said), "package_id", remedy)
