"""What the drawn year comes to, counted from its lines alone and by none of the product's queries.

Money is in cents; a line counts on the local day on which it was paid.
"""

import pandas as pd

FEE_PERCENT, SAMPLE_COST, FLAT_FEE = 6, 425, 2_500


def between(lines: pd.DataFrame, first: str, last: str, shop: str | None = None) -> pd.DataFrame:
    """The lines of these days, of all shops or one."""
    is_of_shop = lines["merchant_id"] == shop if shop else True
    return lines[lines["day"].between(first, last) & is_of_shop]


def totals(lines: pd.DataFrame) -> dict[str, float]:
    """GMV, net GMV, attributed GMV, orders, refund rate, commission."""
    gmv = int(lines["payment"].sum())
    return {
        "gmv": gmv,
        "net_gmv": int(net(lines).sum()),
        "attributed_gmv": int(lines.loc[lines["creator_id"].notna(), "payment"].sum()),
        "orders": lines["order_id"].nunique(),
        "refund_rate": lines.loc[lines["status"] == "refunded", "payment"].sum() / gmv,
        "commission": int(commission(lines).sum()),
    }


def is_kept(lines: pd.DataFrame) -> pd.Series:
    """Whether the buyer kept it."""
    return lines["status"].isin(["settled", "completed"])


def net(lines: pd.DataFrame) -> pd.Series:
    return lines["payment"].where(is_kept(lines), 0)


def commission(lines: pd.DataFrame) -> pd.Series:
    """15 % of what creators are credited with and buyers kept, in whole cents per line."""
    return (lines["payment"] * 15 // 100).where(is_kept(lines) & lines["creator_id"].notna(), 0)


def margin(lines: pd.DataFrame, samples: pd.DataFrame, first: str, last: str) -> dict[str, int]:
    """Net GMV of some days, each cost and what is left: a unit costs 40 % of its price, samples
    count when shipped, flat fees when posted, else when shipped.
    """
    days = between(lines, first, last)
    units = days["quantity"].where(is_kept(days), 0)
    fee_on = samples["posted_on"].where(samples["posted_on"] != "", samples["shipped_on"])
    is_paid = samples["flat_fee"] != ""
    parts = {
        "commission": int(commission(days).sum()),
        "platform_fee": int(((net(days) * FEE_PERCENT + 50) // 100).sum()),
        "flat_fees": FLAT_FEE * int((fee_on.between(first, last) & is_paid).sum()),
        "sample_costs": SAMPLE_COST * int(samples["shipped_on"].between(first, last).sum()),
        "goods_cost": int((days["price"] * 2 // 5 * units).sum()),
    }
    net_gmv = int(net(days).sum())
    return {"net_gmv": net_gmv, **parts, "margin": net_gmv - sum(parts.values())}


def best_creators(lines: pd.DataFrame, most: int) -> dict[str, int]:
    """The creators with the most net GMV, the most first."""
    sold = net(lines).groupby(lines["creator_id"]).sum().nlargest(most)
    return {f"@{name}": int(value) for name, value in sold.items()}


def settlement(lines: pd.DataFrame) -> dict[str, int]:
    """Of lines that bear commission: how many, how many settled, paid and still expected."""
    bearing = lines[is_kept(lines) & lines["creator_id"].notna()]
    is_settled = bearing["status"] == "settled"
    owed = commission(bearing)
    return {
        "lines": len(bearing),
        "settled": int(is_settled.sum()),
        "paid": int(owed[is_settled].sum()),
        "open": int(owed[~is_settled].sum()),
    }
