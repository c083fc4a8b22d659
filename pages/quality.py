"""Model quality: how well the matches in force find pairs not seen, and what they were made of."""

import streamlit as st

from data.store import Store
from pages.components import model_training, model_versions
from pages.components import quality as parts
from pages.components.estimate_quality import estimates
from pages.components.filters import choose_currency, facts_or_stop
from pages.components.generator_quality import generators
from pages.components.header import title
from pages.components.rate_quality import rates
from pages.components.resources import market

title("Model quality", "How well the matches find pairs they have not seen, and what they rest on.")
facts = facts_or_stop()
store = Store.of(market() or facts.market_id)
served = model_versions.served(store)
parts.context(facts, store, served)
if served is None:
    model_training.first_training(store)
    st.stop()
if parts.is_of_too_few():
    parts.version_alone(served)
    st.stop()
parts.headline(served)
view = parts.choose_view()
if view == parts.ESTIMATES:
    estimates(facts, choose_currency(facts))
elif view == parts.RATES:
    rates(store, served)
else:
    left, right = st.columns([2, 1], gap="medium")
    with left:
        parts.methods(served)
    with right:
        model_training.training(store, served)
    left, right = st.columns([2, 1], gap="medium")
    with left:
        parts.reliability(served)
    with right:
        parts.reach(served)
    generators(served)
model_versions.all_versions(store)
parts.how_to_read(served)
