"""What a new ranking would have earned, from lists shown by chance, or why nobody can tell."""

from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from data.scratch import scratch
from models.causal.effect import Grade
from models.causal.logged import FEWEST_ESS, FEWEST_REWARDS, Shortfall, Value, value
from models.causal.logs import read_logs
from models.causal.table import TableError
from models.experiments.ranking import NoChancesError, log_of, match_log, with_chances
from pages.components import panels
from pages.components.experiment_charts import value_chart
from pages.components.experiment_target import NoListsError, choose_target, lists
from pages.components.filters import View
from pages.components.links import link
from pages.components.numbers import NOTHING, counted, day, share
from pages.components.panels import Panel
from pages.components.resources import session
from pages.components.words import plain

SOURCES = {"matches": "Shown on Matches", "files": "Two log files"}
HEADING = "What the new ranking would have earned"
DAYS = 182
MOST_PRODUCTS = 100
PREFIX = "tandem-logs-"


def ranking(view: View) -> None:
    """By this market's own log, or by two files in the open-bandit format."""
    source = st.segmented_control(
        "Log", SOURCES, default="matches", required=True, key="ranking-log", bind="query-params",
        format_func=SOURCES.__getitem__, label_visibility="collapsed",
    )  # fmt: skip
    if source == "files":
        _of_files()
    else:
        _of_matches(view)
    with st.expander("Method"):
        st.markdown(
            "Each impression that was drawn by chance counts as often as the new ranking would "
            "show it, ÷ its chance of being shown (SNIPS, Swaminathan and Joachims 2015), with a "
            "studentised bootstrap interval; doubly robust and plain weights beside. It is refused "
            f"where the impressions are worth fewer than {FEWEST_ESS} of the new ranking (ESS), "
            f"those with a success (or without) fewer than {FEWEST_REWARDS}, or where weights "
            "do not average 1, as those by the true chances do. "
            "The new ranking is the chosen model's in the chosen order, as Matches would list it "
            "today: without creators who have begun by now, which tends to lower its value. How "
            "many more lists are needed is reckoned from those so far, whose worth is taken for a "
            "count (Garwood 1936)."
        )


def _of_matches(view: View) -> None:
    """A model's lists against those that viewers were shown in half a year."""
    shown = match_log(session(), DAYS)
    try:
        known = with_chances(shown)
        target = choose_target()
        products = known["product_id"].value_counts().index[:MOST_PRODUCTS]
        ranked = lists(view, target, tuple(products))
        log = log_of(known, ranked)
    except (NoChancesError, NoListsError) as error:
        st.info(f"Not estimable: {error}.", icon=":material/casino:")
        if len(shown):
            st.caption(f"Looked at {counted(len(shown), 'impression')}, {_days(shown)}.")
        link("matches", "Open Matches", icon=":material/join_inner:")
        return
    window = [
        _days(known),
        f"{target.words}, at {share(log.share)} of its places, those of creators who were drawn",
    ]
    if without := len(products) - ranked["product_id"].nunique():
        window.append(f"{counted(without, 'product')} without such a list left out")
    _told(
        value(log.log, log.policy),
        "shortlisted or contacted",
        " · ".join(window),
        (log.lists, "lists"),
    )


def _days(shown: pd.DataFrame) -> str:
    """The days on which impressions were."""
    ends = sorted({shown["day"].min(), shown["day"].max()})
    return " – ".join(day(end, has_year=True) for end in ends)


def _of_files() -> None:
    """A log drawn by chance, and one of the ranking to be valued."""
    left, right = st.columns(2)
    kinds = ["csv", "parquet"]
    logged = left.file_uploader("Log drawn by chance", kinds, key="logged-file")
    target = right.file_uploader("Log of the new ranking", kinds, key="target-file")
    st.caption(
        "CSV or Parquet with item_id and position; the first also click and propensity_score, the "
        "chance with which that item was chosen (the open-bandit format)."
    )
    if logged is None or target is None:
        return
    try:
        with scratch(PREFIX) as folder:
            paths = (_written(folder / "drawn", logged), _written(folder / "new", target))
            found = value(*read_logs(*paths))
    except TableError as error:
        said = str(error).replace(f"{paths[0]}", logged.name).replace(f"{paths[1]}", target.name)
        st.error(f"Not read: {plain(said)}.", icon=":material/error:")
        return
    so_far = (found.effect.n, "rows")
    _told(found, "clicked", f"{logged.name} · {target.name}", so_far)


def _written(folder: Path, file: UploadedFile) -> Path:
    folder.mkdir()
    path = folder / Path(file.name).name
    path.write_bytes(file.getbuffer())
    return path


def _told(found: Value, what: str, window: str, so_far: tuple[int, str]) -> None:
    """The value as a picture beside what the log earned, or the reason why there is none, and how
    much more of what was logged `so_far` would do.
    """
    effect = found.effect
    if effect.grade is Grade.none:
        st.info(f"Not estimable: {_lacks(found, so_far)}.", icon=":material/casino:")
        st.caption(window)
        return
    panels.draw(_panel(found, what, window), "ranking-value")
    rows = [
        {
            "Way": name.upper(),
            "Per impression": share(way.estimate),
            "from": share(way.low),
            "to": share(way.high),
        }
        for name, way in found.ways.items()
    ]
    with st.expander("All three ways"):
        numbers = st.column_config.TextColumn(alignment="right")
        st.dataframe(
            pd.DataFrame(rows),
            column_config=dict.fromkeys(("Per impression", "from", "to"), numbers),
            hide_index=True,
            placeholder=NOTHING,
        )


def _lacks(found: Value, so_far: tuple[int, str]) -> str:
    if found.ess >= FEWEST_ESS:
        return found.effect.reason
    return (
        f"{counted(found.effect.n, 'impression')} with a known chance are worth {found.ess:,.0f} "
        f"of the new ranking, fewer than {FEWEST_ESS}. {so_far[0]:,} {so_far[1]} were drawn so "
        f"far; {Shortfall.of(found.ess, *so_far)}"
    )


def _panel(found: Value, what: str, window: str) -> Panel:
    effect = found.effect
    rows = [
        ("new ranking", 100 * effect.estimate, 100 * effect.low, 100 * effect.high),
        ("as it was shown", 100 * found.logged, None, None),
    ]
    frame = pd.DataFrame(rows, columns=["name", "value", "low", "high"])
    beyond = effect.low > found.logged or effect.high < found.logged
    verdict = "they differ" if beyond else "the two cannot be told apart"
    if effect.grade is Grade.weak:
        verdict = f"{verdict}, and {effect.reason}"
    note = (
        f"{verdict} · bar: 90 % interval · {window} · n = {effect.n:,} impressions with a known "
        f"chance, worth {found.ess:,.0f} of the new ranking; {found.weighing}"
    )
    return Panel(HEADING, value_chart(frame, f"{what}, % of impressions"), note, HEADING)
