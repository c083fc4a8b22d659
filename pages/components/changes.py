"""What a load would change: rows by month and report, GMV before and after, what pages gain."""

import pandas as pd
import streamlit as st

from data.money import exponent
from data.sources import Report
from data.sources.show_changes import NAMES, gains
from pages.components.numbers import NOTHING
from pages.components.words import plain

AMOUNTS = {
    "gmv_before": "GMV before",
    "gmv_after": "GMV after",
    "net_gmv_before": "Net GMV before",
    "net_gmv_after": "Net GMV after",
}


def changes(report: Report) -> None:
    """Nothing where the load brings no line and no reported metric."""
    if not report.changes:
        return
    with st.container(border=True):
        st.subheader("What would change, by month", anchor=False)
        st.dataframe(
            _by_month(report),
            column_config={
                "month": st.column_config.TextColumn("Month", pinned=True),
                **{
                    name: st.column_config.NumberColumn(name.capitalize(), format="localized")
                    for name in ("new", "updated", "unchanged")
                },
                "table": "Rows of",
            },
            hide_index=True,
            placeholder=NOTHING,
        )
        if report.months:
            _gmv(report)
        else:
            st.caption("GMV stays as it is in every month.")
        if seen := list(gains(report)):
            st.markdown("**Pages will newly show** " + plain("; ".join(seen)))


def _by_month(report: Report) -> pd.DataFrame:
    rows = sorted(report.changes, key=lambda change: (change.month, change.table))
    return pd.DataFrame(
        [(c.month, NAMES[c.table], c.new, c.updated, c.unchanged) for c in rows],
        columns=["month", "table", "new", "updated", "unchanged"],
    )


def _gmv(report: Report) -> None:
    frame = pd.DataFrame(
        [
            {"month": month.month, "currency": month.currency}
            | {name: getattr(month, name) / 10 ** exponent(month.currency) for name in AMOUNTS}
            for month in report.months
        ]
    )
    st.dataframe(
        frame,
        column_config={
            "month": st.column_config.TextColumn("Month", pinned=True),
            "currency": "Currency",
            **{
                name: st.column_config.NumberColumn(label, format="%,.2f")
                for name, label in AMOUNTS.items()
            },
        },
        hide_index=True,
        placeholder=NOTHING,
    )
    st.caption("Only months whose GMV changes; by local day of payment.")
