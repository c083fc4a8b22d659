"""Plain counts in a row of cards, for screens whose figures are no metrics of the dictionary."""

from collections.abc import Mapping

import streamlit as st


def tiles(
    shown: Mapping[str, str], key: str = "figures", about: Mapping[str, str] | None = None
) -> None:
    """At most five labelled values, two a row on a phone, with what they are `about` as tooltips;
    `key` tells two rows of a page apart.
    """
    with st.container(horizontal=True, key=key):
        for label, value in shown.items():
            with st.container(border=True, key=f"tile-{label.replace(' ', '-').lower()}"):
                st.metric(label, value, help=(about or {}).get(label))
