"""Rows about who and what takes part: shops, products, creators, content, promotions."""

import numpy as np
import pandas as pd
import pyarrow as pa

from data.market.calendar import MICROSECONDS
from data.market.content import LIVE, VIDEO
from data.market.rng import stream
from data.market.rows import Names, coded, instants
from data.market.taxonomy import Floats, Ints, categories, vocabulary
from data.market.world import World

AGES = {"13-17": 15, "18-24": 21, "25-34": 29, "35-44": 39, "45-54": 49, "55+": 60}
TIER_STARTS = {"nano": 0, "micro": 10_000, "mid": 100_000, "macro": 500_000, "mega": 1_000_000}
ABROAD = ("GB", "CA", "MX", "PH", "Other")
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
        "creators": _creators(world, names),
        "creator_audience": _audience(world, names),
        "content": _content(world, names, brands),
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
    order = stream(world.seed, "brands").permutation(len(every))
    count = 2 * world.plan.size.merchants
    return [every[order[i % len(every)]] + " II" * (i // len(every)) for i in range(count)]


def _merchants(world: World, names: Names, brands: list[str]) -> pd.DataFrame:
    rng = stream(world.seed, "merchants")
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
        stream(world.seed, "titles"),
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
    rng, n = stream(world.seed, "costs"), len(world.population.products)
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
    rng, shops = stream(world.seed, "fees"), names.merchant.to_pylist()
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


def _creators(world: World, names: Names) -> pd.DataFrame:
    rng, creators, n = stream(world.seed, "creators"), world.population.creators, names.creators
    tiers = np.array(list(TIER_STARTS))
    tier = tiers[np.searchsorted(list(TIER_STARTS.values()), creators.followers, "right") - 1]
    short = [category.name for category in categories()]
    stated = [
        [short[main]] + ([short[second]] if tells and second != main else [])
        for main, second, tells in zip(
            creators.category, creators.second, rng.random(n) < 0.55, strict=True
        )
    ]
    return pd.DataFrame({
        "creator_id": names.creator.to_pylist(),
        "handle": _handles(rng, creators.category),
        "followers": creators.followers,
        "tier": tier,
        "country": rng.choice(["US", "CA", "GB", "MX"], n, p=[0.86, 0.06, 0.05, 0.03]),
        "categories": stated,
        "joined_on": [world.calendar.on(-day) for day in rng.integers(10, 1_500, n)],
    })  # fmt: skip


def _handles(rng: np.random.Generator, category: Ints) -> list[str]:
    """Invented handles, each once."""
    taken: dict[str, None] = {}
    for kind in category:
        first = rng.choice(vocabulary()["first_names"])
        word = rng.choice(vocabulary()["handle_words"][categories()[kind].short])
        form = rng.choice(["{0}.{1}", "{0}_{1}", "{1}with{0}", "{0}{1}", "the{1}{0}", "{1}.by.{0}"])
        handle = form.format(first, word)
        while handle in taken:
            handle = f"{form.format(first, word)}{rng.integers(2, 9_999)}"
        taken[handle] = None
    return list(taken)


def _audience(world: World, names: Names) -> pd.DataFrame:
    """Shares of age, gender and region; a seventh of the creators do not share theirs."""
    rng, creators = stream(world.seed, "audience"), world.population.creators
    known = np.flatnonzero(rng.random(names.creators) > 1 / 7)
    middle = np.array(list(AGES.values()))
    age = np.exp(-((creators.age[known, None] - middle) ** 2) / (2 * 8.5**2)) + 0.01
    age = age / age.sum(axis=1, keepdims=True)
    female = creators.female[known]
    home = creators.home_share[known]
    abroad = rng.dirichlet(np.ones(len(ABROAD)), len(known)) * (1 - home[:, None])
    parts = [
        _shares(names, known, "age", list(AGES), age),
        _shares(names, known, "gender", ["female", "male"], np.column_stack([female, 1 - female])),
        _shares(names, known, "region", ["US", *ABROAD], np.column_stack([home, abroad])),
    ]
    return pd.concat(parts, ignore_index=True)


def _shares(
    names: Names, creator: Ints, dimension: str, buckets: list[str], share: Floats
) -> pd.DataFrame:
    return pd.DataFrame({
        "creator_id": np.repeat(np.array(names.creator.to_pylist())[creator], len(buckets)),
        "dimension": dimension,
        "bucket": np.tile(buckets, len(creator)),
        "share": np.round(share, 4).ravel(),
    })  # fmt: skip


def _content(world: World, names: Names, brands: list[str]) -> pa.Table:
    contents = world.contents
    ended = contents.starts_at + contents.length * 60 * MICROSECONDS
    return pa.table({
        "content_id": names.content,
        "creator_id": coded(contents.creator, names.creator),
        "content_type": coded(contents.kind, names.content_type),
        "started_at": instants(contents.starts_at),
        "ended_at": instants(np.where(contents.kind == LIVE, ended, -1)),
        "title": pa.array(_content_titles(world, brands)),
    })  # fmt: skip


def _content_titles(world: World, brands: list[str]) -> list[str]:
    rng, products, words = stream(world.seed, "posts"), world.population.products, vocabulary()
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    titles = []
    pick = rng.random(len(world.contents))
    for kind, product, day, luck in zip(
        world.contents.kind, world.contents.product, world.contents.day, pick, strict=True
    ):
        category = categories()[products.category[product]]
        leaf = category.leaves[products.leaf[product]][1]
        forms = words["video_titles" if kind == VIDEO else "live_titles"]
        form = forms[int(luck * len(forms))] if kind in (VIDEO, LIVE) else "{brand} {leaf}"
        titles.append(form.format(
            leaf=leaf.lower() if kind == VIDEO else leaf,
            brand=brands[products.brand[product]],
            price=int(products.price[product]) + 1,
            day=days[world.calendar.on(day).weekday()],
            short=category.short.lower() if kind == LIVE else category.short,
        ))  # fmt: skip
    return titles


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
