"""Experiments: plan a small randomised test, draw its list, read out what it brought."""

import streamlit as st

from pages.components import experiment_list, experiment_plan, experiment_ranking
from pages.components import experiment_readout as readout
from pages.components.experiment_view import PARTS, context, refusal, view_of
from pages.components.filters import choose_currency, facts_or_stop
from pages.components.header import title

title("Experiments", "Let chance decide who is asked, and see four weeks later what that brought.")
facts = facts_or_stop()
if why := refusal(facts):
    st.info(why)
    st.stop()
with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
    part = st.segmented_control(
        "Part", PARTS, default="plan", required=True, key="test-part", bind="query-params",
        format_func=PARTS.__getitem__,
    )  # fmt: skip
    view = view_of(facts, choose_currency(facts), has_shop=part == "plan")
context(view, part)
if part == "read":
    readout.read(view)
elif part == "ranking":
    experiment_ranking.ranking(view)
else:
    planned = experiment_plan.plan(view)
    if planned is not None:
        experiment_list.listed(view, planned)
