"""A shop beside the others of its category: where it stands against their mean and their thirds."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics.benchmark import BENCHMARK_DAYS, MEASURES, shop_benchmark
from pages.components.colours import ACCENT, GREY
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.numbers import NOTHING, money
from pages.components.resources import ask
from pages.components.tables import share_column

LABELS = {
    "ctr": "CTR",
    "ctor_sku_orders": "CTOR (SKU orders)",
    "refund_rate": "Refund rate",
    "discount_share": "Discount share",
    "attributed_share": "Attributed share",
    "commission_share": "Commission ÷ GMV",
}
assert set(LABELS) == set(MEASURES)
HOW = (
    f"The last {BENCHMARK_DAYS} days of the data, whatever period is on screen. The others "
    "are means over at least five other shops with 30 or more of the rate's denominator each; the "
    "band runs from the mean of their lowest third to that of their highest, told from 15 shops on."
)


def benchmark(view: View) -> None:
    """The shop's rates as multiples of the other shops' mean, one category at a time."""
    found = ask(shop_benchmark, view.slice.merchant_id, view.currency)
    if found.empty:
        st.info("Nothing of this shop was sold or clicked in these days, so nothing compares.")
        return
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader("Beside other shops of the category", anchor=False)
            categories = list(dict.fromkeys(found["category"]))
            category = st.selectbox(
                "Category of the shop",
                categories,
                key="beside",
                bind="query-params",
                width=240,
                label_visibility="collapsed",
            )
        rows = found[(found["category"] == category) & (found["n"] > 0)]
        rows = rows[(rows["own"] > 0) | (rows["mean"] > 0)].assign(
            measure=rows["measure"].map(LABELS), place=rows["measure"].map(list(LABELS).index)
        )
        rows = rows.sort_values("place")
        told = rows[rows["mean"] > 0]
        if rows.empty:
            st.info(f"Nothing to compare in {category}: no clicks, discounts, refunds or creators.")
            return
        if told.empty:
            st.info(
                f"Not estimable: fewer than five other shops sold enough in {category} to compare "
                "with, and none of them may be told alone."
            )
        else:
            _picture(told)
        gmv = money(rows["gmv"].max(), view.currency) if len(rows) else "none"
        st.caption(f"This shop's GMV in {category}: {gmv} · {HOW}")
        _table(view, rows)


def _picture(rows: pd.DataFrame) -> None:
    """Own rate as a dot on a scale where 1 is the other shops' mean; the band is their thirds."""
    frame = rows.assign(
        ratio=rows["own"] / rows["mean"],
        from_ratio=rows["low"] / rows["mean"],
        to_ratio=rows["high"] / rows["mean"],
        one=1.0,
    )
    tooltip = [
        alt.Tooltip("measure:N", title=" "),
        alt.Tooltip("own:Q", title="This shop", format=".2%"),
        alt.Tooltip("mean:Q", title="Mean of the others", format=".2%"),
        alt.Tooltip("low:Q", title="Their lowest third", format=".2%"),
        alt.Tooltip("high:Q", title="Their highest third", format=".2%"),
        alt.Tooltip("shops:Q", title="Other shops"),
        alt.Tooltip("n:Q", title="This shop's n", format=","),
    ]
    base = alt.Chart(frame).encode(y=alt.Y("measure:N", sort=None, title=None), tooltip=tooltip)
    x = alt.X("ratio:Q", title="Times the other shops' mean", axis=alt.Axis(format="~g"))
    bands = base.mark_bar(height=14, color=GREY, opacity=0.35, cornerRadius=7)
    bands = bands.encode(x=alt.X("from_ratio:Q"), x2="to_ratio:Q")
    means = base.mark_tick(color=GREY, thickness=2, height=22).encode(x="one:Q")
    dots = base.mark_circle(color=ACCENT, size=130, opacity=1).encode(x=x)
    st.altair_chart(
        (bands + means + dots).properties(height=alt.Step(38)),
        alt="This shop's rates as multiples of the mean of other shops",
        key="beside-chart",
    )
    st.caption("Dot: this shop · tick: mean of the others · band: their thirds")


def _table(view: View, rows: pd.DataFrame) -> None:
    shares = ["own", "mean", "low", "high"]
    shown = rows.assign(**{name: 100 * rows[name].astype(float) for name in shares})
    columns = {
        "measure": st.column_config.TextColumn("Measure", pinned=True),
        "own": share_column("This shop"),
        "mean": share_column("Mean of others", "Unweighted, over the other shops."),
        "low": share_column("Lowest third"),
        "high": share_column("Highest third"),
        "shops": st.column_config.NumberColumn("Other shops", help="Empty below five."),
        "n": st.column_config.NumberColumn(
            "n", help="This shop's denominator.", format="localized"
        ),
    }
    st.dataframe(
        shown,
        column_config=columns,
        column_order=list(columns),
        hide_index=True,
        placeholder=NOTHING,
    )
    download(view, "benchmark", {"Benchmark": rows}, ["ctr", "ctor_sku_orders", "refund_rate"])
