"""What each generator finds alone, what all find together, and how far each two agree."""

from itertools import product
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from pages.components.colours import ACCENT, GREY, TEXT
from pages.components.numbers import NOTHING, counted, share
from pages.components.quality_charts import METHODS

MERGED, LISTED = "All together", "Ranked list"
SIDES = ("product", "creator")
Figures = dict[str, Any]


def generators(served: dict[str, Any]) -> None:
    """The version's own account of its generators on the held-out part."""
    with st.container(border=True, key="generators"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader("What each generator finds", anchor=False)
            told = _chosen(served.get("merging") or [])
        if told is None:
            st.info(
                "Not estimable for this version: its generators were not compared on held-out "
                "pairs. Training again brings it where there are pairs enough."
            )
            return
        left, right = st.columns(2, gap="medium")
        with left:
            st.altair_chart(_found(told), alt="Recall of each generator and of all merged")
        with right:
            st.altair_chart(_agreement(told), alt="Overlap of the proposals of each two generators")
        st.caption(_told(told))
        with st.expander("All figures of the generators"):
            st.dataframe(_table(told), hide_index=True, placeholder=NOTHING)


def _chosen(every: list[Figures]) -> Figures | None:
    """The figures at the depth that is looked at."""
    if not every:
        return None
    by_depth = {told["depth"]: told for told in every}
    depth = st.segmented_control(
        "Depth",
        list(by_depth),
        default=min(by_depth),
        required=True,
        format_func=lambda n: f"first {n}",
        key="generator-depth",
        bind="query-params",
        label_visibility="collapsed",
    )
    return by_depth[depth or min(by_depth)]


def _lines(told: Figures) -> pd.DataFrame:
    """A row per generator, the one that finds most first, below the rows of all merged and of the
    list that is made of them, which versions before it was counted lack.
    """
    top = [{"method": MERGED, **told["merged"], "is_member": True, "kind": "merged"}]
    if listed := told.get("listed"):
        size = {"proposed": min(told["depth"], told["candidates"])}
        top.append({"method": LISTED, **listed, **size, "is_member": True, "kind": "merged"})
    own = pd.DataFrame(told["generators"]).sort_values("recall", ascending=False)
    own["kind"] = own["is_member"].map({True: "member", False: "beside"})
    own["method"] = own["method"].map(lambda name: METHODS.get(name, name))
    lines = pd.concat([pd.DataFrame(top), own], ignore_index=True)
    return lines.assign(**{f"new_{side}": _of_new(lines, side) for side in SIDES})


def _of_new(lines: pd.DataFrame, side: str) -> list[float | None]:
    """What is found of pairs whose product or creator is new; empty where it was not counted."""
    if "new_recall" not in lines:
        return [None] * len(lines)
    return [found[side] for found in lines["new_recall"]]


def _found(told: Figures) -> alt.LayerChart:
    lines, recall = _lines(told), f"Found among the first {told['depth']} of each"
    base = alt.Chart(lines).encode(
        y=alt.Y("method:N", sort=None, title=None, axis=alt.Axis(labelLimit=170, ticks=False)),
        tooltip=[
            alt.Tooltip("method:N", title="Generator"),
            alt.Tooltip("recall:Q", title=recall, format=".3f"),
            *(
                alt.Tooltip(
                    f"new_{side}:Q", title=f"found of pairs with a new {side}", format=".1%"
                )
                for side in SIDES
            ),
            alt.Tooltip("alone:Q", title="found by it alone", format=".1%"),
            alt.Tooltip("proposed:Q", title="proposed per product", format=",.0f"),
        ],
    )
    scale = alt.Scale(domainMin=0, nice=True)
    bars = base.mark_bar(cornerRadiusEnd=3, height={"band": 0.62}).encode(
        x=alt.X("recall:Q", title=recall, scale=scale),
        color=alt.when(alt.datum.kind == "merged")
        .then(alt.value(ACCENT))
        .otherwise(alt.value(GREY)),
        opacity=alt.when(alt.datum.kind == "beside").then(alt.value(0.45)).otherwise(alt.value(1)),
    )
    texts = base.mark_text(align="left", dx=4, fontWeight="bold", color=TEXT).encode(
        x="recall:Q", text=alt.Text("recall:Q", format=".2f")
    )
    return (bars + texts).properties(height=alt.Step(27))


def _agreement(told: Figures) -> alt.Chart:
    """A square per two generators, in the order of the bars."""
    keys = [line["method"] for line in told["generators"]]
    names = [METHODS.get(key, key) for key in keys]
    order = [name for name in _lines(told)["method"] if name not in (MERGED, LISTED)]
    cells = pd.DataFrame(
        [
            {"one": names[a], "other": names[b], "overlap": told["overlap"][a][b]}
            for a, b in product(range(len(names)), repeat=2)
            if order.index(names[a]) > order.index(names[b])
        ]
    )
    axis = alt.Axis(labelLimit=150, ticks=False, domain=False)
    return (
        alt.Chart(cells)
        .mark_rect(color=ACCENT, cornerRadius=2)
        .encode(
            x=alt.X("other:N", sort=order, title=None, axis=axis, scale=alt.Scale(padding=0.08)),
            y=alt.Y("one:N", sort=order, title=None, axis=axis, scale=alt.Scale(padding=0.08)),
            opacity=alt.Opacity(
                "overlap:Q",
                title="Overlap",
                scale=alt.Scale(domain=[0, max(cells["overlap"].max(), 0.01)], range=[0.06, 1]),
                legend=alt.Legend(
                    orient="top", format=".0%", symbolType="square", values=_ticks(cells)
                ),
            ),
            tooltip=[
                alt.Tooltip("one:N", title="Generator"),
                alt.Tooltip("other:N", title="and"),
                alt.Tooltip("overlap:Q", title="Overlap (Jaccard)", format=".1%"),
            ],
        )
        .properties(height=alt.Step(27))
    )


def _ticks(cells: pd.DataFrame) -> list[float]:
    top = float(cells["overlap"].max())
    return [0, round(top / 2, 2), round(top, 2)]


def _told(told: Figures) -> str:
    merged, depth = told["merged"], told["depth"]
    has_others = any(not line["is_member"] for line in told["generators"])
    others = ["faint bars: tried, not merged, for they made the list no better"]
    return " · ".join(
        [
            f"n = {counted(told['n'], 'product')}, {counted(told['pairs'], 'pair')} to find among "
            f"{told['candidates']:,.0f} creators",
            f"each proposes its first {depth} of whom it has something to say",
            f"all together propose {merged['proposed']:,.0f} per product and find "
            f"{share(merged['recall'])}",
            *_of_list(told),
            *_of_newcomers(told),
            "overlap: proposals of both ÷ of either",
            *(others if has_others else []),
        ]
    )


def _of_list(told: Figures) -> list[str]:
    """What is found when the merged are ranked and only as many are looked at as of one."""
    listed = told.get("listed")
    return (
        [f"the first {told['depth']} of the ranked list {share(listed['recall'])}"]
        if listed
        else []
    )


def _of_newcomers(told: Figures) -> list[str]:
    """What is found of pairs whose product, or creator, had none before: features alone tell it."""
    return [
        f"of {counted(pairs, 'pair')} with a {side} new to it they find "
        f"{share(told['merged']['new_recall'][side])}{_of_newcomers_listed(told, side)}"
        for side, pairs in told.get("new_pairs", {}).items()
        if pairs
    ]


def _of_newcomers_listed(told: Figures, side: str) -> str:
    listed = told.get("listed")
    if not listed:
        return ""
    apart = ", for which each names the best of these apart too," if side == "creator" else ""
    return f", the list{apart} {share(listed['new_recall'][side])}"


def _table(told: Figures) -> pd.DataFrame:
    names = {
        "method": "Generator",
        "recall": f"recall@{told['depth']}",
        "new_product": "Found of pairs with a new product, %",
        "new_creator": "Found of pairs with a new creator, %",
        "alone": "Found by it alone, %",
        "proposed": "Proposed per product",
    }
    lines = _lines(told)
    shares = ["new_product", "new_creator", "alone"]
    lines[shares] = 100 * lines[shares].astype("Float64")
    return lines[list(names)].rename(columns=names).round(3)
