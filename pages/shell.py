"""The frame around every screen: page settings, menu, and a watch on the data's version."""

from pathlib import Path

import altair as alt
import streamlit as st

from data.owner import OWNER
from data.store import MarketMissingError
from data.warehouse import NotTakenUpError, WarehouseLockedError
from pages.components.axes import few_ticks
from pages.components.menu import pages
from pages.components.resources import market

alt.theme.register("few ticks", enable=True)(few_ticks)
st.set_page_config(page_title="Tandem", page_icon="🤝", layout="wide")


def version() -> str | None:
    """The state of the data on screen; None where its market cannot be opened, as the page says."""
    name = market()
    try:
        return OWNER.warehouse(name).version if name else None
    except (MarketMissingError, WarehouseLockedError, NotTakenUpError):
        return None


@st.fragment(run_every="4s")
def follow_data(drawn: str | None) -> None:
    """Draws the page anew once a load has been taken up."""
    if version() != drawn:
        st.rerun()


st.html(Path(__file__).parent / "components" / "style.css")
page = st.navigation(pages(), position="top")
follow_data(version())
page.run()
