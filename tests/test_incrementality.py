"""What of attributed sales is new: by hand, against a planted truth, and where nobody can tell."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data import lake
from data.check import checked
from data.contract import TABLES
from data.market.panel import simulate
from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.causal.cohort.effect import NotEstimableError, estimated
from models.causal.cohort.market import READ, latest_panel
from models.causal.cohort.study import event_study
from models.causal.cohort.verdict import not_estimable
from models.causal.effect import Estimate
from models.conversion_uplift import conversion_uplift
from models.evidence import last_complete_day
from models.heterogeneity import Heterogeneity
from models.incrementality import (
    Incrementality,
    _without_lists_of_few,
    added,
    added_by,
    credited_starts,
    graded,
    incrementality,
    informed,
)
from models.trial.simulated import shown
from tests.conftest import small_market
from tests.test_models_estimate import KNOWN

LATE = pd.Timestamp("2026-11-15")
KNOWN_SHARE = Incrementality(
    replace(not_estimable("made up"), n=900),
    Estimate.normal(0.8, 0.06),
    differ=Heterogeneity(between=0.08, categories=12),
)


def starts(*rows: tuple[str, int, float, float]) -> pd.DataFrame:
    """Creator, orders, net GMV, squared; a start a day from 1 June."""
    columns = ["creator_id", "orders", "net_gmv", "net_gmv_squared"]
    days = pd.date_range("2026-06-01", periods=len(rows))
    return pd.DataFrame(rows, columns=columns).assign(started_on=days)


def test_what_was_added_by_hand() -> None:
    """12 orders of 100.00, .8 of it new; chance .8 x 100 x sqrt(12), doubt hypot(.06, .08, .15)."""
    found = added(KNOWN_SHARE, starts(("a", 12, 120_000, 12 * 10_000.0**2)))
    chance = 0.8 * 10_000 * np.sqrt(12)
    assert found.estimate == pytest.approx(96_000)
    assert found.standard_error == pytest.approx(np.hypot(chance, 120_000 * DOUBT))


DOUBT = float(np.sqrt(0.06**2 + 0.08**2 + 0.15**2))


def test_a_row_earns_its_grade_by_its_own_starts() -> None:
    """Three starts are adjusted, two alone prior, and fewer than ten orders no estimate; not even
    where the market was tested by lot is a single row called tested.
    """
    tested = replace(KNOWN_SHARE, effect=replace(KNOWN_SHARE.effect, grade="A"))
    rows = starts(*[("a", 4, 4e4, 1e9)] * 3, *[("b", 5, 5e4, 1e9)] * 2, ("c", 9, 9e4, 1e9))
    table = added_by(tested, rows, "creator_id").set_index("creator_id")
    assert table["grade"].dropna().to_dict() == {"a": "B", "b": "C"}
    own = "starts of its own n = 3, 12 credited orders in the 28 days from each"
    assert table.loc["a", "reason"] == f"adjusted: {own}; the market's new share, from 900 starts"
    assert table.loc["b", "reason"].startswith("prior only: starts of its own n = 2, 10")
    assert table.loc["c", "reason"].startswith("not estimable: starts of its own n = 1, 9")
    assert table.loc["a", ["first_start", "last_start"]].tolist() == [
        pd.Timestamp("2026-06-01"),
        pd.Timestamp("2026-06-03"),
    ]
    assert (table["window_days"] == 28).all()
    assert graded(tested, rows)[0] == "B"


def test_few_orders_are_not_told_and_groups_add_up() -> None:
    rows = starts(("a", 9, 900.0, 9e4), ("b", 7, 700.0, 7e4), ("b", 5, 500.0, 5e4))
    table = added_by(KNOWN_SHARE, rows, "creator_id").set_index("creator_id")
    assert np.isnan(table.loc["a", ["extra", "low", "high"]].astype(float)).all()
    assert table.loc["b", ["n", "orders", "attributed"]].tolist() == [2, 12, 1_200]
    assert table.loc["b", "extra"] == pytest.approx(960)
    assert table.index.tolist() == ["b", "a"], "most credited first"
    assert added_by(KNOWN_SHARE, rows.head(0), "creator_id").empty


def test_priors_take_the_share_that_was_estimated_and_keep_their_own_else() -> None:
    graded = replace(KNOWN_SHARE, effect=replace(KNOWN_SHARE.effect, grade="B"))
    told = informed(KNOWN, graded)
    assert (told.new_share, told.new_share_grade) == (0.8, "B")
    assert told.new_share_error == pytest.approx(DOUBT)
    assert informed(KNOWN, Incrementality(not_estimable("why"), Estimate.unknown())) is KNOWN


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    store = Store(tmp_path_factory.mktemp("stores") / "small")
    small_market(store, seed=1)
    return Warehouse.snapshot(store, READ | {"sales", "starts"})


def test_an_end_before_the_start_stops_nobody(tmp_path: Path) -> None:
    """People post late: the end that was agreed on is then none."""
    store = Store(tmp_path / "late")
    small_market(store, seed=1)
    session = Warehouse.snapshot(store).session(Scope.everything())
    row = session.frame("select * from collaborations where posted_at is not null limit 1")
    row = row.assign(ended_at=row["posted_at"] - pd.Timedelta(3, "D"), recorded_at=LATE)
    with lake.load(store, "a test", ("late",), "a test") as load:
        load.add("collaborations", checked(TABLES["collaborations"], row))
    panel = latest_panel(Warehouse.snapshot(store, READ).session(Scope.everything()))
    deals = panel.deals
    at = (panel.product_ids[deals.product] == row["product_id"].iloc[0]) & (
        panel.creator_ids[deals.creator] == row["creator_id"].iloc[0]
    )
    assert at.any()
    assert (deals.ended[at] < 0).all()


def test_lists_of_few_shops_stay_with_those_who_drew_them() -> None:
    panel = shown(simulate("S2-trial", 1, products=400, creators=100))
    few = replace(panel, shop=np.zeros_like(panel.shop))
    assert len(_without_lists_of_few(few, 1).lots.product) == len(panel.lots.product) > 0
    assert not len(_without_lists_of_few(few, 5).lots.product)
    assert len(_without_lists_of_few(panel, 5).lots.product) == len(panel.lots.product)


def test_credited_starts_are_the_orders_of_28_days(warehouse: Warehouse) -> None:
    session = warehouse.session(Scope.everything())
    last = last_complete_day(session)
    assert last is not None
    told = credited_starts(session, date(2026, 1, 1), last, "USD")
    assert len(told) > 50
    row = told.sort_values("orders").iloc[-1]
    lines = session.frame(
        "select order_id, sum(net_gmv) as paid from sales where product_id = $p and "
        "creator_id = $c and day between $d and $d + 27 group by order_id",
        p=row["product_id"],
        c=row["creator_id"],
        d=row["started_on"].date(),
    )["paid"].astype(float)
    assert (row["orders"], row["net_gmv"]) == (len(lines), lines.sum())
    assert row["net_gmv_squared"] == pytest.approx((lines**2).sum())
    assert (told["started_on"] + pd.Timedelta(27, "D") <= pd.Timestamp(last)).all()
    nobody = warehouse.session(Scope.of_merchants("nobody"))
    assert credited_starts(nobody, date(2026, 1, 1), last, "USD").empty


def test_a_panel_knows_what_each_creator_is_credited_with(warehouse: Warehouse) -> None:
    session = warehouse.session(Scope.everything())
    panel = latest_panel(session, "USD")
    deals, last = panel.deals, last_complete_day(session)
    inside = (deals.started >= 0) & (deals.started + 28 <= panel.days)
    row = int(np.argmax(np.where(inside, deals.credited, -1)))
    first = pd.Timestamp(last) - pd.Timedelta(days=panel.days - 1 - int(deals.started[row]))
    sold = session.rows(
        "select sum(net_gmv) from daily where product_id = $p and creator_id = $c "
        "and day between $d and $d + 27 and currency = 'USD'",
        p=str(panel.product_ids[deals.product[row]]),
        c=str(panel.creator_ids[deals.creator[row]]),
        d=first.date(),
    )[0][0]
    assert deals.credited[row] == pytest.approx(sold / 100)
    assert sold > 0


def test_thin_markets_say_what_is_missing(warehouse: Warehouse) -> None:
    session = warehouse.session(Scope.everything())
    last = last_complete_day(session)
    assert last is not None
    found = incrementality(session, last, "USD")
    assert not found.is_known
    assert "30 are needed" in found.effect.reason
    many = incrementality(session, last, "USD", fewest_shops=1_000)
    assert "fewer than 1000 shops" in many.effect.reason
    nobody = incrementality(warehouse.session(Scope.of_merchants("nobody")), last, "USD")
    assert "no products or no creators" in nobody.effect.reason


def test_without_traffic_nothing_is_estimated() -> None:
    """Sales alone hide what creators choose for."""
    panel = shown(simulate("S0", 2))
    blind = dict(panel.daily) | {
        name: np.zeros_like(panel.daily[name])
        for name in ("organic_impressions", "organic_clicks", "impressions", "clicks")
    }
    with pytest.raises(NotEstimableError, match="organic impressions or clicks are on record"):
        estimated(replace(panel, daily=blind))


def test_the_weeks_around_a_start_show_it_and_none_before() -> None:
    """S0 of seed 3: alike before, apart after, by about what the cohort's effect says in all."""
    panel = shown(simulate("S0", 3))
    found = estimated(panel)
    weeks = event_study(panel, found.risk, found.told)
    assert [week.week for week in weeks] == list(range(-4, 4))
    before, after = weeks[:4], weeks[4:]
    assert all(abs(week.gap.estimate) < 4 * week.gap.standard_error for week in before)
    assert after[0].gap.low > 0
    assert all(week.gap.estimate > 0 for week in after)
    of_each = found.on_products.estimate / len(found.deal)
    assert sum(week.gap.estimate for week in after) == pytest.approx(of_each, rel=0.15)
    nothing = shown(simulate("zero", 3))
    flat = estimated(nothing)
    gaps = [week.gap for week in event_study(nothing, flat.risk, flat.told)]
    assert all(abs(gap.estimate) < 4 * gap.standard_error for gap in gaps)


def known(**changes: float) -> dict[str, pd.Series]:
    """100 orders of 5,000 organic clicks at 2 %; 30 new ones of 1,000 clicks at 3 %."""
    told = {"orders": 100.0, "conversion": 0.02, "clicks": 15_000.0, "extra_orders": 30.0}
    told |= {"extra_orders_error": 6.0, "pair_conversion": 0.03, "pair_conversion_error": 0.004}
    return {name: pd.Series([value]) for name, value in (told | changes).items()}


def test_conversion_uplift_by_hand_and_by_simulation() -> None:
    """130 orders of 6,000 clicks less 100 of 5,000 (seed 5)."""
    found = conversion_uplift(known(), 1.0).iloc[0]
    assert found["conversion_uplift"] == pytest.approx(130 / 6_000 - 0.02)
    assert found["extra_clicks"] == pytest.approx(1_000)
    rng, many = np.random.default_rng(5), 200_000
    own, extra = rng.poisson(100, many), rng.normal(30, 6, many)
    rate, pair = rng.binomial(15_000, 0.02, many) / 15_000, rng.normal(0.03, 0.004, many)
    drawn = (own + extra) / (own / rate + extra / pair) - rate
    half = (found["conversion_uplift_high"] - found["conversion_uplift_low"]) / 2
    assert half == pytest.approx(drawn.std(), rel=0.05)


@pytest.mark.parametrize(
    "changes", [{"orders": 0.0}, {"conversion": np.nan}, {"pair_conversion": np.nan}]
)
def test_conversion_uplift_needs_sales_and_clicks(changes: dict[str, float]) -> None:
    assert conversion_uplift(known(**changes), 1.0).isna().all(axis=None)


def test_no_new_orders_leave_conversion_as_it_is() -> None:
    found = conversion_uplift(known(extra_orders=0.0, extra_orders_error=0.0), 1.0).iloc[0]
    assert found["conversion_uplift"] == pytest.approx(0.0, abs=1e-15)
