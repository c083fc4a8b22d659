"""Video data, as seller centres export it: a row per video over a window of days."""

import pandas as pd

from data.sources.exports.fields import (
    BAND,
    HANDLE,
    ID,
    INSTANT,
    RATE,
    TALLY,
    Export,
    Field,
    required,
)
from data.sources.exports.order_rows import people
from data.sources.exports.reported import Reporting


def _entities(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"entity_type": "content", "entity_id": frame["video_id"].astype(object)})


def _beside(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Creators, and videos of which publisher and day are told."""
    told = frame[frame["creator"].notna() & frame["posted_at"].notna()]
    videos = told.drop_duplicates("video_id")
    content = pd.DataFrame(
        {
            "content_id": videos["video_id"],
            "creator_id": videos["creator"],
            "content_type": "video",
            "started_at": videos["posted_at"],
            "title": videos["title"],
        }
    )
    return {"creators": people(frame["creator"]), "content": content}


VIDEO_DATA = Export(
    "video_data",
    "Video data",
    (
        Field("title"),
        required("video_id", ID),
        Field("posted_at", INSTANT),
        Field("creator", HANDLE),
        Field("product_id", ID),
        required("video_gmv", BAND),
        Field("orders", TALLY),
        Field("aov", BAND),
        Field("gmv_per_customer", BAND),
        Field("items_sold", TALLY),
        Field("refunded", BAND, may_be_negative=True),
        Field("items_refunded", TALLY),
        Field("est_commission", BAND),
        Field("est_flat_fee", BAND),
        Field("video_views", TALLY),
        Field("likes", TALLY),
        Field("comments", TALLY),
        Field("shares", TALLY),
        Field("product_impressions", TALLY),
        Field("product_clicks", TALLY),
        Field("completion_rate", RATE),
        Field("ctr", RATE),
        Field("engagement", TALLY, as_share="engagement_rate"),
        Field("engagement_rate", RATE),
        Field("video_gpm", BAND),
        Field("currency"),
    ),
    Reporting(
        "TikTok Shop video data",
        _entities,
        _beside,
        sums=(
            *("video_gmv", "items_sold", "refunded", "items_refunded", "est_commission"),
            *("product_impressions", "product_clicks"),
        ),
        shared=(
            *("video_views", "likes", "comments", "shares", "completion_rate", "est_flat_fee"),
            "engagement_rate",
        ),
    ),
    has_window=True,
)
