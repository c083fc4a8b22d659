"""A fact as a sentence: every number can be counted again in the tables."""

from collections.abc import Callable

from models.reasons import Reason
from pages.components import product_words as of_product
from pages.components.numbers import count, counted, money, share
from pages.components.telling import Telling, Told, beside, bold
from pages.components.words import plain


def sentence(reason: Reason, by: Telling) -> str:
    """A reason in Markdown."""
    return SENTENCES[reason.kind](reason.values, by)


def _similar(told: Told, by: Telling) -> str:
    where = f", {told['live_units']:,} of them in live" if told["live_units"] else ""
    what = f"**{told['units']:,}** of *{plain(told['title'])}* (also {plain(told['category'])})"
    return f"{by.creator}sold {what}{by.for_you}{where}, in 180 days"


def _category(told: Told, by: Telling) -> str:
    of = f"{by.creators} {told['n']:,} order lines{by.for_you} in 180 days"
    usual = f"{share(told['usual'])} of {by.every}"
    return f"**{share(told['share'])}** of {of} are {plain(told['category'])}, {usual}"


def _carried(told: Told, by: Telling) -> str:
    of = f"{bold(told['products'], 'product')} of {plain(told['category'])}{by.for_you}"
    return f"{by.creator}sold {of} in 180 days, {told['n']:,} in all"


def _room(told: Told, by: Telling) -> str:
    of = f"{bold(told['products'], 'product')}{by.of_yours} in 28 days"
    return f"has room for more: sold {of}, {told['n']:,} in 180"


def _segment(told: Told, by: Telling) -> str:
    whose = "your " if by.is_shop else ""
    lines = f"{whose}{told['n']:,} {plain(told['category'])} order lines in 180 days"
    who = f"creators of {plain(str(told['bucket']))}"
    return f"{who} sold **{share(told['share'])}** of {lines}, {share(told['usual'])} of {by.every}"


def _tier(told: Told, by: Telling) -> str:
    return _segment(told | {"bucket": f"its size ({told['bucket']})"}, by)


def _audience(told: Told, by: Telling) -> str:
    sellers = f"of those who sell {plain(told['category'])}{by.for_you}"
    usual = "of all who sell for you" if by.is_shop else "of all who sell"
    return f"{_own(told, by)}, {share(told['share'])} {sellers}, {share(told['usual'])} {usual}"


def _reached(told: Told, by: Telling) -> str:
    those = f"of the {counted(told['n'], 'creator')} who state {plain(told['category'])}"
    return f"{_own(told, by)}, {share(told['share'])} {those}, {share(told['usual'])} of all"


def _own(told: Told, by: Telling) -> str:
    who = WHO.get(told["dimension"], f"{told['dimension']} {{}}").format(told["bucket"])
    return f"**{share(told['own'])}** of {by.creators} audience is {plain(who)}"


def _price(told: Told, by: Telling) -> str:
    low, high = (money(told[end], by.currency) for end in ("low", "high"))
    lines = f"{by.creators} {told['n']:,} order lines{by.for_you} in 180 days"
    return f"half of {lines} sold at **{low} – {high}**"


def _asked(told: Told, by: Telling) -> str:
    low, high = (money(told[end], by.currency) for end in ("low", "high"))
    what = f"{by.creators} {told['n']:,} products{by.of_yours}"
    return f"half of {what} ask **{low} – {high}**"


def _converting(told: Told, by: Telling) -> str:
    whose = "on products of yours " if by.is_shop else ""
    clicks = f"{by.creators} {told['n']:,} clicks {whose}in {plain(told['category'])} in 180 days"
    return f"**{share(told['rate'])}** of {clicks} sold, {share(told['usual'])} in this list"


def _momentum(told: Told, by: Telling) -> str:
    what = "views of your products" if by.is_shop else "views"
    return f"{what} **+{100 * told['growth']:.0f} %** in 14 days, to {count(told['views'])}"


def _shop(told: Told, by: Telling) -> str:
    whom = "for you" if by.is_shop else "for this shop"
    return f"{by.creator}sold {bold(told['n'], 'order line')} {whom} in 180 days"


def _brand(told: Told, by: Telling) -> str:
    of = f"of other {plain(told['brand'])} products{by.for_you}"
    return f"{by.creator}sold {bold(told['n'], 'order line')} {of} in 180 days"


def _shop_worked(told: Told, by: Telling) -> str:
    whose = "of yours" if by.is_shop else "of this shop"
    return f"{by.creator}worked with {bold(told['n'], 'other product')} {whose} before"


def _category_worked(told: Told, by: Telling) -> str:
    what = f"{bold(told['n'], 'other product')} of {plain(told['category'])}"
    return f"{by.creator}worked with {what}{by.for_you} before"


def _orders(told: Told, by: Telling) -> str:
    return f"sold {bold(told['n'], 'order line')}{by.for_you} in 28 days, {beside(told)}"


def _reach(told: Told, by: Telling) -> str:
    what = "views of your products" if by.is_shop else "product views"
    return f"**{count(told['n'])}** {what} in 28 days, {beside(told)}"


def _followers(told: Told, by: Telling) -> str:
    return f"**{count(told['n'])}** followers, {beside(told)}"


def _theme(told: Told, by: Telling) -> str:
    """Where no table has a fact to tell: how far the theme lifts the candidate."""
    return f"{plain(told['theme'])}: counts more than for **{share(told['above'])}** of all others"


def _stated(told: Told, by: Telling) -> str:
    return f"{by.creator}states {plain(told['category'])} as a category"


def _likest(told: Told, by: Telling) -> str:
    names = " and ".join(f"**{plain(title)}**" for title in told["titles"])
    like = f"its partners most like this one ({told['likeness'][0]:.2f})"
    return f"{by.creator}worked with {names}, {like}"


def _block(told: Told, by: Telling) -> str:
    above = share(told["above"])
    name = plain(str(told["block"]).removeprefix("given "))
    return f"{name}: likeness **{told['likeness']:.2f}**, above {above} of creators"


WHO = {"gender": "{}", "age": "aged {}", "region": "in {}"}
SENTENCES: dict[str, Callable[[Told, Telling], str]] = {
    "similar": _similar,
    "carried": _carried,
    "room": _room,
    "tier": _tier,
    "country": _segment,
    "audience": _audience,
    "brand": _brand,
    "shop_worked": _shop_worked,
    "category_worked": _category_worked,
    "commission": of_product.commission,
    "trend": of_product.trend,
    "sells": of_product.sells,
    "orders": _orders,
    "demand": of_product.demand,
    "carriers": of_product.carriers,
    "followers": _followers,
    "reached": _reached,
    "asked": _asked,
    "offer": of_product.offer,
    "level": of_product.level,
    "listed": of_product.listed,
    "category": _category,
    "price": _price,
    "converting": _converting,
    "momentum": _momentum,
    "shop": _shop,
    "reach": _reach,
    "theme": _theme,
    "stated": _stated,
    "likest": _likest,
    "block": _block,
}
