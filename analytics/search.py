"""Finding a thing by its name: at most 50 hits within the viewer's scope, the likeliest first.

A hit contains every word of the text, without regard to case and accents; no text finds all.
"""

import pandas as pd

from analytics.question import sql
from data.warehouse import Session

MOST = 50


def search_products(session: Session, text: str = "") -> pd.DataFrame:
    """Products by title, id or brand: id, name, note (brand, shop), price in minor units."""
    return session.frame(sql("search_products"), text=text)


def search_creators(session: Session, text: str = "") -> pd.DataFrame:
    """Creators by handle or id: id, name (@handle), note (tier, country, category), followers."""
    return session.frame(sql("search_creators"), text=text)


def search_merchants(session: Session, text: str = "") -> pd.DataFrame:
    """Shops by name, id or category: id, name, note (category, country)."""
    return session.frame(sql("search_merchants"), text=text)
