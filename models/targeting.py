"""`python -m models.targeting TRAIN TEST`: whom to treat by one trial, its worth in another."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from models.causal.table import TableError, read_table
from models.causal.targeting.encoding import Encoding
from models.causal.targeting.evidence import LEVEL as EVIDENCE_LEVEL
from models.causal.targeting.measures import LEVEL, Net, Terms, net_value, relative_qini
from models.causal.targeting.plan import FEWEST_TARGETED, Choice, Plan
from models.causal.targeting.trial import Trial, learnable, named, read_trial
from models.causal.telling import fail, tell


@dataclass(frozen=True)
class Pair:
    """A trial to learn from and another to be judged by, read alike; what was known of people."""

    train: Trial
    test: Trial
    covariates: tuple[str, ...]


def main(
    train: Annotated[Path, typer.Argument(help="CSV of the trial to decide by.")],
    test: Annotated[Path, typer.Argument(help="CSV of the trial to judge by.")],
    *,
    treatment: Annotated[str, typer.Option(help="Column that names the arm.")],
    treated: Annotated[str, typer.Option(help="Its value where treated.")],
    outcome: Annotated[str, typer.Option(help="A number, or true and false.")],
    control: Annotated[str | None, typer.Option(help="The other arm, if there are more.")] = None,
    covariates: Annotated[str | None, typer.Option(help="Columns known before; or all.")] = None,
    value: Annotated[float, typer.Option(help="Of one unit of the outcome.")] = 1.0,
    cost: Annotated[float, typer.Option(help="Of treating one.")] = 0.0,
    seed: Annotated[int, typer.Option(help="Of the parts of the trial.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="End with one JSON object.")] = False,
) -> None:
    """Who is treated is decided on TRAIN alone; TEST tells what that would have brought."""
    try:
        terms = checked(value, cost)
        pair = read_pair((train, test), treatment, (treated, control), outcome, covariates)
    except TableError as error:
        raise fail(error) from error
    told = targeting(pair, terms, seed)
    tell(list(_lines(told)), told, as_json)


def checked(value: float, cost: float) -> Terms:
    """Raises TableError."""
    if not (math.isfinite(value) and value > 0):
        raise TableError(f"--value is {value:g}; it must be above 0")
    if not (math.isfinite(cost) and cost >= 0):
        raise TableError(f"--cost is {cost:g}; it must be 0 or more")
    return Terms(value, cost)


def read_pair(
    files: tuple[Path, Path],
    treatment: str,
    arms: tuple[str, str | None],
    outcome: str,
    covariates: str | None,
) -> Pair:
    """Raises TableError."""
    train, test = files
    if train.resolve() == test.resolve():
        raise TableError(f"{train} is both TRAIN and TEST; a choice is judged by other people")
    rows = read_table(train)
    names = named(rows, train, treatment, arms, outcome)
    known = learnable(rows, train, names, covariates)
    encoding = Encoding.learned(rows, known, train)
    learned = read_trial(rows, train, names, encoding)
    judged = read_trial(read_table(test), test, names, encoding)
    return Pair(learned, judged, tuple(one.name for one in encoding.columns))


def targeting(pair: Pair, terms: Terms, seed: int = 0) -> dict[str, Any]:
    """All figures by name. The worth is that of what is recommended, which is all or none where no
    targeting is reliable; `relative_qini` is that of the order found, in either case.
    """
    plan = Plan.of(pair.train, terms, seed)
    test = pair.test
    scores = plan.uplift.scores(test.known)
    worth = net_value(plan.targets(test.known), test.outcome, test.is_treated, terms)
    everyone = net_value(np.ones(len(test), bool), test.outcome, test.is_treated, terms)
    return {
        "relative_qini": relative_qini(scores, test.outcome, test.is_treated),
        "share": plan.share,
        "net_incremental_value": worth.value,
        "low": worth.low,
        "high": worth.high,
        "level": LEVEL,
        "per_thousand": _by_name(worth, *worth.per(1_000)),
        "targeted": int(worth.targeted),
        "all": _by_name(everyone, everyone.value, everyone.low, everyone.high),
        "none": _by_name(everyone, 0.0, 0.0, 0.0),
        "reliable": plan.is_reliable,
        "p_value": plan.evidence.p_value,
        "recommended": str(plan.choice),
        "cut": terms.break_even,
        "n": {"train": _counts(pair.train), "test": _counts(test)},
        "covariates": list(pair.covariates),
        "apart": [pair.covariates[number] for number in pair.train.apart()],
        "sentence": _sentence(plan),
    }


def _by_name(net: Net, value: float, low: float, high: float) -> dict[str, float]:
    return {"net_incremental_value": value, "low": low, "high": high}


def _counts(trial: Trial) -> dict[str, int]:
    treated = int(trial.is_treated.sum())
    return {"treated": treated, "control": len(trial) - treated}


def _sentence(plan: Plan) -> str:
    if plan.choice is Choice.TARGETING:
        return (
            f"treat the {plan.share:.0%} of people whose expected effect is worth its cost: that "
            f"effects differ and can be foretold is told by TRAIN (p = {plan.evidence.p_value:.2g})"
        )
    if plan.too_few is not None:
        return (
            f"no reliable targeting: by TRAIN the expected effect is worth its cost for "
            f"{plan.too_few:.2%} of people, no more than {FEWEST_TARGETED:.1%}; treat {plan.choice}"
        )
    which = "worth more than" if plan.choice is Choice.ALL else "not worth"
    return (
        f"no reliable targeting: by TRAIN the order of people could be chance (p = "
        f"{plan.evidence.p_value:.2g}, and {EVIDENCE_LEVEL:g} is asked for); treat {plan.choice}, "
        f"as the effect over all is {which} its cost there"
    )


def _lines(told: dict[str, Any]) -> list[str]:
    n, every, each = told["n"]["test"], told["all"], told["per_thousand"]
    warned = [
        f"the arms of TRAIN differ in '{name}': if it became known after treatment, leave it out "
        "by --covariates"
        for name in told["apart"]
    ]
    return [
        *warned,
        f"relative Qini {told['relative_qini']:.3f} · share to target {told['share']:.1%}",
        f"net incremental value {told['net_incremental_value']:,.2f} ({LEVEL:.0%} interval "
        f"{told['low']:,.2f} to {told['high']:,.2f}), of 1,000 people "
        f"{each['net_incremental_value']:,.2f}",
        f"treating all {every['net_incremental_value']:,.2f} ({every['low']:,.2f} to "
        f"{every['high']:,.2f}), none 0",
        f"n = {n['treated']:,} treated and {n['control']:,} not, {told['targeted']:,} targeted",
        told["sentence"],
    ]


if __name__ == "__main__":
    typer.run(main)
