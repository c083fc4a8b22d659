"""What others report, beside our own figure of exactly the same days."""

import numpy as np
import pandas as pd

from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session

WAYS = {
    "in_utc_days": "counted in UTC days",
    "without_cancelled": "without cancelled",
    "by_creation": "by creation time",
    "net_of_refunds": "net of refunds",
}
"""Ways of counting that reports are known for, in the order in which they are tried."""
SLACK = 0.005
FILES = {"all_orders": "All orders", "affiliate_orders": "Affiliate orders"}
AGREES, WITHIN, IN_PART = "agrees", "within the band", "only some days known"


def reported(
    session: Session,
    entity_type: str | None = None,
    entity_id: str | None = None,
    merchant_id: str | None = None,
) -> pd.DataFrame:
    """A row per source, entity, window and metric, newest window first; windows are never summed.

    `value`, or `low` to `high`, is what is reported and `own` ours of the same market days, empty
    where we count nothing like it or know none of the days; `difference` is reported less own.
    `explanation` says which way of counting comes within 0.5 % or one minor unit, else which file
    would tell ours, and is empty where none does.
    """
    rows = session.frame(
        sql("reported"), entity_type=entity_type, entity_id=entity_id, merchant_id=merchant_id
    )
    numbers = ["low", "value", "high", "own", *WAYS]
    rows[numbers] = rows[numbers].astype("float64")
    rows["difference"] = rows["value"] - rows["own"]
    rows["explanation"] = _explained(rows)
    return rows.drop(columns=[*WAYS, "is_covered", "lacks", "shop"])


def samples_not_entered(session: Session, slice: Slice) -> pd.DataFrame:
    """Samples that creator data reports beyond those known here, of the slice's shop and creator;
    of a product the whole shop's.

    Grain: shop, by its newest report that touches the slice's days: source, starts_on, ends_on,
    `reported` and `entered`, both of that report's days. Windows are never summed.
    """
    names = ("first_day", "last_day", "merchant_id", "creator_id", "product_id")
    asked = {name: slice.parameters[name] for name in names}
    return session.frame(sql("samples_not_entered"), **asked)


def _explained(rows: pd.DataFrame) -> pd.Series:
    is_within = rows["own"].ge(rows["low"].fillna(-np.inf)) & rows["own"].le(
        rows["high"].fillna(np.inf)
    )
    is_within &= rows["value"].isna()
    is_partly = rows["own"].notna() & ~rows["is_covered"].fillna(False).astype(bool)
    tried = {
        AGREES: _is_near(rows, "own"),
        WITHIN: is_within,
        **{said: _is_near(rows, way) for way, said in WAYS.items()},
        IN_PART: is_partly,
    }
    found = np.select([np.asarray(held) for held in tried.values()], list(tried), default="")
    words = pd.Series(found, rows.index, dtype=object)
    return words.where(rows["lacks"].isna(), _lacking(rows))


def _lacking(rows: pd.DataFrame) -> pd.Series:
    """Which file would tell our figure; of a product that is no shop's here, none."""
    shop = rows["shop"].astype(object)
    of_shop = (" of " + shop).where(shop.notna(), "")
    words = "needs " + rows["lacks"].map(FILES) + of_shop + " for these days"
    return words.mask(shop.isna() & (rows["entity_type"] == "product"), "")


def _is_near(rows: pd.DataFrame, column: str) -> pd.Series:
    share = SLACK * rows["value"].abs()
    slack = share.where(rows["currency"] == "", np.maximum(1.0, share))
    return (rows[column] - rows["value"]).abs().le(slack) & rows["own"].notna()
