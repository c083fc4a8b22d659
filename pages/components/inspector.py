"""What the Inspector shows of one candidate of a list."""

import pandas as pd
import streamlit as st

from analytics.market import MarketFacts
from analytics.pairs import pair_names
from models.account import Account
from models.trained import TrainedModel
from pages.components.inspector_charts import place_dots, theme_bars
from pages.components.inspector_signals import features, signals
from pages.components.links import link
from pages.components.listing import DEEP, NOTHING_TOLD
from pages.components.match_account import account_of
from pages.components.match_filters import BEST
from pages.components.matching import Query
from pages.components.quality_charts import METHODS
from pages.components.resources import ask
from pages.components.search import pick_creator, pick_product
from pages.components.tiles import tiles
from pages.components.why_not import LEVEL
from pages.components.words import plain, short


def context(facts: MarketFacts, query: Query, model: TrainedModel) -> None:
    """Market · product · version."""
    by = f"{METHODS.get(model.recommender.name, model.recommender.name)}, version {model.version}"
    st.caption(" · ".join([plain(facts.title), plain(short(query.label)), by]))


PICK = {"creator": pick_creator, "product": pick_product}
ICONS = {"creator": ":material/person:", "product": ":material/inventory_2:"}


def one_match(query: Query, model: TrainedModel) -> None:
    """Where one candidate stands and why: by theme, by generator, signal by signal."""
    kind = query.candidate
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = PICK[kind]() or str(list_or_stop(query, model).order.index[0])
        link(kind, "Profile", icon=ICONS[kind], **{kind: chosen})
    account = account_or_stop(query, model)
    is_known = chosen not in account.order.index
    if is_known:
        account = account_or_stop(query, model, with_known=True)
    if chosen not in account.order.index:
        st.info(NOTHING_TOLD)
        return
    if is_known:
        st.warning("They work together already: no match, and the model learned from this pair.")
    name = names(query, pd.Index([chosen])).iloc[0]
    st.subheader(f"{plain(short(name))} for {plain(short(query.label))}", anchor=False)
    _headline(account, chosen, is_known)
    _gates(account, chosen, is_known)
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True):
        st.subheader("What counted", anchor=False)
        st.altair_chart(theme_bars(account.themes.loc[chosen]))
    with right, st.container(border=True):
        st.subheader("Who proposed it", anchor=False)
        places, proposed = (
            told.loc[chosen].rename(index=METHODS) for told in (account.places, account.proposed)
        )
        st.altair_chart(place_dots(places, proposed, account.depth, len(account.order)))
        st.caption(_proposal(account, chosen, kind))
    signals(account, chosen)
    features(account, chosen)


def account_or_stop(query: Query, model: TrainedModel, *, with_known: bool = False) -> Account:
    """The account of the query's candidates; ends the page where there is none."""
    account = account_of(model, query, with_known=with_known)
    if account is None:
        st.info(f"The model knows nothing of this {query.asker}. Retrain it on Model quality.")
        st.stop()
    return account


def list_or_stop(query: Query, model: TrainedModel) -> Account:
    """As `account_or_stop`; ends the page where all work together already, too."""
    account = account_or_stop(query, model)
    if account.order.empty:
        st.info(
            f"Every {query.candidate} that the model knows works with this {query.asker} already."
        )
        st.stop()
    return account


def _headline(account: Account, candidate: str, is_known: bool) -> None:
    row = account.order.loc[candidate]
    score, named = account.order["score"], account.proposed.loc[candidate].sum()
    tiles(
        {
            "Rank": "none" if is_known else f"{row['rank']:,} of {len(account.order):,}",
            "Would rank": f"{row['would_rank']:,}",
            "Proposed by": f"{named} of {account.proposed.shape[1]}",
            "Above average": f"{row['score'] - score.mean():+.2f}",
        },
        about={
            "Rank": "In the model's own order, before money and filters.",
            "Would rank": "By score alone, had a generator proposed it.",
            "Proposed by": "Generators that have it among their best, or their best newcomers.",
            "Above average": "The score beyond the average candidate: the sum of the bars below.",
        },
    )


def _gates(account: Account, candidate: str, is_known: bool) -> None:
    """What a candidate has to pass before Matches lists it, and whether this one does; the filters
    that a viewer sets there come after.
    """
    row = account.order.loc[candidate]
    gates = {
        "not working together yet": not is_known,
        "proposed by a generator": bool(row["is_proposed"]),
        f"among the best {DEEP}": bool(row["rank"] <= DEEP) and not is_known,
        f"among the {BEST} that money sorts": bool(row["rank"] <= BEST) and not is_known,
    }
    icons = {True: ":material/check:", False: ":material/close:"}
    st.caption(" · ".join(f"{icons[passed]} {gate}" for gate, passed in gates.items()))


def _proposal(account: Account, candidate: str, kind: str) -> str:
    depth = account.depth
    if depth is None:
        return "One method serves here: it ranks everybody."
    nearest = account.places.loc[candidate].dropna()
    if account.order.at[candidate, "is_proposed"]:
        told = f"Filled: proposed it. Dashed line: each generator proposes its best {depth}"
        is_beyond = bool((nearest[account.proposed.loc[candidate]] > depth).any())
        return (
            f"{told}, and beyond it its best {kind}s without a pair." if is_beyond else f"{told}."
        )
    if nearest.empty:
        return "No generator has anything to say of it."
    if nearest.min() <= depth:
        return f"None proposed it: {LEVEL}."
    return (
        f"No generator has it among its best {depth}: it stands below all who are proposed. "
        f"Nearest: {METHODS.get(nearest.idxmin(), nearest.idxmin())}, {nearest.min():,}."
    )


def names(query: Query, ids: pd.Index) -> pd.Series:
    """What the candidates are called, by id: handles or titles."""
    is_product = query.candidate == "product"
    nobody = ("",) * len(ids)
    named = ask(pair_names, *((nobody, tuple(ids)) if is_product else (tuple(ids), nobody)))
    return pd.Series(named["title" if is_product else "handle"].to_numpy(), ids)


def how_to_read(query: Query, model: TrainedModel) -> None:
    """What the figures mean."""
    pairs = f"{len(model.recommender.training.pairs):,}"
    with st.expander("How to read this"):
        st.markdown(
            f"The model was trained on {pairs} known pairs. **Generators** each propose their best "
            f"{query.candidate}s; the **ranker**, learned from what started in earlier weeks, "
            "orders those who were proposed. What a signal **adds** is its SHAP value (Lundberg "
            "et al. 2020) and, for the linear half of the ranker, weight times deviation; together "
            "they are the score exactly. What a generator's whole score adds is shared out among "
            "the **features** of both sides that it is a sum over. Bars are grouped by **theme** "
            "and measured from the average "
            "candidate, so they add up to *above average*. They tell how the model came to its "
            "order, not what would cause sales."
        )
