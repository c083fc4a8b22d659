"""The frame around every screen: page settings, menu, and a watch on the data's version."""

from pathlib import Path

import streamlit as st

from data.owner import OWNER
from pages.components.menu import pages
from pages.components.resources import market

st.set_page_config(page_title="Tandem", page_icon="🤝", layout="wide")


@st.fragment(run_every="4s")
def follow_data() -> None:
    """Draws the page anew once a load has been taken up."""
    version = OWNER.versions().get(market() or "")
    if version != st.session_state.setdefault("version", version):
        st.session_state["version"] = version
        st.rerun()


st.html(Path(__file__).parent / "components" / "style.css")
page = st.navigation(pages(), position="top")
page.run()
follow_data()
