"""What there is to choose from: shops, categories."""

import pandas as pd

from analytics.question import sql
from data.warehouse import Session


def merchants(session: Session) -> pd.DataFrame:
    """Shops within the viewer's scope: merchant_id, name."""
    return session.frame(sql("merchants"))


def categories(session: Session) -> list[str]:
    """Top categories of the products within the viewer's scope."""
    return [category for (category,) in session.rows(sql("categories"))]
