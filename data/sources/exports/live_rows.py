"""What both LIVE reports share: a row is about the session it names, else the shop."""

import pandas as pd

from data.sources.exports.fields import DURATION, INSTANT, Field

SESSION = (Field("title"), Field("started_at", INSTANT), Field("duration", DURATION))


def entities(frame: pd.DataFrame) -> pd.DataFrame:
    """A session by its title and its start in UTC, for reports give it no id."""
    start = frame["started_at"].dt.strftime("%Y-%m-%dT%H:%MZ")
    title = frame["title"].astype(object).where(frame["title"].notna(), "LIVE")
    is_session = start.notna()
    return pd.DataFrame(
        {
            "entity_type": is_session.map({True: "live", False: "merchant"}),
            "entity_id": (title + " " + start).where(is_session, frame["merchant_id"]),
        }
    )
