"""What is left of what a test gained, on a market's tables by hand; and arms that are three."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.scope import Scope
from data.warehouse import Warehouse
from models.experiments.costs import asking, kept_share, lacking, left
from models.experiments.followed import Followed, followed
from models.experiments.report import State, report, treated_share
from tests import tiny
from tests.tested import DRAWN_ON, drawn_tables, market, with_costs
from tests.tested import followed as planted

LAST_DAY = date(2026, 3, 8)
Tables = dict[str, pd.DataFrame]


def read(folder: Path, tables: Tables, unit_type: str = "pair") -> Followed:
    session = tiny.opened(folder, tables)
    return followed(session, "spring-1", unit_type, LAST_DAY, "USD")


@pytest.fixture
def tables() -> Tables:
    return with_costs(drawn_tables(40))


def test_what_is_left_by_hand(tmp_path: Path, tables: Tables) -> None:
    """Each sold one unit for x, of which 5 % and 2.00 go: .95 of the difference is left."""
    found = read(tmp_path, tables)
    told = left(found, "left_alone", 0.9)
    gained = report(found, "left_alone", "net_gmv", 0.9).itt
    assert not lacking(found)
    assert told is not None
    assert gained is not None
    assert told.difference.estimate == pytest.approx(0.95 * gained.difference.estimate)
    assert told.control == pytest.approx(0.95 * gained.control - 200)
    sold = found.total("net_gmv").sum()
    assert kept_share(found) == pytest.approx((0.95 * sold - 40 * 200) / sold)


def test_commission_on_what_was_sold_counts(tmp_path: Path, tables: Tables) -> None:
    """Every treated product's sale of day 20 pays 1.50; sales of day 28 are too late to count."""
    lines = tables["order_lines"]
    treated = {u.split("|")[0] for u in tables["assignments"].query("arm == 'invited'")["unit_id"]}
    is_paid = lines["product_id"].isin(treated) & ~lines["order_id"].str.startswith("before")
    paid = {"creator_id": "c100", "content_type": "video", "estimated_commission": 150}
    lines.loc[is_paid, list(paid)] = list(paid.values())
    before = left(read(tmp_path / "one", with_costs(drawn_tables(40))), "left_alone", 0.9)
    after = left(read(tmp_path / "two", tables), "left_alone", 0.9)
    assert before is not None
    assert after is not None
    assert after.difference.estimate == pytest.approx(before.difference.estimate - 150)


def test_a_cost_that_is_not_known_leaves_nothing_told(tmp_path: Path, tables: Tables) -> None:
    """p101 has no cost: one sale of its 28 days waits for it. Of shop b's ten no fee is known."""
    costs, fees = tables["product_costs"], tables["merchant_fees"]
    tables["product_costs"] = costs[costs["product_id"] != "p101"]
    tables["merchant_fees"] = fees[fees["merchant_id"] != "b"]
    found = read(tmp_path, tables)
    assert lacking(found) == [("platform fee", 10, "order line"), ("unit cost", 1, "order line")]
    assert left(found, "left_alone", 0.9) is None


def test_asking_costs_what_is_on_record(tmp_path: Path, tables: Tables) -> None:
    """Ten of the 20 invited got a sample of 3.00 and a fee of 10.00: 6.50 per invited one. With
    nothing on record it is not known.
    """
    assert asking(read(tmp_path / "none", tables), "left_alone") is None
    tables["collaborations"] = tables["collaborations"].assign(
        sample_shipped_at=DRAWN_ON + pd.Timedelta(days=1), flat_fee=1_000, currency="USD"
    )
    found = read(tmp_path / "some", tables)
    assert asking(found, "left_alone") == pytest.approx(650)
    undated = tables["collaborations"].copy()
    undated.loc[0, ["sample_shipped_at", "invited_at", "posted_at"]] = pd.NaT
    lost = asking(read(tmp_path / "lost", tables | {"collaborations": undated}), "left_alone")
    assert lost is None, "one fee has no day, so nobody knows whether it is of these 28"
    costs = tables["product_costs"]
    tables["product_costs"] = costs[costs["product_id"] != "p100"]
    assert asking(read(tmp_path / "less", tables), "left_alone") is None, "p100's is not known"


def test_a_sample_for_each_who_was_drawn(tmp_path: Path, tables: Tables) -> None:
    """20 samples of 3.00, and one product has a second creator: 21 × 3.00 over 20 products."""
    drawn = tables["assignments"].replace({"arm": {"invited": "sampled"}})
    second = drawn[drawn["arm"] == "sampled"].head(1)
    second = second.assign(unit_id=second["unit_id"].str.replace("c100", "c104"))
    tables["assignments"] = pd.concat([drawn, second])
    assert asking(read(tmp_path / "pairs", tables), "left_alone") == pytest.approx(315)
    products = drawn.assign(unit_type="product", unit_id=drawn["unit_id"].str.split("|").str[0])
    tables["assignments"] = products
    found = read(tmp_path / "products", tables, "product")
    assert asking(found, "left_alone", 5.0) == pytest.approx(1_500), "five asked per product"
    assert asking(found, "left_alone") is None, "the list does not say how many"


def chances(*rows: tuple[bool, str | None, float | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["is_treated", "stratum", "propensity"])


def test_the_planned_share_is_that_of_the_arms_own_chances() -> None:
    """A third arm has the rest; by stratum it is 1/3 and 3/4, of two units each; where each unit
    has its own chance it is the mean of .2 and 1 - .4.
    """
    assert treated_share(chances((True, None, 1 / 3), (False, None, 1 / 3))) == pytest.approx(0.5)
    assert treated_share(chances((True, None, 0.25), (False, None, 0.5))) == pytest.approx(1 / 3)
    by_stratum = ((True, "1", 0.2), (False, "1", 0.4), (True, "2", 0.6), (False, "2", 0.2))
    assert treated_share(chances(*by_stratum)) == pytest.approx((1 / 3 + 3 / 4) / 2)
    own = ((True, None, 0.2), (True, None, 0.8), (False, None, 0.4), (False, None, 0.6))
    assert treated_share(chances(*own)) == pytest.approx((0.2 + 0.8 + 0.6 + 0.4) / 4)
    assert treated_share(chances((True, None, None), (False, None, 0.9))) == 0.5
    assert treated_share(chances((True, None, 0.25))) == pytest.approx(0.25), "all else is gone"


def test_three_arms_as_drawn_raise_no_alarm() -> None:
    """60, 60 and 60 with a chance of a third each; the other arm's sales change nothing."""
    found = planted(1, clusters=180)
    names = np.array(["invited", "sampled", "left_alone"])[np.arange(180) % 3]
    three = Followed(
        found.units.assign(arm=names, propensity=1 / 3),
        found.daily,
        found.before,
        found.days,
        {"invited": 60, "sampled": 60, "left_alone": 60},
    )
    with pytest.raises(ValueError, match="more than two arms"):
        three.arms("left_alone")
    both = three.between("sampled", "left_alone")
    told = report(both, "left_alone", "net_gmv", 0.9)
    assert told.state is State.ready
    assert told.ratio.counts == (60, 60)
    assert told.ratio.expected == pytest.approx((60, 60))
    assert told.planned == 120
    outcome = found.total("net_gmv")
    gap = outcome[names == "sampled"].mean() - outcome[names == "left_alone"].mean()
    assert told.itt is not None
    assert told.itt.difference.estimate == pytest.approx(gap)


def test_a_list_of_creators_has_no_costs_of_its_own(tmp_path: Path) -> None:
    """What products cost is not theirs alone, so nothing of it is with them."""
    store = market(tmp_path)
    session = Warehouse.snapshot(store).session(Scope.everything())
    assert "goods_cost" not in followed(session, "other", "creator", LAST_DAY, "USD").units
