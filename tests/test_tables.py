"""Tables of things show numbers rounded, as the figures above them are."""

import pandas as pd

from pages.components.tables import metric_columns, money_column, rounded


def test_numbers_are_rounded_to_what_their_column_shows() -> None:
    columns = {
        **metric_columns(["net_gmv", "show_gpm", "refund_rate"], "USD"),
        "change": money_column("Change", "USD"),
        "cost": money_column("Cost", "USD", has_cents=True),
        "title": "Product",
    }
    row = {
        "net_gmv": 3_588.88,
        "show_gpm": 9.987,
        "refund_rate": 5.543,
        "change": -0.4,
        "cost": 7.5,
        "title": "Serum",
    }
    shown = rounded(pd.DataFrame([row, dict.fromkeys(row)]), columns)
    told = {"net_gmv": 3_589, "show_gpm": 9.99, "refund_rate": 5.543, "cost": 7.5}
    assert shown.loc[0, list(told)].to_dict() == told
    assert str(shown.loc[0, "change"]) == "0.0", "nought has no sign"
    assert shown.loc[1].isna().all()


def test_money_without_cents_keeps_its_whole_numbers() -> None:
    columns = metric_columns(["aov"], "VND")
    assert rounded(pd.DataFrame({"aov": [125_000.0]}), columns)["aov"].tolist() == [125_000]
