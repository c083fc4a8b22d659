"""Charts of a read-out: the effect day by day, by segment, and ratios of both arms."""

import pandas as pd
import streamlit as st

from models.experiments.clustered import FEWEST_CLUSTERS
from models.experiments.followed import SEGMENTS
from models.experiments.report import Compared, Report
from models.experiments.segments import Segment
from pages.components import panels
from pages.components.downloads import download
from pages.components.experiment_charts import segment_chart, sequence_chart
from pages.components.experiment_view import EXTRA, MEASURES, amount, percent
from pages.components.filters import View
from pages.components.numbers import NOTHING, share, symbol
from pages.components.panels import Panel
from pages.components.tables import in_major_units

WORDS = {
    "orders_per_click": ("Orders per click", "share"),
    "net_gmv_per_click": ("Net GMV per click", "money"),
    "net_gmv_per_order": ("Net GMV per order", "money"),
}
AS_NUMBER = st.column_config.TextColumn(alignment="right")
MONEY_STEPS = ["estimate", "low", "high", "valid_low", "valid_high"]
MONEY_SEGMENTS = ["raw", "shrunk", "low", "high"]
DAYS_HEADING, SEGMENT_HEADING = "Day by day", "For whom"


def days(view: View, told: Report, of: tuple[str, float]) -> None:
    """The sequence, or what it lacks."""
    panels.draw(days_panel(view, told, of), "test-days")


def days_panel(view: View, told: Report, of: tuple[str, float]) -> Panel:
    """Both intervals of the effect so far, from the day on which both arms are enough."""
    measure, level = of
    steps = told.sequence
    if steps is None or steps.empty:
        why = (
            f"No picture yet: {FEWEST_CLUSTERS} units of each arm, and sales of them, are needed "
            "to tell chance from effect."
        )
        return Panel.without(DAYS_HEADING, why)
    unit = f"{EXTRA[measure]} so far per unit{_in(measure, view.currency)}"
    frame = _scaled(steps, MONEY_STEPS, measure, view.currency).assign(
        day=pd.to_datetime(steps["day"])
    )
    note = (
        f"dark: {percent(level)} interval for one look, on the last day · light: holds on every "
        f"day at once, so it may be looked at daily · n = {int(steps['units'].iloc[-1]):,}, each "
        "counted from its own draw for 28 days"
    )
    about = "Extra per unit by day with a narrow and a wide interval"
    return Panel(DAYS_HEADING, sequence_chart(frame, unit, percent(level)), note, about)


def by_segment(view: View, told: Report, of: tuple[str, float]) -> None:
    """Segments by one trait at a time; those with too few clusters are left out."""
    found = told.segments or {}
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(SEGMENT_HEADING, anchor=False, width="stretch")
        by = None
        if found:
            by = st.segmented_control(
                "By", list(found), default=next(iter(found)), required=True, key="test-segment",
                format_func=SEGMENTS.__getitem__, label_visibility="collapsed",
            )  # fmt: skip
    if not found:
        st.info(
            f"No segment is told: {FEWEST_CLUSTERS} clusters of each arm are needed in two or more."
        )
        return
    rows = found.get(by or "", next(iter(found.values())))
    panels.body(_segment_panel(view, rows, of), "test-segments")


def _segment_panel(view: View, rows: list[Segment], of: tuple[str, float]) -> Panel:
    measure, level = of
    frame = pd.DataFrame([vars(row) for row in rows])
    frame = _scaled(frame, MONEY_SEGMENTS, measure, view.currency).assign(
        name=[f"{row.name} · {row.treated + row.control:,}" for row in rows],
        n=[f"{row.treated:,} asked, {row.control:,} left alone" for row in rows],
    )
    unit = f"{EXTRA[measure]} per unit asked{_in(measure, view.currency)}"
    note = (
        "dot and bar: drawn towards the whole by as much as chance may have moved it, "
        f"{percent(level)} interval · tick: as measured · beside each name its n"
    )
    return Panel(SEGMENT_HEADING, segment_chart(frame, unit), note, "Effect by segment")


def export(view: View, told: Report, of: tuple[str, float]) -> None:
    """Days and segments as they are drawn, to take along."""
    measure, level = of
    steps = told.sequence
    rows = [
        {"by": SEGMENTS[by], **vars(row)}
        for by, found in (told.segments or {}).items()
        for row in found
    ]
    tables = {}
    if steps is not None and len(steps):
        tables[DAYS_HEADING] = _scaled(steps, MONEY_STEPS, measure, view.currency)
    if rows:
        frame = pd.DataFrame(rows)
        tables[SEGMENT_HEADING] = _scaled(frame, MONEY_SEGMENTS, measure, view.currency)
    if tables:
        also = {"outcome": MEASURES[measure], "intervals": percent(level)}
        download(view, "experiment", tables, also=also)


def ratios(view: View, told: Report) -> None:
    """Both arms' ratios and their difference with its interval."""
    if "orders_per_click" not in (told.ratios or {}):
        st.caption("Orders per click are not estimable: no clicks of these products are counted.")
    if not told.ratios:
        return
    rows = [_row(WORDS[name], found, view.currency) for name, found in told.ratios.items()]
    st.subheader("Better clicks, bigger baskets", anchor=False)
    st.dataframe(
        pd.DataFrame(rows),
        column_config={
            "Ratio": st.column_config.TextColumn(pinned=True),
            **{name: AS_NUMBER for name in rows[0] if name != "Ratio"},
        },
        hide_index=True,
        placeholder=NOTHING,
    )


def _row(words: tuple[str, str], found: Compared, currency: str) -> dict[str, str]:
    label, kind = words

    def told(value: float) -> str:
        return share(value) if kind == "share" else amount(value, "net_gmv", currency)

    def apart(value: float) -> str:
        return f"{100 * value:+.2f} pp" if kind == "share" else told(value)

    gap = found.difference
    return {
        "Ratio": label,
        "Asked": told(found.treated),
        "Left alone": told(found.control),
        "Difference": apart(gap.estimate),
        f"{percent(gap.level)} from": apart(gap.low),
        "to": apart(gap.high),
    }


def _in(measure: str, currency: str) -> str:
    return f", {symbol(currency)}" if measure == "net_gmv" else ""


def _scaled(frame: pd.DataFrame, columns: list[str], measure: str, currency: str) -> pd.DataFrame:
    """Money in major units."""
    return in_major_units(frame, columns, currency) if measure == "net_gmv" else frame
