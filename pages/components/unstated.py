"""Sales of which no report says whether a creator led to them: what that means, what would tell."""

import pandas as pd

from pages.components.numbers import share

BRINGS = "All orders tells no creators; Affiliate orders of the same days would"


def unstated_note(daily: pd.DataFrame) -> str:
    """How much of GMV nobody can call a creator's or organic; empty where none. `daily`: `channel`,
    `gmv` and `attributed_gmv` in one unit.
    """
    unattributed = daily[daily["channel"] == "unattributed"]
    untold = float((unattributed["gmv"] - unattributed["attributed_gmv"]).sum())
    if not untold:
        return ""
    return (
        f"unattributed: whether creators led to {share(untold / float(daily['gmv'].sum()))} of GMV "
        f"is not told. {BRINGS}"
    )
