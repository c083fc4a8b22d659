"""A loaded market as a panel, and its cohort against the truth that the simulator kept."""

import json
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.causal.cohort.effect import NotEstimableError
from models.causal.cohort.market import READ, latest_panel, market_panel
from models.causal.cohort.panel import NEVER
from models.cohort import app
from models.evidence import last_complete_day
from tests.conftest import small_market

RUN = CliRunner()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("stores") / "small")
    small_market(store, seed=1)
    return store


@pytest.fixture(scope="module")
def warehouse(store: Store) -> Warehouse:
    return Warehouse.snapshot(store, READ)


def test_the_panel_adds_up_to_what_the_market_sold(warehouse: Warehouse) -> None:
    session = warehouse.session(Scope.everything())
    last = last_complete_day(session)
    assert last is not None
    first = last - timedelta(days=69)
    panel = market_panel(session, "USD", first, last)
    sold = session.rows(
        "select sum(net_gmv), sum(case when creator_id is null then 0 else net_gmv end) from daily "
        "where product_id is not null and currency = 'USD' and day between $a and $b",
        a=first,
        b=last,
    )[0]
    assert panel.days == 70
    assert panel.daily["net_gmv"].sum() == pytest.approx(sold[0] / 100)
    assert panel.daily["attributed_net_gmv"].sum() == pytest.approx(sold[1] / 100)
    parts = panel.daily["organic_net_gmv"] + panel.daily["attributed_net_gmv"]
    assert np.allclose(panel.daily["net_gmv"], parts)


def test_days_of_collaborations_are_local_days_of_the_panel(warehouse: Warehouse) -> None:
    session = warehouse.session(Scope.everything())
    last = last_complete_day(session)
    assert last is not None
    panel = latest_panel(session, "USD", 100)
    told = session.frame(
        "select product_id, creator_id, "
        "cast(from_utc_timestamp(posted_at, 'America/Los_Angeles') as date) as day "
        "from collaborations where posted_at is not null"
    )
    first = pd.Timestamp(last) - pd.Timedelta(days=99)
    deals = panel.deals
    found = {
        (panel.product_ids[p], panel.creator_ids[c]): day
        for p, c, day in zip(deals.product, deals.creator, deals.started, strict=True)
        if day != NEVER
    }
    zone = session.rows("select time_zone from market")[0][0]
    assert zone == "America/Los_Angeles"
    for row in told.itertuples():
        assert found[row.product_id, row.creator_id] == (pd.Timestamp(row.day) - first).days


def test_another_shop_sees_no_panel(warehouse: Warehouse) -> None:
    session = warehouse.session(Scope.of_merchants("nobody"))
    with pytest.raises(NotEstimableError, match="no products or no creators are known"):
        market_panel(session, "USD", date(2026, 1, 1), date(2026, 4, 1))


def test_the_command_takes_a_market(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_STORE", str(store.root.parent))
    answer = RUN.invoke(app, ["--market", "small", "--json"])
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout.splitlines()[-1])
    assert told["grade"] == "not estimable"
    assert "30 are needed" in told["reason"]
    assert "offers on drawn lists came to a start alike" in told["reason"]
    assert told["estimate"] is None


def test_one_of_folder_and_market_is_needed() -> None:
    for arguments in ([], ["folder", "--market", "demo"]):
        answer = RUN.invoke(app, arguments)
        assert answer.exit_code == 1
        assert "name a panel folder, or a market" in answer.output
    answer = RUN.invoke(app, ["--market", "no-such-market"])
    assert answer.exit_code == 1
    assert "no-such-market" in answer.output
