"""Sentences say of whom they are, and for whom was counted."""

from typing import Any

import pytest

from models.reasons import Reason
from pages.components.reason_words import sentence
from pages.components.telling import Telling

ANALYST = Telling("USD")
SHOP = Telling("USD", is_shop=True)
OF_PRODUCT = Telling("USD", is_product=True)
LINES = {"share": 0.5, "usual": 0.2, "n": 28, "category": "Beauty"}
SOLD = {"units": 21, "title": "Serum", "live_units": 3, "category": "Skin"}
SERUM = "**21** of *Serum* (also Skin)"
REST = "3 of them in live, in 180 days"


def said(kind: str, values: dict[str, Any], by: Telling) -> str:
    return sentence(Reason(kind, values, 1.0, "theme"), by)


@pytest.mark.parametrize(
    ("by", "told"),
    [
        (ANALYST, f"sold {SERUM}, {REST}"),
        (SHOP, f"sold {SERUM} for you, {REST}"),
        (OF_PRODUCT, f"this creator sold {SERUM}, {REST}"),
    ],
)
def test_who_sold_for_whom(by: Telling, told: str) -> None:
    assert said("similar", SOLD, by) == told


def test_a_share_stands_beside_that_of_all() -> None:
    told = said("category", LINES, ANALYST)
    assert told == "**50.0 %** of its 28 order lines in 180 days are Beauty, 20.0 % of all"
    told = said("category", LINES, SHOP)
    assert "28 order lines for you in 180 days are Beauty, 20.0 % of all of yours" in told


def test_one_is_singular() -> None:
    brand = {"n": 1, "brand": "Solmont"}
    one = "sold **1** order line of other Solmont products in 180 days"
    assert said("brand", brand, ANALYST) == one
    assert "**2** order lines" in said("brand", brand | {"n": 2}, ANALYST)
    assert said("shop", {"n": 1}, SHOP) == "sold **1** order line for you in 180 days"
    carried = {"products": 1, "n": 4, "category": "Beauty"}
    assert "**1** product of Beauty" in said("carried", carried, ANALYST)


def test_on_a_products_card_each_sentence_says_whose_it_is() -> None:
    sold = said("demand", {"n": 25, "above": 1.0}, OF_PRODUCT)
    assert sold.startswith("this product sold **25** order lines in 28 days, more than any other")
    assert said("stated", {"category": "Beauty"}, OF_PRODUCT).startswith("this creator states")
    assert "this creator's 28 order lines" in said("category", LINES, OF_PRODUCT)
    rates = {"rate": 0.2, "usual": 0.12, "n": 3}
    assert said("commission", rates, OF_PRODUCT).startswith("this product pays **20.0 %**")
