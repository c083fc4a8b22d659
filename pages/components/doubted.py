"""The number that a dialog explains: exactly, before, and what it is made of."""

import pandas as pd
import streamlit as st

from analytics import performance
from analytics.creators import interval
from analytics.margin import COSTS, margin
from analytics.metrics import METRICS, RATIOS
from analytics.period import Period
from analytics.slice import Slice
from pages.components.cascade import LABELS
from pages.components.filters import View
from pages.components.numbers import NOTHING, day, is_missing, money, share
from pages.components.resources import ask
from pages.components.words import plain

MONEY = {"gmv": "GMV", "attributed_gmv": "attributed GMV", "refunded": "refunded"}
COUNTS = {
    "impressions": "impressions",
    "views": "views",
    "clicks": "clicks",
    "converted_clicks": "clicks with an order",
    "orders": "orders",
    "sku_orders": "SKU orders",
    "units": "units",
}
OF_COUNTS = ("ctr", "ctor_orders", "ctor_sku_orders", "cvr")


def doubted(view: View, key: str, now: float | None, before: float | None, note: str = "") -> None:
    """The value now and in the period before, in full, each above what it is made of;
    where there is no value, `note` says why.
    """
    with st.container(horizontal=True, key="doubted"):
        _one(view, key, now, view.slice, note)
        _one(view, key, before, view.slice.previous)


def _one(view: View, key: str, value: float | None, of: Slice, note: str = "") -> None:
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.metric(days(of.period), exact(key, value, view.currency))
        if is_missing(value):
            st.caption(note)
        elif key in RATIOS:
            st.caption(plain(made_of(key, ask(performance.totals, of), view.currency)))
        elif key == "contribution_margin":
            st.caption(plain(left_over(ask(margin, of, "total").iloc[0], view.currency)))


def days(period: Period) -> str:
    """4 Oct – 31 Oct 2026."""
    return f"{day(period.first_day)} – {day(period.last_day, has_year=True)}"


def exact(key: str, value: float | None, currency: str) -> str:
    """A metric's value in full: cents, single counts, a share to a thousandth of a percent."""
    if is_missing(value):
        return NOTHING
    unit = METRICS[key].unit
    if unit == "money":
        return money(value, currency, is_compact=False)
    if unit == "share":
        return f"{100 * value:.3f} %"  # type: ignore[operator]
    return f"{value:,.4f}" if unit == "ratio" else f"{value:,.0f}"


def made_of(key: str, totals: pd.Series, currency: str) -> str:
    """What a ratio divides, what it rests on, and for a share of counts its 95 % interval."""
    ratio = RATIOS[key]
    parts = [_part(name, totals, currency) for name in (ratio.top, ratio.bottom)]
    told = [" ÷ ".join(parts)]
    if ratio.n != ratio.bottom:
        told.append(f"n = {_part(ratio.n, totals, currency)}")
    else:
        told[0] += " (n)"
    if key in OF_COUNTS and 0 <= totals[ratio.top] <= totals[ratio.bottom] > 0:
        n = pd.Series([totals[ratio.bottom]])
        low, high = interval(totals[ratio.top] / n, n).iloc[0]
        told.append(f"95 % interval {share(low)} – {share(high)}")
    return " · ".join(told)


def left_over(total: pd.Series, currency: str) -> str:
    """Net GMV less each cost, as the margin's row tells them."""
    costs = [
        f" − {LABELS[cost].lower()} {money(total[cost], currency, is_compact=False)}"
        for cost in COSTS
    ]
    return f"Net GMV {money(total['net_gmv'], currency, is_compact=False)}" + "".join(costs)


def _part(name: str, totals: pd.Series, currency: str) -> str:
    if name in MONEY:
        return f"{money(totals[name], currency, is_compact=False)} {MONEY[name]}"
    return f"{totals[name]:,.0f} {COUNTS[name]}"
