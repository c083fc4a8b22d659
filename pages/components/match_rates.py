"""Click and order rates that a pair may expect in each channel, on the card of a match."""

import pandas as pd
import streamlit as st

from models.rates.pair import Asked, pair_known, pair_rates
from pages.components.access import viewer
from pages.components.colours import CHANNEL_LABELS
from pages.components.matching import Search
from pages.components.numbers import count, is_missing
from pages.components.rate_charts import by_channel
from pages.components.resources import FEWEST_SHOPS, ask_market

HELP = (
    "What this pair may expect in its next week, from all that is known of product, creator and "
    "their like; a click has seven days to lead to an order. Model and calibration are chosen per "
    "channel on held-out weeks; **Model quality** shows whether they hold."
)


def pair_rates_of(search: Search, row: pd.Series) -> pd.DataFrame:
    """See models.rates.pair.pair_rates; empty where the model learned no rates."""
    last_day, rates = search.facts.last_day, search.model.rates
    if last_day is None or not rates.rates:
        return pd.DataFrame({"stage": []})
    known = ask_market(
        pair_known,
        _asked(search, row),
        last_day,
        merchant_id=viewer().merchant_id,
        fewest_shops=1 if viewer().is_analyst else FEWEST_SHOPS,
    )
    return pair_rates(rates, known)


def tells_orders(found: pd.DataFrame) -> bool:
    return bool((found["stage"] == "cvr").any())


def rates(found: pd.DataFrame, organic: float | None) -> None:
    """A dot per channel for clicks per impression and orders per click, with the range of pairs;
    `organic`: the product's orders per organic click.
    """
    organic = None if is_missing(organic) else organic or None  # 0: too few clicks to tell
    stages = [stage for stage in ("ctr", "cvr") if (found["stage"] == stage).any()]
    if not stages:
        return
    st.markdown("**Expected per channel**", help=HELP)
    for stage, column in zip(stages, st.columns(len(stages)), strict=True):
        usual = None if stage == "ctr" else organic
        with column:
            st.altair_chart(
                by_channel(found[found["stage"] == stage], stage, usual),
                alt="Rate per channel with the range of such pairs",
                key=f"pair-{stage}",
            )
    dashed = " · dashed: organic" if tells_orders(found) and organic else ""
    past = "no past of the creator there" + ("" if viewer().is_analyst else " that you may see")
    st.caption(f"Bar: 80 % of such pairs · hollow: {past}{dashed}")
    st.caption(_rests_on(found))


def _asked(search: Search, row: pd.Series) -> Asked:
    query = search.query
    if query.wants_products:
        path, brand, price = row["category_path"], row["brand"], row["price"]
    else:
        path, price = query.category_path, query.price
        brand = query.new.brand if query.new else None
    return Asked(
        row["product_id"],
        row["creator_id"],
        "" if is_missing(path) else str(path).split(" > ")[0],
        "" if is_missing(brand) else str(brand),
        None if is_missing(price) else int(price),
    )


def _rests_on(found: pd.DataFrame) -> str:
    """Impressions, or else clicks, that creator and product have in each channel."""
    stage = found["stage"].iloc[0]
    counts = [
        f"{CHANNEL_LABELS[line['channel']]} {count(line['of_creator'])} + "
        f"{count(line['of_product'])}"
        for line in found[found["stage"] == stage].to_dict("records")
    ]
    of = "impressions" if stage == "ctr" else "clicks"
    return f"n, {of} of creator + product: {' · '.join(counts)}"
