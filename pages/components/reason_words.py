"""A fact as a sentence: every number can be counted again in the tables."""

from collections.abc import Callable
from typing import Any

from models.reasons import Reason
from pages.components.numbers import count, money, share
from pages.components.words import plain


def sentence(reason: Reason, currency: str) -> str:
    """A reason in Markdown; `currency` of its amounts."""
    return SENTENCES[reason.kind](reason.values, currency)


def _similar(told: dict[str, Any], currency: str) -> str:
    where = f", {told['live_units']:,} of them in live" if told["live_units"] else ""
    return f"sold **{told['units']:,}** of *{plain(told['title'])}*{where}, in 180 days"


def _category(told: dict[str, Any], currency: str) -> str:
    of = f"{told['n']:,} order lines in 180 days"
    return f"**{share(told['share'])}** of {of} are {plain(told['category'])}"


def _carried(told: dict[str, Any], currency: str) -> str:
    of = f"**{told['products']:,}** products of {plain(told['category'])}"
    return f"sold {of} in 180 days, {told['n']:,} in all"


def _room(told: dict[str, Any], currency: str) -> str:
    return f"sold **{told['products']:,}** of its {told['n']:,} products of 180 days in the last 28"


def _segment(told: dict[str, Any], currency: str) -> str:
    lines = f"{told['n']:,} {plain(told['category'])} order lines in 180 days"
    who = f"creators of {plain(str(told['bucket']))}"
    return f"{who} sold **{share(told['share'])}** of {lines}, {share(told['usual'])} of all"


def _tier(told: dict[str, Any], currency: str) -> str:
    return _segment(told | {"bucket": f"its size ({told['bucket']})"}, currency)


def _audience(told: dict[str, Any], currency: str) -> str:
    who = WHO.get(told["dimension"], f"{told['dimension']} {{}}").format(told["bucket"])
    sellers = f"{share(told['share'])} for those who sell {plain(told['category'])}"
    own = f"**{share(told['own'])}** of the audience is {plain(who)}"
    return f"{own}, {sellers}, {share(told['usual'])} usual"


def _price(told: dict[str, Any], currency: str) -> str:
    low, high = (money(told[end], currency) for end in ("low", "high"))
    return f"half of {told['n']:,} order lines in 180 days sold at **{low} – {high}**"


def _converting(told: dict[str, Any], currency: str) -> str:
    clicks = f"{told['n']:,} clicks in {plain(told['category'])} in 180 days"
    return f"**{share(told['rate'])}** of {clicks} sold, {share(told['usual'])} in this list"


def _momentum(told: dict[str, Any], currency: str) -> str:
    return f"views **+{100 * told['growth']:.0f} %** in 14 days, to {count(told['views'])}"


def _shop(told: dict[str, Any], currency: str) -> str:
    return f"sold **{told['n']:,}** order lines for this shop in 180 days"


def _brand(told: dict[str, Any], currency: str) -> str:
    return f"sold **{told['n']:,}** order lines of {plain(told['brand'])} in 180 days"


def _shop_worked(told: dict[str, Any], currency: str) -> str:
    return f"worked with **{told['n']:,}** {_products(told['n'])} of this shop before"


def _category_worked(told: dict[str, Any], currency: str) -> str:
    what = f"{_products(told['n'])} of {plain(told['category'])}"
    return f"worked with **{told['n']:,}** other {what} before"


def _products(n: int) -> str:
    return "product" if n == 1 else "products"


def _commission(told: dict[str, Any], currency: str) -> str:
    usual = f"usual for this creator is {share(told['usual'])} (n = {told['n']:,})"
    return f"pays **{share(told['rate'])}** commission, {usual}"


def _trend(told: dict[str, Any], currency: str) -> str:
    return f"order lines **+{100 * told['growth']:.0f} %** in 14 days, to {count(told['n'])}"


def _sells(told: dict[str, Any], currency: str) -> str:
    clicks = f"{told['n']:,} clicks in 180 days"
    return f"**{share(told['rate'])}** of its {clicks} sold, {share(told['usual'])} in this list"


def _orders(told: dict[str, Any], currency: str) -> str:
    return f"sold **{told['n']:,}** order lines in 28 days, {_beside(told)}"


def _reach(told: dict[str, Any], currency: str) -> str:
    return f"**{count(told['n'])}** product views in 28 days, {_beside(told)}"


def _beside(told: dict[str, Any]) -> str:
    if told["above"] == 1:
        return "more than any other in this list"
    return f"more than {share(told['above'])} of this list"


def _theme(told: dict[str, Any], currency: str) -> str:
    """Where no table has a fact to tell: how far the theme lifts the candidate."""
    return f"{plain(told['theme'])}: counts more than for **{share(told['above'])}** of all others"


def _stated(told: dict[str, Any], currency: str) -> str:
    return f"states {plain(told['category'])} as a category"


def _likest(told: dict[str, Any], currency: str) -> str:
    names = " and ".join(f"**{plain(title)}**" for title in told["titles"])
    return f"worked with {names}, its partners most like this one ({told['likeness'][0]:.2f})"


def _block(told: dict[str, Any], currency: str) -> str:
    above = share(told["above"])
    name = plain(str(told["block"]).removeprefix("given "))
    return f"{name}: likeness **{told['likeness']:.2f}**, above {above} of creators"


WHO = {"gender": "{}", "age": "aged {}", "region": "in {}"}
SENTENCES: dict[str, Callable[[dict[str, Any], str], str]] = {
    "similar": _similar,
    "carried": _carried,
    "room": _room,
    "tier": _tier,
    "country": _segment,
    "audience": _audience,
    "brand": _brand,
    "shop_worked": _shop_worked,
    "category_worked": _category_worked,
    "commission": _commission,
    "trend": _trend,
    "sells": _sells,
    "orders": _orders,
    "demand": _orders,
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
