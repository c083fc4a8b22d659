"""What each candidate may bring, joined to the ranked list; or why that cannot be said."""

import pandas as pd

from analytics.market import MarketFacts
from models.estimate import Product, not_estimable, pair_estimates
from models.priors import FEWEST_STARTS, priors
from pages.components.access import viewer
from pages.components.matching import Query
from pages.components.resources import FEWEST_SHOPS, ask, ask_market


def with_estimates(
    found: pd.DataFrame, query: Query, facts: MarketFacts, currency: str
) -> pd.DataFrame:
    """The candidates with the columns of models.estimate, one row each as before."""
    if query.wants_products:
        why = "open a product of the list to see what this creator may bring it"
        return found.assign(reason=f"not estimable here: {why}")
    ids = tuple(found["creator_id"])
    return found.merge(_estimates(ids, query, facts, currency), on="creator_id", how="left")


def _estimates(
    creator_ids: tuple[str, ...], query: Query, facts: MarketFacts, currency: str
) -> pd.DataFrame:
    if not facts.has_orders or facts.last_day is None:
        return not_estimable(creator_ids, "no orders in this market")
    if facts.is_sampled_lines:
        return not_estimable(creator_ids, "order lines are a random sample")
    fewest = 1 if viewer().is_analyst else FEWEST_SHOPS
    known = ask_market(priors, facts.last_day, currency, fewest)
    if known is None:
        why = f"fewer than {FEWEST_STARTS} pairs with 28 days on record"
        return not_estimable(creator_ids, why)
    category = (query.category_path or "").split(" > ")[0] or None
    product = Product(query.id, category, query.price, currency, is_new=query.kind == "new")
    return ask(pair_estimates, known, product, creator_ids, facts.last_day)
