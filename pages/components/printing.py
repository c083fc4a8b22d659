"""A button that opens the browser's own print dialog, from where a page is saved as PDF too."""

import streamlit as st

HTML = "<button type='button'>Print or save as PDF</button>"
CSS = """
button {
  font: inherit; font-size: 0.875rem; padding: 0.35rem 0.8rem; cursor: pointer;
  color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
}
button:hover, button:focus-visible {
  color: var(--st-primary-color); border-color: var(--st-primary-color); outline: none;
}
"""
JS = """
export default function ({ parentElement }) {
  parentElement.querySelector("button").onclick = () => window.print();
}
"""


def print_button() -> None:
    """Prints what is on screen, as the style sheet lays it out for A4."""
    st.components.v2.component("print_button", html=HTML, css=CSS, js=JS)(
        key="print", width="content", height="content"
    )
