"""The pictures of Model quality: a dot per method with its interval, a dot per band of ranks."""

from typing import Any

import altair as alt
import pandas as pd

from pages.components.colours import ACCENT, GREY

METHODS = {
    "pipeline": "Combined",
    "hybrid": "Hybrid (LightFM)",
    "popularity": "Popularity",
    "segments": "Popular in the category",
    "content": "Content",
    "profile": "Words of past products",
    "likeness": "Learned likeness",
    "bridge": "Similar products' creators",
    "item-knn": "Products carried together",
    "creator-knn": "Creators who carried the same",
    "graph-filter": "Graph filter",
    "ials": "Factors (iALS)",
    "prod2vec": "Sequences (prod2vec)",
}


def metric_lines(found: dict[str, dict[str, Any]], metric: str) -> pd.DataFrame:
    """One metric of every method: method, key, value, low and high (empty without), n."""
    intervals = [line.get("intervals", {}).get(metric) or (None, None) for line in found.values()]
    return pd.DataFrame(
        {
            "method": [METHODS.get(name, name) for name in found],
            "key": list(found),
            "value": [line[metric] for line in found.values()],
            "low": [max(low, 0) if low is not None else None for low, _ in intervals],
            "high": [high for _, high in intervals],
            "n": [line["n"] for line in found.values()],
        }
    )


def dots(lines: pd.DataFrame, name: str, winner: str) -> alt.LayerChart:
    """A dot per method on the metric's axis; the method that serves in the accent colour."""
    colour = alt.when(alt.datum.key == winner).then(alt.value(ACCENT)).otherwise(alt.value(GREY))
    best_first = lines.sort_values("value", ascending=False)["method"].tolist()
    base = alt.Chart(lines).encode(
        y=alt.Y("method:N", sort=best_first, title=None, axis=alt.Axis(labelLimit=190)),
        color=colour,
        tooltip=[
            alt.Tooltip("method:N", title="Method"),
            alt.Tooltip("value:Q", title=name, format=".3f"),
            alt.Tooltip("low:Q", title="95 % interval from", format=".3f"),
            alt.Tooltip("high:Q", title="to", format=".3f"),
            alt.Tooltip("n:Q", title="Products", format=","),
        ],
    )
    scale = alt.Scale(domainMin=0, nice=True)
    bars = base.mark_rule(strokeWidth=5, opacity=0.35, strokeCap="round").encode(
        x=alt.X("low:Q", scale=scale, title=name), x2="high:Q"
    )
    points = base.mark_point(filled=True, size=90, opacity=1).encode(x="value:Q")
    texts = base.mark_text(dy=-13, fontWeight="bold").encode(
        x="value:Q", text=alt.Text("value:Q", format=".3f")
    )
    return (bars + points + texts).properties(height=alt.Step(40))


def shares(lines: pd.DataFrame, base_rate: float) -> alt.LayerChart:
    """How often matches came true per band of ranks, over the rate of a random order."""
    base = alt.Chart(lines).encode(
        x=alt.X(
            "rank:N",
            sort=None,
            title="Rank in the list",
            axis=alt.Axis(labelExpr="split(datum.label, '|')", labelAngle=0),
        ),
        tooltip=[
            alt.Tooltip("first:Q", title="Ranks from"),
            alt.Tooltip("last:Q", title="to"),
            alt.Tooltip("share:Q", title="Came true", format=".2%"),
            alt.Tooltip("low:Q", title="95 % interval from", format=".2%"),
            alt.Tooltip("high:Q", title="to", format=".2%"),
            alt.Tooltip("hits:Q", title="Pairs that started", format=","),
            alt.Tooltip("shown:Q", title="Creators listed", format=","),
        ],
    )
    y = alt.Y("low:Q", title="Came true", axis=alt.Axis(format="~%"), scale=alt.Scale(domainMin=0))
    spans = base.mark_rule(color=ACCENT, strokeWidth=6, opacity=0.35).encode(y=y, y2="high:Q")
    points = base.mark_point(filled=True, size=90, color=ACCENT, opacity=1).encode(y="share:Q")
    rule = (
        alt.Chart(pd.DataFrame({"share": [base_rate]}))
        .mark_rule(strokeDash=[4, 3], color=GREY)
        .encode(y="share:Q")
    )
    return (rule + spans + points).properties(height=240)
