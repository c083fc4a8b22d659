"""Plans of experiments, kept beside their lists: whoever sees all of a list sees its plan."""

from typing import Any

import pandas as pd

from data.kept import Keeper
from data.scope import Scope
from data.store import Store
from pages.components.keeping import keeper
from pages.components.resources import market

KIND = "experiment"


def keep_plan(rows: pd.DataFrame, body: dict[str, Any]) -> None:
    """Beside a list (`assignments`) that was kept: the plan is its shops', whoever drew it."""
    shops = Scope.of_merchants(*rows["merchant_id"].unique())
    Keeper(Store.of(market() or ""), shops).keep(KIND, rows["experiment_id"].iloc[0], body)


def kept_plan(experiment_id: str) -> dict[str, Any]:
    """What was planned when the list was kept here; empty for a list from elsewhere."""
    return keeper().get_within(KIND, experiment_id) or {}


def drop_plan(experiment_id: str) -> None:
    """With the list that is taken back."""
    keeper().drop_within(KIND, experiment_id)
