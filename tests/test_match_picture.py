"""Matches as a picture: in the order of the list, with no grade that does not occur."""

import pandas as pd

from pages.components.match_picture import _fit, _intervals

SHOWN = pd.DataFrame(
    {
        "id": ["c3", "c1", "c2"],
        "name": ["@cy", "@ann", "@bob"],
        "estimate": [900.0, 500.0, 700.0],
        "low": [300.0, 200.0, 100.0],
        "high": [2_000.0, 900.0, 3_000.0],
        "attributed": [1_000.0, 600.0, 800.0],
        "outcome_low": [0.0, 0.0, 0.0],
        "outcome_high": [3_000.0, 2_000.0, 4_000.0],
        "n": [1, 0, 2],
        "grade": ["C", "C", "C"],
        "rank": [2, 1, 3],
        "score": [0.5, 0.9, 0.1],
    }
)


def test_the_order_is_that_of_the_list_however_often_it_is_drawn() -> None:
    """Without a stated order a chart that is drawn anew keeps the one it had."""
    for shown in (SHOWN, SHOWN.sort_values("estimate", ascending=False)):
        order = shown["name"].tolist()
        for chart in (_intervals(shown, "USD"), _fit(shown)):
            layers = [layer["encoding"] for layer in chart.to_dict()["layer"]]
            stated = [encoding["y"]["sort"] for encoding in layers if "y" in encoding]
            assert stated
            assert all(sort == order for sort in stated)


def test_the_legend_has_the_grades_that_occur() -> None:
    layers = _intervals(SHOWN, "USD").to_dict()["layer"]
    legends = [layer["encoding"].get("color", {}).get("legend") for layer in layers]
    assert [legend["values"] for legend in legends if legend] == [["prior only"]] * 2
