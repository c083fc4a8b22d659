"""What a merchant is told of others' counts: of five other shops at least, the own one apart."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.warehouse import Session
from models.question import sql
from pages.components.resources import FEWEST_SHOPS
from tests import tiny

LAST_DAY = date(2026, 3, 3)


def opened(folder: Path, shops: int) -> Session:
    """So many shops of one product each; c1's content brought every one 100 impressions."""
    names = [f"s{number}" for number in range(shops)]
    products = [
        {"product_id": f"p-{name}", "merchant_id": name, "title": name, "category_path": "Beauty"}
        for name in names
    ]
    events = [
        tiny.event(f"i-{name}", "impression", "d1", 100, product_id=f"p-{name}", merchant_id=name)
        for name in names
    ]
    tables = {
        **tiny.frames(),
        "merchants": pd.DataFrame([{"merchant_id": name, "name": name} for name in names]),
        "products": pd.DataFrame(products).assign(brand="Lune"),
        "events": pd.DataFrame(events),
    }
    del tables["order_lines"], tables["product_costs"], tables["merchant_fees"]
    return tiny.opened(folder, tables)


def told(session: Session, question: str, level: str, **asked: object) -> int:
    """The impressions of a level that shop s0 is told."""
    found = session.frame(
        sql(question), last_day=LAST_DAY, merchant_id="s0", fewest_shops=FEWEST_SHOPS, **asked
    )
    return int(found.loc[found["level"] == level, "impressions"].sum())


@pytest.mark.parametrize(("shops", "seen"), [(FEWEST_SHOPS, 100), (FEWEST_SHOPS + 1, 600)])
def test_the_own_shop_is_none_of_the_five_others(tmp_path: Path, shops: int, seen: int) -> None:
    """With four others the own counts alone stand; with five, all six."""
    session = opened(tmp_path, shops)
    asked = {"product_id": "p-s0", "creator_id": "c1", "category": "Beauty"}
    for level in ("creator", "taste"):
        assert told(session, "pair_past", level, **asked) == seen
    assert told(session, "pair_past", "pair", **asked) == 100
    for level in ("channel", "category", "brand"):
        assert told(session, "like_past", level, category="Beauty", brand="Lune") == seen
