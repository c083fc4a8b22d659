"""The tiny market with what its shops agreed with creators: collaborations, samples, promotions."""

from datetime import date

import pandas as pd

from tests import tiny


def deal(name: str, creator: str, product: str = "p1", **stages: str) -> dict[str, object]:
    """A collaboration of shop a; `stages` are local days such as received="2026-03-01"."""
    columns = {"shipped": "sample_shipped_at", "received": "sample_received_at"}
    dated = {
        columns.get(stage, f"{stage}_at"): pd.Timestamp(f"{day} 20:00")
        for stage, day in stages.items()
    }
    known = {"merchant_id": "a", "product_id": product, "creator_id": creator}
    return {"collaboration_id": name, "recorded_at": pd.Timestamp("2026-03-01"), **known, **dated}


DEALS = [
    deal("posted", "c1", shipped="2026-02-20", received="2026-02-22", posted="2026-03-02"),
    deal("again", "c1", shipped="2026-03-02"),
    deal("quiet", "c2", shipped="2026-02-25", received="2026-03-01", invited="2026-02-20"),
    deal("asked", "c2", "p2", invited="2026-03-01"),
    deal("later", "c2", "p2", invited="2026-03-20"),
    deal("over", "c1", "p2", posted="2026-02-01", ended="2026-02-10"),
]
PROMOTIONS = [
    ("shared", "coupon", 9),
    ("own", "coupon", 4),
    ("other", "coupon", 7),
    ("sale", "campaign", None),
]
COVERED = [("shared", "p1", "a"), ("shared", "p3", "b"), ("own", "p1", "a"), ("other", "p3", "b")]


def tables() -> dict[str, pd.DataFrame]:
    found = tiny.frames()
    lines = found["order_lines"].set_index("order_id")
    lines["settled_at"] = pd.Series(
        {"o1": pd.Timestamp("2026-03-11 20:00"), "o2": pd.Timestamp("2026-03-09 07:59")}
    )
    lines["refunded_at"] = pd.Series({"o3": pd.Timestamp("2026-03-10 18:00")})
    days = {"starts_on": date(2026, 2, 1), "ends_on": date(2026, 3, 2)}
    names = ["promotion_id", "kind", "redemptions"]
    return {
        **found,
        "order_lines": lines.reset_index(),
        "collaborations": pd.DataFrame(DEALS),
        "promotions": pd.DataFrame(PROMOTIONS, columns=names)
        .astype({"redemptions": "Int64"})
        .assign(title=lambda frame: frame["promotion_id"], **days),
        "promotion_products": pd.DataFrame(
            COVERED, columns=["promotion_id", "product_id", "merchant_id"]
        ),
    }
