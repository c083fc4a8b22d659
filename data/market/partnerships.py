"""Rows of `collaborations` and of the experiment behind the randomised list."""

import numpy as np
import pyarrow as pa

from data.market.calendar import seconds_of_day
from data.market.rows import Names, coded, ids, instants
from data.market.world import World

PLANS = pa.array(["open", "target"])
CHOOSERS = pa.array(["creator", "merchant", "platform", "random"])
EXPERIMENT = "random-list"


def collaboration_rows(world: World, names: Names) -> pa.Table:
    """A row per pair that was asked within the data or before it."""
    deals = world.deals
    recorded = np.max(list(deals.stages.values()), axis=0)
    return pa.table({
        "collaboration_id": ids("k", len(deals), 6),
        "merchant_id": coded(world.population.products.merchant[deals.product], names.merchant),
        "product_id": coded(deals.product, names.product),
        "creator_id": coded(deals.creator, names.creator),
        "plan": coded(deals.plan, PLANS),
        "chosen_by": coded(deals.chosen_by, CHOOSERS),
        "commission_rate": deals.commission,
        "flat_fee": pa.array(deals.fee, mask=deals.fee == 0),
        "currency": coded(np.zeros(len(deals), int), pa.array([world.plan.currency])),
        **{name: instants(at) for name, at in deals.stages.items()},
        "recorded_at": instants(recorded),
    }).filter(pa.array(recorded >= 0))  # fmt: skip


def assignment_rows(world: World, names: Names) -> pa.Table:
    """The coin of every pair on the randomised list: to be invited, or to be left alone."""
    listed, calendar = world.listed, world.calendar
    rng = world.rng("assignments")
    product = names.product_texts[listed.product]
    creator = names.creator_texts[listed.creator]
    pair = np.char.add(np.char.add(product, "|"), creator)
    first = np.sort(np.unique(pair, return_index=True)[1])
    at = calendar.at(listed.day, seconds_of_day(rng, len(pair)) // 24)
    rows = pa.table({
        "experiment_id": coded(np.zeros(len(pair), int), pa.array([EXPERIMENT])),
        "unit_type": coded(np.zeros(len(pair), int), pa.array(["pair"])),
        "unit_id": pa.array(pair),
        "merchant_id": coded(world.population.products.merchant[listed.product], names.merchant),
        "arm": coded(listed.is_invited.astype(int), pa.array(["left_alone", "invited"])),
        "assigned_at": instants(at),
    })  # fmt: skip
    return rows.take(pa.array(first))
