"""Rows about the market, its shops and products, what they cost and what is on offer."""

import numpy as np
import pandas as pd
import pyarrow as pa

from data.market.publishers import audience_rows, content_rows, creator_rows
from data.market.rows import Names, coded
from data.market.taxonomy import categories, vocabulary
from data.market.world import World

COST_UNKNOWN = 0.08


def catalogue(world: World, names: Names) -> dict[str, pa.Table | pd.DataFrame]:
    """Every dimension table, by name."""
    brands = _brands(world)
    products = _products(world, names, brands)
    return {
        "market": _market(world),
        "merchants": _merchants(world, names, brands),
        "products": products,
        "product_costs": _costs(world, names),
        "merchant_fees": _fees(world, names),
        "creators": creator_rows(world, names),
        "creator_audience": audience_rows(world, names),
        "content": content_rows(world, names, brands),
        "promotions": _promotions(world),
        "promotion_products": _promotion_products(world, names),
    }


def _market(world: World) -> pd.DataFrame:
    plan = world.plan
    return pd.DataFrame([{
        "market_id": plan.market,
        "title": plan.title,
        "time_zone": plan.zone,
        "currency": plan.currency,
        "refund_lag_days": plan.refund_lag_days,
        "is_sampled_lines": False,
        "complete_until_at": pd.Timestamp(world.calendar.closes_at, unit="us"),
    }])  # fmt: skip


def _brands(world: World) -> list[str]:
    """Two invented names per shop: its main brand and a second line."""
    heads, tails = vocabulary()["brand_heads"], vocabulary()["brand_tails"]
    every = [head + tail for head in heads for tail in tails]
    order = world.rng("brands").permutation(len(every))
    count = 2 * world.plan.size.merchants
    return [every[order[i % len(every)]] + " II" * (i // len(every)) for i in range(count)]


def _merchants(world: World, names: Names, brands: list[str]) -> pd.DataFrame:
    rng = world.rng("merchants")
    products, count = world.population.products, world.plan.size.merchants
    main = [
        int(np.bincount(products.category[products.merchant == shop]).argmax())
        for shop in range(count)
    ]
    words = rng.choice(vocabulary()["shop_words"], count)
    return pd.DataFrame({
        "merchant_id": names.merchant.to_pylist(),
        "name": [f"{brands[2 * shop]} {words[shop]}" for shop in range(count)],
        "category": [categories()[category].name for category in main],
        "country": rng.choice(["US", "CN", "KR", "CA"], count, p=[0.78, 0.14, 0.04, 0.04]),
    })  # fmt: skip


def _products(world: World, names: Names, brands: list[str]) -> pd.DataFrame:
    rng, products, calendar = (
        world.rng("titles"),
        world.population.products,
        world.calendar,
    )
    titles, texts, paths = [], [], []
    for category, leaf, brand in zip(products.category, products.leaf, products.brand, strict=True):
        kind = categories()[category]
        branch, noun = kind.leaves[leaf]
        adjective, variant = rng.choice(kind.adjectives), rng.choice(kind.variants)
        titles.append(f"{brands[brand]} {adjective} {noun}, {variant}")
        texts.append(
            f"{adjective} {noun.lower()} by {brands[brand]} for {branch.lower()}; {variant}."
        )
        paths.append(f"{kind.name} > {branch}" + (f" > {noun}" if leaf % 3 else ""))
    return pd.DataFrame({
        "product_id": names.product.to_pylist(),
        "merchant_id": names.merchant.take(pa.array(products.merchant)).to_pylist(),
        "title": titles,
        "description": texts,
        "category_path": paths,
        "brand": [brands[brand] for brand in products.brand],
        "price": world.offers.price[:, calendar.closes - 1].astype(np.int64),
        "currency": world.plan.currency,
        "listed_on": [calendar.on(day) for day in world.offers.listed],
    })  # fmt: skip


def _costs(world: World, names: Names) -> pd.DataFrame:
    """Costs of most products; some change later, some shops never told theirs."""
    rng, n = world.rng("costs"), len(world.population.products)
    price = world.population.products.price * 100
    unit = np.round(price * rng.uniform(0.22, 0.5, n))
    sample = np.round(0.9 * unit + rng.integers(350, 800, n))
    calendar = world.calendar
    since = np.minimum(world.offers.listed, 0)
    first = pd.DataFrame({
        "product": np.arange(n),
        "day": since,
        "unit_cost": unit,
        "sample_cost": sample,
    })  # fmt: skip
    later = first[rng.random(n) < 0.18].copy()
    later["day"] = rng.integers(calendar.opens + 20, calendar.closes - 10, len(later))
    later["unit_cost"] = np.round(later["unit_cost"] * rng.uniform(0.9, 1.2, len(later)))
    rows = pd.concat([first, later])
    rows = rows[~np.isin(rows["product"], np.flatnonzero(rng.random(n) < COST_UNKNOWN))]
    return pd.DataFrame({
        "product_id": names.product_texts[rows["product"]],
        "merchant_id": np.array(names.merchant.to_pylist())[
            world.population.products.merchant[rows["product"]]
        ],
        "valid_from": [calendar.on(day) for day in rows["day"]],
        "unit_cost": rows["unit_cost"].to_numpy().astype(np.int64),
        "sample_cost": rows["sample_cost"].to_numpy().astype(np.int64),
        "currency": world.plan.currency,
    })  # fmt: skip


def _fees(world: World, names: Names) -> pd.DataFrame:
    """The platform's share of net GMV; a quarter of the shops pay more since last spring."""
    rng, shops = world.rng("fees"), names.merchant.to_pylist()
    rate = rng.choice([0.05, 0.06, 0.06, 0.08], len(shops))
    raised = rng.random(len(shops)) < 0.25
    first, later = world.calendar.on(-400), world.calendar.on(world.calendar.closes * 6 // 10)
    rows = [(shop, first, share) for shop, share in zip(shops, rate, strict=True)]
    rows += [
        (shop, later, share + 0.01)
        for shop, share, is_raised in zip(shops, rate, raised, strict=True)
        if is_raised
    ]
    return pd.DataFrame(rows, columns=["merchant_id", "valid_from", "platform_fee_rate"])


def _promotions(world: World) -> pd.DataFrame:
    calendar = world.calendar
    return pd.DataFrame([
        {
            "promotion_id": promotion.promotion_id,
            "kind": promotion.kind,
            "title": promotion.title,
            "starts_on": calendar.on(promotion.first),
            "ends_on": calendar.on(promotion.last),
        }
        for promotion in world.offers.promotions
    ])  # fmt: skip


def _promotion_products(world: World, names: Names) -> pa.Table:
    promotions = world.offers.promotions
    sizes = [len(promotion.products) for promotion in promotions]
    product = np.concatenate([promotion.products for promotion in promotions])
    return pa.table({
        "promotion_id": np.repeat([promotion.promotion_id for promotion in promotions], sizes),
        "product_id": coded(product, names.product),
        "merchant_id": coded(world.population.products.merchant[product], names.merchant),
    })  # fmt: skip
