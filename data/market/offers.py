"""What shoppers and creators are offered over time: list prices, discounts, commission."""

from dataclasses import dataclass

import numpy as np

from data.market.calendar import Calendar
from data.market.population import Products
from data.market.rng import stream
from data.market.taxonomy import Flags, Floats, Ints, vocabulary

CLICK_SHARE = 0.3


@dataclass(frozen=True)
class Promotion:
    """A sale with the products it covers; days as counted in the calendar."""

    promotion_id: str
    kind: str
    title: str
    first: int
    last: int
    products: Ints


@dataclass(frozen=True)
class Offers:
    """Product × day: `price` in cents, `seller` and `platform` discounts as shares of it,
    `commission` as a share of what is paid, `is_listed`; and the promotions behind them."""

    price: Ints
    seller: Floats
    platform: Floats
    commission: Floats
    is_listed: Flags
    listed: Ints
    promotions: list[Promotion]

    def response(self, products: Products) -> tuple[Floats, Floats]:
        """Factors on clicks and on orders per click, product × day, that today's price brings."""
        usual = np.round(products.price * 100)[:, None].astype(np.float32)
        ratio = self.price / usual * (1 - self.seller) * (1 - self.platform)
        log = np.log(ratio) * products.elasticity[:, None].astype(np.float32)
        return np.exp(CLICK_SHARE * log), np.exp((1 - CLICK_SHARE) * log)


def draw_offers(seed: int, products: Products, calendar: Calendar) -> Offers:
    """Draws every offer of the market."""
    rng = stream(seed, "offers")
    n, days = len(products), calendar.closes
    seller, platform = np.zeros((2, n, days), np.float32)
    promotions = _campaigns(rng, products, calendar, seller, platform)
    promotions += _shop_discounts(rng, products, calendar, seller)
    is_new, ends = rng.random(n) < 0.42, rng.random(n) < 0.16
    listed = np.where(is_new, rng.integers(0, days - 21, n), -rng.integers(30, 900, n))
    gone = np.where(ends & ~is_new, rng.integers(days // 3, days, n), days)
    day = np.arange(days)
    return Offers(
        price=_prices(rng, products, days),
        seller=seller,
        platform=platform,
        commission=_commission(rng, products, days),
        is_listed=(day >= listed[:, None]) & (day < gone[:, None]),
        listed=listed,
        promotions=promotions,
    )


def _prices(rng: np.random.Generator, products: Products, days: int) -> Ints:
    """List prices in cents; a third of the products change theirs once."""
    n = len(products)
    changes_on = np.where(rng.random(n) < 0.33, rng.integers(30, days, n), days)
    later = np.round(products.price * np.exp(rng.normal(0.02, 0.11, n))) - 0.01
    is_later = np.arange(days) >= changes_on[:, None]
    cents = np.round(
        np.where(is_later, np.maximum(later, 2.99)[:, None], products.price[:, None]) * 100
    )
    return cents.astype(np.int32)


def _commission(rng: np.random.Generator, products: Products, days: int) -> Floats:
    """Whole percents by product; a third changes once, by up to five points."""
    n = len(products)
    usual = np.clip(np.round(rng.normal(14, 4, n)), 5, 30)
    later = np.clip(usual + rng.choice([-4, -3, -2, 2, 3, 4, 5], n), 4, 32)
    changes_on = np.where(rng.random(n) < 0.35, rng.integers(40, days, n), days)
    is_later = np.arange(days) >= changes_on[:, None]
    return (np.where(is_later, later[:, None], usual[:, None]) / 100).astype(np.float32)


def _campaigns(
    rng: np.random.Generator,
    products: Products,
    calendar: Calendar,
    seller: Floats,
    platform: Floats,
) -> list[Promotion]:
    found = []
    for number, campaign in enumerate(calendar.campaigns):
        joined = np.flatnonzero(rng.random(len(products)) < 0.3)
        days = slice(max(campaign.first, 0), campaign.last + 1)
        platform[joined, days] = campaign.platform_discount
        discount = rng.choice([0.05, 0.1, 0.15, 0.2, 0.25], len(joined)).astype(np.float32)
        seller[joined, days] = np.maximum(seller[joined, days], discount[:, None])
        title, first, last = campaign.title, campaign.first, campaign.last
        found.append(Promotion(f"campaign-{number:02d}", "campaign", title, first, last, joined))
    return found


def _shop_discounts(
    rng: np.random.Generator, products: Products, calendar: Calendar, seller: Floats
) -> list[Promotion]:
    found: list[Promotion] = []
    shops = int(products.merchant.max()) + 1
    bounds = np.searchsorted(products.merchant, np.arange(shops + 1))
    for shop in np.repeat(np.arange(shops), rng.poisson(calendar.closes / 110.0, shops)):
        portfolio = np.arange(bounds[shop], bounds[shop + 1])
        first = int(rng.integers(0, calendar.closes))
        last = first + int(rng.integers(2, 12))
        covered = portfolio[rng.random(len(portfolio)) < 0.5]
        if not len(covered):
            continue
        share = np.float32(rng.choice([0.05, 0.1, 0.15, 0.2]))
        seller[covered, first : last + 1] = np.maximum(seller[covered, first : last + 1], share)
        kind = "coupon" if rng.random() < 0.3 else "discount"
        title = str(rng.choice(vocabulary()["shop_discounts"]))
        found.append(Promotion(f"shop-{len(found):05d}", kind, title, first, last, covered))
    return found
