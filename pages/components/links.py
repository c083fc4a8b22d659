"""Ways from one screen to another; the market goes along, so that the link can be sent on."""

import streamlit as st

from pages.components.menu import screens
from pages.components.resources import market


def link(screen: str, label: str, *, icon: str | None = None, **parameters: str) -> None:
    """A link to a screen, such as link("product", title, product="p1"); the label alone where the
    viewer may not open it.
    """
    file = next((known.file for known in screens() if known.url == screen), None)
    if file:
        st.page_link(file, label=label, icon=icon, query_params=_with_market(parameters))
    else:
        st.markdown(label)


def go_to(screen: str, **parameters: str) -> None:
    """Opens a screen at once; ends this run."""
    (file,) = (known.file for known in screens() if known.url == screen)
    st.switch_page(file, query_params=_with_market(parameters))


def _with_market(parameters: dict[str, str]) -> dict[str, str]:
    name = market()
    return {**({"market": name} if name else {}), **parameters}
