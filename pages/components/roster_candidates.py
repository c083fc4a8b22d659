"""Whom a roster is chosen from: the model's best for each product, what each brings and costs."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from analytics.audience_groups import AudienceGroups, audience_groups
from analytics.candidates import candidates as known_of
from analytics.market import MarketFacts
from models.lever_evidence import Evidence, evidence
from models.levers import Baseline, scenario_baseline
from models.placed import Product
from models.roster.curve import LINEAR, Curve, measured
from models.roster.problem import ALONE, COSTS, Candidates
from models.trained import TrainedModel
from pages.components.access import viewer
from pages.components.keeping import keeper
from pages.components.listing import ranked
from pages.components.match_estimates import products_of
from pages.components.matching import Query
from pages.components.numbers import counted, major
from pages.components.pair_estimates import NotEstimableError, drawn_pairs, estimated
from pages.components.resources import ask, ask_market, fewest_shops
from pages.components.spend import DEEP, costed, not_known

KEYS = ["product_id", "creator_id"]
SHORTLIST = "shortlist"
ESTIMATES = ("estimate", "low", "high", "attributed")


@dataclass(frozen=True)
class Pool:
    """Pairs to choose from: `rows` with names, estimates and costs in major units, `products` as
    estimates want them; `curves` by product, `groups` of audiences, `seen` how many more creators
    of a product the market has seen; `notes` say what is not known; `at_hand` is the budget set at
    their shortlists, None where none is.
    """

    rows: pd.DataFrame
    products: tuple[Product, ...]
    titles: dict[str, str]
    currency: str
    curves: dict[str, Curve]
    known: Evidence
    groups: AudienceGroups
    seen: dict[str, int]
    notes: tuple[str, ...] = field(default=())
    at_hand: float | None = None

    @property
    def names(self) -> dict[str, str]:
        """What products and creators are called, by id."""
        creators = self.rows.drop_duplicates("creator_id")
        return {**self.titles, **dict(zip(creators["creator_id"], creators["name"], strict=True))}

    def candidates(self, facts: MarketFacts) -> Candidates:
        """The pairs as a roster's candidates; money in major units."""
        pairs, draws = drawn_pairs(facts, self.products, self.rows["creator_id"].unique())
        place = pd.Series(range(len(pairs)), index=pd.MultiIndex.from_frame(pairs[KEYS]))
        rows = self.rows
        at = place.reindex(pd.MultiIndex.from_frame(rows[KEYS])).to_numpy()
        has_slope = self.known.creators.missing is None
        shared = self.groups.beyond_usual() if has_slope else self.groups.shared
        return Candidates(
            rows["product_id"].to_numpy(np.str_),
            rows["creator_id"].to_numpy(np.str_),
            rows["estimate"].to_numpy(np.float64),
            draws[at] * major(1, self.currency),
            rows["sample_cost"].to_numpy(np.float64),
            rows["flat_fee"].to_numpy(np.float64),
            rows["commission"].to_numpy(np.float64),
            rows["creator_id"].map(self.groups.group).fillna(ALONE).to_numpy(np.int64),
            np.array(shared, np.float64),
        )


def candidates_or_stop(
    model: TrainedModel, facts: MarketFacts, queries: list[Query], currency: str
) -> Pool:
    """The pool of the products asked about; ends the page with why where none is estimable."""
    with st.spinner("Looking up who fits"):
        parts = [_of_product(model, facts, query, currency) for query in queries]
    asked = zip(parts, queries, strict=True)
    products = tuple(one for part, query in asked for one in products_of(part, query, currency))
    pairs = pd.concat(parts, ignore_index=True)
    if pairs.empty:
        st.info("Nobody new to choose: every creator that the model knows works with it already.")
        st.stop()
    try:
        told = estimated(facts, products, pairs["creator_id"].unique())
    except NotEstimableError as error:
        st.info(f"Not estimable: {error}.")
        st.stop()
    rows = pairs.merge(told, on=KEYS)
    if rows["estimate"].isna().all():
        st.info(f"{rows['reason'].iloc[0].capitalize()}. A roster needs what is new, not credit.")
        st.stop()
    return _pool(facts, queries, products, rows, currency)


def _of_product(
    model: TrainedModel, facts: MarketFacts, query: Query, currency: str
) -> pd.DataFrame:
    """The model's best (`is_best`) for a product and those shortlisted (`is_shortlisted`), as far
    as the market has them, with what is known of each.
    """
    best = ranked(model, query).head(DEEP)[KEYS]
    kept = shortlist_of(query)["creators"]
    wanted = pd.DataFrame({"product_id": query.id, "creator_id": kept}, dtype=str)
    every = pd.concat([wanted, best]).drop_duplicates(ignore_index=True)
    every = every.assign(
        is_shortlisted=every["creator_id"].isin(kept),
        is_best=every["creator_id"].isin(best["creator_id"]),
    )
    people = ask(known_of, tuple(every["creator_id"]), facts.last_day, currency, query.merchant_id)
    known = ["creator_id", "handle", "commission_rate", "flat_fee"]
    return every.merge(people[known], on="creator_id")


def shortlist_of(query: Query) -> dict[str, Any]:
    """The `creators` on a product's shortlist, and its `budget` in minor units."""
    return keeper().get(SHORTLIST, query.id) or {"creators": [], "budget": 0.0}


def _pool(
    facts: MarketFacts,
    queries: list[Query],
    products: tuple[Product, ...],
    rows: pd.DataFrame,
    currency: str,
) -> Pool:
    notes = (*_gone(rows, queries), *not_known(rows.dropna(subset=["estimate"]), queries))
    rows = _costed(rows, queries, currency).dropna(subset=["estimate"])
    ids = tuple(sorted(rows["creator_id"].unique()))
    categories = {product.category for product in products}
    unit = major(1, currency)
    category = categories.pop() if len(categories) == 1 else None
    known = ask_market(evidence, facts.last_day, currency, fewest_shops()).of(category)
    bases = {q.id: ask(scenario_baseline, facts.last_day, currency, q.id) for q in queries}
    return Pool(
        rows=rows,
        products=products,
        titles={query.id: query.label for query in queries},
        currency=currency,
        curves={key: _curve(base, known, rows, key) for key, base in bases.items()},
        known=known,
        groups=ask(audience_groups, ids, viewer().merchant_id),
        seen={
            key: known.most_creators(base)
            for key, base in bases.items()
            if not known.no_creators(base)
        },
        notes=notes,
        at_hand=sum(float(shortlist_of(query)["budget"]) for query in queries) * unit or None,
    )


def _curve(base: Baseline, known: Evidence, rows: pd.DataFrame, product_id: str) -> Curve:
    """How what further creators of a product bring adds up, from the market's measured answer."""
    if known.no_creators(base):
        return LINEAR
    own = rows.loc[rows["product_id"] == product_id, "estimate"].to_numpy(np.float64)
    return measured(known.creators.slope, float(base.creators or 0), own)


def _gone(rows: pd.DataFrame, queries: list[Query]) -> tuple[str, ...]:
    """How many of the shortlists are no candidates any more."""
    kept = {(query.id, creator) for query in queries for creator in shortlist_of(query)["creators"]}
    gone = kept - set(zip(rows["product_id"], rows["creator_id"], strict=True))
    if not gone:
        return ()
    return (
        f"Left out, for this market no longer has them: {counted(len(gone), 'creator')} "
        "of the shortlist.",
    )


def _costed(rows: pd.DataFrame, queries: list[Query], currency: str) -> pd.DataFrame:
    """Rows with `name`, estimates and costs in major units."""
    parts = []
    for query in queries:
        own = rows[rows["product_id"] == query.id]
        parts.append(costed(own, query, own[own["is_best"]]))
    every, unit = pd.concat(parts, ignore_index=True), major(1, currency)
    money = {name: every[name].astype(float) * unit for name in (*ESTIMATES, *COSTS)}
    return every.assign(name="@" + every["handle"], **money)
