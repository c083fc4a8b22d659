"""What targeting is worth on a real randomised promotion: `python -m tests.bench.targeting --json`.

Each seed divides the people into five parts. Everything is learned and chosen on four of them, the
cut and whether to target at all too, and judged on the fifth. Peers: treating all, treating none,
and two models, one an arm, left as LightGBM and scikit-learn have them, with the same break-even.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pandas as pd
import typer
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from models.causal.table import read_table
from models.causal.targeting.encoding import Encoded, Encoding
from models.causal.targeting.evidence import parts
from models.causal.targeting.measures import Net, Terms, net_value, relative_qini
from models.causal.targeting.plan import Plan
from models.causal.targeting.trial import Trial, learnable, named, read_trial
from models.rates.boosting import BoostingConfig, Expectation
from tests.bench.report import tell
from tests.places import real_data_folder

Floats = NDArray[np.float64]
PROMOTION = Path("promotion_trial", "train.csv")
TERMS = Terms(value=10, cost=0.15)
PEOPLE = 1_000
LIGHTGBM = BoostingConfig(100, 0.1, 31, 20, 1.0, 1.0, 0.0)
"""LightGBM's own settings."""


def promotion(folder: Path) -> Trial:
    """The people of the promotion trial, in the file's order."""
    file = folder / PROMOTION
    rows = read_table(file)
    names = named(rows, file, "Promotion", ("Yes", None), "purchase")
    encoding = Encoding.learned(rows, learnable(rows, file, names, None), file)
    return read_trial(rows, file, names, encoding)


def ours(train: Trial, known: Encoded) -> tuple[Floats, NDArray[np.bool_]]:
    """Scores, and whom to treat."""
    plan = Plan.of(train, TERMS)
    return plan.uplift.scores(known), plan.targets(known)


def two_models(
    chance: Callable[[Floats, Floats, Floats], Floats],
) -> Callable[[Trial, Encoded], tuple[Floats, NDArray[np.bool_]]]:
    """`chance`: of the outcome at the last argument, learned from the two before it."""

    def told(train: Trial, known: Encoded) -> tuple[Floats, NDArray[np.bool_]]:
        one, two = (
            chance(train.known.plain[arm], train.outcome[arm], known.plain)
            for arm in (train.is_treated, ~train.is_treated)
        )
        return one - two, one - two >= TERMS.break_even

    return told


def boosted(rows: Floats, outcome: Floats, asked: Floats) -> Floats:
    return Expectation.fitted(rows, outcome, True, LIGHTGBM).expected(asked)


def logistic(rows: Floats, outcome: Floats, asked: Floats) -> Floats:
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(rows, outcome)
    return np.asarray(model.predict_proba(asked)[:, 1])


METHODS = {
    "ours": ours,
    "two boosted models": two_models(boosted),
    "two logistic models": two_models(logistic),
}


def judged(people: Trial, seed: int) -> tuple[dict[str, Floats], list[dict[str, Any]]]:
    """Who was targeted by each method, as 0 and 1 per person, and a row per method and part."""
    chosen = {name: np.zeros(len(people)) for name in METHODS}
    rows = []
    dealt = parts(people, seed)
    for number, held in enumerate(dealt):
        train = people[np.concatenate([p for other, p in enumerate(dealt) if other != number])]
        test = people[held]
        for name, method in METHODS.items():
            scores, is_targeted = method(train, test.known)
            chosen[name][held] = is_targeted
            net = net_value(is_targeted, test.outcome, test.is_treated, TERMS)
            qini = relative_qini(scores, test.outcome, test.is_treated)
            rows.append({"seed": seed, "method": name, "net": net.per(PEOPLE)[0], "qini": qini})
            rows[-1]["share"] = float(is_targeted.mean())
    return chosen, rows


def worth(people: Trial, chosen: Floats) -> Net:
    """Of people targeted in a share of the seeds: the sum of that share of each one's worth. Its
    interval is that of other people drawn; more seeds do not narrow it.
    """
    return net_value(chosen, people.outcome, people.is_treated, TERMS)


def figures(people: Trial, seeds: range) -> dict[str, Any]:
    """Per method and 1,000 people: net value with interval, seeds, relative Qini, share."""
    told = [judged(people, seed) for seed in seeds]
    table = pd.DataFrame([row for _, rows in told for row in rows])
    by_seed = table.groupby(["method", "seed"])["net"].mean().unstack()
    means = table.groupby("method")[["qini", "share"]].mean()
    found: dict[str, Any] = {}
    for name in METHODS:
        net = worth(people, np.mean([chosen[name] for chosen, _ in told], axis=0))
        spread = [round(float(value), 2) for value in by_seed.loc[name]]
        found[name] = {"mean": float(np.mean(spread)), "low": net.per()[1], "high": net.per()[2]}
        found[name] |= {"by_seed": spread, **means.loc[name].round(3).to_dict()}
    everyone = worth(people, np.ones(len(people))).per()
    return found | {"all": dict(zip(("mean", "low", "high"), everyone, strict=True))}


def main(
    seeds: Annotated[int, typer.Option(min=1, help="Divisions into five parts.")] = 10,
    first: Annotated[int, typer.Option(min=0, help="Seed of the first.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="End with one line of JSON.")] = False,
) -> None:
    """The bar: 9 per 1,000 people as the mean of ten seeds, low end above 0, above all and none."""
    started = time.monotonic()
    folder = real_data_folder()
    if not (folder / PROMOTION).exists():
        raise typer.BadParameter(f"no {PROMOTION} in {folder}; set TANDEM_DATA")
    people = promotion(folder)
    found = figures(people, range(first, first + seeds))
    lines = [
        f"{name}: {one['mean']:.2f} per {PEOPLE:,} people ({one['low']:.2f} to {one['high']:.2f})"
        for name, one in found.items()
    ]
    seconds = round(time.monotonic() - started, 1)
    told = {"bench": "targeting", "n": len(people), "seeds": seeds, "first": first, **found}
    tell([*lines, "none: 0"], told | {"seconds": seconds}, as_json)


if __name__ == "__main__":
    typer.run(main)
