"""Reports with a row per video and product: one row per video, of what its products add up to.

Money and units add up. What a video has as a whole (views, likes) stands in each of its rows and
stays where they agree. Orders and ratios do neither: one order may hold several of the products.
A row that names no product is the video's own sum, and stands for all of them.
"""

from collections.abc import Collection, Sequence

import pandas as pd

ENDS = ("_low", "", "_high")


def one_each(
    frame: pd.DataFrame, key: Sequence[str], sums: Collection[str], shared: Collection[str]
) -> pd.DataFrame:
    """One row per key; `sums` and `shared` are fields, of which some have three columns of ENDS.

    Keys that stand once pass as they are; of others every further field is left empty. Besides,
    `of_product` tells a row's product and `at` its file, of which the first is kept.
    """
    is_whole = frame["of_product"].isna()
    has_whole = is_whole.groupby([frame[name] for name in key], dropna=False).transform("any")
    frame = frame[is_whole | ~has_whole]
    several = frame.duplicated(list(key), keep=False)
    if not several.any():
        return frame
    rows = frame[several]
    groups = rows.groupby(list(key), dropna=False, sort=False)
    together = pd.DataFrame(index=groups.ngroup().unique())
    for name in key:
        together[name] = groups[name].first().to_numpy() if rows[name].notna().any() else None
    together["at"] = groups["at"].first().to_numpy()
    for name in sums:
        for end, values in _added(rows, name, groups.ngroup()).items():
            together[end] = values
    for end in (name + end for name in shared for end in ENDS):
        if end in rows:
            agrees = groups[end].nunique(dropna=False) == 1
            together[end] = groups[end].first().where(agrees).to_numpy()
    return pd.concat([frame[~several], together], ignore_index=True)


def _added(rows: pd.DataFrame, name: str, group: pd.Series) -> dict[str, pd.Series]:
    """The sum of each group: exact where each part is, else from the least to the most it may be;
    empty where nothing tells a part.
    """
    low, exact, high = (rows[name + end] for end in ENDS)
    least, most = low.fillna(exact), high.fillna(exact)
    total = {
        end: part.groupby(group).sum(min_count=1).where(part.notna().groupby(group).all())
        for end, part in ((name, exact), (name + "_low", least), (name + "_high", most))
    }
    is_exact = total[name].notna()
    return {end: v if end == name else v.mask(is_exact) for end, v in total.items()}
