"""The history of loads: what came, when, by whom, what was undone; and the way to undo a load."""

from datetime import datetime
from functools import partial

import pandas as pd
import streamlit as st

from analytics import lineage
from data import inventory
from data.definitions import MATCH_LOG
from data.manifests import Manifest, UndoError, manifests, standing, undo
from data.store import Store
from pages.components.access import viewer
from pages.components.links import link
from pages.components.numbers import NOTHING, counted
from pages.components.resources import ask, market, session
from pages.components.words import file_name, plain, readable

WHEN = "D MMM YYYY, HH:mm"
OFFERED, TO_CONFIRM = "undo-offered", "undo-to-confirm"


def history(time_zone: str = "UTC") -> None:
    """Every load, newest first; a row opens what it brought, with the way to undo it."""
    told = ask(lineage.load_history)
    with st.container(border=True):
        st.subheader("Loads", anchor=False)
        _say_undone(told)
        event = st.dataframe(
            _shown(told),
            column_order=_columns(told),
            column_config={
                "number": st.column_config.NumberColumn("No.", pinned=True, width=50),
                "source": "Format",
                "what": st.column_config.TextColumn("Files", width="medium"),
                "rows": st.column_config.NumberColumn("Rows", format="localized"),
                "rejected": st.column_config.NumberColumn("Not loaded", format="localized"),
                "committed_at": st.column_config.DatetimeColumn("Loaded, UTC", format=WHEN),
                "by": "By",
                "undone_at": st.column_config.DatetimeColumn("Undone, UTC", format=WHEN),
                "undone_by": "Undone by",
            },
            hide_index=True,
            on_select="rerun",
            selection_mode="single-row",
            selection_default={"selection": {"rows": _offered(told)}},
            key=f"loads-{session().version}",
            placeholder=NOTHING,
        )
        if event.selection.rows:
            _load(int(told["number"].iloc[event.selection.rows[0]]), time_zone)
        else:
            st.caption("Choose a load to see what it brought, or to undo it.")


def offer_undo(name: str, number: int | None) -> None:
    """Has the history open with a load chosen, and with the question whether to undo it."""
    st.session_state[OFFERED] = (name, number)
    st.session_state[TO_CONFIRM] = number is not None


def _offered(told: pd.DataFrame) -> list[int]:
    """The row of the load whose undo was offered elsewhere."""
    name, number = st.session_state.get(OFFERED, (None, None))
    return [place for place, one in enumerate(told["number"]) if (market(), one) == (name, number)]


def of_empty_market() -> None:
    """A market that holds nothing, for its loads were undone: what was, and how to have it back."""
    st.info(
        "Nothing is loaded: the loads of this market were undone. Their files can be loaded again.",
        icon=":material/undo:",
    )
    link("data", "Load files", icon=":material/upload_file:", show="Load files")
    history()


def is_of_undone_loads() -> bool:
    """Whether a market that holds nothing once held something."""
    return bool(ask(lineage.load_history)["undone_at"].notna().any())


def _columns(told: pd.DataFrame) -> list[str]:
    undone = told["undone_at"].notna().any()
    first = ["number", *(["undone_at"] if undone else []), "committed_at", "rows", "rejected"]
    return [*first, "source", "what", "by", *(["undone_by"] if undone else [])]


def _shown(told: pd.DataFrame) -> pd.DataFrame:
    pairs = zip(told["files"], told["source"], strict=True)
    return told.assign(
        committed_at=pd.to_datetime(told["committed_at"]),
        undone_at=pd.to_datetime(told["undone_at"]),
        what=[_names(files) or source for files, source in pairs],
    )


def _names(files: list[str], most: int = 3) -> str:
    names = [file_name(file) for file in files]
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _load(number: int, time_zone: str) -> None:
    """One load: files, rows per table, the way to the rows it refused, and to undo it."""
    held = manifests(_store())
    (load,) = (manifest for manifest in held if manifest.number == number)
    undone = next((manifest for manifest in held if manifest.undoes == number), None)
    rows = inventory.rows_by_table([load])
    st.markdown(f"**Load {number}** · {plain(load.source)} · by {plain(load.by)}")
    st.caption("Rows: " + ", ".join(f"{readable(name)} {n:,}" for name, n in rows.most_common()))
    if load.files:
        st.caption("Files: " + ", ".join(plain(file_name(file)) for file in load.files))
    if undone:
        at = datetime.fromisoformat(undone.committed_at)
        st.caption(
            f"Undone by {plain(undone.by)} on {at:%-d %b %Y, %H:%M} UTC. "
            "Its files can be loaded again."
        )
        return
    with st.container(horizontal=True):
        if load.rejected:
            st.button(
                f"See the {counted(load.rejected, 'row')} not loaded",
                icon=":material/rule:",
                on_click=_see_refused,
                args=(number,),
                key="see-refused",
            )
        is_pressed = st.button("Undo this load", icon=":material/undo:", key="undo")
        if is_pressed or _is_to_confirm(number):
            st.dialog(f"Undo load {number}?")(_confirm)(load, time_zone)


def _is_to_confirm(number: int) -> bool:
    """Whether the load's undo was asked for elsewhere; once, for a dialog may be closed."""
    if st.session_state.get(OFFERED) != (market(), number):
        return False
    return bool(st.session_state.pop(TO_CONFIRM, False))


def _see_refused(number: int) -> None:
    st.session_state.update(show="Not loaded", load=number)


def _confirm(load: Manifest, time_zone: str) -> None:
    """Says what will go and what will not, then does it or leaves it."""
    found = inventory.brought(_store(), load)
    total = sum(table.rows for table in found)
    also = f", and {counted(load.rejected, 'row')} from **Not loaded**" if load.rejected else ""
    st.markdown(f"**{counted(total, 'row')}** will go from every figure{also}.")
    if found:
        _table(found, time_zone)
    st.markdown(
        "Rows that it replaced come back as they were. Nothing is deleted from the disk, and its "
        "files can be loaded again."
    )
    if [other.number for other in standing(_store()) if other.source != MATCH_LOG] == [load.number]:
        st.warning("It is the only load, so the market will be empty.", icon=":material/warning:")
    with st.container(horizontal=True):
        if st.button(
            f"Undo load {load.number}",
            type="primary",
            on_click=_undo,
            args=(load.number,),
            key="undo-surely",
        ):
            st.rerun()
        if st.button("Leave it", key="undo-not"):
            st.rerun()


def _table(found: list[inventory.Brought], time_zone: str) -> None:
    """Rows and local days per table."""
    to_day = partial(_local_day, time_zone=time_zone)
    frame = pd.DataFrame(found, columns=["table", "rows", "first_at", "last_at"])
    st.dataframe(
        frame.assign(
            table=frame["table"].map(readable),
            first_day=frame["first_at"].map(to_day),
            last_day=frame["last_at"].map(to_day),
        ),
        column_order=["table", "rows", "first_day", "last_day"],
        column_config={
            "table": st.column_config.TextColumn("Table", pinned=True),
            "rows": st.column_config.NumberColumn("Rows", format="localized"),
            "first_day": st.column_config.DateColumn("First day", format="D MMM YYYY"),
            "last_day": st.column_config.DateColumn("Last day", format="D MMM YYYY"),
        },
        hide_index=True,
        placeholder=NOTHING,
    )


def _local_day(instant: datetime | None, time_zone: str) -> object:
    if pd.isna(instant):
        return None
    return pd.Timestamp(instant).tz_localize("UTC").tz_convert(time_zone).date()


def _undo(number: int) -> None:
    """Commits the undo; the owner of the warehouse takes it up within seconds."""
    try:
        undo(_store(), number, by=viewer().name)
    except (UndoError, OSError) as error:
        st.session_state["undo-refused"] = str(error)
    else:
        st.session_state["undone"] = (market(), number)
        st.session_state.pop(OFFERED, None)


def _say_undone(told: pd.DataFrame) -> None:
    refused = st.session_state.pop("undo-refused", None)
    if refused:
        st.error(f"Nothing was undone: {plain(refused)}", icon=":material/error:")
    name, number = st.session_state.get("undone", (None, None))
    if name != market() or number is None:
        return
    if told.loc[told["number"] == number, "undone_at"].notna().any():
        del st.session_state["undone"]
        st.success(f"Load {number} was undone; every figure follows.", icon=":material/check:")
    else:
        st.info(
            f"Load {number} is being undone; the page follows in a moment.",
            icon=":material/hourglass_top:",
        )


def _store() -> Store:
    return Store.of(market() or "")
