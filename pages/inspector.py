"""Inspector: how a match came about, why others did not, what a new version changed."""

import streamlit as st

from pages.components import inspector as parts
from pages.components import inspector_list, inspector_versions
from pages.components.access import analysts_only
from pages.components.filters import choose_currency, facts_or_stop
from pages.components.header import title
from pages.components.matching import choose_query, model_or_stop

title("Inspector", "How a match came about: who proposed it, what is known of it, what counted.")
analysts_only("Looking into the model")
facts = facts_or_stop()
model = model_or_stop()
views = {
    "One match": parts.one_match,
    "Whole list": inspector_list.whole_list,
    "Two versions": inspector_versions.two_versions,
}
line = st.container(horizontal=True, vertical_alignment="bottom", key="filters")
form = st.container()
with line:
    view = st.segmented_control(
        "View", list(views), default="One match", required=True, key="view", bind="query-params"
    )
    query = choose_query(facts, choose_currency(facts), form)
parts.context(facts, query, model)
views[view or "One match"](query, model)
parts.how_to_read(query, model)
