"""Estimates of pairs as the viewer may have them: priors of the market, records of creators."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.market import MarketFacts
from models import estimate
from models.conformal import conformal
from models.incrementality import Incrementality, incrementality, informed
from models.outcomes import Floats, Total
from models.placed import Product
from models.priors import FEWEST_STARTS, priors
from models.records import Known, creator_records
from pages.components.access import viewer
from pages.components.listing import fit_ranks
from pages.components.matching import model_if_any
from pages.components.resources import FEWEST_SHOPS, ask, ask_market, fewest_shops, session


class NotEstimableError(Exception):
    """Nothing can be said of any pair in this market; the message says why."""


def estimated(
    facts: MarketFacts, products: Sequence[Product], creator_ids: Sequence[str]
) -> pd.DataFrame:
    """models.estimate.pair_estimates for the viewer. Raises NotEstimableError."""
    currency, asked = products[0].currency, (tuple(products), tuple(creator_ids))
    known = _known(facts, *asked)
    held = ask_market(conformal, facts.last_day, currency, fewest_shops())
    return ask(estimate.pair_estimates, known, *asked, facts.last_day, held=held)


def estimated_together(facts: MarketFacts, product: Product, creator_ids: Sequence[str]) -> Total:
    """models.estimate.total_estimate for the viewer. Raises NotEstimableError."""
    known, ids = _known(facts, [product], creator_ids), tuple(creator_ids)
    return ask(estimate.total_estimate, known, product, ids, facts.last_day)


def estimated_exchange(
    facts: MarketFacts, product: Product, given_up: Sequence[str], taken: Sequence[str]
) -> Total:
    """models.estimate.exchange_estimate for the viewer. Raises NotEstimableError."""
    known, ids = _known(facts, [product], [*given_up, *taken]), tuple(given_up)
    return ask(estimate.exchange_estimate, known, product, ids, facts.last_day, taken=tuple(taken))


def drawn_pairs(
    facts: MarketFacts, products: Sequence[Product], creator_ids: Sequence[str]
) -> tuple[pd.DataFrame, Floats]:
    """models.estimate.pair_draws for the viewer, not kept: whoever asks keeps what comes of them.
    Raises NotEstimableError.
    """
    known = _known(facts, products, creator_ids)
    assert facts.last_day is not None
    return estimate.pair_draws(session(), known, products, creator_ids, facts.last_day)


def _known(facts: MarketFacts, products: Sequence[Product], creator_ids: Sequence[str]) -> Known:
    currency = products[0].currency
    if not facts.has_orders or facts.last_day is None:
        raise NotEstimableError("no orders in this market")
    if facts.is_sampled_lines:
        raise NotEstimableError("order lines are a random sample")
    prior = ask_market(priors, facts.last_day, currency, fewest_shops())
    if prior is None:
        raise NotEstimableError(_too_few_starts())
    prior = informed(prior, market_incrementality(facts, currency))
    shop, others = viewer().merchant_id, 1 if viewer().is_analyst else FEWEST_SHOPS
    asked = {"merchant_id": shop, "fewest_shops": others}
    records = ask_market(creator_records, prior, facts.last_day, currency, **asked)
    model = model_if_any()
    if model is None:
        return Known(prior, records)
    ranks = fit_ranks(model, products)
    ranks = ranks[ranks["creator_id"].isin(creator_ids)].reset_index(drop=True)
    return Known(replace(prior, thinning=model.thinning), records, ranks)


def market_incrementality(facts: MarketFacts, currency: str) -> Incrementality:
    """What the whole market's collaborations added, estimated once per state of the data."""
    with st.spinner("Estimating what collaborations added: some seconds, once per load"):
        return ask_market(incrementality, facts.last_day, currency, fewest_shops())


def _too_few_starts() -> str:
    """What pairs lack to be learned from, and the files that would bring it."""
    few = f"fewer than {FEWEST_STARTS} pairs with 28 days on record"
    whose = few if viewer().is_analyst else f"{few}, or of too few shops,"
    return (
        f"{whose} whose start is told by a post or by traffic; a first sale does not tell what is "
        "new. Enter samples with the day of each first post (Merchant → Costs), or load "
        "collaborations (our own table) or events"
    )
