"""What the columns of a shop visit say together: pages, time on them, and what they are worth.

For tables with the columns of an analytics tool's sessions (page kinds with their durations,
bounce and exit rates, page value); of other tables nothing is added.
"""

from itertools import combinations

import pandas as pd

KINDS = ("Administrative", "Informational", "ProductRelated")
RATES = ("BounceRates", "ExitRates", "PageValues")
CATEGORIES = (
    "Month",
    "OperatingSystems",
    "Browser",
    "Region",
    "TrafficType",
    "VisitorType",
    "Weekend",
)
RETURNING = {"Returning_Visitor", "1"}
SMALLEST_RATE = 1e-4


def with_session_features(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, and beside them totals, shares, time per page and worth per page."""
    needed = {*KINDS, *(f"{kind}_Duration" for kind in KINDS), *RATES}
    return rows.assign(**_together(rows) | _crossed(rows)) if needed <= set(rows) else rows


def with_crossed_categories(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, and beside them every two of a visit's categories as one."""
    # Numbers get two digits, for then their text is in their order, and trees cut along it.
    told = {name: rows[name].astype(str).str.zfill(2) for name in CATEGORIES if name in rows}
    pairs = combinations(told, 2)
    return rows.assign(**{f"{one} and {two}": told[one] + " " + told[two] for one, two in pairs})


def _together(rows: pd.DataFrame) -> dict[str, pd.Series]:
    pages = rows[list(KINDS)].sum(axis=1)
    time = rows[[f"{kind}_Duration" for kind in KINDS]].sum(axis=1)
    products, seconds = rows["ProductRelated"], rows["ProductRelated_Duration"]
    bounces, exits, worth = (rows[name] for name in RATES)
    return {
        "pages": pages,
        "duration": time,
        **{
            f"{kind}_seconds_a_page": rows[f"{kind}_Duration"] / rows[kind].clip(1)
            for kind in KINDS
        },
        "seconds_a_page": time / pages.clip(1),
        "share_of_product_pages": products / pages.clip(1),
        "share_of_product_time": seconds / time.clip(1),
        "exits_beyond_bounces": exits - bounces,
        "bounces_to_exits": bounces / exits.clip(SMALLEST_RATE),
        "bounces": bounces * products,
        "exits": exits * pages,
        "exits_of_products": exits * products,
        "worth": worth * pages,
        "worth_a_second": worth / (1 + time),
        "worth_if_staying": worth * (1 - 5 * exits),
    }


def _crossed(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Who came from where in which month, and what the month's pages were worth."""
    if not {"Month", "TrafficType", "VisitorType"} <= set(rows):
        return {}
    month = pd.to_numeric(rows["Month"], errors="coerce")
    traffic = pd.to_numeric(rows["TrafficType"], errors="coerce")
    is_returning = rows["VisitorType"].astype(str).isin(RETURNING)
    return {
        "traffic_and_month": 100 * traffic + month,
        "returning_and_month": 20 * is_returning + month,
        "worth_and_month": rows["PageValues"] * (month + 1),
    }
