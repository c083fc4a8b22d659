"""The daily economy: equal seeds, known effects, and the biases that it was built to show."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from data.market.carry import overlapping
from data.market.panel import Panel, simulate
from data.market.panel_folder import DAILY, write_panel
from data.market.scenario import SCENARIOS

WINDOW = 28
SEEDS = (1, 2, 3, 4)


@cache
def drawn(scenario: str, seed: int) -> Panel:
    return simulate(scenario, seed)


def net_gmv_before(panel: Panel, column: str = "net_gmv") -> np.ndarray:
    """Running totals: what a product sold before each day."""
    sold = panel.daily[column].astype(float)
    return np.concatenate([np.zeros((len(sold), 1)), sold.cumsum(axis=1)], axis=1)


def attributed(panel: Panel) -> float:
    """What links claim of the orders within 28 days of the start."""
    total, requests = net_gmv_before(panel, "attributed_net_gmv"), panel.requests
    product, start = requests.product, requests.started
    some = start >= 0
    return float(
        (total[product[some], start[some] + WINDOW] - total[product[some], start[some]]).sum()
    )


def difference_in_differences(panel: Panel) -> float:
    """Change over the start, less that of products which nobody started by the window's end."""
    total, requests, estimate = net_gmv_before(panel), panel.requests, 0.0
    some = requests.started >= 0
    first = np.full(len(total), panel.days + WINDOW)
    first[requests.product[some]] = requests.started[some]
    for day in np.unique(requests.started[some]):
        change = total[:, day + WINDOW] - 2 * total[:, day] + total[:, day - WINDOW]
        treated = requests.product[some & (requests.started == day)]
        controls = first >= day + WINDOW
        estimate += change[treated].sum() - len(treated) * change[controls].mean()
    return float(estimate)


def bias(estimates: list[float], panels: list[Panel]) -> float:
    return sum(estimates) / sum(panel.truth.effect.sum() for panel in panels) - 1


@pytest.mark.parametrize(("scenario", "least"), [("S0", 0.12), ("S1", 0.20), ("S2", 0.35)])
def test_what_links_claim_and_plain_differences_overstate_the_truth(
    scenario: str, least: float
) -> None:
    panels = [drawn(scenario, seed) for seed in SEEDS]
    assert 0.6 < bias([attributed(panel) for panel in panels], panels) < 1.2
    by_difference = bias([difference_in_differences(panel) for panel in panels], panels)
    assert least <= by_difference < least + 0.3


def test_about_860_of_5000_products_are_started() -> None:
    starts = [(drawn("S0", seed).requests.started >= 0).sum() for seed in SEEDS]
    assert 820 < np.mean(starts) < 900


def test_momentum_of_views_shows_in_organic_traffic_before_the_request() -> None:
    """In S0 taken-up products grew in the week before; in the same week others did not."""
    panel = drawn("S0", 1)
    for column in ("organic_impressions", "organic_clicks"):
        counts = panel.daily[column].astype(float)
        growths = []
        for day in range(30, 56):
            recent = counts[:, day - 7 : day].sum(axis=1) * 3 + 1
            growth = np.log(recent / (counts[:, day - 28 : day - 7].sum(axis=1) + 1))
            taken = panel.requests.product[panel.requests.requested == day]
            growths.append(growth[taken].mean() - growth.mean())
        assert np.mean(growths) > 4 * np.std(growths) / np.sqrt(len(growths))


def test_a_coin_recovers_the_truth_where_choice_knows_the_future() -> None:
    """S2-trial: the arms of the randomised list differ by the true effect, within its error."""
    gaps, variances, truths = [], [], []
    for seed in SEEDS:
        panel = drawn("S2-trial", seed)
        requests, total = panel.requests, net_gmv_before(panel)
        index = np.flatnonzero(requests.is_random)
        product, day = requests.product[index], requests.requested[index]
        sold = total[product, day + WINDOW] - total[product, day]
        before = total[product, day] - total[product, day - WINDOW]
        starts = requests.started[index] >= 0
        gain = sold - before
        gaps.append(gain[starts].mean() - gain[~starts].mean())
        variances.append(gain[starts].var() / starts.sum() + gain[~starts].var() / (~starts).sum())
        truths.append(panel.truth.effect_from_request[index][starts].mean())
    error = np.sqrt(np.sum(variances)) / len(SEEDS)
    assert abs(np.mean(gaps) - np.mean(truths)) < 2.5 * error
    assert np.mean(gaps) > 3 * error, "the contrast has no power"


def test_in_the_zero_market_links_claim_what_would_have_come_anyway() -> None:
    panel = drawn("zero", 1)
    assert not panel.truth.effect.any()
    assert attributed(panel) > 0.2 * panel.truth.baseline.sum()


def test_interference_takes_from_siblings_and_leaves_the_own_effect() -> None:
    among = drawn("interference", 1)
    alone = simulate(replace(SCENARIOS["interference"], spillover=0.0), 1)
    assert np.array_equal(alone.truth.effect, among.truth.effect)
    assert among.truth.effect_on_category.sum() < 0.75 * among.truth.effect.sum()
    assert among.daily["net_gmv"].sum() < alone.daily["net_gmv"].sum()


def test_in_interference_creators_share_products_and_audiences() -> None:
    """A product is taken up again while another creator has it; two alike bring less than twice."""
    requests = drawn("interference", 1).requests
    started = requests.product[requests.started >= 0]
    assert len(np.unique(started)) < 0.95 * len(started)
    one = overlapping(np.array([[3.0], [4.0]]), np.array([0, 1]), 2)
    np.testing.assert_allclose(one, [[3.0], [4.0]])
    two = overlapping(np.array([[3.0], [3.0]]), np.array([0, 0]), 2)
    np.testing.assert_allclose(two.sum(), 3 * 2**0.8)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_parts_sum_to_the_whole_in_every_scenario(scenario: str) -> None:
    panel = simulate(scenario, 7, products=400, creators=200)
    daily = panel.daily
    assert np.allclose(daily["net_gmv"], daily["organic_net_gmv"] + daily["attributed_net_gmv"])
    for count in ("impressions", "clicks", "orders"):
        assert (daily[count] >= daily[f"organic_{count}"]).all()
        assert (daily[f"organic_{count}"] >= 0).all()


def test_equal_seeds_draw_equal_markets() -> None:
    one, same, other = (simulate("S1", seed, products=300, creators=100) for seed in (5, 5, 6))
    for name, values in one.daily.items():
        assert np.array_equal(values, same.daily[name])
    assert not np.array_equal(one.daily["orders"], other.daily["orders"])


def test_the_folder_holds_the_agreed_columns_and_keeps_the_truth_apart(tmp_path: Path) -> None:
    panel = simulate("S2-trial", 3, products=400, creators=150)
    write_panel(panel, tmp_path)
    products = pd.read_csv(tmp_path / "products.csv")
    assert list(products) == ["product_id", "merchant_id", "category", "price"]
    assert list(pd.read_csv(tmp_path / "creators.csv")) == ["creator_id", "category", "followers"]
    daily = pq.read_table(tmp_path / "daily.parquet")
    assert daily.column_names == ["product_id", "day", *DAILY]
    assert daily.num_rows == 400 * 90
    reach = pq.read_table(tmp_path / "reach.parquet")
    assert reach.column_names == ["creator_id", "day", "views"]
    deals = pd.read_csv(tmp_path / "collaborations.csv")
    wanted = ["product_id", "creator_id", "requested_on", "started_on", "ended_on", "assigned"]
    assert list(deals) == wanted
    assert set(deals["assigned"]) == {"observed", "random"}
    truth = pd.read_csv(tmp_path / "truth" / "effects.csv")
    assert len(truth) == deals["started_on"].notna().sum()
    assert np.isclose(truth["effect"].sum(), panel.truth.effect.sum())
    open_files = [path.name for path in tmp_path.iterdir() if path.is_file()]
    assert not any("truth" in name or "effect" in name for name in open_files)
