"""A creator's size, country and audience beside those of whoever sells a category."""

from datetime import date
from typing import Any

import pandas as pd

from data.warehouse import Session
from models.facts import MIDDLE, NOTABLE, told
from models.question import sql
from models.reasons import Facts
from models.themes import AUDIENCE

FEWEST_LINES = 30
"""Order lines of a category that its sellers are told by."""


def sellers(session: Session, currency: str, last_day: date) -> pd.DataFrame:
    """By category, dimension and bucket (the index): `share` of the category's order lines sold by
    creators of it, `usual` of all order lines, and `n` lines; see sellers.sql.
    """
    found = session.frame(sql("sellers"), currency=currency, last_day=last_day)
    enough = found[found["n"] >= FEWEST_LINES]
    return enough.set_index(["category", "dimension", "bucket"]).sort_index()


def usual_shares(session: Session, currency: str, last_day: date) -> pd.Series:
    """By category, its share of all creators' order lines in sight; see category_shares.sql."""
    found = session.frame(sql("category_shares"), currency=currency, last_day=last_day)
    return found.dropna(subset="category").set_index("category")["usual"]


def segment(frame: pd.DataFrame, who_sells: pd.DataFrame, dimension: str, theme: str) -> Facts:
    """Where creators of the same tier or country sell notably more of the category than of all; it
    is said of all of them alike, so that facts on one creator go before it.
    """
    keys = zip(frame["category"], [dimension] * len(frame), frame[dimension], strict=True)
    found = who_sells.reindex(pd.MultiIndex.from_tuples(list(keys), names=who_sells.index.names))
    found = found.set_axis(frame.index)
    lift = found["share"] / found["usual"]

    def values(row: pd.Series) -> dict[str, Any]:
        share, usual, n = found.loc[row.name, ["share", "usual", "n"]]
        shares = {"share": float(share), "usual": float(usual), "n": int(n)}
        return {**shares, "bucket": row[dimension], "category": row["category"]}

    return told(frame, dimension, theme, lift.where(lift > NOTABLE), values, ceiling=MIDDLE)


def audience(
    session: Session, frame: pd.DataFrame, creators: pd.Series, who_sells: pd.DataFrame
) -> Facts:
    """The part of a creator's audience that is largest beyond the usual, among those of which the
    audiences of the category's sellers have more than usual too; `creators` by candidate.
    """
    best = likest_audience(session, frame, creators, who_sells.reset_index())
    return told(best, "audience", AUDIENCE, best["beyond"], likeness)


def likeness(row: pd.Series) -> dict[str, Any]:
    """A row of `likest_audience` as the values of a fact."""
    shares = {name: float(row[name]) for name in ("own", "share", "usual")}
    return {**shares, **{name: row[name] for name in ("dimension", "bucket", "category")}}


def likest_audience(
    session: Session, frame: pd.DataFrame, creators: pd.Series, whose: pd.DataFrame
) -> pd.DataFrame:
    """By candidate with any, the part of its creator's audience (`own`) that is largest beyond
    `usual`, among those of which `whose` have notably more too (`share`): a row per category,
    dimension and bucket.
    """
    wanted = sorted({str(name) for name in creators})
    shares = session.frame(sql("audience"), creator_ids=wanted)
    asked = pd.DataFrame({"creator_id": creators, "category": frame["category"]})
    asked = asked.rename_axis("id").reset_index()
    pairs = asked.merge(shares, on="creator_id")
    pairs = pairs.merge(whose, on=["category", "dimension", "bucket"])
    pairs["beyond"] = pairs["own"] - pairs["usual"]
    is_like = pairs[["own", "share"]].gt(NOTABLE * pairs["usual"], axis=0).all(axis=1)
    pairs = pairs[is_like].sort_values(["beyond", "bucket"], ascending=[False, True])
    return pairs.drop_duplicates("id").set_index("id")
