"""A loaded market as a panel: its products and creators, and who took up what when."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from data.money import exponent
from data.warehouse import Session
from models.causal.cohort.effect import NotEstimableError
from models.causal.cohort.folder import CREDITED, panel_of
from models.causal.cohort.lots import lots
from models.causal.cohort.panel import Panel
from models.evidence import last_complete_day
from models.question import sql

READ = frozenset(
    {"market", "products", "creators", "collaborations", "events"}
    | {"assignments", "traffic", "converted", "sales", "daily"}
)
"""The tables, rollups and views that a panel is made of; a snapshot needs no others."""
DAYS = 180
"""How far back a panel reaches by default: half a year, the first four weeks as memory alone."""
MONEY = ("net_gmv", "organic_net_gmv", "attributed_net_gmv")


def market_panel(session: Session, currency: str, from_day: date, to_day: date) -> Panel:
    """Of the days between, both counted, as the session sees them, none before the first on record,
    for what was not recorded is not nothing; money in major units. Products and creators that no
    other table knows are left out. Raises NotEstimableError.
    """
    first_day = session.frame(sql("first_day"))["first_day"].iloc[0]
    if not pd.isna(first_day):
        from_day = max(from_day, pd.Timestamp(first_day).date())
    span = {"from_day": from_day, "to_day": to_day}
    products = session.frame(sql("panel_products"), currency=currency, **span)
    creators = session.frame(sql("panel_creators"))
    if products.empty or creators.empty:
        raise NotEstimableError(
            f"no products or no creators are known in these days; money was asked for in {currency}"
        )
    unit = 10 ** exponent(currency)
    daily = _known(session.frame(sql("panel_daily"), currency=currency, **span), products)
    daily = daily.assign(**{name: daily[name].astype(float) / unit for name in MONEY})
    products = products.assign(price=products["price"].astype(float) / unit)
    reach = _known(session.frame(sql("panel_reach"), **span), creators)
    deals = session.frame(sql("panel_collaborations"), currency=currency, to_day=to_day)
    deals = _known(_known(deals, products), creators)
    deals = deals.assign(**{CREDITED: deals[CREDITED].astype(float) / unit})
    tables = [products, creators, _whole(daily, from_day, to_day), reach, deals]
    return _with_lots(
        panel_of(tables, Path(".")), session.frame(sql("panel_lots"), **span), from_day
    )


def _with_lots(panel: Panel, listed: pd.DataFrame, from_day: date) -> Panel:
    """With the drawn lists of the market, and who started by one."""
    product = pd.Index(panel.product_ids).get_indexer(listed["product_id"])
    creator = pd.Index(panel.creator_ids).get_indexer(listed["creator_id"])
    rows = listed.assign(
        product=product,
        creator=creator,
        group=pd.factorize(listed["drawn_with"])[0],
        day=(pd.to_datetime(listed["drawn_on"]) - pd.Timestamp(from_day)).dt.days,
    )
    is_known = (product >= 0) & ((creator >= 0) | listed["creator_id"].isna())
    found = lots(rows[is_known], panel.deals)
    is_random = np.zeros(len(panel.deals), bool)
    is_random[found.deal[found.is_offered & (found.deal >= 0)]] = True
    alike = int(is_known.sum()) - len(found.product)
    deals = replace(panel.deals, is_random=is_random)
    return replace(panel, lots=found, deals=deals, alike=alike)


def latest_panel(session: Session, currency: str | None = None, days: int = DAYS) -> Panel:
    """Of the days until the market is whole, in its own currency by default. Raises
    NotEstimableError.
    """
    last_day = last_complete_day(session)
    if last_day is None:
        raise NotEstimableError("nothing in the market has a date")
    code = currency or session.frame(sql("home_currency"))["currency"].iloc[0]
    return market_panel(session, str(code), last_day - timedelta(days=days - 1), last_day)


def _known(frame: pd.DataFrame, entities: pd.DataFrame) -> pd.DataFrame:
    name = str(entities.columns[0])
    return frame[frame[name].isin(entities[name])].reset_index(drop=True)


def _whole(daily: pd.DataFrame, from_day: date, to_day: date) -> pd.DataFrame:
    """With a row for the first and the last day, so that the panel spans what was asked for."""
    days = pd.DatetimeIndex(daily["day"])
    ends = pd.DatetimeIndex([from_day, to_day]).difference(days)
    nothing = daily.drop(columns=["product_id", "day"]).head(1) * 0
    rows = [nothing.assign(product_id=daily["product_id"].iloc[0], day=day) for day in ends]
    return pd.concat([daily, *rows], ignore_index=True)
