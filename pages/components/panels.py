"""A chart with its heading and caption, made apart from drawing: page and report share it."""

from dataclasses import dataclass

import altair as alt
import streamlit as st

AnyChart = alt.Chart | alt.LayerChart | alt.FacetChart


@dataclass(frozen=True)
class Panel:
    """A chart under a heading; `note` is its caption, or says why there is no chart."""

    heading: str
    chart: AnyChart | None
    note: str
    about: str = ""
    """What the chart shows, for those who do not see it."""
    help: str | None = None

    @classmethod
    def without(cls, heading: str, why: str) -> "Panel":
        return cls(heading, None, why)


def draw(panel: Panel, key: str) -> bool:
    """Draws the panel; says whether there was a chart to draw."""
    st.subheader(panel.heading, anchor=False)
    return body(panel, key)


def body(panel: Panel, key: str) -> bool:
    """As `draw`, below a heading that stands already."""
    if panel.chart is None:
        st.info(panel.note)
        return False
    st.altair_chart(panel.chart, alt=panel.about, key=key)
    st.caption(panel.note, help=panel.help)
    return True
