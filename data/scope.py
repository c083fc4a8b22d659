"""Whose rows a viewer may see."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """All shops where `merchant_ids` is None, else these shops alone."""

    merchant_ids: tuple[str, ...] | None

    @classmethod
    def everything(cls) -> "Scope":
        return cls(None)

    @classmethod
    def of_merchants(cls, *merchant_ids: str) -> "Scope":
        return cls(tuple(sorted(set(merchant_ids))))

    @property
    def is_everything(self) -> bool:
        return self.merchant_ids is None

    @property
    def name(self) -> str:
        """A stable text that names this scope alone, whatever ids hold: `all`, `["m0001"]`."""
        return "all" if self.merchant_ids is None else json.dumps(self.merchant_ids)
