"""Costs, fees and samples of a shop, edited in a grid or uploaded; the pages follow at once."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from analytics import costs as questions
from data.edit_files import read_rows
from data.edit_rows import EditError
from data.edits import Edits
from data.owner import OWNER
from data.store import Store
from pages.components import drafts
from pages.components.access import viewer
from pages.components.cost_kinds import KINDS, Kind, titles_of
from pages.components.downloads import csv, workbook
from pages.components.filters import View
from pages.components.numbers import NOTHING, counted
from pages.components.resources import market, session
from pages.components.words import plain

MOST_PROBLEMS = 8


def costs(view: View) -> None:
    """The grid of the kind chosen with its upload, and who changed anything last."""
    merchant_id = view.slice.merchant_id
    assert merchant_id is not None
    _say_saved()
    with st.container(border=True):
        st.subheader("Costs, fees and samples", anchor=False)
        word = st.segmented_control(
            "Kind",
            list(KINDS),
            default=next(iter(KINDS)),
            required=True,
            key="kind",
            bind="query-params",
            label_visibility="collapsed",
        )
        kind = KINDS[word or next(iter(KINDS))]
        st.caption(kind.about)
        text = _search(kind)
        rows = kind.rows(merchant_id, text)
        _grid(kind, rows, merchant_id, text)
        _upload(kind, rows, merchant_id)
        st.caption(_last_change(view, merchant_id))


def _search(kind: Kind) -> str:
    if not kind.has_search:
        return ""
    return st.text_input(
        f"Find in {kind.word.lower()}",
        key=f"find-in-{kind.word}",
        placeholder="Find by name or id",
        label_visibility="collapsed",
        width=300,
    )


def _grid(kind: Kind, rows: pd.DataFrame, merchant_id: str, text: str) -> None:
    """The editable grid; its key holds the data's version, so that a saved edit starts it anew.

    What was typed and not saved stays through searches and new data.
    """
    name = f"{market()}-{merchant_id}-{kind.word}"
    if rows.empty and (text or not kind.may_add):
        st.info(_nothing(text))
        if not kind.may_add:
            return
    titles = questions.titles(session(), merchant_id, text) if kind.is_of_pairs else {}
    key = drafts.grid_key(name, f"{text}-{session().version}")
    base = drafts.base(name, key, rows)
    columns = kind.columns(base, titles)
    edited = st.data_editor(
        base,
        column_config=columns,
        column_order=list(columns),
        hide_index=False,
        num_rows="add" if kind.may_add else "fixed",
        height=min(35 * (len(base) + 2) + 3, 400),
        placeholder=NOTHING,
        key=key,
    )
    if {"product_id", "title"} <= set(base):
        edited = titled(edited, titles_of(base) | titles)
    unsaved = drafts.keep(name, base, edited)
    with st.container(horizontal=True, vertical_alignment="center"):
        is_pressed = st.button("Save", type="primary", icon=":material/save:", key="save-costs")
        if unsaved:
            st.button("Discard", on_click=drafts.forget, args=(name,), key="discard-costs")
            st.caption(f"{counted(unsaved, 'row')} not saved yet.")
        if len(rows) == questions.MOST:
            st.caption(f"The first {questions.MOST} rows; find others by name, or upload a file.")
    if is_pressed:
        _save(kind, to_save(edited, list(columns)), merchant_id)


def titled(edited: pd.DataFrame, titles: dict[str, str]) -> pd.DataFrame:
    """Rows of a grid with the titles of products that were chosen in added ones, by which a later
    search still shows them.
    """
    chosen = edited["product_id"].map(titles)
    return edited.assign(title=edited["title"].where(edited["title"].notna(), chosen))


def to_save(edited: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Rows of a grid without those that were added and left blank; a row half filled in stays, so
    that the cell it lacks is named.
    """
    return edited.reindex(columns=columns).dropna(how="all")


def _nothing(text: str) -> str:
    if text:
        return f"Nothing here has '{plain(text)}' in its name or id."
    return "Nothing here yet: no collaboration of this shop is known. **Samples** adds one."


def _upload(kind: Kind, rows: pd.DataFrame, merchant_id: str) -> None:
    with st.expander("Upload a file instead, or take the template", icon=":material/upload_file:"):
        with st.container(horizontal=True):
            for ending, made in templates(kind, rows).items():
                st.download_button(
                    f"Template ({ending.upper()})",
                    made,
                    file_name=f"{kind.word.lower().replace(' ', '-')}.{ending}",
                    on_click="ignore",
                    icon=":material/download:",
                )
        file = st.file_uploader(
            "CSV or XLSX with the template's columns",
            type=["csv", "xlsx"],
            key=f"upload-{kind.word}-{session().version}",
        )
        if file and st.button("Save the file's rows", icon=":material/save:", key="save-file"):
            try:
                uploaded = read_rows(file.name, file.getvalue())
            except EditError as error:
                _tell(error)
            else:
                _save(kind, uploaded, merchant_id, (file.name,))


def templates(kind: Kind, rows: pd.DataFrame) -> dict[str, Callable[[], bytes]]:
    """The rows of the grid as files to fill in, by ending."""
    columns = kind.columns(rows, {})
    held = rows.reindex(columns=[*columns, *(["title"] if "title" in rows else [])])
    held = held.loc[:, ~held.columns.duplicated()]
    return {
        "xlsx": partial(workbook, {kind.word: held}, {}, []),
        "csv": partial(csv, held, {}),
    }


def _save(kind: Kind, rows: pd.DataFrame, merchant_id: str, files: tuple[str, ...] = ()) -> None:
    """Saves, lets the warehouse take it up, and draws the page anew; or tells what is wrong."""
    name = market()
    assert name is not None
    editing = Edits(Store.of(name), session(), merchant_id, by=viewer().name)
    try:
        saved = kind.save(editing, rows, files)
    except EditError as error:
        _tell(error)
        return
    with st.spinner("Figuring everything anew"):
        OWNER.warehouse(name).take_up()
    if not files:
        drafts.forget(f"{name}-{merchant_id}-{kind.word}")
    st.session_state["saved"] = saved
    st.rerun()


def _tell(error: EditError) -> None:
    shown = [f"- {plain(problem)}" for problem in error.problems[:MOST_PROBLEMS]]
    more = len(error.problems) - MOST_PROBLEMS
    rest = [f"- and {more:,} more"] if more > 0 else []
    st.error("**Nothing was saved.**\n" + "\n".join(shown + rest), icon=":material/error:")


def _say_saved() -> None:
    saved = st.session_state.pop("saved", None)
    if saved is None:
        return
    if saved.rows:
        said = f"{counted(saved.rows, 'row')} saved; every figure follows."
        st.success(said, icon=":material/check:")
    else:
        st.info("Nothing had changed, so nothing was saved.")


def _last_change(view: View, merchant_id: str) -> str:
    last = questions.last_edit(session(), merchant_id)
    if last is None:
        return "Nothing was changed on this page yet."
    at = pd.Timestamp(last["changed_at"]).tz_localize("UTC").tz_convert(view.facts.time_zone)
    return (
        f"Last changed by {plain(last['by'])} on {at:%-d %b %Y, %H:%M} ({view.facts.time_zone}), "
        f"{counted(int(last['rows']), 'row')}."
    )
