"""Costs, fees and samples as they are held, for people to change; and who changed them last."""

import pandas as pd

from analytics.question import sql
from data.warehouse import Session

MOST = 200


def cost_rows(session: Session, merchant_id: str, text: str = "") -> pd.DataFrame:
    """Costs of the shop's products that a text finds, at most 200 rows, missing ones first, then by
    net GMV. Grain: product x first day, or a product without any cost; money in minor units.
    """
    return session.frame(sql("cost_rows"), merchant_id=merchant_id, text=text)


def fee_rows(session: Session, merchant_id: str) -> pd.DataFrame:
    """Platform fee rates of the shop, 0 to 1, per first day, the latest first."""
    return session.frame(sql("fee_rows"), merchant_id=merchant_id)


def flat_fee_rows(session: Session, merchant_id: str, text: str = "") -> pd.DataFrame:
    """Collaborations of the shop with their flat fee (minor units), at most 200, the latest first;
    a text finds creators and products."""
    return session.frame(sql("flat_fee_rows"), merchant_id=merchant_id, text=text)


def sample_rows(session: Session, merchant_id: str, text: str = "") -> pd.DataFrame:
    """Samples and fees of the shop's pairs, at most 200 that a text finds: those held, the latest
    first, then pairs that sold and have none. Grain: collaboration, or product x creator without;
    days local, fees in minor units, rates 0 to 1.
    """
    return session.frame(sql("sample_rows"), merchant_id=merchant_id, text=text)


def titles(session: Session, merchant_id: str, text: str = "") -> dict[str, str]:
    """Titles of the shop's products that a text finds, at most 200, by product_id."""
    found = cost_rows(session, merchant_id, text)
    return dict(zip(found["product_id"], found["title"], strict=True))


def last_edit(session: Session, merchant_id: str) -> pd.Series | None:
    """Who changed the shop's costs or fees last on the page, when (UTC), how many rows."""
    found = session.frame(sql("last_edit"), merchant_id=merchant_id)
    return None if found.empty else found.iloc[0]
