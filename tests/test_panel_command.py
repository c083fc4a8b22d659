"""The panel commands: the numbers of published panels, and what they say of files they refuse."""

from pathlib import Path

import pandas as pd
import pytest

from models.panel import app
from tests.effects import refused, run, told, written

COLUMNS = ("--unit", "unit", "--time", "time", "--outcome", "y", "--treated", "on")
PROP99 = ("--unit", "State", "--time", "Year", "--outcome", "PacksPerCapita")


@pytest.mark.real
@pytest.mark.parametrize(
    ("method", "estimate", "within"),
    [("sdid", -15.604, 0.01), ("did", -27.35, 0.01), ("sc", -19.5, 0.3)],
)
def test_california_smoked_less(
    real_data: Path, method: str, estimate: float, within: float
) -> None:
    """As Arkhangelsky et al. 2021 tell it, table 1."""
    found = told(app, method, real_data / "panels" / "prop99.csv", *PROP99, "--treated", "treated")
    assert found["estimate"] == pytest.approx(estimate, abs=within)
    assert found["low"] < found["estimate"] < found["high"]
    assert (found["n"], found["controls"], found["placebos"], found["grade"]) == (39, 38, 38, "B")
    assert sum(found["unit_weights"].values()) == pytest.approx(1)
    assert (set(found["period_weights"]) <= {str(year) for year in range(1970, 1989)}) or (
        method == "sc"
    )
    assert "From 1989 on 'California' lay" in found["sentence"]


def rows(units: str = "abcd", treated: str = "d", start: int = 3, periods: int = 4) -> pd.DataFrame:
    """A unit per letter; the treated from a period on."""
    return pd.DataFrame([
        {
            "unit": u, "time": t, "y": ord(u) % 7 + t * (1 + ord(u) % 3),
            "on": int(u in treated and t >= start),
        }
        for u in units for t in range(1, periods + 1)
    ])  # fmt: skip


def test_delimiters_and_rows_in_any_order_tell_the_same(tmp_path: Path) -> None:
    frame = rows()
    one = told(app, "sdid", written(tmp_path / "one.csv", frame), *COLUMNS)
    turned = tmp_path / "two.csv"
    frame.sample(frac=1, random_state=0).to_csv(turned, sep=";", index=False, encoding="utf-8-sig")
    assert told(app, "sdid", turned, *COLUMNS) == one
    assert run(app, "sdid", turned, *COLUMNS).stdout.splitlines()[-1] == one["sentence"]


def test_two_periods_suffice_for_differences(tmp_path: Path) -> None:
    """5 - 2 of the treated less 1 of the control."""
    path = tmp_path / "two.csv"
    path.write_text("unit,time,y,on\na,1,4,0\na,2,5,0\nb,1,2,0\nb,2,5,1\n")
    found = told(app, "did", path, *COLUMNS)
    assert (found["estimate"], found["low"], found["p_value"], found["grade"]) == (
        2,
        None,
        None,
        "C",
    )
    assert "0 of" not in refused(app, "sdid", path, *COLUMNS)
    assert "1 of the periods lie before the treatment" in refused(app, "sc", path, *COLUMNS)


def test_periods_of_many_digits_stay_apart(tmp_path: Path) -> None:
    frame = rows().assign(time=lambda f: 20_260_100 + f["time"])
    found = told(app, "sdid", written(tmp_path / "days.csv", frame), *COLUMNS)
    assert list(found["gap"]) == ["20260101", "20260102", "20260103", "20260104"]


def without(frame: pd.DataFrame, unit: str, time: int) -> pd.DataFrame:
    return frame[(frame["unit"] != unit) | (frame["time"] != time)]


REFUSED = {
    "a column lacks": (rows().drop(columns="y"), "has no column 'y'; it has unit, time, on"),
    "no number": (
        rows().astype({"y": "str"}).replace({"y": {"5": "5,5"}}),
        "column 'y' says '5,5', which is no number; decimals need a point",
    ),
    "a cell is empty": (
        rows().astype({"y": "float"}).assign(y=lambda f: f["y"].mask(f.index == 2)),
        "row 4, column 'y' is empty; fill it or leave the row out",
    ),
    "a unit has no name": (
        rows().assign(unit=lambda f: f["unit"].mask(f.index == 1)), "row 3, column 'unit' is empty",
    ),
    "neither 0 nor 1": (
        rows().assign(on=lambda f: 2 * f["on"]), "column 'on' says 2; it must be 0 or 1",
    ),
    "told twice": (
        pd.concat([rows(), rows().tail(1)]), "row 18 tells 'd' in 4 a second time; keep one row",
    ),
    "a period lacks": (
        without(rows(), "b", 2), "has no row for 'b' in 2; every unit needs one in every period",
    ),
    "nobody treated": (rows(treated=""), "no unit is treated in any period"),
    "all treated": (rows(treated="abcd"), "every unit is treated; add units that never are"),
    "treated from the first": (rows(start=1), "0 of the periods lie before the treatment"),
    "treated, then not": (
        rows().assign(on=lambda f: f["on"] * (f["time"] < 4)),
        "'d' is treated and later not; only lasting treatments can be told",
    ),
    "different starts": (
        rows().assign(on=lambda f: f["on"].mask((f["unit"] == "c") & (f["time"] == 4), 1)),
        "'d' starts in 3 and 'c' in 4; use `staggered`",
    ),
}  # fmt: skip


@pytest.mark.parametrize("method", ["sdid", "sc", "did"])
@pytest.mark.parametrize("what", REFUSED)
def test_a_panel_that_cannot_be_told_is_refused(tmp_path: Path, what: str, method: str) -> None:
    frame, said = REFUSED[what]
    path = written(tmp_path / "panel.csv", frame)
    found = refused(app, method, path, *COLUMNS)
    assert said in found
    assert str(path) in found


def test_one_column_for_two_things_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "panel.csv", rows())
    twice = ("--unit", "unit", "--time", "time", "--outcome", "y", "--treated", "y")
    assert "the column 'y' is named for two things" in refused(app, "did", path, *twice)
