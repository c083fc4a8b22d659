"""LIVE data as exported since May 2026: a row per session, under rows with its window."""

from data.sources.exports.fields import BAND, NUMBER, RATE, TALLY, Export, Field, required
from data.sources.exports.live_rows import SESSION, entities
from data.sources.exports.reported import Reporting
from data.sources.exports.spans import window_above

LIVE_V2 = Export(
    "live_v2",
    "LIVE data",
    (
        *SESSION,
        required("live_gmv", BAND),
        Field("items_sold", TALLY),
        Field("orders", TALLY),
        required("sku_orders", TALLY),
        Field("aov", BAND),
        Field("views", TALLY),
        Field("impressions", TALLY),
        Field("gmv_per_hour", BAND),
        Field("show_gpm", BAND),
        Field("watch_gpm", BAND),
        Field("tap_through_rate", RATE),
        Field("live_ctr", RATE),
        Field("ctr", RATE),
        Field("ctor", RATE),
        Field("sku_order_rate", RATE),
        Field("ads_cost", BAND),
        Field("ads_gmv", BAND),
        Field("ads_roas", NUMBER),
        Field("currency"),
    ),
    Reporting("TikTok Shop LIVE data", entities),
    has_window=True,
    window=window_above,
)
