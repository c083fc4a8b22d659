"""Saved views: a page with its filters under a name, kept for the viewer's scope."""

from urllib.parse import urlsplit

import streamlit as st

from data.kept import Kept
from pages.components.keeping import keeper
from pages.components.menu import home, screens

KIND = "view"


def saved_views() -> None:
    """A popover that opens, saves and removes views of the market on screen."""
    with st.popover("Views", icon=":material/bookmark:", key="views", on_change="rerun") as box:
        if box.open:
            _list()
            _save()


def _list() -> None:
    kept = keeper().all(KIND)
    files = {screen.url: screen.file for screen in screens()}
    for view in (view for view in kept if view.body["page"] in files):
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(width="stretch"):
                st.page_link(
                    files[view.body["page"]],
                    label=view.name,
                    icon=":material/bookmark:",
                    query_params=view.body["parameters"],
                )
            _removal(view)
    if not kept:
        st.caption("A view is this page with its filters. Save one to come back to it.")


def _removal(view: Kept) -> None:
    st.button(
        "",
        icon=":material/close:",
        help=f"Remove {view.name}",
        type="tertiary",
        key=f"remove-view-{view.name}",
        on_click=keeper().drop,
        args=(KIND, view.name),
    )


def _save() -> None:
    with st.form("save-view", border=False, clear_on_submit=True):
        name = st.text_input("Name of this view", max_chars=60, key="view-name")
        if st.form_submit_button("Save", icon=":material/save:") and name.strip():
            parameters = {key: st.query_params.get_all(key) for key in st.query_params}
            if period := st.session_state.get("period-seen"):  # the usual one goes unsaid
                parameters.setdefault("period", [period])
            keeper().keep(KIND, name, {"page": _page(), "parameters": parameters})
            st.rerun()


def _page() -> str:
    """The address of the screen on screen; a market's home stands at the bare address too."""
    address = urlsplit(st.context.url or "").path.strip("/").split("/")[-1]
    return address if address in {screen.url for screen in screens()} else home().url
