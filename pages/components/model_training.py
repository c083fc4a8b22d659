"""Training from the page: a process of its own, its progress, its end; the old version serves."""

import streamlit as st

from data.store import Store
from models.evidence import pairs
from models.progress import Progress, TrainingRunsError, cancel, progress, start
from pages.components.access import viewer
from pages.components.quality import Meta
from pages.components.resources import ask
from pages.components.words import NOTHING_LINKS, plain

ENDS = {
    "done": "The last training brought version {version}.",
    "cancelled": "The last training was cancelled; the version in force stayed.",
    "failed": "The last training failed: {error}. The version in force stayed.",
    "stopped": "The last training stopped: {error}. The version in force stayed.",
}


def first_training(store: Store) -> None:
    """What a market without a model can do: train, or learn why it cannot."""
    if viewer().is_analyst and not _can_learn():
        return
    with st.container(border=True):
        st.subheader("No model has been trained for this market", anchor=False)
        st.caption("Until then Matches has nothing to rank with.")
        _control(store, "Train")


def training(store: Store, served: Meta) -> None:
    """Train again, with progress and a way to cancel."""
    with st.container(border=True):
        st.subheader("Training", anchor=False)
        if not viewer().is_analyst or _can_learn():
            st.caption(
                f"Took {served['seconds']:,.0f} s last time. It runs beside the app: this version "
                "serves until the new one is complete."
            )
            _control(store, "Train again")


def _can_learn() -> bool:
    """Whether anything links creators to products; says what is missing where nothing does."""
    if len(ask(pairs)):
        return True
    st.info(f"Not trainable: {NOTHING_LINKS}.")
    return False


def _control(store: Store, label: str) -> None:
    if not viewer().is_analyst:
        st.caption("Training and rolling back are for analysts.")
        return
    held = progress(store)
    if held and held.state == "running":
        _running(store)
        return
    st.button(
        label,
        type="primary",
        icon=":material/model_training:",
        on_click=_start,
        args=(store,),
        key="train",
    )
    if held and held.state in ENDS:
        _ended(held)


def _start(store: Store) -> None:
    try:
        start(store)
    except TrainingRunsError as error:
        st.toast(plain(error))


@st.fragment(run_every="1s")
def _running(store: Store) -> None:
    """How far the training is; the page is drawn anew once it has ended."""
    held = progress(store)
    if held is None or held.state != "running":
        st.rerun()
        return
    st.progress(held.percent / 100, f"{held.percent} % · {plain(held.step)}")
    if st.button("Cancel", icon=":material/close:", key="cancel-training"):
        cancel(store)
        st.rerun()


def _ended(held: Progress) -> None:
    said = ENDS[held.state].format(version=held.version, error=plain(held.error or ""))
    (st.caption if held.state in ("done", "cancelled") else st.warning)(said)
