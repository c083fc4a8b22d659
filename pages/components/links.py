"""Ways from one screen to another; market, period and currency go along, so that the same days are
on screen there and the link can be sent on.
"""

import streamlit as st

from pages.components.menu import screens
from pages.components.resources import market

CARRIED = ("period", "days", "currency")


def link(screen: str, label: str, *, icon: str | None = None, **parameters: str) -> None:
    """A link to a screen, such as link("product", title, product="p1"); the label alone where the
    viewer may not open it.
    """
    file = next((known.file for known in screens() if known.url == screen), None)
    if file:
        st.page_link(file, label=label, icon=icon, query_params=_along(parameters))
    else:
        st.markdown(label)


def go_to(screen: str, **parameters: str) -> None:
    """Opens a screen at once; ends this run."""
    (file,) = (known.file for known in screens() if known.url == screen)
    st.switch_page(file, query_params=_along(parameters))


def _along(parameters: dict[str, str]) -> dict[str, str | list[str]]:
    """The parameters with what goes along; to another market, nothing does."""
    if "market" in parameters:
        return {**parameters}
    name = market()
    carried = {key: st.query_params.get_all(key) for key in CARRIED if key in st.query_params}
    return {**({"market": name} if name else {}), **carried, **parameters}
