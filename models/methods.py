"""Every method by name, as it is evaluated, chosen and served."""

from typing import Any

from models.generators.known import GENERATORS
from models.pipeline import PIPELINE, Pipeline
from models.recommender import Recommender
from models.trial import Training

__all__ = ["METHODS", "PIPELINE", "seeded", "suited"]
METHODS: dict[str, type[Recommender]] = {PIPELINE: Pipeline, **GENERATORS}


def suited(training: Training) -> list[str]:
    """The methods that can learn from such data."""
    return [name for name, method in METHODS.items() if method.lacks(training) is None]


def seeded(seed: int) -> dict[str, dict[str, Any]]:
    """Configurations in which every method that draws draws from the seed."""
    draws = {name for name, method in METHODS.items() if "seed" in method().config_values}
    return {name: {"seed": seed} for name in draws}
