"""Products as Kalodata estimates them: a row per product and range of days, of any shop.

They belong to no shop of the market, so only analysts see them.
"""

import pandas as pd

from data.sources.exports.fields import BAND, DAYS, NUMBER, RATE, TALLY, Export, Field, required
from data.sources.exports.reported import Reporting

PRODUCT_OF_LINK = r"(?<!\d)(\d{16,20})(?!\d)"


def _entities(frame: pd.DataFrame) -> pd.DataFrame:
    """A product by the id in its link, else by its name."""
    of_link = frame["link"].astype(object).astype("str").str.extract(PRODUCT_OF_LINK)[0]
    name = frame["title"].astype(object)
    return pd.DataFrame(
        {"entity_type": "product", "entity_id": of_link.astype(object).where(of_link.notna(), name)}
    )


KALODATA_PRODUCTS = Export(
    "kalodata_products",
    "Kalodata products",
    (
        required("covered", DAYS),
        required("title"),
        Field("price", BAND),
        Field("shipping_fee", BAND),
        Field("product_rating", NUMBER),
        Field("items_sold", TALLY),
        Field("avg_unit_price", BAND),
        Field("commission_rate", RATE),
        required("revenue", BAND),
        Field("live_revenue", BAND),
        Field("video_revenue", BAND),
        Field("product_card_revenue", BAND),
        Field("creators", TALLY),
        Field("creator_conversion_ratio", RATE),
        Field("link"),
        Field("currency"),
    ),
    Reporting("Kalodata", _entities),
    is_of_shop=False,
)
