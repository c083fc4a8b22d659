"""Rows beside the tiny market's: its creators' collaborations, and a market of posts alone."""

from datetime import date

import pandas as pd

from tests import tiny


def collaboration(name: str, creator: str, product: str, **dates: str) -> dict[str, object]:
    """A collaboration of shop a, with the instants named."""
    instants = {column: pd.Timestamp(value) for column, value in dates.items()}
    fixed = {"merchant_id": "a", "recorded_at": pd.Timestamp("2026-03-03")}
    pair = {"collaboration_id": name, "creator_id": creator, "product_id": product}
    return {**fixed, **pair, **instants}


COLLABORATIONS = [
    collaboration(
        "q1",
        "c1",
        "p1",
        invited_at="2026-02-01",
        sample_shipped_at="2026-02-03",
        sample_received_at="2026-02-10",
        posted_at="2026-02-20",
    ),
    collaboration(
        "q2", "c1", "p2", sample_shipped_at="2026-02-03", sample_received_at="2026-02-05"
    ),
    collaboration("q3", "c2", "p1", invited_at="2026-03-02"),
    collaboration("q4", "c1", "p1", posted_at="2026-02-21", ended_at="2026-02-25"),
]


def posts() -> dict[str, pd.DataFrame]:
    """A market of posts: c1 with a video and a photo, c2 with a status text; nothing sold."""
    content = pd.DataFrame(
        [
            {"content_id": "k1", "creator_id": "c1", "content_type": "video"},
            {"content_id": "k2", "creator_id": "c1", "content_type": "photo"},
            {"content_id": "k3", "creator_id": "c2", "content_type": "status"},
        ]
    ).assign(started_at=pd.Timestamp("2026-03-02 20:00"))
    reactions = [("k1", "like", 7), ("k1", "share", 2), ("k2", "comment", 1), ("k3", "like", 9)]
    events = pd.DataFrame(
        [
            {
                "event_id": f"{name}|{kind}",
                "event_at": pd.Timestamp("2026-03-02 20:00"),
                "kind": kind,
                "creator_id": "c2" if name == "k3" else "c1",
                "content_id": name,
                "content_type": {"k1": "video", "k2": "photo", "k3": "status"}[name],
                "n": n,
            }
            for name, kind, n in reactions
        ]
    )
    reported = pd.DataFrame(
        [
            {
                "source": "Facebook",
                "entity_type": "content",
                "entity_id": "k2",
                "starts_on": date(2026, 3, 2),
                "ends_on": date(2026, 3, 3),
                "metric": "num_reactions",
                "value": 40.0,
                "currency": "",
            }
        ]
    )
    kept = {name: tiny.frames()[name] for name in ("market", "creators")}
    return {**kept, "content": content, "events": events, "reported_metrics": reported}
