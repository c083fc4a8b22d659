"""The frame around every screen: page settings, menu, and a watch on the data's version."""

from pathlib import Path

import streamlit as st

from data.owner import OWNER
from pages.components.menu import pages
from pages.components.resources import market

st.set_page_config(page_title="Tandem", page_icon="🤝", layout="wide")


def version() -> str | None:
    """The state of the data on screen; None before its market has been opened."""
    return OWNER.versions().get(market() or "")


@st.fragment(run_every="4s")
def follow_data(drawn: str | None) -> None:
    """Draws the page anew once a load has been taken up."""
    if version() != drawn:
        st.rerun()


st.html(Path(__file__).parent / "components" / "style.css")
page = st.navigation(pages(), position="top")
before = version()
try:
    page.run()
finally:
    follow_data(before or version())
