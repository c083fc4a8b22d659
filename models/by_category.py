"""A lever's response of every category, each drawn to what they have in common."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from models.pooled import Pooled, pooled
from models.response import Response, of_too_few, response


@dataclass(frozen=True)
class ByCategory:
    """Responses to one lever: of the `whole` market, and each category's `own` where it has one
    that stands on enough shops; `common` is None where too few categories have any.
    """

    whole: Response
    own: dict[str, Response]
    common: Pooled | None

    @classmethod
    def of(cls, weeks: pd.DataFrame, lever: str, fewest_shops: int) -> "ByCategory":
        """Fits all of them; nothing is told that stands on fewer than `fewest_shops` shops."""
        if len(weeks) and weeks["merchant_id"].nunique() < fewest_shops:
            return cls(of_too_few(lever, fewest_shops), {}, None)
        fitted = {
            str(name): found
            for name, rows in weeks.groupby("category")
            if (found := response(rows, lever)).missing is None
        }
        slopes, errors = (
            np.array([getattr(r, of) for r in fitted.values()])
            for of in ("slope", "standard_error")
        )
        shops = weeks.groupby("category")["merchant_id"].nunique()
        own = {name: r for name, r in fitted.items() if shops[name] >= fewest_shops}
        return cls(response(weeks, lever), own, pooled(slopes, errors))

    def response(self, category: str | None) -> Response:
        """The category's own drawn to the common one; the market's where there is no category, or
        where too few categories have one.
        """
        own = self.own.get(category or "")
        if category is None or self.common is None:
            return own or self.whole
        if own is None:  # the common one, with the range that the market has seen
            slope, error = self.common.untold()
            return replace(self.whole, slope=slope, standard_error=error, weight=0.0)
        slope, error = self.common.shrunk(own.slope, own.standard_error)
        weight = self.common.own_weight(own.standard_error)
        return replace(own, slope=slope, standard_error=error, own=own, weight=weight)
