"""Creators that are like this one, and in what."""

import streamlit as st

from analytics.audience import lookalikes
from analytics.market import MarketFacts
from pages.components.access import viewer
from pages.components.filters import View
from pages.components.links import go_to
from pages.components.resources import ask
from pages.components.tables import entity_table

PARTS = {
    "audience": ("Audience", "Share of both audiences in the same age, gender, region."),
    "category_mix": ("Category mix", "Share of both mixes in the same top categories."),
    "tier_nearness": ("Tier nearness", "1 in the same tier, a quarter less per step."),
    "features": ("Features", "Cosine of the given vectors, mean over their blocks."),
}


def similar(view: View) -> None:
    """The creators nearest to this one."""
    nearest(view.facts, view.slice.creator_id or "", view.currency)


def nearest(facts: MarketFacts, creator_id: str, currency: str) -> None:
    """The 20 nearest creators with the parts of their likeness; a row opens the creator."""
    with st.container(border=True):
        st.subheader("Creators most like this one", anchor=False)
        found = ask(lookalikes, creator_id, facts.last_day, currency)
        if found.empty:
            st.info(
                "Not estimable: neither audience, nor categories, nor features of this creator "
                "are known. Any of them would bring it."
            )
            return
        config = st.column_config
        known = {key: told for key, told in PARTS.items() if found[key].notna().any()}
        columns = {
            "handle": config.TextColumn("Creator", pinned=True),
            "likeness": config.ProgressColumn(
                "Likeness", format="%.2f", min_value=0, max_value=1, color="primary"
            ),
            **{
                key: config.NumberColumn(label, format="%.2f", help=about)
                for key, (label, about) in known.items()
            },
            "followers": config.NumberColumn("Followers", format="localized"),
            "tier": config.TextColumn("Tier"),
            "country": config.TextColumn("Country"),
        }
        shown = {key: column for key, column in columns.items() if found[key].notna().any()}
        if len(known) == 1:
            del shown[next(iter(known))]
        chosen = entity_table(found, shown, currency, "similar")
        of = "stated categories" if not viewer().is_analyst else "GMV by top category over a year"
        mix = f" · category mix: {of}" if "category_mix" in known else ""
        st.caption(
            f"The {len(found)} nearest of {facts.creators - 1:,} · likeness: mean of "
            f"{', '.join(label.lower() for label, _ in known.values())}, each 0 to 1; what the "
            f"other lacks counts as 0{mix} · choose a row to open the creator"
        )
    if chosen is not None:
        go_to("creator", creator=str(found.iloc[chosen]["creator_id"]))
