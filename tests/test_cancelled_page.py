"""A load that is cancelled too late is told as loaded, with the way to take it back."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.manifests import latest
from data.store import Store
from tests import tiny
from tests.visits import app_on

PATIENCE_SECONDS = 60


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with app_on(tmp_path):
        yield tiny.build(Store.of("tiny"))


def followed(folder: str) -> None:
    """A page that starts a load on its first run and follows it."""
    from pathlib import Path

    import streamlit as st

    from data.scratch import Scratch
    from data.sources import Options
    from pages.components import following, loading

    if not st.session_state.get("started"):
        st.session_state["started"] = True
        files = (Path(folder) / "creators.csv",)
        received = loading.Received(("1",), files, Scratch(loading.PREFIX))
        loading.start(received, Options("tiny"), 1)
    if load := loading.loading("tiny"):
        following.follow(load)


def test_cancelled_too_late_it_is_told_as_loaded(store: Store, tmp_path: Path) -> None:
    (tmp_path / "creators.csv").write_text("creator_id,handle\nc3,late\n")
    page = AppTest.from_function(followed, kwargs={"folder": str(tmp_path)}, default_timeout=60)
    page.run()
    (cancel,) = (button for button in page.button if button.label == "Cancel")
    until = time.monotonic() + PATIENCE_SECONDS
    while latest(store) < 2 and time.monotonic() < until:
        time.sleep(0.1)
    assert latest(store) == 2, "the command committed while the page still offers to cancel"
    cancel.click().run()
    assert not page.exception
    assert [toast.value for toast in page.toast] == [
        "Too late to cancel: the files had been loaded."
    ]
    (loaded,) = page.success
    assert loaded.value.startswith("Loaded")
    assert "Undo" in [button.label for button in page.button]
