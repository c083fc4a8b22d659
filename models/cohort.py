"""`python -m models.cohort FOLDER | --market M`: what a market's collaborations added."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from data.scope import Scope
from data.store import MarketMissingError, MarketNameError, Store
from data.warehouse import NotTakenUpError, Warehouse
from models.causal.cohort.alone import lists_alone
from models.causal.cohort.effect import Cohort, NotEstimableError, estimated
from models.causal.cohort.folder import FILES, read_panel
from models.causal.cohort.market import DAYS, READ, latest_panel
from models.causal.cohort.panel import Panel
from models.causal.cohort.randomised import Randomised
from models.causal.cohort.risk import HORIZON
from models.causal.cohort.verdict import CohortEffect, not_estimable, verdict
from models.causal.effect import Estimate, Grade
from models.causal.table import TableError
from models.causal.telling import ending, fail, tell

app = typer.Typer(add_completion=False)


@app.command()
def main(
    folder: Annotated[Path | None, typer.Argument(help=f"Holds {', '.join(FILES)}.")] = None,
    *,
    market: Annotated[str | None, typer.Option(help="A loaded market instead of a folder.")] = None,
    days: Annotated[int, typer.Option(min=2 * HORIZON + 1, help="Of the market.")] = DAYS,
    currency: Annotated[str | None, typer.Option(help="By default the market's own.")] = None,
    seed: Annotated[int, typer.Option(help="Of the folds.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="End with one JSON object.")] = False,
) -> None:
    """Extra net GMV in the 28 days from each start, beside what links claim of it."""
    if (folder is None) == (market is None):
        raise fail("name a panel folder, or a market by --market")
    try:
        panel = read_panel(folder) if folder else _of_market(str(market), currency, days)
    except NotEstimableError as error:
        effect = not_estimable(str(error))
        tell(ending(effect), _told(effect), as_json)
        return
    except (TableError, MarketNameError, MarketMissingError, NotTakenUpError) as error:
        raise fail(error) from error
    effect, beside = _estimated(panel, seed)
    told = _told(effect) | beside | {"days": panel.days}
    lines = [] if folder else _span(panel.days, days)
    tell([*lines, *effect.assumptions, *ending(effect)], told, as_json)


def _span(days: int, asked: int) -> list[str]:
    """How much of a market was looked at, where it is less than was asked for."""
    if days == asked:
        return []
    return [f"looked at the {days:,} days on record; --days asks for {asked:,}"]


def _estimated(panel: Panel, seed: int) -> tuple[CohortEffect, dict[str, Any]]:
    """Of all collaborations, or else of those of drawn lists, which need no like products."""
    try:
        found = estimated(panel, seed)
    except NotEstimableError as error:
        effect, beside = not_estimable(str(error)), {}
    else:
        effect, beside = verdict(found), _beside(found)
    if effect.grade is not Grade.none:
        return effect, beside
    alone, listed = lists_alone(panel, effect.reason, seed)
    return alone, beside | _of_lists(listed)


def _of_market(name: str, currency: str | None, days: int) -> Panel:
    warehouse = Warehouse.snapshot(Store.of(name).required(), READ)
    try:
        return latest_panel(warehouse.session(Scope.everything()), currency, days)
    finally:
        warehouse.close()


def _told(effect: CohortEffect) -> dict[str, Any]:
    share = effect.incrementality
    ends = {"incrementality_low": share.low, "incrementality_high": share.high}
    return asdict(effect) | {"incrementality": share.estimate, **ends}


def _beside(found: Cohort) -> dict[str, Any]:
    """What the estimate rests on: like products, drawn lists, losses of siblings."""
    observed, listed = found.observed, found.randomised
    told: dict[str, Any] = {
        **_figures("on_products", found.on_products),
        **_figures("observed", observed.total),
        "observed_n": len(observed.deal),
        "ess": observed.ess,
        "overlap": observed.overlap,
        **_figures("spillover", found.spillover.share),
    }
    return told | _of_lists(listed)


def _of_lists(listed: Randomised | None) -> dict[str, Any]:
    if listed is None:
        return {}
    return {**_figures("randomised", listed.total), "randomised_n": len(listed.deal)}


def _figures(name: str, of: Estimate) -> dict[str, float]:
    return {f"{name}_estimate": of.estimate, f"{name}_low": of.low, f"{name}_high": of.high}


if __name__ == "__main__":
    app()
