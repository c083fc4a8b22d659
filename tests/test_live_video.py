"""Live beside video of the same creators: ratios by hand, and how far products have shifted."""

import numpy as np
import pandas as pd
import pytest

from models.live_video import live_video
from models.response import FEWEST


def pairs(creators: int = 40, seed: int = 0) -> pd.DataFrame:
    """100 clicks each: in live about twice the orders, each worth about half as much."""
    rng = np.random.default_rng(seed)
    live = np.round(20 * np.exp(rng.normal(0, 0.2, creators)))
    return pd.DataFrame(
        {
            "live_clicks": 100,
            "video_clicks": 100,
            "live_sku_orders": live,
            "video_sku_orders": 10,
            "live_net_gmv": 20 * 500.0,
            "video_net_gmv": 10 * 1_000.0,
        }
    )


def windows(products: int = 40, clicks: int = 30) -> pd.DataFrame:
    """Two windows each, at .6 and .4 live."""
    names = [f"p{n}" for n in range(products)]
    return pd.DataFrame(
        {
            "product_id": np.repeat(names, 2),
            "clicks": clicks,
            "share": np.tile([0.6, 0.4], products),
            "usual": 0.5,
        }
    )


def test_orders_and_money_apart_by_hand() -> None:
    """Money per click is the same in both, so that money per order falls as orders per click rise:
    the two estimates go against each other one to one.
    """
    found = pairs()
    per_click, per_order, together = live_video(found, windows())
    ratios = np.log(found["live_sku_orders"] / 10)
    assert per_click.slope == pytest.approx(ratios.mean())
    assert per_click.standard_error == pytest.approx(ratios.std(ddof=1) / np.sqrt(40))
    assert per_order.slope == pytest.approx(-per_click.slope)
    assert together == pytest.approx(-1)
    assert per_click.n == per_order.n == 40


def test_the_range_is_that_of_products_with_enough_clicks_that_shifted() -> None:
    still = (
        windows(200).assign(share=0.5).assign(product_id=lambda frame: "s" + frame["product_id"])
    )
    few = windows(200, clicks=29).assign(product_id=lambda frame: "f" + frame["product_id"])
    few["share"] = np.tile([0.0, 1.0], 200)
    per_click, per_order, _ = live_video(pairs(), pd.concat([windows(), still, few]))
    assert (per_click.lowest, per_click.highest) == pytest.approx((-0.1, 0.1))
    assert (per_order.lowest, per_order.highest) == pytest.approx((-0.1, 0.1))


def test_too_few_creators_or_products_say_so() -> None:
    one, other, _ = live_video(pairs(1), windows())
    assert one.missing == other.missing
    assert str(one.missing).startswith("only 1 creator sold on enough known clicks")
    still = windows(200).assign(share=0.5)
    still["product_id"] = "s" + still["product_id"]
    shifted, _, _ = live_video(pairs(), pd.concat([windows(FEWEST - 1), still]))
    assert shifted.missing == (
        "only 29 products shifted enough clicks between live and video; 30 are needed"
    )
