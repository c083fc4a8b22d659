"""Likeness with a wider view of both sides."""

from dataclasses import dataclass
from typing import ClassVar

from models.generators.likeness import Likeness, LikenessConfig


@dataclass(frozen=True)
class BroadLikenessConfig(LikenessConfig):
    """Whitens less, so that it errs otherwise than Likeness does."""

    whitening: float = 0.2
    both_ways: float = 0.3
    own_axes: int = 20
    has_logs: bool = True


class BroadLikeness(Likeness):
    """Likeness that sees shares by their logarithms too and what one side alone has, and that also
    asks which product suits a creator.
    """

    name: ClassVar[str] = "broad-likeness"
    settings: ClassVar[type] = BroadLikenessConfig
