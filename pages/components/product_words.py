"""Sentences on the product of a card: what it pays, asks, and how it sells with whomever."""

from pages.components.numbers import count, day, money, share
from pages.components.telling import Telling, Told, beside, bold


def commission(told: Told, by: Telling) -> str:
    """Beside the creator's own usual one."""
    whom = "this creator with you" if by.is_shop else "this creator"
    usual = f"usual for {whom} is {share(told['usual'])} (n = {told['n']:,})"
    return f"{by.product}pays **{share(told['rate'])}** commission, {usual}"


def offer(told: Told, by: Telling) -> str:
    """Beside those of the list."""
    pays = f"{by.product}pays **{share(told['rate'])}** commission (n = {told['n']:,})"
    return f"{pays}, {beside(told)}"


def trend(told: Told, by: Telling) -> str:
    """Order lines of 14 days beside the 14 before."""
    lines = f"order lines **+{100 * told['growth']:.0f} %** in 14 days, to {count(told['n'])}"
    return f"this product's {lines}"


def level(told: Told, by: Telling) -> str:
    """The price, beside the list's median."""
    asks = f"{by.product}asks **{money(told['price'], by.currency)}**"
    return (
        f"{asks}, the median of {told['n']:,} in this list is {money(told['usual'], by.currency)}"
    )


def listed(told: Told, by: Telling) -> str:
    """The first day on sale."""
    later = "later than any other" if told["above"] == 1 else f"later than {share(told['above'])}"
    tail = "in this list" if told["above"] == 1 else "of this list"
    return f"{by.product}is on sale since **{day(told['day'], has_year=True)}**, {later} {tail}"


def sells(told: Told, by: Telling) -> str:
    """Converted clicks of all clicks."""
    clicks = f"this product's {told['n']:,} clicks in 180 days"
    return f"**{share(told['rate'])}** of {clicks} sold, {share(told['usual'])} in this list"


def demand(told: Told, by: Telling) -> str:
    """Order lines of 28 days."""
    return f"this product sold {bold(told['n'], 'order line')} in 28 days, {beside(told)}"


def carriers(told: Told, by: Telling) -> str:
    """Creators who worked with it, by any record."""
    return f"{bold(told['n'], 'creator')} worked with this product, {beside(told)}"
