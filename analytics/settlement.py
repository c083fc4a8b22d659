"""When orders settle and refunds come: commission expected against settled, and the lag curve."""

import pandas as pd

from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session

WEEKS = 12
LOOK_BACK_DAYS = 182


def settlement(session: Session, slice: Slice) -> pd.DataFrame:
    """Commission-bearing lines per shop: settled and open ones, commission expected and actual.

    Settled means that an actual commission is known. Money in minor units; `settled_share` is of
    lines, `actual_to_estimated` of the settled lines' commission.
    """
    return session.frame(sql("settlement"), **slice.parameters)


def lag_curve(session: Session, slice: Slice) -> pd.DataFrame:
    """Share of commission-bearing lines settled, and of paid lines refunded, within 0 to 12
    weeks of the sale.

    Grain: kind ("settled", "refunded") x weeks. Each share counts only lines sold at least so long
    before the slice's last day (n), and reaches back 182 days from it; a kind without a single
    time in the data is absent.
    """
    wide = slice.of(period=slice.period.last_days(slice.period.last_day, LOOK_BACK_DAYS))
    return session.frame(sql("lag_curve"), **wide.parameters, weeks=WEEKS)
