"""A market made of exports alone, loaded, costed and trained by the commands that people use.

Three shops over 2025 (`year.py`): All orders and Affiliate orders of each, Creator data of
December, unit costs, fees and samples as one of the shops enters them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import typer
from typer.testing import CliRunner

from analytics.costs import cost_rows
from data import costs, load
from data.edit_files import read_rows
from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.training import train
from models.versions import publish
from pages.components.cost_kinds import KINDS, in_major
from pages.components.costs import templates
from tests.exports import year
from tests.exports.by_hand import FEE_PERCENT, FLAT_FEE, SAMPLE_COST
from tests.exports.files import written
from tests.exports.traps import Traps

ROWS = 20_000
NAME, HOME = "year", "shop-0"
SHOPS = ("shop-0", "shop-1", "shop-2")
DECEMBER = ("2025-12-01", "2025-12-31")
SAMPLES = 200


@dataclass(frozen=True)
class Made:
    """The market, the lines behind it and what each command said on the way."""

    store: Store
    lines: pd.DataFrame
    dry_run: str
    loaded: str
    entered: str
    samples: pd.DataFrame
    unit_costs: pd.DataFrame


def make(root: Path) -> Made:
    """Writes the files, loads them into a market of `root`, enters costs, trains and publishes."""
    files, store = root.parent / "files", Store(root / NAME)
    year.write(files, ROWS)
    lines = sold()
    for shop in SHOPS:
        written(files / shop, "creator_data", "creator_data", creator_data(lines, shop), Traps())
    dry_run = _run(load.main, root, *_load(files), "--dry-run")
    assert not store.root.exists(), "a dry run writes nothing"
    loaded = _run(load.main, root, *_load(files))
    samples, unit_costs = samples_of(lines), unit_costs_of(store, lines)
    papers = _entries(files, samples, unit_costs)
    entered = _run(costs.main, root, *papers, "--market", NAME, "--shop", HOME)
    publish(store, train(store))
    return Made(store, lines, dry_run, loaded, entered, samples, unit_costs)


def sold() -> pd.DataFrame:
    """The drawn lines with `day` and `month`, the local days on which they were paid."""
    lines = year.lines(round(ROWS / (1 + year.CREDITED_SHARE)))
    local = lines["paid_at"].dt.tz_localize("UTC").dt.tz_convert(year.ZONE)
    return lines.assign(day=local.dt.strftime("%Y-%m-%d"), month=local.dt.strftime("%Y-%m"))


def creator_data(lines: pd.DataFrame, shop: str) -> pd.DataFrame:
    """What a shop's Creator data of December says: our own figures, and impressions besides."""
    days = lines["day"].between(*DECEMBER)
    mine = lines[days & (lines["merchant_id"] == shop) & lines["creator_id"].notna()]
    of = mine.groupby("creator_id")
    gmv, refunded = of["payment"].sum(), of["refund"].sum()
    orders = of["order_id"].nunique()
    return pd.DataFrame(
        {
            "creator": orders.index,
            "gmv": [f"{value / 100:.2f}" for value in gmv],
            "refunded": [f"{value / 100:.2f}" for value in refunded],
            "orders": orders.astype(str).to_numpy(),
            "product_impressions": (1_000 * orders).astype(str).to_numpy(),
            "ctr": "3.00%",
        }
    )


def unit_costs_of(store: Store, lines: pd.DataFrame) -> pd.DataFrame:
    """The template of the home shop, filled in: a unit costs 40 % of its price."""
    offered = cost_rows(Warehouse.snapshot(store).session(Scope.of_merchants(HOME)), HOME)
    offered = in_major(offered, "unit_cost", "sample_cost")
    blank = read_rows("costs.csv", templates(KINDS["Product costs"], offered)["csv"]())
    price = lines.drop_duplicates("title").set_index("title")["price"]
    cents = blank["title"].map(price) * 2 // 5
    return blank.assign(unit_cost=cents / 100, sample_cost=SAMPLE_COST / 100)


def samples_of(lines: pd.DataFrame) -> pd.DataFrame:
    """Samples of the home shop: of the pairs that sold most and began between March and October,
    each shipped twelve days before the first sale and posted two days before it; every fourth of
    the latest twenty had no post. Every tenth creator was paid a flat fee.
    """
    mine = lines[(lines["merchant_id"] == HOME) & lines["creator_id"].notna()]
    pairs = mine.groupby(["product_id", "creator_id"]).agg(
        first=("day", "min"), sold=("payment", "sum")
    )
    began = pairs[pairs["first"].between("2025-03-01", "2025-12-20")]
    best = began.nlargest(SAMPLES, "sold").sort_values("first").reset_index()
    shipped = pd.to_datetime(best["first"]) - pd.Timedelta("12D")
    is_posted = (best.index < SAMPLES - 20) | (best.index % 4 > 0)
    posted = (shipped + pd.Timedelta("10D")).dt.strftime("%Y-%m-%d")
    return pd.DataFrame(
        {
            "product_id": best["product_id"],
            "creator": "@" + best["creator_id"],
            "shipped_on": shipped.dt.strftime("%Y-%m-%d"),
            "received_on": (shipped + pd.Timedelta("3D")).dt.strftime("%Y-%m-%d"),
            "posted_on": posted.where(is_posted, ""),
            "flat_fee": [FLAT_FEE // 100 if n % 10 == 0 else "" for n in best.index],
        }
    )


def _load(files: Path) -> list[str]:
    """The arguments of a load as someone with a folder per shop would type them."""
    shops = [word for shop in SHOPS for word in ("--merchant", f"{shop}/*={shop}")]
    window = [f"--from=*creator_data*={DECEMBER[0]}", f"--to=*creator_data*={DECEMBER[1]}"]
    said = ["--market", NAME, "--title", "A year", "--tz", year.ZONE, "--currency", "USD"]
    return [str(files), *said, *shops, *window]


def _entries(files: Path, samples: pd.DataFrame, unit_costs: pd.DataFrame) -> list[str]:
    fee = pd.DataFrame({"valid_from": ["2025-01-01"], "platform_fee_percent": [FEE_PERCENT]})
    papers = {"unit costs.csv": unit_costs, "fee.csv": fee, "samples.csv": samples}
    folder = files.parent / "entered"
    folder.mkdir()
    for name, rows in papers.items():
        rows.to_csv(folder / name, index=False)
    return [str(folder / name) for name in papers]


def _run(main: Callable[..., None], root: Path, *arguments: str) -> str:
    """What a command prints; it must end well."""
    command = typer.Typer()
    command.command()(main)
    done = CliRunner().invoke(
        command, list(arguments), env={"TANDEM_STORE": str(root), "COLUMNS": "200"}
    )
    assert done.exit_code == 0, done.output
    return done.stdout
