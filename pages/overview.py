"""Overview: how the last days went, why, and what needs a look."""

import streamlit as st

from pages.components import overview as parts
from pages.components.filters import choose_view
from pages.components.header import context, title

title("Overview", "How business went, why it moved, and what needs a look.")
view = choose_view()
context(view)
parts.headline(view)
left, right = st.columns([2, 1], gap="medium")
with left:
    parts.trend(view)
with right:
    parts.attention(view)
left, right = st.columns([2, 1], gap="medium")
with left:
    parts.why(view)
with right:
    parts.funnel(view)
parts.more(view)
parts.how_to_read(view)
