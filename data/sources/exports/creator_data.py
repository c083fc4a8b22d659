"""Creator data, as seller centres export it: a row per creator over a window of days."""

import pandas as pd

from data.sources.exports.fields import BAND, HANDLE, RATE, TALLY, Export, Field, required
from data.sources.exports.order_rows import people
from data.sources.exports.reported import Reporting


def _entities(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"entity_type": "creator", "entity_id": frame["creator"].astype(object)})


def _beside(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {"creators": people(frame["creator"])}


CREATOR_DATA = Export(
    "creator_data",
    "Creator data",
    (
        required("creator", HANDLE),
        required("gmv", BAND),
        Field("refunded", BAND, may_be_negative=True),
        Field("orders", TALLY),
        Field("items_sold", TALLY),
        Field("items_refunded", TALLY),
        Field("aov", BAND),
        Field("videos", TALLY),
        Field("lives", TALLY),
        Field("est_commission", BAND),
        Field("samples_shipped", TALLY),
        Field("est_flat_fee", BAND),
        Field("video_gmv", BAND),
        Field("live_gmv", BAND),
        Field("product_card_gmv", BAND),
        Field("ctor", RATE),
        Field("ctr", RATE),
        Field("sample_content", TALLY),
        Field("showcase_products", TALLY),
        Field("product_impressions", TALLY),
        Field("video_views", TALLY),
        Field("customers", TALLY),
        Field("products_sold", TALLY),
        Field("currency"),
    ),
    Reporting("TikTok Shop creator data", _entities, _beside),
    has_window=True,
)
