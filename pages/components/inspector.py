"""What the Inspector shows of one product's list: one candidate of it, or all side by side."""

from typing import Any

import pandas as pd
import streamlit as st

from analytics.catalogue import leading
from analytics.market import MarketFacts
from analytics.pairs import pair_names
from models.account import Account
from models.pipeline import BASE
from models.themes import theme_of
from models.trained import TrainedModel
from pages.components.inspector_charts import place_dots, theme_bars
from pages.components.links import link
from pages.components.listing import DEEP
from pages.components.match_account import account_of
from pages.components.match_filters import BEST
from pages.components.matching import Query, known_product
from pages.components.numbers import NOTHING
from pages.components.quality_charts import METHODS
from pages.components.resources import ask
from pages.components.search import pick_creator, pick_product
from pages.components.tiles import tiles
from pages.components.words import plain, short


def choose_product(facts: MarketFacts) -> Query:
    """The product whose list is looked into; the leading one until another is picked."""
    found = pick_product() or ask(leading, "product", facts.last_day)
    if found is None:
        st.info("This market has no products to match.")
        st.stop()
    return known_product(found)


def context(facts: MarketFacts, query: Query, model: TrainedModel) -> None:
    """Market · product · version."""
    by = f"{METHODS.get(model.recommender.name, model.recommender.name)}, version {model.version}"
    st.caption(" · ".join([plain(facts.title), plain(short(query.label)), by]))


def one_match(query: Query, model: TrainedModel) -> None:
    """Where one creator stands and why: by theme, by generator, signal by signal."""
    account = account_of(model, query)
    with st.container(horizontal=True, vertical_alignment="center"):
        creator = pick_creator()
        if creator is None:
            account = list_or_stop(query, model)
            creator = str(account.order.index[0])
        link("creator", "Profile", icon=":material/person:", creator=creator)
    is_known = account is not None and creator not in account.order.index
    if is_known:
        account = account_of(model, query, with_known=True)
    if account is None or creator not in account.order.index:
        st.info("This creator joined after the model was trained. Retrain it on Model quality.")
        return
    if is_known:
        st.warning("They work together already: no match, and the model learned from this pair.")
    name = handles(pd.Index([creator])).iloc[0]
    st.subheader(f"{plain(name)} for {plain(short(query.label))}", anchor=False)
    _headline(account, creator, is_known)
    _gates(account, creator, is_known)
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True):
        st.subheader("What counted", anchor=False)
        st.altair_chart(theme_bars(account.themes.loc[creator]))
    with right, st.container(border=True):
        st.subheader("Who proposed it", anchor=False)
        places = account.places.loc[creator].rename(index=METHODS)
        st.altair_chart(place_dots(places, account.depth, len(account.order)))
        st.caption(_proposal(account, creator))
    _signals(account, creator)


def list_or_stop(query: Query, model: TrainedModel) -> Account:
    """The account of the product's list; ends the page where there is none."""
    account = account_of(model, query)
    if account is None:
        st.info("The model knows nothing of this product. Retrain it on Model quality.")
        st.stop()
    if account.order.empty:
        st.info("Every creator that the model knows works with this product already.")
        st.stop()
    return account


def _headline(account: Account, creator: str, is_known: bool) -> None:
    row = account.order.loc[creator]
    named = (
        (account.places.loc[creator] <= (account.depth or len(account.order))).fillna(False).sum()
    )
    score = account.order["score"]
    tiles(
        {
            "Rank": "none" if is_known else f"{row['rank']:,} of {len(account.order):,}",
            "Would rank": f"{row['would_rank']:,}",
            "Proposed by": f"{named} of {account.places.shape[1]}",
            "Above average": f"{row['score'] - score.mean():+.2f}",
        },
        about={
            "Rank": "In the model's own order, before money and filters.",
            "Would rank": "By score alone, had a generator proposed it.",
            "Proposed by": "Generators that have it among their best.",
            "Above average": "The score beyond the average candidate: the sum of the bars below.",
        },
    )


def _gates(account: Account, creator: str, is_known: bool) -> None:
    """What a candidate has to pass before Matches lists it, and whether this one does; the filters
    that a viewer sets there come after.
    """
    row = account.order.loc[creator]
    gates = {
        "known to the model": True,
        "not working together yet": not is_known,
        "proposed by a generator": bool(row["is_proposed"]),
        f"among the best {DEEP}": bool(row["rank"] <= DEEP) and not is_known,
        f"among the {BEST} that money sorts": bool(row["rank"] <= BEST) and not is_known,
    }
    icons = {True: ":material/check:", False: ":material/close:"}
    st.caption(" · ".join(f"{icons[passed]} {gate}" for gate, passed in gates.items()))


def _proposal(account: Account, creator: str) -> str:
    depth = account.depth
    if depth is None:
        return "One method serves here: it ranks everybody."
    if account.order.at[creator, "is_proposed"]:
        return f"Dashed line: each generator proposes its best {depth}."
    nearest = account.places.loc[creator].dropna()
    if nearest.empty:
        return "No generator has anything to say of it."
    return (
        f"No generator has it among its best {depth}: it stands below all who are proposed. "
        f"Nearest: {METHODS.get(nearest.idxmin(), nearest.idxmin())}, {nearest.min():,}."
    )


def _signals(account: Account, creator: str) -> None:
    """Every signal's value, its place among the candidates, and what it adds."""
    values = account.values
    adds = account.parts.drop(columns=BASE)
    beyond = (adds.loc[creator] - adds.mean()).rename("adds")
    frame = pd.DataFrame(
        {
            "theme": [theme_of(name) for name in beyond.index],
            "value": values.loc[creator].reindex(beyond.index),
            "above": 100 * values.rank(pct=True).loc[creator].reindex(beyond.index),
            "adds": beyond,
        }
    ).rename_axis("signal")
    order = frame["adds"].abs().sort_values(ascending=False).index
    with st.expander(f"All {len(frame)} signals", key="signals"):
        st.dataframe(
            frame.loc[order].reset_index(),
            column_config=SIGNALS,
            hide_index=True,
            placeholder=NOTHING,
        )


SIGNALS: dict[str, Any] = {
    "signal": st.column_config.TextColumn("Signal", pinned=True),
    "theme": "Theme",
    "value": st.column_config.NumberColumn("Value", format="%.3f"),
    "above": st.column_config.NumberColumn("At or above, % of candidates", format="%.0f"),
    "adds": st.column_config.NumberColumn("Adds to the score", format="%+.3f"),
}


def handles(ids: pd.Index) -> pd.Series:
    """The creators' handles by id."""
    nobody = ("",) * len(ids)
    return pd.Series(ask(pair_names, tuple(ids), nobody)["handle"].to_numpy(), ids)


def how_to_read(model: TrainedModel) -> None:
    """What the figures mean."""
    pairs = f"{len(model.recommender.training.pairs):,}"
    with st.expander("How to read this"):
        st.markdown(
            f"The model was trained on {pairs} known pairs. **Generators** each propose their best "
            "creators; the **ranker**, learned from what started in earlier weeks, orders those "
            "who were proposed. What a signal **adds** is its SHAP value (Lundberg et al. 2020) "
            "and, for the linear half of the ranker, weight times deviation; together they are "
            "the score exactly. Bars are grouped by **theme** and measured from the average "
            "candidate, so they add up to *above average*. They tell how the model came to its "
            "order, not what would cause sales."
        )
