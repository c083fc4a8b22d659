"""The command that enters costs: what it recognises, what it refuses, how it ends."""

from pathlib import Path

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner, Result

from data import costs, lake
from data.store import Store
from tests.entered import build, session

FILES = {
    "costs.csv": "\ufeffproduct_id;valid_from;unit_cost;sample_cost\np2;2026-01-01;1.25;2\n",
    "fee.csv": "valid_from,platform_fee_percent\n2026-03-01,6 %\n",
    "flat.csv": "collaboration_id,creator,flat_fee\nk1,@glow,3\n",
    "samples.csv": "product_id,creator,shipped_on,received_on,flat_fee\np1,@Face,2026-02-10,,5\n",
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = build(tmp_path / "store")
    folder(store).mkdir()
    for name, text in FILES.items():
        (folder(store) / name).write_text(text)
    return store


def folder(store: Store) -> Path:
    """Where the files to enter lie."""
    return store.root.parents[1] / "files"


def run(store: Store, *files: str, market: str = "tiny", shop: str = "a", flag: str = "") -> Result:
    command = typer.Typer()
    command.command()(costs.main)
    paths = [str(folder(store) / name) for name in files]
    arguments = [*paths, "--market", market, "--shop", shop, *filter(None, [flag])]
    return CliRunner().invoke(command, arguments, env={"TANDEM_STORE": str(store.root.parent)})


def test_each_file_is_recognised_and_saved_once(store: Store) -> None:
    done = run(store, *FILES)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines() == [
        "costs.csv: product costs, 1 row saved, 0 as they were",
        "fee.csv: platform fee, 1 row saved, 0 as they were",
        "flat.csv: flat fees, 1 row saved, 0 as they were",
        "samples.csv: samples, 1 row saved, 0 as they were",
    ]
    held = session(store).frame("from collaborations order by flat_fee")
    assert held["flat_fee"].tolist() == [300, 500]
    assert held["creator_id"].tolist() == ["c1", "face"]
    assert session(store).frame("from edits")["by"].tolist() == ["command"] * 4
    again = run(store, *FILES)
    assert (again.exit_code, again.stdout.count(" 0 rows saved, 1 as they were")) == (0, 4)
    assert len(lake.manifests(store)) == 5


def test_a_dry_run_writes_nothing(store: Store) -> None:
    done = run(store, *FILES, flag="--dry-run")
    assert done.exit_code == 0
    assert "samples.csv: samples, 1 row would be saved, 0 as they were" in done.stdout
    assert len(lake.manifests(store)) == 1


def test_a_workbook_is_entered_too(store: Store) -> None:
    path = folder(store) / "fee.xlsx"
    pd.DataFrame({"valid_from": ["2026-03-01"], "platform_fee_percent": [7]}).to_excel(path)
    assert run(store, "fee.xlsx").exit_code == 1, "an index column is not known"
    frame = pd.DataFrame({"valid_from": ["2026-03-01"], "platform_fee_percent": [7]})
    frame.to_excel(path, index=False)
    assert run(store, "fee.xlsx").exit_code == 0
    rates = session(store).frame("from merchant_fees order by valid_from")["platform_fee_rate"]
    assert rates.tolist() == [0.05, 0.07]


def test_the_later_file_wins_where_two_say_otherwise(store: Store) -> None:
    header = "valid_from,platform_fee_percent\n"
    for name, percent in (("x.csv", 9), ("y.csv", 5)):
        (folder(store) / name).write_text(f"{header}2026-01-01,{percent}\n")
    assert run(store, "x.csv", "y.csv").exit_code == 0
    rates = session(store).frame("from merchant_fees")["platform_fee_rate"]
    assert rates.tolist() == [0.05], "as it was held before the first file, and as the last says"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "valid_from,platform_fee_percent\n2026-03-01,6\n2026-03-02,six\n",
            "x.csv: Row 3, platform",
        ),
        ("day,rate\n2026-03-01,6\n", "x.csv: Column header: is of no known kind"),
        ("product_id,unit_cost\np1,6\n", "x.csv: Column valid_from: is missing"),
        ("", "x.csv: Column file: has no row"),
        (None, "cannot be read"),
    ],
)
def test_one_wrong_file_stops_all(store: Store, text: str | None, told: str) -> None:
    if text is not None:
        (folder(store) / "x.csv").write_text(text)
    done = run(store, "costs.csv", "x.csv")
    assert done.exit_code == 1
    assert told in done.stderr
    assert "Nothing was saved." in done.stderr
    assert len(lake.manifests(store)) == 1


@pytest.mark.parametrize(
    ("market", "shop", "told"),
    [
        ("nowhere", "a", "nowhere"),
        ("../x", "a", "name"),
        ("tiny", "nobody", "no shop 'nobody'"),
    ],
)
def test_a_wrong_market_or_shop_is_misuse(store: Store, market: str, shop: str, told: str) -> None:
    done = run(store, "fee.csv", market=market, shop=shop)
    assert done.exit_code == 2
    assert told in done.stderr
    assert len(lake.manifests(store)) == 1


def test_another_shops_product_is_refused(store: Store) -> None:
    done = run(store, "costs.csv", shop="b")
    assert (done.exit_code, "'p2' is no product of this shop" in done.stderr) == (1, True)
