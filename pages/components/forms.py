"""The choice between a picture and its table, which a page keeps in its address."""

import streamlit as st

PICTURE, TABLE = "Picture", "Table"


def choose_form() -> str:
    """PICTURE until a viewer chooses TABLE."""
    chosen = st.segmented_control(
        "Show as",
        (PICTURE, TABLE),
        default=PICTURE,
        required=True,
        key="form",
        bind="query-params",
        label_visibility="collapsed",
    )
    return chosen or PICTURE
