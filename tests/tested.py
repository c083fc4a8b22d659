"""Randomised tests whose truth is known: as arrays, and as rows of a market's tables."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from data.store import Store
from models.causal.effect import Floats
from models.experiments.clustered import Arms
from models.experiments.followed import MEASURES, Followed
from models.experiments.spread import DAYS
from tests import tiny

EFFECT, STARTS = 400.0, 0.4
DRAWN_ON = pd.Timestamp("2026-02-01 20:00")
CREATORS = 5
EXTRA = 5_000


def arms(rng: np.random.Generator, clusters: int, size: int = 1) -> Arms:
    """Half of the clusters are treated, whole."""
    is_treated = np.repeat(rng.permutation(np.arange(clusters) % 2 == 0), size)
    return Arms(is_treated, np.ones(clusters * size), np.repeat(np.arange(clusters), size))


@dataclass(frozen=True)
class Planted:
    """A test's arms, what units sold before and since, and who started."""

    arms: Arms
    before: Floats
    outcome: Floats
    starts: Floats


def planted(seed: int, clusters: int = 120, size: int = 1, effect: float = EFFECT) -> Planted:
    """Sales with a long tail that go together within clusters; of the treated STARTS start, and
    they alone gain `effect`.
    """
    rng = np.random.default_rng(seed)
    own = arms(rng, clusters, size)
    usual = np.repeat(rng.gamma(2.0, 300.0, clusters), size) * rng.gamma(4.0, 0.25, clusters * size)
    starts = (rng.random(len(usual)) < STARTS) & own.is_treated
    outcome = usual * rng.gamma(8.0, 1 / 8, len(usual)) + effect * starts
    return Planted(own, usual, outcome, starts.astype(float))


def followed(seed: int, clusters: int = 60, days: float = DAYS, effect: float = 0.0) -> Followed:
    """Units that were drawn at once, sales spread over the days with a weight of their own."""
    rng = np.random.default_rng(seed)
    known = planted(seed, clusters, effect=effect)
    shares = rng.dirichlet(np.full(DAYS, 0.5), clusters)
    daily = known.outcome[:, None] * shares * (np.arange(DAYS) < days)
    units = pd.DataFrame(
        {
            "unit_id": [f"p{k}" for k in range(clusters)],
            "arm": np.where(known.arms.is_treated, "invited", "left_alone"),
            "cluster_id": [f"p{k}" for k in range(clusters)],
            "propensity": 0.5,
            "stratum": None,
            "assigned_on": pd.Timestamp("2026-02-01"),
            "starts": known.starts,
            "category": np.where(np.arange(clusters) % 3 == 0, "Home", "Beauty"),
            "price_band": None,
            "tier": None,
        }
    )
    measures = dict.fromkeys(MEASURES, daily)
    before = dict.fromkeys(MEASURES, known.before)
    drawn = units["arm"].value_counts().to_dict()
    return Followed(units, measures, before, np.full(clusters, days), drawn)


def market(folder: Path, products: int = 40) -> Store:
    """The market of `drawn_tables`, loaded."""
    return tiny.build(Store(folder / "tested"), drawn_tables(products))


def drawn_tables(products: int) -> dict[str, pd.DataFrame]:
    """Shop a's products p100, p101, … and shop b's, each sold once before the draw for 10.00 and
    once after it; nothing else is on record yet. See `assigned` and `began`.
    """
    names = [f"p{100 + k}" for k in range(products)]
    shop = ["a" if k % 4 else "b" for k in range(products)]
    listed = pd.DataFrame({"product_id": names, "merchant_id": shop}).assign(
        title=lambda rows: "Serum " + rows["product_id"], category_path="Beauty > Serum",
        price=[1_000 + 10 * k for k in range(products)], currency="USD",
    )  # fmt: skip
    drawn = assigned(listed)
    started = began(drawn)
    gains = set(started["product_id"])
    lines = []
    for k, (product, owner) in enumerate(zip(names, shop, strict=True)):
        sold = {"merchant_id": owner}
        lines.append(line(f"before {product}", product, -10, 1_000 + 100 * k, **sold))
        after = 1_000 + 100 * k + (EXTRA if product in gains else 0)
        lines.append(line(f"after {product}", product, 20, after, **sold))
        lines.append(line(f"late {product}", product, 28, 9_000, **sold))
    held = tiny.frames()
    held["market"] = held["market"].assign(complete_until_at=pd.Timestamp("2026-03-09 08:00"))
    creators = pd.DataFrame(
        {"creator_id": [f"c{100 + k}" for k in range(CREATORS)]}
    ).assign(handle=lambda rows: "@" + rows["creator_id"], followers=10_000, tier="micro",
             categories=[["Beauty"]] * CREATORS)  # fmt: skip
    return {
        **held,
        "products": pd.concat([held["products"], listed]),
        "creators": pd.concat([held["creators"], creators]),
        "order_lines": pd.concat([held["order_lines"], pd.DataFrame(lines)]),
        "assignments": drawn,
        "collaborations": started,
    }


def with_costs(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The same where each product costs 2.00, a sample 3.00, and the platform takes 5 %."""
    names = [name for name in tables["products"]["product_id"] if name != "p1"]
    costs = pd.DataFrame({"product_id": names, "merchant_id": "a"}).assign(
        valid_from=pd.Timestamp("2026-01-01").date(), unit_cost=200, sample_cost=300, currency="USD"
    )
    costs["merchant_id"] = costs["product_id"].map(
        tables["products"].set_index("product_id")["merchant_id"]
    )
    fees = tables["merchant_fees"]
    return tables | {
        "product_costs": pd.concat([tables["product_costs"], costs]),
        "merchant_fees": pd.concat([fees, fees.assign(merchant_id="b")]),
    }


def assigned(products: pd.DataFrame) -> pd.DataFrame:
    """Every product with one creator; of each two neighbours of a shop's one is invited."""
    rows = products[["merchant_id", "product_id"]].reset_index(drop=True)
    place = rows.groupby("merchant_id").cumcount()
    creator = [f"c{100 + k % CREATORS}" for k in range(len(rows))]
    return pd.DataFrame(
        {
            "experiment_id": "spring-1",
            "unit_type": "pair",
            "unit_id": rows["product_id"] + "|" + pd.Series(creator),
            "merchant_id": rows["merchant_id"],
            "arm": np.where(place % 2 == 0, "invited", "left_alone"),
            "assigned_at": DRAWN_ON,
            "propensity": 0.5,
        }
    )


def began(drawn: pd.DataFrame) -> pd.DataFrame:
    """Every second invited pair posts ten days after the draw."""
    some = drawn[drawn["arm"] == "invited"].iloc[::2]
    parts = some["unit_id"].str.split("|", expand=True)
    return pd.DataFrame(
        {
            "collaboration_id": "k-" + some["unit_id"],
            "merchant_id": some["merchant_id"],
            "product_id": parts[0],
            "creator_id": parts[1],
            "chosen_by": "random",
            "invited_at": DRAWN_ON,
            "posted_at": DRAWN_ON + pd.Timedelta(days=10),
            "recorded_at": DRAWN_ON + pd.Timedelta(days=10),
        }
    ).reset_index(drop=True)


def line(order: str, product: str, days: int, payment: int, **more: object) -> dict[str, object]:
    """An order so many days from the draw."""
    at = DRAWN_ON + pd.Timedelta(days=days)
    times = {"created_at": at, "paid_at": at, "recorded_at": at}
    return tiny.line(order, product, "d1", payment, **{**times, **more})
