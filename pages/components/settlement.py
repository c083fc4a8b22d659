"""Settlement and refunds: how long they take, and commission expected against settled."""

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from analytics import settlement
from pages.components.colours import ACCENT, GREY
from pages.components.filters import View
from pages.components.numbers import share
from pages.components.resources import ask
from pages.components.tables import money_column, share_column

LABELS = {"settled": "Settled", "refunded": "Refunded"}
OF = {"settled": "commission-bearing lines", "refunded": "paid lines"}
UNDATED = {
    "settled": "Settled is not estimable: no line says when its commission was paid. "
    "Affiliate orders with *Time Commission Paid* would bring it.",
    "refunded": "Refunded is not estimable: no refund says on which day it came, and neither order "
    "report has a column for it. Our own table of order lines, with *refunded_at*, would bring it.",
}
NO_COMMISSION = (
    "Not estimable: no order line of these days bears commission. "
    "Affiliate orders with their creator and commission would bring it."
)
COLUMNS = ["actual_commission", "estimated_commission", "open_commission"]


def lag(view: View) -> None:
    """The share of lines settled, of those that can be, and refunded, by weeks since the sale."""
    st.subheader("How long settlement and refunds take", anchor=False)
    curve = ask(settlement.lag_curve, view.slice)
    undated = " ".join(why for kind, why in UNDATED.items() if kind not in set(curve["kind"]))
    if curve.empty:
        st.info(undated)
        return
    st.altair_chart(_lines(curve), alt="Share of order lines by weeks since the sale", key="lag")
    st.caption(
        f"Lines sold in the {settlement.LOOK_BACK_DAYS} days to "
        f"{view.slice.period.last_day:%-d %b}: {_counted(curve)}; each week counts only lines old "
        f"enough for it. The last {view.facts.refund_lag_days} days are provisional: their refunds "
        "may still come."
    )
    if undated:
        st.caption(undated)


def _counted(curve: pd.DataFrame) -> str:
    """What each share is of, with its n."""
    newest = curve[curve["weeks"] == 0]
    return ", ".join(
        f"{LABELS[kind].lower()} of n = {n:,} {OF[kind]}"
        for kind, n in zip(newest["kind"], newest["n"], strict=True)
    )


def _lines(curve: pd.DataFrame) -> alt.Chart:
    frame = curve.assign(kind=curve["kind"].map(LABELS))
    told = [label for label in LABELS.values() if label in set(frame["kind"])]
    scale = alt.Scale(domain=list(LABELS.values()), range=[ACCENT, GREY])
    dashes = alt.Scale(domain=list(LABELS.values()), range=[[1, 0], [4, 3]])
    legend = alt.Legend(orient="top", values=told)
    return (
        alt.Chart(frame)
        .mark_line(point=True)
        .encode(
            x=alt.X("weeks:Q", title="Weeks since the sale", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("share:Q", title="Share of lines", axis=alt.Axis(format="%")),
            color=alt.Color("kind:N", title=None, scale=scale, legend=legend),
            strokeDash=alt.StrokeDash("kind:N", scale=dashes, legend=None),
            tooltip=[
                alt.Tooltip("kind:N", title=" "),
                alt.Tooltip("weeks:Q", title="Within weeks"),
                alt.Tooltip("share:Q", title="Share", format=".1%"),
                alt.Tooltip("n:Q", title="Lines old enough", format=","),
            ],
        )
        .properties(height=280)
    )


def columns(currency: str) -> dict[str, Any]:
    """Columns of `settlement` in screen units."""
    return {
        "settled_share": share_column("Settled", "Lines whose commission was settled ÷ lines."),
        "open_commission": money_column("Open, expected", currency, "Not settled yet: estimate."),
        "actual_commission": money_column("Settled, actual", currency),
        "estimated_commission": money_column(
            "Settled, expected", currency, "What had been estimated for the lines now settled."
        ),
        "actual_to_estimated": share_column("Actual ÷ expected", "Of the settled lines."),
        "lines": st.column_config.NumberColumn("Lines", format="localized"),
    }


def in_percent(frame: pd.DataFrame) -> pd.DataFrame:
    """Shares of `settlement` as percent, as the columns expect them."""
    shares = ["settled_share", "actual_to_estimated"]
    return frame.assign(**{name: 100 * frame[name].astype(float) for name in shares})


def sentence(row: pd.Series) -> str:
    """How one shop's commission stands, in words."""
    told = f"{share(row['settled_share'])} of {row['lines']:,} commission-bearing lines are settled"
    if pd.isna(row["actual_to_estimated"]):
        return f"{told}."
    return f"{told}, at {share(row['actual_to_estimated'])} of what had been expected for them."
