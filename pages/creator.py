"""Creator: how one creator sells, what it posts, who follows, what it carries, who is like it."""

import streamlit as st

from analytics.creator import creator_profile
from pages.components import creator, creator_bare, incremental, reported, reported_lists
from pages.components.creator_audience import audience
from pages.components.creator_content import content
from pages.components.creator_interests import interests
from pages.components.creator_live import live
from pages.components.creator_products import products
from pages.components.creator_samples import samples
from pages.components.creator_similar import similar
from pages.components.creators_bare import no_creators
from pages.components.filters import choose_view, facts_or_stop
from pages.components.header import context, title
from pages.components.resources import ask
from pages.components.search import CREATOR, pick_creator, picked

SENTENCE = "One creator: sales, content, interests, audience, products, samples, who is like it."

found = picked(CREATOR)
if found is None:
    title("Creator", SENTENCE)
    if facts_or_stop().creators:
        pick_creator()
    else:
        no_creators(facts_or_stop())
    reported_lists.lists("creator")
    st.stop()
profile = ask(creator_profile, str(found["id"]))
facts = facts_or_stop()
title(f"@{profile.handle}", creator.about(profile))
creator.ways(facts, profile)
if not facts.has_days:
    reported.of_creator_alone(profile.creator_id)
    creator_bare.without_days(facts, profile)
    st.stop()
view = creator.of_creator(choose_view(has_category=False, has_shop=facts.has_orders), profile)
context(view)
if not facts.has_orders:
    creator_bare.engagement(view)
    reported.of_creator_alone(profile.creator_id)
    st.stop()
place = creator.headline(view)
parts = {
    "Performance": creator.selling,
    "Content": content,
    "Live": live,
    "Interests": interests,
    "Audience": audience,
    "Products": products,
    "Extra GMV": incremental.of_creator,
    "Samples": samples,
    "Similar": similar,
    "Reported": reported.of_creator,
}
chosen = st.segmented_control(
    "Part",
    list(parts),
    default="Performance",
    required=True,
    key="tab",
    bind="query-params",
    label_visibility="collapsed",
)
parts[chosen or "Performance"](view)
creator.how_to_read(view)
incremental.tell_new_share(place, view)
