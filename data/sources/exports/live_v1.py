"""LIVE data as exported until May 2026: gross revenue and viewers, under rows with its window."""

from data.sources.exports.fields import BAND, TALLY, Export, Field, required
from data.sources.exports.live_rows import SESSION, entities
from data.sources.exports.reported import Reporting
from data.sources.exports.spans import window_above

LIVE_V1 = Export(
    "live_v1",
    "LIVE data (until May 2026)",
    (
        *SESSION,
        required("gross_revenue", BAND),
        Field("direct_gmv", BAND),
        required("viewers", TALLY),
        Field("peak_viewers", TALLY),
        Field("avg_price", BAND),
        Field("orders", TALLY),
        Field("currency"),
    ),
    Reporting("TikTok Shop LIVE data", entities),
    has_window=True,
    window=window_above,
)
