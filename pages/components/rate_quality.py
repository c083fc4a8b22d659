"""Whether click and order rates mean what they say: a reliability diagram per channel."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from data.store import Store
from models.artefact import ModelCorruptError
from models.versions import rates_report
from pages.components.colours import CHANNEL_LABELS
from pages.components.numbers import NOTHING, count, counted, day, share
from pages.components.quality import Meta
from pages.components.rate_charts import diagram
from pages.components.resources import fewest_shops
from pages.components.words import plain

STAGES = {"ctr": "Click rate (CTR)", "cvr": "Order rate (CVR)"}
OF = {"ctr": ("click", "impression"), "cvr": ("order", "click")}
MODELS = {
    "base-rate": "Rate of all",
    "history": "Past rates, shrunk",
    "logistic": "Logistic regression",
    "boosting": "Boosted trees",
}
CALIBRATIONS = {"none": "uncalibrated", "isotonic": "isotonic", "beta": "beta calibration"}
ALL = ("all", "")
PAST = {"cold": "Pairs without a past", "warm": "Pairs with a past"}
COUNTS = {
    name: st.column_config.NumberColumn(format="localized")
    for name in ("n", "Impressions", "Clicks", "Orders")
}
Line = dict[str, Any]


def rates(store: Store, served: Meta) -> None:
    """Predicted against happened on later weeks, per stage, channel and segment."""
    with st.container(border=True, key="rates"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader("Click and order rates", anchor=False)
            stage = _choose_stage()
            lines = _told(store, served, stage)
            segment = _choose_segment(lines)
        if not lines:
            st.info("This version tells no click and order rates. Training again brings them.")
            return
        if all("missing" in line for line in lines):
            st.info(_why(lines))
            return
        for line, column in zip(lines, st.columns(len(lines), gap="medium"), strict=True):
            with column:
                _channel(line, segment)
        known = next(line for line in lines if "missing" not in line)
        st.caption(_how(known))
        with st.expander("All models, calibrations and segments"):
            for table in (_figures(lines), _segments(lines)):
                st.dataframe(table, hide_index=True, placeholder=NOTHING, column_config=COUNTS)


def _choose_stage() -> str:
    chosen = st.segmented_control(
        "Rate",
        list(STAGES),
        default="ctr",
        required=True,
        format_func=STAGES.__getitem__,
        key="rate",
        bind="query-params",
        label_visibility="collapsed",
    )
    return chosen or "ctr"


def _choose_segment(lines: list[Line]) -> tuple[str, str]:
    """Of those that stand on shops enough for the viewer to be told."""
    known = {(part["by"], part["value"]) for line in lines for part in _parts(line)} | {ALL}
    segments = {_name(pair): pair for pair in sorted(known, key=_place)}
    chosen = st.selectbox(
        "Segment",
        list(segments),
        key="rate-segment",
        bind="query-params",
        label_visibility="collapsed",
        width=220,
    )
    return segments.get(chosen, ALL)


def _place(segment: tuple[str, str]) -> tuple[int, str]:
    return ("all", "history", "tier", "category").index(segment[0]), segment[1]


def _name(segment: tuple[str, str]) -> str:
    by, value = segment
    if by == "all":
        return "All pairs"
    if by == "history":
        return PAST[value]
    return f"Creators: {value}" if by == "tier" else str(value)


def _told(store: Store, served: Meta, stage: str) -> list[Line]:
    try:
        report = rates_report(store, served["version"])
    except ModelCorruptError as error:
        st.error(plain(error))
        return []
    return [line for line in report or [] if line["stage"] == stage]


def _parts(line: Line) -> list[Line]:
    """The segments that the viewer may be told: none that is of too few shops."""
    return [part for part in line.get("segments", []) if part["shops"] >= fewest_shops()]


def _why(lines: list[Line]) -> str:
    reasons = dict.fromkeys(line["missing"] for line in lines)
    bring = "Impressions and clicks by day and content (our own table of events) would bring it."
    return f"Not estimable: {plain('; '.join(reasons))}. {bring}"


def _channel(line: Line, segment: tuple[str, str]) -> None:
    """One channel: its error and what serves, then the diagram."""
    name = CHANNEL_LABELS[line["channel"]]
    part = next((p for p in _parts(line) if (p["by"], p["value"]) == segment), None)
    if part is None:
        why = plain(line.get("missing", "no such pairs, or of too few shops"))
        st.markdown(f"**{name}**")
        st.caption(f"Not estimable: {why}.")
        return
    event, trial = OF[line["stage"]]
    rate = share(part["events"] / part["trials"])
    st.markdown(f"**{name}** · ECE {100 * part['ece']:.2f} pp of {rate}")
    st.caption(
        f"{MODELS[line['model']]}, {CALIBRATIONS[line['calibration']]}  \n"
        f"n = {count(part['trials'])} {trial}s, {counted(part['events'], event)}"
    )
    bins = pd.DataFrame(part["bins"])
    st.altair_chart(
        diagram(bins, line["stage"], line["channel"]),
        alt=f"{STAGES[line['stage']]} in {name}: predicted against happened",
        key=f"rates-{line['channel']}",
    )


def _how(line: Line) -> str:
    """Which days, how chosen, what bars and bins are, and whether ranges of pairs hold."""
    days = {part: [date.fromisoformat(day) for day in ends] for part, ends in line["days"].items()}
    learned, chosen, judged = (
        f"{day(first)} – {day(last, has_year=part == 'judge')}"
        for part, (first, last) in days.items()
    )
    late = " A click has seven days to lead to an order." if line["stage"] == "cvr" else ""
    inside = f"**{share(line['inside'])}** of pairs" if line["inside"] is not None else "of no pair"
    return (
        f"Each week of a product with a creator, by what was known before it · judged on {judged}, "
        f"learned from {learned}; model and calibration have the least log loss of {chosen} · dot: "
        "bin of like predictions, larger for more n, with its 95 % interval (Wilson; rows of one "
        "pair have their luck in common) · dashed: as predicted · ECE: mean distance from it · "
        f"{inside} in {CHANNEL_LABELS[line['channel']].lower()} fell into their 80 % range.{late}"
    )


def _figures(lines: list[Line]) -> pd.DataFrame:
    """Every model with every calibration on the days that judge."""
    rows = [
        {
            "Channel": CHANNEL_LABELS[line["channel"]],
            "Model": MODELS[figure["model"]],
            "Calibration": CALIBRATIONS[figure["calibration"]],
            "Serves": (figure["model"], figure["calibration"])
            == (line["model"], line["calibration"]),
            "Log loss": round(figure["log_loss"], 5),
            "ECE, pp": round(100 * figure["ece"], 3),
            "AUROC": None if figure["auroc"] is None else round(figure["auroc"], 3),
            "n": line["n"]["judge"][1],
        }
        for line in lines
        for figure in line.get("figures", [])
    ]
    return pd.DataFrame(rows)


def _segments(lines: list[Line]) -> pd.DataFrame:
    rows = [
        {
            "Channel": CHANNEL_LABELS[line["channel"]],
            "Segment": _name((part["by"], part["value"])),
            "Predicted, %": round(100 * part["predicted"], 2),
            "Happened, %": round(100 * part["events"] / part["trials"], 2),
            "ECE, pp": round(100 * part["ece"], 2),
            OF[line["stage"]][0].capitalize() + "s": part["events"],
            OF[line["stage"]][1].capitalize() + "s": part["trials"],
        }
        for line in lines
        for part in _parts(line)
    ]
    return pd.DataFrame(rows)
