"""Every method by name, as it is evaluated, chosen and served."""

from typing import Any

from models.exam import Training
from models.generators.known import GENERATORS, PARTS
from models.pipeline import PIPELINE, Pipeline
from models.recommender import Recommender
from models.single_rankers import LinearRanker, TreeRanker

__all__ = ["METHODS", "PIPELINE", "seeded", "suited"]
METHODS: dict[str, type[Recommender]] = {
    PIPELINE: Pipeline,
    **{ranker.name: ranker for ranker in (LinearRanker, TreeRanker)},
    **PARTS,
}


def suited(training: Training) -> list[str]:
    """The pipeline and the generators that can learn from such data: what a market's training
    judges, for the pipeline's halves and what merely tells would take as long and serve nobody.
    """
    judged = (PIPELINE, *GENERATORS)
    return [name for name in judged if METHODS[name].lacks(training) is None]


def seeded(seed: int) -> dict[str, dict[str, Any]]:
    """Configurations in which every method that draws draws from the seed."""
    draws = {name for name, method in METHODS.items() if "seed" in method().config_values}
    return {name: {"seed": seed} for name in draws}
