"""What asking creators takes of a budget: a sample each, usual fixed fees, expected commission."""

import pandas as pd

from pages.components.matching import Query
from pages.components.numbers import counted

DEEP = 100
"""The model's best of a product, whose usual commission stands where a creator's is not known."""
BUDGET = (
    "Samples, usual fixed fees and expected commission together, in 28 days; commission is each "
    "creator's usual rate on the GMV that would be attributed."
)


def costed(pairs: pd.DataFrame, query: Query, best: pd.DataFrame) -> pd.DataFrame:
    """Pairs of one product with `sample_cost`, `flat_fee` and `commission` in minor units, nothing
    where it is not known; the usual rate of the `best` stands for a creator without one.
    """
    rate = pairs["commission_rate"].astype(float)
    rate = rate.fillna(best["commission_rate"].astype(float).median())
    if query.commission_rate is not None:
        rate = pd.Series(query.commission_rate, pairs.index)
    return pairs.assign(
        sample_cost=query.costs.sample_cost or 0.0,
        flat_fee=pairs["flat_fee"].astype(float).fillna(0.0),
        commission=(rate * pairs["attributed"].astype(float)).fillna(0.0),
    )


def not_known(pairs: pd.DataFrame, queries: list[Query]) -> tuple[str, ...]:
    """What of the spend of pairs, as they were before `costed`, is not on record."""
    fee, rate = pairs["flat_fee"].isna(), pairs["commission_rate"].isna()
    is_stated = all(query.commission_rate is not None for query in queries)
    unpaid = counted(int(pairs.loc[fee, "creator_id"].nunique()), "creator")
    unrated = counted(int(pairs.loc[rate, "creator_id"].nunique()), "creator")
    notes = {
        f"No fixed fee on record of {unpaid}: taken for none.": fee.any(),
        "The cost of a sample is not known and taken for nothing: enter it on Merchant → Costs.": (
            any(query.costs.sample_cost is None for query in queries)
        ),
        f"No commission on record of {unrated}: taken for the usual one of the model's best "
        f"{DEEP}, or for none where none is known.": rate.any() and not is_stated,
    }
    return tuple(text for text, holds in notes.items() if holds)
