"""GMV Max, as the ads manager exports it: a row per product, or per video that promoted one.

Its revenue is what users paid and the price subsidy together, by its own attribution.
"""

import pandas as pd

from data.sources.exports.fields import BAND, ID, RATE, TALLY, Export, Field, required
from data.sources.exports.reported import Reporting


def _entities(frame: pd.DataFrame) -> pd.DataFrame:
    video, product = frame["video_id"].astype(object), frame["product_id"].astype(object)
    is_video = video.notna()
    return pd.DataFrame(
        {
            "entity_type": is_video.map({True: "content", False: "product"}),
            "entity_id": video.where(is_video, product),
        }
    )


GMV_MAX = Export(
    "gmv_max",
    "GMV Max",
    (
        Field("product_id", ID),
        required("cost", BAND),
        required("gross_revenue", BAND),
        required("sku_orders", TALLY),
        Field("product_ad_impressions", TALLY),
        Field("product_ad_clicks", TALLY),
        Field("product_ad_click_rate", RATE),
        Field("ad_conversion_rate", RATE),
        Field("video_id", ID),
        Field("currency"),
    ),
    Reporting(
        "TikTok GMV Max",
        _entities,
        sums=(
            *("cost", "gross_revenue", "sku_orders"),
            *("product_ad_impressions", "product_ad_clicks"),
        ),
    ),
    has_window=True,
)
