"""What others report of all things of a kind, a row per thing and window, for lists."""

from dataclasses import dataclass

import pandas as pd

from analytics.question import sql
from data.warehouse import Session

ABOUT = ["entity_id", "name", "opens", "merchant_id", "source", "starts_on", "ends_on"]


@dataclass(frozen=True)
class ReportedList:
    """`rows`: ABOUT, `currency` and a column per metric, the newest window first; the metrics in
    `money` are in minor units. Where `has_bands`, some figures are the lower end of a band.
    """

    rows: pd.DataFrame
    metrics: tuple[str, ...]
    money: frozenset[str]
    has_bands: bool


def reported_kinds(session: Session) -> dict[str, int]:
    """Of how many things of each kind (creator, product, merchant, content, live) others report."""
    return dict(session.rows(sql("reported_kinds")))


def reported_list(
    session: Session, entity_type: str, merchant_id: str | None = None
) -> ReportedList:
    """All that others report of one kind. A row per source, thing, window and currency: counts
    stand in the row of each currency. Windows are never summed.
    """
    told = session.frame(sql("reported_list"), entity_type=entity_type, merchant_id=merchant_id)
    told["figure"] = told["figure"].astype("float64")
    told["at"] = told.groupby(ABOUT, dropna=False).ngroup()
    is_money = told["currency"] != ""
    currencies = told.loc[is_money, ["at", "currency"]].drop_duplicates()
    counts = told[~is_money].drop(columns="currency").merge(currencies, on="at", how="left")
    every = pd.concat([told[is_money], counts.fillna({"currency": ""})])
    wide = every.pivot_table("figure", ["at", "currency"], "metric", "first").reset_index()
    rows = told[["at", *ABOUT]].drop_duplicates("at").merge(wide, on="at").drop(columns="at")
    return ReportedList(
        rows.sort_values(["ends_on", "starts_on", "name"], ascending=[False, False, True]),
        tuple(sorted(set(told["metric"]))),
        frozenset(told.loc[is_money, "metric"]),
        bool(told["is_band"].any()),
    )
