"""The pictures of the Inspector: what counts by theme, and where each generator has a candidate."""

import altair as alt
import pandas as pd

from pages.components.colours import ACCENT, ATTRIBUTED, GREY, TEXT

ROW = alt.Step(34)
LITTLE = 0.02
"""Share of the largest bar below which a theme has none of its own."""


def theme_bars(themes: pd.Series) -> alt.LayerChart:
    """A bar per theme to the right or left of none, by what it adds to the score; those that add
    or take next to nothing share one.
    """
    themes = gathered(themes)
    frame = themes.rename("adds").rename_axis("theme").reset_index()
    frame["text"] = frame["adds"].map("{:+.2f}".format)
    side = alt.when(alt.datum.adds > 0)
    base = alt.Chart(frame).encode(
        y=alt.Y(
            "theme:N",
            title=None,
            sort=themes.sort_values(ascending=False).index.tolist(),
            axis=alt.Axis(labelLimit=190),
        ),
        x=alt.X(
            "adds:Q", title="Beyond the average candidate", scale=alt.Scale(padding=40, nice=False)
        ),
        tooltip=[alt.Tooltip("theme:N", title="Theme"), alt.Tooltip("text:N", title="Adds")],
    )
    bars = base.mark_bar(cornerRadiusEnd=3, height=16).encode(
        color=side.then(alt.value(ACCENT)).otherwise(alt.value(ATTRIBUTED))
    )
    right = base.transform_filter("datum.adds >= 0").mark_text(align="left", dx=4, color=TEXT)
    left = base.transform_filter("datum.adds < 0").mark_text(align="right", dx=-4, color=TEXT)
    texts = (right.encode(text="text:N"), left.encode(text="text:N"))
    return (bars + texts[0] + texts[1]).properties(height=ROW)


def gathered(themes: pd.Series) -> pd.Series:
    """Themes with the little ones in one, so that all still add up to the same."""
    is_little = themes.abs() < LITTLE * themes.abs().max()
    if is_little.sum() < 2:
        return themes
    others = pd.Series({f"{is_little.sum()} others": themes[is_little].sum()})
    return pd.concat([themes[~is_little], others])


def place_dots(
    places: pd.Series, proposed: pd.Series, depth: int | None, count: int
) -> alt.LayerChart:
    """A dot per generator that has something to say, at its own rank of the candidate, filled where
    it proposed it; the line is how far all are proposed.
    """
    places = places.dropna().astype(int)
    frame = places.rename("place").rename_axis("generator").reset_index()
    frame["proposed"] = proposed[places.index].map({True: "yes", False: "no"}).to_numpy()
    is_asked = alt.datum.proposed == "yes"
    scale = alt.Scale(type="log", domain=[1, max(count, 2)], nice=False)
    base = alt.Chart(frame).encode(
        y=alt.Y(
            "generator:N",
            title=None,
            sort=places.sort_values().index.tolist(),
            axis=alt.Axis(labelLimit=190),
        ),
        x=alt.X(
            "place:Q",
            title="Rank by this generator alone",
            scale=scale,
            axis=alt.Axis(values=_ticks(count), format=",d"),
        ),
        tooltip=[
            alt.Tooltip("generator:N", title="Generator"),
            alt.Tooltip("place:Q", title="Rank", format=","),
            alt.Tooltip("proposed:N", title="Proposed it"),
        ],
    )
    points = base.mark_point(size=110, opacity=1, strokeWidth=2).encode(
        color=alt.when(is_asked).then(alt.value(ACCENT)).otherwise(alt.value(GREY)),
        fill=alt.when(is_asked).then(alt.value(ACCENT)).otherwise(alt.value("transparent")),
    )
    texts = base.mark_text(dy=-12, color=TEXT).encode(text=alt.Text("place:Q", format=","))
    reach = pd.DataFrame({"depth": [] if depth is None or depth >= count else [depth]})
    rule = alt.Chart(reach).mark_rule(strokeDash=[4, 3], color=GREY)
    return (rule.encode(x=alt.X("depth:Q", scale=scale)) + points + texts).properties(height=ROW)


def _ticks(count: int) -> list[int]:
    return [10**power for power in range(len(str(count)))]
