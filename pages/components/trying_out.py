"""The dry run of files: it reads beside the page, which shows how far it is and can stop it."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from data.manifests import latest
from data.sources import Options, Plan, Report, inspect
from data.sources.exports.mapping import remembered
from data.store import Store
from pages.components import loading
from pages.components.words import plain

HELD, CANCELLED = "dry-run", "dry-run-cancelled"
LOOK_SECONDS = 0.25
Key = tuple[object, ...]


def tried(files: loading.Received, options: Options) -> tuple[Plan, Report] | None:
    """The dry run, kept while files, what is said of them and the market stay as they are; None
    where it was cancelled.
    """
    version = latest(Store.of(options.market))
    key = (files.ids, options.key(), str(remembered()), version)
    held = st.session_state.get(HELD)
    if held is None or held[0] != key:
        if st.session_state.get(CANCELLED) == key:
            _say_cancelled()
            return None
        held = (key, *_read(key, files.paths, options))
        st.session_state[HELD] = held
    return held[1], held[2]


class CancelledError(Exception):
    """Nobody waits for the dry run any more."""


@dataclass
class Trial:
    """A dry run in a thread of its own; it stops at the next rows once it is cancelled."""

    paths: Sequence[Path]
    options: Options
    step: str = "Reading the files"
    is_cancelled: bool = False

    def run(self) -> tuple[Plan, Report]:
        plan = inspect(self.paths, self.options, self._tell)
        return plan, plan.report

    def _tell(self, file: str, rows: int) -> None:
        if self.is_cancelled:
            raise CancelledError
        self.step = f"{plain(file)}: {rows:,} rows read"


def _read(key: Key, paths: Sequence[Path], options: Options) -> tuple[Plan, Report]:
    """A rerun of the page, as by Cancel, ends the wait at the next look at the progress."""
    trial, place = Trial(paths, options), st.empty()
    with place.container():
        bar = st.progress(0.5, trial.step)
        st.button(
            "Cancel",
            icon=":material/close:",
            on_click=_cancel,
            args=(key,),
            key="cancel-dry-run",
        )
    beside = ThreadPoolExecutor(max_workers=1)
    running = beside.submit(trial.run)
    try:
        while not wait([running], LOOK_SECONDS).done:
            bar.progress(0.5, trial.step)
    finally:
        trial.is_cancelled = True
        beside.shutdown(wait=False)
    place.empty()
    return running.result()


def _cancel(key: Key) -> None:
    st.session_state[CANCELLED] = key


def _say_cancelled() -> None:
    st.info("Cancelled: the files were not read to their end.", icon=":material/close:")
    st.button("Read them after all", on_click=_forget, key="read-after-all")


def _forget() -> None:
    st.session_state.pop(CANCELLED, None)
