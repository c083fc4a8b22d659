"""How much hangs on a few: the cumulative share of net GMV, with its top shares and its HHI."""

import altair as alt
import pandas as pd

from analytics.concentration import Concentration, concentration
from pages.components import panels
from pages.components.colours import ACCENT, GREY
from pages.components.filters import View
from pages.components.numbers import counted, money, share
from pages.components.panels import Panel
from pages.components.resources import ask

MOST_POINTS = 150
PLURAL = {"creator": "creators", "product": "products", "merchant": "shops"}
HHI = (
    "Herfindahl-Hirschman index: the sum of the squared shares of net GMV. 1 means that one has "
    "all; 1 ÷ HHI is the number of equal ones that would be as concentrated."
)


def spread(view: View, over: str) -> None:
    """The cumulative curve over creators, products or shops; a sentence where there is none."""
    panels.body(spread_panel(view, over), f"spread-{over}")


def spread_panel(view: View, over: str) -> Panel:
    """The curve with its top shares and its HHI."""
    found = ask(concentration, view.slice, over)
    names = PLURAL[over]
    heading = f"How much hangs on a few {names}"
    if not found.net_gmv:
        what = "credited to a creator" if over == "creator" else "sold"
        why = f"Nothing was {what} in these days, so there is no concentration over {names}."
        return Panel.without(heading, why)
    what = "attributed net GMV" if over == "creator" else "net GMV"
    tops = " · ".join(f"top {n}: {share(found.top(n))}" for n in (1, 5, 10) if n < len(found.parts))
    n = counted(len(found.parts), names.removesuffix("s"))
    note = (
        f"{tops or 'all by one'} · HHI {found.hhi:.3f}, as {found.equal_to:.1f} equal {names} · "
        f"n = {n}, {money(found.net_gmv, view.currency)} {what}"
    )
    about = f"Cumulative share of {what} over {names}, the largest first"
    return Panel(heading, _curve(found, names, what), note, about, HHI)


def _curve(found: Concentration, names: str, what: str) -> alt.LayerChart:
    axis = alt.Axis(format="~s", tickMinStep=1)
    frame = _thinned(found.parts).assign(equal=lambda f: f["rank"] / len(found.parts))
    base = alt.Chart(frame).encode(x=alt.X("rank:Q", title=f"Largest {names}", axis=axis))
    line = base.mark_line(
        color=ACCENT,
        point=alt.OverlayMarkDef(color=ACCENT) if len(frame) <= 40 else False,
        strokeWidth=2,
    ).encode(
        y=alt.Y(
            "cumulative_share:Q",
            title=f"Share of {what}",
            axis=alt.Axis(format="%"),
            scale=alt.Scale(domain=[0, 1]),
        ),
        tooltip=[
            alt.Tooltip("rank:Q", title="Rank"),
            alt.Tooltip("name:N", title="This one"),
            alt.Tooltip("share:Q", title="Its share", format=".1%"),
            alt.Tooltip("cumulative_share:Q", title="Up to here", format=".1%"),
        ],
    )
    equal = base.mark_line(color=GREY, strokeDash=[4, 3], strokeWidth=1).encode(y="equal:Q")
    return (equal + line).properties(height=270)


def _thinned(parts: pd.DataFrame) -> pd.DataFrame:
    """The first ones and then ever fewer, so that a long tail costs the browser nothing."""
    if len(parts) <= MOST_POINTS:
        return parts[["rank", "name", "share", "cumulative_share"]]
    step = len(parts) // (MOST_POINTS // 2) + 1
    is_kept = (parts["rank"] <= MOST_POINTS // 2) | (parts["rank"] % step == 0)
    is_kept |= parts["rank"] == len(parts)
    return parts.loc[is_kept, ["rank", "name", "share", "cumulative_share"]]
