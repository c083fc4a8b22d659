"""The halves of the pipeline's ranker, each alone: peers that show what the other half adds."""

from typing import Any, ClassVar

from models.pipeline import LINEAR, TREES, Pipeline


class LinearRanker(Pipeline):
    """The same proposals, ranked by logistic regression alone."""

    name: ClassVar[str] = "logistic"

    def __init__(self, **config: Any) -> None:
        super().__init__(**{"voices": (LINEAR,), "pull": 0.0, **config})


class TreeRanker(Pipeline):
    """The same proposals, ranked by gradient boosting (LambdaRank) alone."""

    name: ClassVar[str] = "boosting"

    def __init__(self, **config: Any) -> None:
        super().__init__(**{"voices": (TREES,), "pull": 0.0, **config})
