"""Who takes part: merchants, products and creators with their latent tastes.

A pair's affinity is a product of two short vectors. The seen part rests on what the tables show in
one form or another (category, audience, price, region); the hidden part is a style that a brand's
products share, which only past sales reveal.
"""

from dataclasses import dataclass

import numpy as np

from data.market.rng import stream
from data.market.taxonomy import Flags, Floats, Ints, by_category, categories, relatedness

STYLE = 6
AGE_SD = 9.0
CATEGORY_WEIGHT, AGE_WEIGHT, GENDER_WEIGHT, PRICE_WEIGHT = 1.5, 0.45, 1.6, 0.35
HOME_WEIGHT, STYLE_WEIGHT = 0.6, 0.75


@dataclass(frozen=True)
class Size:
    """How large a market is, and how unequal: `product_tail` and `creator_tail` are the standard
    deviations of the logarithms of organic demand and of reach."""

    products: int = 5_000
    creators: int = 2_000
    merchants: int = 300
    product_tail: float = 0.75
    creator_tail: float = 0.9


@dataclass(frozen=True)
class Products:
    """One entry per product. `seen` and `hidden` are the product's halves of the affinity; `price`
    is in dollars; `level` is the log of usual organic impressions a day; `conversion` is orders per
    click; `elasticity` is of demand to price, negative."""

    merchant: Ints
    category: Ints
    leaf: Ints
    brand: Ints
    price: Floats
    level: Floats
    ctr: Floats
    conversion: Floats
    refund_rate: Floats
    elasticity: Floats
    seen: Floats
    hidden: Floats

    def __len__(self) -> int:
        return len(self.price)


@dataclass(frozen=True)
class Creators:
    """One entry per creator. `reach` is usual views a day; `reliability` the chance to post once a
    sample came; `activity` and `effort` are factors around one."""

    followers: Ints
    reach: Floats
    category: Ints
    second: Ints
    age: Floats
    female: Floats
    home_share: Floats
    spend: Floats
    live_share: Floats
    activity: Floats
    effort: Floats
    reliability: Floats
    is_inflated: Flags
    seen: Floats
    hidden: Floats

    def __len__(self) -> int:
        return len(self.reach)


@dataclass(frozen=True)
class Population:
    seed: int
    products: Products
    creators: Creators

    def affinity(self, product: Ints, creator: Ints) -> Floats:
        """Log factor on what a creator sells of a product, per pair: seen, hidden and chance."""
        p, c = self.products, self.creators
        seen = np.einsum("ij,ij->i", p.seen[product], c.seen[creator])
        hidden = np.einsum("ij,ij->i", p.hidden[product], c.hidden[creator])
        return seen + hidden + 0.25 * pair_noise(self.seed, product, creator)


def populate(seed: int, size: Size) -> Population:
    """Draws who takes part."""
    rng = stream(seed, "population")
    return Population(seed, _products(rng, size), _creators(rng, size))


def pair_noise(seed: int, product: Ints, creator: Ints) -> Floats:
    """A standard normal deviate that belongs to the pair, without a table of all pairs."""
    mixed: Ints = product.astype(np.uint64) * np.uint64(2_654_435_761)
    mixed = mixed + creator.astype(np.uint64)
    mixed = mixed ^ _splitmix(np.array([seed], np.uint64))
    total = np.zeros(len(mixed))
    for _ in range(4):
        mixed = _splitmix(mixed)
        total += (mixed >> np.uint64(11)).astype(float) / 2.0**53
    return (total - 2.0) * np.sqrt(3.0)


def _splitmix(value: Ints) -> Ints:
    value = value + np.uint64(0x9E3779B97F4A7C15)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


def _products(rng: np.random.Generator, size: Size) -> Products:
    n, many = size.products, len(categories())
    shares = by_category("share") / by_category("share").sum()
    merchant_category = _covering(rng, size.merchants, many, shares)
    weight = rng.lognormal(0.0, 0.9, size.merchants)
    merchant = np.sort(_covering(rng, n, size.merchants, weight / weight.sum()))
    brand = merchant * 2 + (rng.random(n) < 0.3)
    is_main = rng.random(n) < 0.9
    category = np.where(is_main, merchant_category[merchant], rng.choice(many, n, p=shares))
    leaves = np.array([len(c.leaves) for c in categories()])
    leaf = (rng.random(n) * leaves[category]).astype(np.int64)
    expensive = rng.normal(0.0, 1.0, n) * 0.8 + rng.normal(0.0, 0.6, size.merchants)[merchant]
    price = by_category("price")[category] * np.exp(by_category("price_sd")[category] * expensive)
    price = np.maximum(np.round(price) - 0.01, 2.99)
    brand_style = rng.normal(0.0, 1.0, (2 * size.merchants, STYLE))
    style = 0.85 * brand_style[brand] + 0.53 * rng.normal(0.0, 1.0, (n, STYLE))
    age = by_category("age")[category] + rng.normal(0.0, 5.0, n)
    female = np.clip(by_category("female")[category] + rng.normal(0.0, 0.12, n), 0.02, 0.98)
    level = rng.normal(0.0, size.product_tail, n) - 0.35 * expensive
    conversion = 0.034 * by_category("conversion")[category] * rng.lognormal(-0.05, 0.3, n)
    return Products(
        merchant=merchant,
        category=category,
        leaf=leaf,
        brand=brand,
        price=price,
        level=level,
        ctr=0.034 * rng.lognormal(-0.02, 0.2, n),
        conversion=conversion * np.exp(-0.15 * expensive),
        refund_rate=np.clip(by_category("refund")[category] * rng.lognormal(0, 0.35, n), 0.02, 0.4),
        elasticity=-rng.lognormal(np.log(1.7), 0.25, n),
        seen=_product_side(category, age, female, expensive),
        hidden=(STYLE_WEIGHT / np.sqrt(STYLE)) * style,
    )


def _creators(rng: np.random.Generator, size: Size) -> Creators:
    n, many = size.creators, len(categories())
    shares = by_category("share") / by_category("share").sum()
    category = _covering(rng, n, many, shares)
    second = rng.choice(many, n, p=shares)
    followers = np.exp(rng.normal(np.log(24_000), 1.45, n))
    quality = rng.normal(0.0, 0.85, n)
    is_inflated = rng.random(n) < 0.03
    reach = size.creator_tail * (0.4 * np.log(followers / 24_000) + quality) / 1.03
    age = by_category("age")[category] + rng.normal(0.0, 6.0, n)
    female = np.clip(by_category("female")[category] + rng.normal(0.0, 0.15, n), 0.03, 0.97)
    home_share = np.clip(rng.beta(6.0, 1.6, n), 0.05, 0.99)
    spend = 0.04 * (age - 31) + rng.normal(0.0, 0.8, n)
    return Creators(
        followers=(followers * np.where(is_inflated, 6.0, 1.0)).astype(np.int64) + 300,
        reach=np.exp(reach),
        category=category,
        second=second,
        age=age,
        female=female,
        home_share=home_share,
        spend=spend,
        live_share=np.where(rng.random(n) < 0.3, rng.beta(2.0, 2.0, n), 0.0),
        activity=rng.lognormal(-0.5, 1.0, n),
        effort=rng.lognormal(-0.08, 0.4, n),
        reliability=np.clip(rng.beta(3.2, 3.4, n), 0.05, 0.97),
        is_inflated=is_inflated,
        seen=_creator_side(category, second, np.column_stack([age, female, spend, home_share])),
        hidden=rng.normal(0.0, 1.0, (n, STYLE)),
    )


def _product_side(category: Ints, age: Floats, female: Floats, price: Floats) -> Floats:
    """The quadratic distances in age and price are written out, so that a pair's is a product."""
    one, a = np.ones(len(age)), (age - 31) / AGE_SD
    kind = CATEGORY_WEIGHT * relatedness()[category]
    rest = [
        AGE_WEIGHT * a,
        -AGE_WEIGHT / 2 * a**2,
        -AGE_WEIGHT / 2 * one,
        4 * GENDER_WEIGHT * (female - 0.5) / 2,
        PRICE_WEIGHT * price,
        -PRICE_WEIGHT / 2 * price**2,
        -PRICE_WEIGHT / 2 * one,
        HOME_WEIGHT * one,
    ]
    return np.column_stack([kind, *rest]).astype(np.float32)


def _creator_side(category: Ints, second: Ints, traits: Floats) -> Floats:
    """`traits` are the columns age, female, spend, home share."""
    age, female, spend, home = traits.T
    one, a = np.ones(len(age)), (age - 31) / AGE_SD
    kind = np.zeros((len(age), len(categories())))
    kind[np.arange(len(age)), second] = 0.6
    kind[np.arange(len(age)), category] = 1.0
    rest = [a, one, a**2, female - 0.5, spend, one, spend**2, np.log(home / 0.8)]
    return np.column_stack([kind, *rest]).astype(np.float32)


def _covering(rng: np.random.Generator, n: int, many: int, shares: Floats) -> Ints:
    """n draws from `many` kinds in which every kind occurs, if n allows."""
    drawn = rng.choice(many, n, p=shares)
    some = rng.permutation(n)[: min(n, many)]
    drawn[some] = np.arange(len(some))
    return drawn
