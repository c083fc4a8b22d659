"""Pictures of click and order rates: a reliability diagram, and rates of a pair per channel."""

import altair as alt
import pandas as pd

from pages.components.colours import CHANNEL_LABELS, CHANNELS, GREY, TEXT
from pages.components.numbers import share

MOST_ROOM = 1.5
"""A bin of a single pair can reach up to 100 %: then its interval is cut, and the dots are seen."""
STAGES = {"ctr": "Clicks per impression", "cvr": "Orders per click"}


def diagram(bins: pd.DataFrame, stage: str, channel: str) -> alt.LayerChart:
    """What was predicted against what happened, a dot per bin with its interval; dashed: as said.

    `bins` has predicted, happened, low, high and n.
    """
    most = float(bins[["predicted", "happened"]].to_numpy().max())
    ends = [0.0, max(1.1 * most, min(float(bins["high"].max()), MOST_ROOM * most))]
    axis = alt.Axis(format="~%", tickCount=4)
    scale = alt.Scale(domain=ends, clamp=True, nice=False)
    base = alt.Chart(bins).encode(
        x=alt.X("predicted:Q", title="Predicted", axis=axis, scale=scale),
        tooltip=[
            alt.Tooltip("predicted:Q", title="Predicted", format=".2%"),
            alt.Tooltip("happened:Q", title="Happened", format=".2%"),
            alt.Tooltip("low:Q", title="95 % interval from", format=".2%"),
            alt.Tooltip("high:Q", title="to", format=".2%"),
            alt.Tooltip("n:Q", title="n", format=","),
        ],
    )
    y = alt.Y("low:Q", title="Happened", axis=axis, scale=scale)
    colour = CHANNELS[channel]
    spans = base.mark_rule(color=colour, strokeWidth=5, opacity=0.35).encode(y=y, y2="high:Q")
    size = alt.Size("n:Q", legend=None, scale=alt.Scale(range=[15, 110], zero=True))
    points = base.mark_point(filled=True, color=colour, opacity=1).encode(y="happened:Q", size=size)
    line = (
        alt.Chart(pd.DataFrame({"predicted": ends, "happened": ends}))
        .mark_line(color=GREY, strokeDash=[4, 3])
        .encode(x="predicted:Q", y="happened:Q")
    )
    return (line + spans + points).properties(height=180)


def by_channel(lines: pd.DataFrame, stage: str, organic: float | None = None) -> alt.LayerChart:
    """A dot per channel with the range of pairs alike; hollow where the creator has no past there;
    dashed: the product's `organic` rate.

    `lines` has channel, chance, low, high, of_pair, of_creator and of_product.
    """
    named = lines.assign(
        name=lines["channel"].map(CHANNEL_LABELS),
        text=[share(chance) for chance in lines["chance"]],
        fill=[CHANNELS[c] if n else "transparent" for c, n in zip(
            lines["channel"], lines["of_creator"], strict=True)],
        stroke=lines["channel"].map(CHANNELS),
    )  # fmt: skip
    of = "impressions" if stage == "ctr" else "clicks"
    base = alt.Chart(named).encode(
        y=alt.Y("name:N", sort=list(CHANNEL_LABELS.values()), title=None),
        color=alt.Color("stroke:N", scale=None),
        tooltip=[
            alt.Tooltip("name:N", title="Channel"),
            alt.Tooltip("chance:Q", title=STAGES[stage], format=".2%"),
            alt.Tooltip("low:Q", title="80 % of such pairs from", format=".2%"),
            alt.Tooltip("high:Q", title="to", format=".2%"),
            alt.Tooltip("of_pair:Q", title=f"{of} of the pair".capitalize(), format=","),
            alt.Tooltip("of_creator:Q", title="of the creator", format=","),
            alt.Tooltip("of_product:Q", title="of the product", format=","),
        ],
    )
    axis = alt.Axis(format="~%", tickCount=3)
    x = alt.X("low:Q", title=STAGES[stage], axis=axis, scale=alt.Scale(domainMin=0))
    spans = base.mark_rule(strokeWidth=5, opacity=0.35, strokeCap="round").encode(x=x, x2="high:Q")
    points = base.mark_point(size=60, opacity=1, filled=False, strokeWidth=2).encode(
        x="chance:Q", fill=alt.Fill("fill:N", scale=None)
    )
    texts = base.mark_text(dy=-11, color=TEXT, fontSize=11).encode(
        x="chance:Q", text="text:N", color=alt.value(TEXT)
    )
    rule = (
        alt.Chart(pd.DataFrame({"organic": [organic] if organic is not None else []}))
        .mark_rule(color=GREY, strokeDash=[4, 3])
        .encode(
            x="organic:Q",
            tooltip=alt.Tooltip("organic:Q", title="Organic, of the product", format=".2%"),
        )
    )
    return (rule + spans + points + texts).properties(height=alt.Step(34))
